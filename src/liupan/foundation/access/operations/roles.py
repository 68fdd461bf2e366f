"""Roles are defined, by people and by code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.events import RoleDefined
from liupan.foundation.access.models import Role, RolePermission
from liupan.foundation.access.policies import DEFINE_ROLES, require_city_wide
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.kernel.authority import Actor, ActorKind, Duty, permissions
from liupan.kernel.errors import InvalidInput, NotAuthorised, Refusal, StaleVersion


class MixedDuties(InvalidInput):
    """A role may hold permissions of its own duty only (三员分立)."""


class BuiltIn(Refusal):
    """Roles that come with the program are changed by the program only."""


@operation
def define_role(
    *,
    code: str,
    name: str,
    duty: Duty,
    permits: Iterable[str],
    actor: Actor,
    now: datetime,
    needs_second_factor: bool = False,
    is_built_in: bool = False,
    version: int | None = None,
) -> UUID:
    """Define a role, or redefine the one with this code; the same again changes nothing.

    People define business roles; administrators' roles come with the program, so that nobody
    widens what they hold. `version` is what the person read, 0 when there was no such
    role. Raises `MixedDuties`, `BuiltIn`, `StaleVersion`, `InvalidInput`.
    """
    require_city_wide(actor, DEFINE_ROLES)
    codes = _checked(duty, permits)
    if not code.strip() or not name.strip():
        raise InvalidInput(_("A role needs a code and a name."))
    role = Role.objects.select_for_update().filter(code=code).first()
    if actor.kind is not ActorKind.MACHINE:
        _open_to_people(role, duty, is_built_in)
    if role is None:
        role = Role(code=code.strip())
    elif version is not None and role.version != version:
        raise _changed_meanwhile(
            {"name": role.name, "permits": _permits(role), "version": role.version}
        )
    elif (role.name, role.duty, role.needs_second_factor, role.is_built_in, _permits(role)) == (
        name.strip(), duty.value, needs_second_factor, is_built_in, codes,
    ):  # fmt: skip
        nothing_changed()
        return role.id
    else:
        role.version += 1
    role.name, role.duty = name.strip(), duty.value
    role.needs_second_factor, role.is_built_in = needs_second_factor, is_built_in
    with refused_when_taken(_changed_meanwhile({})):
        role.save()
    role.permissions.exclude(permission__in=codes).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=c) for c in codes], ignore_conflicts=True
    )
    fact = RoleDefined(
        thing_id=role.id, role_code=role.code, duty=duty.value, permissions=tuple(codes)
    )
    record(fact, actor=actor, now=now)
    return role.id


def _changed_meanwhile(theirs: dict[str, Any]) -> StaleVersion:
    return StaleVersion(_("Somebody else has changed this meanwhile."), theirs=theirs)


def _checked(duty: Duty, permits: Iterable[str]) -> list[str]:
    codes = sorted(set(permits))
    known = permissions()
    wrong = [c for c in codes if c not in known or known[c].duty is not duty]
    if wrong:
        raise MixedDuties(
            _("These permissions do not belong to the role's duty: %(codes)s.")
            % {"codes": ", ".join(wrong)}
        )
    return codes


def _open_to_people(role: Role | None, duty: Duty, is_built_in: bool) -> None:
    if is_built_in or (role and role.is_built_in):
        raise BuiltIn(
            _("This role comes with the program."), next_step=_("Define a role of your own.")
        )
    if duty is not Duty.BUSINESS or (role and role.duty != Duty.BUSINESS.value):
        raise NotAuthorised(_("The administrators' roles are not changed by people."))


def _permits(role: Role) -> list[str]:
    return sorted(role.permissions.values_list("permission", flat=True))
