"""Configuration of `opendata`."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """Datasets for everybody (公共数据开放)."""

    name = "liupan.capabilities.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"
