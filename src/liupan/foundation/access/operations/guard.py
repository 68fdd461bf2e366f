"""The guard of `kernel.guarding`: nobody acts alone on one of the three administrators."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.actors import is_recovering, is_setting_up
from liupan.foundation.access.models import Binding
from liupan.foundation.access.operations import grants, proposals
from liupan.foundation.access.operations.wall import lock_wall
from liupan.foundation.access.policies import duty_of
from liupan.foundation.access.queries.duties import (
    DutyHeld,
    is_administrator,
    is_administrators_post,
    list_duties,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty
from liupan.kernel.errors import NotAuthorised, Refusal
from liupan.kernel.guarding import GuardedAct, SecondPersonNeeded


class LastOfDuty(Refusal):
    """Nobody would be left to hold one of the three administrators' duties."""


class FourEyes:
    """Lets the installer found a city, the operator give back a duty that two lost, and everybody
    act on whom no duty concerns."""

    def ask(self, act: GuardedAct) -> None:
        """Refuse what takes the last holder away; ask for a second person for the rest."""
        if is_setting_up(act.actor) or is_recovering(act.actor):
            return
        lock_wall()
        if not _concerns_administrators(act):
            return
        if duty_of(act.actor) is None:
            raise NotAuthorised(
                _("Only the three administrators act on an administrator."),
                next_step=_("Ask the system administrator."),
            )
        if act.ends_on:
            _keep_every_duty(act, max(act.ends_on, clock.on(act.now)))
        if not proposals.use_confirmed(act):
            raise SecondPersonNeeded(act)

    def propose(self, act: GuardedAct, *, reason: str) -> UUID:
        """Enter what was held back as a proposal."""
        return proposals.propose_act(act=act, reason=reason, actor=act.actor, now=act.now)


def end_with_account(account_id: UUID, erases: bool, actor: Actor, now: datetime) -> None:
    """Grants to a person end when the account does; what proposals say of the erased goes."""
    today = clock.on(now)
    held = Binding.objects.select_for_update(of=("self",)).select_related("role")
    for binding in held.filter(account_id=account_id).exclude(valid_to__lte=today):
        grants.end(binding, today, "", actor, now)
    if erases:
        proposals.forget_person(account_id)


def _concerns_administrators(act: GuardedAct) -> bool:
    today = clock.on(act.now)
    if act.grant_id or "role" in act.terms:
        return True  # asked for administrators' roles alone
    if act.post_id:
        return is_administrators_post(act.post_id, today)
    return bool(act.account_id) and is_administrator(act.account_id, today)  # type: ignore[arg-type]


def _keep_every_duty(act: GuardedAct, day: date) -> None:
    held = list_duties(day)
    gone = [one for one in held if _ends(one, act)]
    left = {one.duty for one in held if one not in gone}
    for one in gone:
        if one.duty not in left:
            raise LastOfDuty(
                _("Nobody would be left as %(duty)s.") % {"duty": _DUTIES[one.duty]()},
                next_step=_("Appoint a successor first."),
            )


def _ends(one: DutyHeld, act: GuardedAct) -> bool:
    return (
        act.account_id in (None, one.account_id)
        and act.post_id in (None, one.post_id)
        and act.grant_id in (None, one.grant_id)
    )


_DUTIES = {
    Duty.SYSTEM: lambda: _("system administrator"),
    Duty.SECURITY: lambda: _("security administrator"),
    Duty.AUDIT: lambda: _("auditor"),
}
