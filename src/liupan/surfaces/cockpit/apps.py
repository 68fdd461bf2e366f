"""Configuration of `cockpit`."""

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    """Leaders: figures, trends, map, warnings (领导驾驶舱)."""

    name = "liupan.surfaces.cockpit"
    label = "cockpit"
    default_auto_field = "django.db.models.BigAutoField"
