"""Configuration of `measures`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MeasuresConfig(AppConfig):
    """Named figures with formula, evidence and history (指标)."""

    name = "liupan.foundation.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("measures")
