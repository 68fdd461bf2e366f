"""Configuration of `messaging`."""

from django.apps import AppConfig

from liupan.kernel import background


class MessagingConfig(AppConfig):
    """Notices to people, webhooks to machines (消息)."""

    name = "liupan.foundation.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.messaging.delivering import deliver_due

        background.register("messaging.deliver", 1, deliver_due)
