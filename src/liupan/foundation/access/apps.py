"""Configuration of `access`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from liupan.kernel import authority, background, clock, guarding


class AccessConfig(AppConfig):
    """Roles, policies, secrecy levels and network zones (访问控制)."""

    name = "liupan.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.access.actors import actor_named
        from liupan.foundation.access.judge import RightsJudge
        from liupan.foundation.access.operations.guard import FourEyes, end_with_account
        from liupan.foundation.access.operations.wall import guard_appointment
        from liupan.foundation.access.queries.rights import needs_second_factor, rights_of
        from liupan.foundation.access.upkeep import EVERY, let_lapse
        from liupan.foundation.identity.facade import acting, second_factor, token_rights
        from liupan.foundation.organisations.facade import guard_appointments

        autodiscover_modules("policies", "roles")
        authority.install_judge(RightsJudge())
        guarding.install_guard(FourEyes())
        guarding.on_leaving("access", end_with_account)
        background.register("access.proposals", EVERY, let_lapse)
        guard_appointments("access", guard_appointment)
        second_factor.install(lambda account: needs_second_factor(account, clock.today()))
        acting.install(actor_named)
        token_rights.install(lambda account: rights_of(account, clock.today()))
