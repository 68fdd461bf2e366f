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
        from liupan.foundation.design.labels import keep_labels

        autodiscover_modules("sources")
        keep_labels("liupan.")
