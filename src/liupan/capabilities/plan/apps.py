"""Configuration of `plan`."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Targets and key tasks of a plan; every target is a live figure (规划)."""

    name = "liupan.capabilities.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
