"""As whom a system acts: itself, with few rights, over its own unit."""

from uuid import UUID

from django.conf import settings

from liupan.capabilities.exchange.models import System
from liupan.capabilities.exchange.policies import MANAGE_FEEDS, TAKE_FILES
from liupan.capabilities.exchange.queries import refusals
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.secrecy import CEILING


def system_actor(system_id: UUID) -> Actor:
    """A system as an actor. One query. Raises `SystemNotKnown`."""
    system = System.objects.filter(id=system_id, closed_at=None).first()
    if system is None:
        raise refusals.system_not_known()
    unit, zone = frozenset({system.unit_id}), settings.LIUPAN_ZONE
    return Actor(
        id=system.id,
        kind=ActorKind.MACHINE,
        name=system.name,
        clearance=CEILING[zone],
        zone=zone,
        rights={TAKE_FILES.code: unit, MANAGE_FEEDS.code: unit},
    )
