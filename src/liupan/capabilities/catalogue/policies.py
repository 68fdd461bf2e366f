"""Who may do what with entries, and which editions somebody sees.

Editing and registration review are rights over the provider's unit, publication review is the data
authority's over all it reaches. A reader sees what is published by anybody, and whatever their
right reaches in every state; never above clearance, nor what belongs on an inner network.
"""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED
from liupan.capabilities.catalogue.rules.states import State
from liupan.foundation.access.facade import rows
from liupan.kernel.authority import Actor, Permission, declare, may, require
from liupan.kernel.secrecy import Secrecy, Zone

READ = declare("catalogue.resource.read", _("see the catalogue of units"))
EDIT = declare("catalogue.resource.edit", _("draw up the catalogue of the unit"))
REVIEW = declare("catalogue.resource.review", _("review the registration of entries of the unit"))
PUBLISH = declare("catalogue.resource.publish", _("review the publication of entries"))

INWARDS = (Zone.INTERNET, Zone.EXTRANET, Zone.INTRANET)
"""From the outermost network to the innermost."""


def zones_up_to(zone: Zone) -> Collection[str]:
    """Values of `Edition.zone` that may stand on this network."""
    return [one.value for one in INWARDS[: INWARDS.index(zone) + 1]]


def visible(actor: Actor) -> Q:
    """The editions the actor sees; none without `READ`."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    here = Q(secrecy__lte=actor.clearance, zone__in=zones_up_to(actor.zone))
    theirs = rows(actor, READ, unit="unit_id")
    return here & (Q(state=State.PUBLISHED.value) | theirs) if theirs else here


def over(actor: Actor, permission: Permission) -> Q:
    """The editions over which the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="unit_id", secrecy="secrecy")


def public() -> Q:
    """The editions that everybody sees: published, public, for the Internet, and shared at all."""
    return Q(
        state=State.PUBLISHED.value,
        secrecy=Secrecy.PUBLIC.value,
        zone=Zone.INTERNET.value,
    ) & ~Q(share_type=NOT_SHARED)


def is_public(edition: Edition) -> bool:
    """Whether everybody sees this edition."""
    return (
        edition.standing is State.PUBLISHED
        and edition.secrecy == Secrecy.PUBLIC
        and edition.zone == Zone.INTERNET.value
        and edition.share_type != NOT_SHARED
    )


def holds(actor: Actor, permission: Permission, edition: Edition) -> bool:
    """Whether the actor has this right over the edition."""
    return may(actor, permission, unit_id=edition.unit_id, secrecy=Secrecy(edition.secrecy))


def require_over(actor: Actor, permission: Permission, edition: Edition) -> None:
    """Raises `NotAuthorised` unless `holds`."""
    require(actor, permission, unit_id=edition.unit_id, secrecy=Secrecy(edition.secrecy))
