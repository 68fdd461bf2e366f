"""What the worker does for certificates: warn before they expire, renew our revocation lists.

Each is a transaction of its own, done once whatever is killed.
"""

import logging
from collections.abc import Callable
from uuid import UUID, uuid5

from django.conf import settings

from liupan.foundation.seals.operations.certificates import renew_list, warn_of_certificate
from liupan.foundation.seals.policies import TEND
from liupan.foundation.seals.queries.certificates import due_for_warning, lists_to_renew
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind

log = logging.getLogger(__name__)


def keeper() -> Actor:
    """The machine that tends certificates; it may do nothing else."""
    return Actor(
        id=uuid5(UUID(int=0), "liupan.seals"),
        kind=ActorKind.MACHINE,
        name="seals",
        zone=settings.LIUPAN_ZONE,
        rights={TEND.code: frozenset({ANYWHERE})},
    )


def tend() -> None:
    """One round by the city's clock. One that fails is logged; the others do not wait for it."""
    now, actor = clock.now(), keeper()
    for certificate_id in due_for_warning(now):
        _alone(warn_of_certificate, certificate_id=certificate_id, actor=actor, now=now)
    for authority_id in lists_to_renew(now):
        _alone(renew_list, authority_id=authority_id, actor=actor, now=now)


def _alone(act: Callable[..., object], **arguments: object) -> None:
    try:
        act(**arguments)
    except Exception:  # the next round tries again
        log.exception("%s failed", act.__name__)
