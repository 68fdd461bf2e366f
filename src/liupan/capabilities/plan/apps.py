"""Configuration of `plan`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlanConfig(AppConfig):
    """Targets and key tasks of a plan; every target is a live figure (规划)."""

    name = "liupan.capabilities.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("coverage")
