"""What the worker does for parcels: remind of receipts, sweep files that nobody knows."""

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from liupan.foundation.parcels.operations.statements import remind_of_parcel
from liupan.foundation.parcels.policies import TEND
from liupan.foundation.parcels.queries.logs import known_files, list_late
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.rulesets.facade import find_rule
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind

log = logging.getLogger(__name__)
USUAL_DAYS = 10


def keeper() -> Actor:
    """The machine that tends parcels; it may do nothing else."""
    return Actor(
        id=uuid5(UUID(int=0), "liupan.parcels"),
        kind=ActorKind.MACHINE,
        name="parcels",
        zone=settings.LIUPAN_ZONE,
        rights={TEND.code: frozenset({ANYWHERE})},
    )


def days_for_receipt(now: datetime) -> int:
    """Days within which a receipt should come (`limits.parcels`)."""
    rule = find_rule("limits.parcels", "receipt", on=clock.on(now))
    return int(rule.value) if rule and rule.value else USUAL_DAYS


def tend() -> None:
    """One round by the city's clock. One that fails is logged; the others do not wait for it."""
    now, actor = clock.now(), keeper()
    days = days_for_receipt(now)
    for parcel_id in list_late(now - timedelta(days=days)):
        try:
            remind_of_parcel(parcel_id=parcel_id, days=days, actor=actor, now=now)
        except Exception:  # the next round tries again
            log.exception("reminding of parcel %s failed", parcel_id)
    PARCELS.sweep(known_files)
