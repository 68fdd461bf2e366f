"""Configuration of `changes`."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """What was read is remembered until something changes it."""

    name = "liupan.foundation.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"
