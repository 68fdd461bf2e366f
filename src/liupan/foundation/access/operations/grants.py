"""Grants of roles are narrowed and revoked."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.access.events import GrantNarrowed, RoleRevoked
from liupan.foundation.access.models import Binding
from liupan.foundation.access.policies import GRANT_ROLES
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import (
    is_within,
    list_posts_by_id,
)
from liupan.kernel import clock, guarding
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.statements import update

NARROW = guarding.declare("access.binding.narrow", gettext_lazy("narrow an administrator's grant"))
REVOKE = guarding.declare("access.binding.revoke", gettext_lazy("revoke an administrator's grant"))


class NotNarrower(InvalidInput):
    """A grant is narrowed to less, never to more."""


@operation
def narrow_grant(
    *,
    binding_id: UUID,
    version: int,
    unit_id: UUID | None,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Let a grant reach over a unit further down, or end earlier. Raises `NotNarrower`."""
    binding = _locked(binding_id)
    require(actor, GRANT_ROLES, unit_id=_unit_of(binding))
    if binding.version != version:
        raise StaleVersion(
            _("Somebody else has changed this meanwhile."),
            theirs={"unit_id": binding.unit_id, "valid_to": binding.valid_to},
        )
    former_unit, former_end = binding.unit_id, binding.valid_to
    if (former_unit, former_end) == (unit_id, valid_to):
        return nothing_changed()
    if unit_id != former_unit and not (
        unit_id and (former_unit is None or is_within(unit_id, [former_unit]))
    ):
        raise NotNarrower(_("Choose a unit below the present one."))
    if valid_to != former_end and not (valid_to and valid_to <= (former_end or date.max)):
        raise NotNarrower(_("Choose a day before the present end."))
    ends_on = valid_to if unit_id == former_unit else clock.on(now)
    terms = {"unit_id": str(unit_id or ""), "valid_to": str(valid_to or "")}
    _ask_to_take(NARROW, binding, ends_on, terms, actor, now)
    binding.unit_id = unit_id
    binding.valid_to = max(valid_to, binding.valid_from) if valid_to else None
    binding.version += 1
    update(binding, "unit", "valid_to", "version")
    fact = GrantNarrowed(
        thing_id=binding.id,
        concerned=concerned(binding),
        role_code=binding.role.code,
        former_unit_id=former_unit,
        unit_id=unit_id,
        former_valid_to=former_end,
        valid_to=valid_to,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def revoke_role(*, binding_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take a grant back from today on; again changes nothing.

    Nobody need be asked, but for an administrator's: that needs a second person.
    """
    binding = _locked(binding_id)
    require(actor, GRANT_ROLES, unit_id=_unit_of(binding))
    today = clock.on(now)
    if binding.valid_to and binding.valid_to <= today:
        return nothing_changed()
    _ask_to_take(REVOKE, binding, today, {}, actor, now)
    end(binding, today, reason, actor, now)
    return None


def end(binding: Binding, day: date, reason: str, actor: Actor, now: datetime) -> None:
    """Write the end of a grant and its fact."""
    binding.valid_to = max(day, binding.valid_from)
    binding.version += 1
    update(binding, "valid_to", "version")
    fact = RoleRevoked(
        thing_id=binding.id,
        concerned=concerned(binding),
        role_code=binding.role.code,
        reason=reason,
        effective_on=binding.valid_to,
    )
    record(fact, actor=actor, now=now)


def _ask_to_take(
    act: str,
    binding: Binding,
    ends_on: date | None,
    terms: dict[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    if binding.role.duty != Duty.BUSINESS.value:
        asked = GuardedAct(act, actor, now, grant_id=binding.id, ends_on=ends_on, terms=terms)
        guarding.ask(asked)


def own_unit(post_id: UUID | None, everyone_in_id: UUID | None) -> UUID | None:
    return list_posts_by_id([post_id])[post_id].unit_id if post_id else everyone_in_id


def _unit_of(binding: Binding) -> UUID | None:
    return binding.unit_id or own_unit(binding.post_id, binding.everyone_in_id)


def _locked(binding_id: UUID) -> Binding:
    rows = Binding.objects.select_for_update(of=("self",)).select_related("role")
    found = rows.filter(id=binding_id).first()
    if found is None:
        raise Missing(_("There is no such grant."))
    return found


def concerned(binding: Binding) -> tuple[UUID, ...]:
    ids = (
        binding.role_id,
        binding.unit_id,
        binding.account_id,
        binding.post_id,
        binding.everyone_in_id,
    )
    return tuple(x for x in ids if x)
