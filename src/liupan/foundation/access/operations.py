"""Every write of `access`."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.events import RoleDefined, RoleGranted
from liupan.foundation.access.models import Binding, Role, RolePermission
from liupan.foundation.access.policies import DEFINE_ROLES, GRANT_ROLES
from liupan.foundation.journal.facade import operation, record
from liupan.kernel.authority import Actor, Duty, permissions, require
from liupan.kernel.errors import InvalidInput, Missing


class MixedDuties(InvalidInput):
    """A role may hold permissions of its own duty only (三员分立)."""


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
) -> UUID:
    """Define a role, or redefine the one with this code. Raises `MixedDuties`."""
    require(actor, DEFINE_ROLES)
    codes = sorted(set(permits))
    known = permissions()
    wrong = [c for c in codes if c not in known or known[c].duty is not duty]
    if wrong:
        raise MixedDuties(
            _("These permissions do not belong to the role's duty: %(codes)s.")
            % {"codes": ", ".join(wrong)}
        )
    role, _created = Role.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "duty": duty.value,
            "needs_second_factor": needs_second_factor,
            "is_built_in": is_built_in,
        },
    )
    role.permissions.exclude(permission__in=codes).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=c) for c in codes], ignore_conflicts=True
    )
    fact = RoleDefined(thing_id=role.id, role_code=code, duty=duty.value, permissions=tuple(codes))
    record(fact, actor=actor, now=now)
    return role.id


@operation
def grant_role(
    *,
    role_code: str,
    unit_id: UUID,
    valid_from: date,
    actor: Actor,
    now: datetime,
    account_id: UUID | None = None,
    post_id: UUID | None = None,
    valid_to: date | None = None,
) -> UUID:
    """Grant a role over a unit and all below it, to an account or to a post's holders."""
    require(actor, GRANT_ROLES, unit_id=unit_id)
    role = Role.objects.filter(code=role_code).first()
    if role is None:
        raise Missing(_("There is no such role."))
    binding = Binding.objects.create(
        role=role,
        account_id=account_id,
        post_id=post_id,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    fact = RoleGranted(
        thing_id=binding.id,
        concerned=tuple(x for x in (role.id, unit_id, account_id, post_id) if x),
        role_code=role_code,
        unit_id=unit_id,
        account_id=account_id,
        post_id=post_id,
        valid_from=valid_from,
    )
    record(fact, actor=actor, now=now)
    return binding.id
