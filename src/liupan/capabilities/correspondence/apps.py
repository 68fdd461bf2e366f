"""Configuration of `correspondence`."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Official documents between units: drafted, sealed, sent, received, archived (公文)."""

    name = "liupan.capabilities.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"
