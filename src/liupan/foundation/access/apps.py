"""Configuration of `access`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from liupan.kernel import authority


class AccessConfig(AppConfig):
    """Roles, policies, secrecy levels and network zones (访问控制)."""

    name = "liupan.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.access.judge import RightsJudge

        autodiscover_modules("policies")
        authority.install_judge(RightsJudge())
