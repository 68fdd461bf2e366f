"""The door of `access`; the one facade that returns query expressions."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from liupan.foundation.access.actors import SetupIsClosed, actor_for, installer
from liupan.foundation.access.operations import MixedDuties, define_role, grant_role
from liupan.foundation.access.queries import holders_of
from liupan.foundation.organisations.facade import units_below
from liupan.kernel.authority import ANYWHERE, Actor, Permission

__all__ = [
    "MixedDuties",
    "SetupIsClosed",
    "actor_for",
    "define_role",
    "grant_role",
    "installer",
    "list_holders",
    "rows",
]


def rows(actor: Actor, permission: Permission, *, unit: str = "unit_id", secrecy: str = "") -> Q:
    """The rows over which the actor holds `permission`: one indexed join with the unit tree.

    Args:
        unit: the field that holds the row's unit.
        secrecy: the field that holds the row's level, when it has one.
    """
    level = Q(**{f"{secrecy}__lte": actor.clearance}) if secrecy else Q()
    tops = actor.rights.get(permission.code, frozenset())
    if ANYWHERE in tops:
        return level
    return level & Q(**{f"{unit}__in": units_below(tops)})


def list_holders(permission: Permission, day: date) -> set[UUID]:
    """Accounts that hold `permission` over any unit on `day`: whom to tell about its things."""
    return holders_of(permission.code, day)
