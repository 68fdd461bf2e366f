"""The door of `access`; the one facade that returns query expressions."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import override

from liupan.foundation.access.actors import (
    SetupIsClosed,
    StillSettingUp,
    actor_for,
    installer,
    program,
    recoverer,
)
from liupan.foundation.access.asking import asked_by
from liupan.foundation.access.built_in import (
    BuiltInRole,
    built_in_roles,
    declare_role,
    permit,
)
from liupan.foundation.access.models import Clearance, Role
from liupan.foundation.access.operations.clearances import AboveCeiling, set_clearance
from liupan.foundation.access.operations.granting import (
    NewGrant,
    NotToOneself,
    grant_role,
    grant_roles,
)
from liupan.foundation.access.operations.grants import NotNarrower, narrow_grant, revoke_role
from liupan.foundation.access.operations.guard import LastOfDuty
from liupan.foundation.access.operations.proposals import (
    AlreadyDecided,
    NotTheSecondPerson,
    confirm_proposal,
    propose_act,
    refuse_proposal,
)
from liupan.foundation.access.operations.recovering import recover_duty
from liupan.foundation.access.operations.roles import BuiltIn, MixedDuties, define_role
from liupan.foundation.access.operations.setup import AdministratorsMissing, close_setup
from liupan.foundation.access.operations.wall import DutiesApart
from liupan.foundation.access.policies import (
    AUDIT_ROLES,
    BE_SECOND,
    CLEAR_PEOPLE,
    CLOSE_SETUP,
    DEFINE_ROLES,
    GRANT_ROLES,
    duty_of,
)
from liupan.foundation.access.queries.lists import (
    ClearanceRef,
    GrantRef,
    RoleRef,
    find_grant,
    find_role,
    list_clearances,
    list_cleared,
    list_grants,
    list_roles,
    list_set_clearances,
)
from liupan.foundation.access.queries.pages import grant_rows
from liupan.foundation.access.queries.proposals import (
    ProposalRef,
    find_proposal,
    list_open_proposals,
    typed_form,
)
from liupan.foundation.access.queries.rights import Reason, holders_of, holders_over, who_can, why
from liupan.foundation.access.roles import ADMINISTRATORS
from liupan.foundation.organisations.facade import list_below, units_below
from liupan.kernel.authority import ANYWHERE, Actor, Permission

DUTIES = tuple(Role.DutyChoice.choices)
LEVELS = tuple(Clearance.Level.choices)
"""Values and their names for people."""

__all__ = [
    "ADMINISTRATORS",
    "AUDIT_ROLES",
    "BE_SECOND",
    "CLEAR_PEOPLE",
    "CLOSE_SETUP",
    "DEFINE_ROLES",
    "DUTIES",
    "GRANT_ROLES",
    "LEVELS",
    "AboveCeiling",
    "AdministratorsMissing",
    "AlreadyDecided",
    "BuiltIn",
    "BuiltInRole",
    "ClearanceRef",
    "DutiesApart",
    "GrantRef",
    "LastOfDuty",
    "MixedDuties",
    "NewGrant",
    "NotNarrower",
    "NotTheSecondPerson",
    "NotToOneself",
    "ProposalRef",
    "Reason",
    "RoleRef",
    "SetupIsClosed",
    "StillSettingUp",
    "actor_for",
    "apply_built_in_roles",
    "asked_by",
    "close_setup",
    "confirm_proposal",
    "declare_role",
    "define_role",
    "duty_of",
    "find_grant",
    "find_proposal",
    "find_role",
    "grant_role",
    "grant_roles",
    "grant_rows",
    "installer",
    "list_clearances",
    "list_cleared",
    "list_grants",
    "list_holders",
    "list_holders_over",
    "list_open_proposals",
    "list_roles",
    "list_set_clearances",
    "narrow_grant",
    "permit",
    "program",
    "propose_act",
    "reach",
    "recover_duty",
    "recoverer",
    "refuse_proposal",
    "revoke_role",
    "rows",
    "set_clearance",
    "typed_form",
    "who_can",
    "why",
]


def rows(actor: Actor, permission: Permission, *, unit: str = "unit_id", secrecy: str = "") -> Q:
    """The rows over which the actor holds `permission`: one indexed join with the unit tree.

    Whoever holds it over the whole city joins nothing.

    Args:
        unit: the field that holds the row's unit.
        secrecy: the field that holds the row's level, when it has one.
    """
    level = Q(**{f"{secrecy}__lte": actor.clearance}) if secrecy else Q()
    tops = actor.rights.get(permission.code, frozenset())
    if ANYWHERE in tops:
        return level
    return level & Q(**{f"{unit}__in": units_below(tops)})


def reach(tops: frozenset[UUID]) -> frozenset[UUID] | None:
    """The units that a right with these tops (`Actor.rights`) is over, for rows that are in memory;
    None is every unit. One query at most, remembered."""
    if ANYWHERE in tops:
        return None
    return list_below(tops) if tops else tops


def list_holders(
    permission: Permission, day: date, *, unit_id: UUID | None = None
) -> frozenset[UUID]:
    """Accounts that hold `permission` over the unit, or over any, on `day`: whom to tell."""
    return holders_of(permission.code, day, unit_id=unit_id)


def list_holders_over(
    permission: Permission, day: date, *, unit_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """For each of many units the accounts that hold `permission` over it on `day`."""
    return holders_over(permission.code, day, unit_ids=unit_ids)


def apply_built_in_roles(*, now: datetime) -> int:
    """Bring the roles that come with the program up to date; how many there are.

    At install and at every upgrade; what stands already is left alone.
    """
    with override("zh-hans"):  # names of roles are data, and the city's data are Chinese
        for role, permits in built_in_roles().items():
            define_role(
                code=role.code,
                name=str(role.name),
                duty=role.duty,
                permits=permits,
                needs_second_factor=role.needs_second_factor,
                is_built_in=True,
                actor=program(),
                now=now,
            )
    return len(built_in_roles())
