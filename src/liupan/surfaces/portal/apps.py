"""Configuration of `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Citizens and enterprises (门户)."""

    name = "liupan.surfaces.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
