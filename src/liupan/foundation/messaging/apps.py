"""Configuration of `messaging`."""

from django.apps import AppConfig
from django.conf import settings

from liupan.kernel import background
from liupan.kernel.ids import uuid7


class MessagingConfig(AppConfig):
    """Notices to people, webhooks to machines (消息)."""

    name = "liupan.foundation.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.identity.facade import sms
        from liupan.foundation.messaging.delivering import deliver_due
        from liupan.foundation.messaging.gateways import text_messages

        background.register("messaging.deliver", 1, deliver_due)
        if getattr(settings, "LIUPAN_SMS_ADAPTER", ""):  # codes for sign-up, sent at once
            sms.install(lambda phone, text: text_messages().send(uuid7(), phone, text))
