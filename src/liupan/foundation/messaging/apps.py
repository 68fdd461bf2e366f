"""Configuration of `messaging`."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Notices to people, webhooks to machines (消息)."""

    name = "liupan.foundation.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
