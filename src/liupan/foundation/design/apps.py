"""Configuration of `design`."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Layouts, components, list pages and front-end assets; no tables."""

    name = "liupan.foundation.design"
    label = "design"
    default_auto_field = "django.db.models.BigAutoField"
