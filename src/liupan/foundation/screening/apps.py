"""Configuration of `screening`."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Finds in a text what should not go out with it (内容筛查)."""

    name = "liupan.foundation.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
