"""Configuration of `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Divisions, units, posts and who holds them (组织机构)."""

    name = "liupan.foundation.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
