"""The door of `access`; the one facade that returns query expressions."""

from django.db.models import Q

from liupan.foundation.access.actors import SetupIsClosed, actor_for, installer
from liupan.foundation.access.operations import MixedDuties, define_role, grant_role
from liupan.foundation.organisations.facade import units_below
from liupan.kernel.authority import ANYWHERE, Actor, Permission

__all__ = [
    "MixedDuties",
    "SetupIsClosed",
    "actor_for",
    "define_role",
    "grant_role",
    "installer",
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
