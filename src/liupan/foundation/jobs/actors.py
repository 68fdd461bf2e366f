"""As whom work runs: its owner, with the rights of the moment, or a machine with few."""

from uuid import UUID, uuid5

from django.conf import settings

from liupan.foundation.access.facade import actor_for
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, Permission
from liupan.kernel.secrecy import CEILING

WORKER = uuid5(UUID(int=0), "liupan.worker")


def worker_actor(*permits: Permission) -> Actor:
    """The worker's machine account, allowed exactly `permits`, everywhere."""
    zone = settings.LIUPAN_ZONE
    return Actor(
        id=WORKER,
        kind=ActorKind.MACHINE,
        name="worker",
        clearance=CEILING[zone],
        zone=zone,
        rights={permission.code: frozenset({ANYWHERE}) for permission in permits},
    )


def owner_actor(owner_id: UUID, permits: tuple[Permission, ...]) -> Actor:
    """The owner of a job as an actor, rights as of now. Raises `Missing` when closed."""
    return worker_actor(*permits) if owner_id == WORKER else actor_for(owner_id)
