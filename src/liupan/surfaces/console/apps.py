"""Configuration of `console`."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The three administrators (三员管理台)."""

    name = "liupan.surfaces.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
