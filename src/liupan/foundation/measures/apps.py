"""Configuration of `measures`."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Named figures with formula, evidence and history (指标)."""

    name = "liupan.foundation.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
