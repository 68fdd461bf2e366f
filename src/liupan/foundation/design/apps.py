"""Configuration of `design`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DesignConfig(AppConfig):
    """Layouts, components, list pages and front-end assets; no tables."""

    name = "liupan.foundation.design"
    label = "design"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every room add its navigation entries and other sources."""
        autodiscover_modules("sources")
