"""Configuration of `access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, policies, secrecy levels and network zones (访问控制)."""

    name = "liupan.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
