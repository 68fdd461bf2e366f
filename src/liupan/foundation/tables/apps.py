"""Configuration of `tables`."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Tables of real content, hosted for offices (托管数据表)."""

    name = "liupan.foundation.tables"
    label = "tables"
    default_auto_field = "django.db.models.BigAutoField"
