"""Configuration of `numbering`."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Human numbers without gap or duplicate (编号)."""

    name = "liupan.foundation.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"
