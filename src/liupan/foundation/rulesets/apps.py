"""Configuration of `rulesets`."""

from django.apps import AppConfig


class RulesetsConfig(AppConfig):
    """Dated tables of deadlines, codes and thresholds, with their legal source (规则集)."""

    name = "liupan.foundation.rulesets"
    label = "rulesets"
    default_auto_field = "django.db.models.BigAutoField"
