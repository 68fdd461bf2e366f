"""At which units something of the catalogue waits, whoever it waits for.

A work list asks for twenty kinds of work, and of nearly all nothing waits. The units at which
something does are few, the same for everybody, and remembered until something moves on.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, TextField, Value

from liupan.capabilities.catalogue.models import (
    Arbitration,
    Correction,
    Demand,
    Doubt,
    Edition,
    Request,
    UpdateTask,
)
from liupan.capabilities.catalogue.rules import demands, doubts, requesting, states
from liupan.foundation.access.facade import reach
from liupan.foundation.changes.facade import remembered
from liupan.kernel.authority import Actor, Permission, may

TOPIC = "catalogue.waiting"


class At(StrEnum):
    """At whose unit it waits."""

    EDITION = "edition"
    NEEDING = "needing"
    HOLDING = "holding"
    FLAGGING = "flagging"
    DOUBTED = "doubted"
    TOLD = "told"
    CONSUMER = "consumer"
    PROVIDER = "provider"
    FIRST = "first"
    SECOND = "second"
    TASK = "task"


def may_wait(actor: Actor, permission: Permission, states: Mapping[At, Collection[Any]]) -> bool:
    """False where nothing can wait for the actor in these states: there is no such right, or it is
    over no unit at which something is in one of them. In a transaction it does not look."""
    if not may(actor, permission):
        return False
    units = reach(actor.rights.get(permission.code, frozenset()))
    return connection.in_atomic_block or any(
        (found := _places(at).get(one)) and (units is None or not found.isdisjoint(units))
        for at, wanted in states.items()
        for one in wanted
    )


@remembered(TOPIC, most=len(At))
def _places(at: At) -> Mapping[Any, frozenset[UUID]]:
    """The units by state. One query, remembered until something moves on."""
    rows, unit = _ROWS[at]
    found: dict[Any, set[UUID]] = defaultdict(set)
    for state, unit_id in rows.values_list("state", unit).distinct().order_by():
        found[state].add(unit_id)
    return MappingProxyType({state: frozenset(units) for state, units in found.items()})


UNTAKEN: Final = "untaken"
"""The state of a correction that its unit has not taken over."""
_WORKING = sorted(states.WORKING - {states.State.DRAFT})
_ROWS: Mapping[At, tuple[QuerySet[Any], str]] = {
    At.EDITION: (Edition.objects.filter(state__in=_WORKING), "unit_id"),
    At.NEEDING: (Demand.objects.filter(state__in=sorted(demands.LIVE)), "unit_id"),
    At.HOLDING: (
        Demand.objects.filter(state__in=sorted(demands.LIVE), holder__isnull=False), "holder_id",
    ),
    At.FLAGGING: (Doubt.objects.filter(state__in=sorted(doubts.OPEN)), "flagger_unit_id"),
    At.DOUBTED: (Doubt.objects.filter(state__in=sorted(doubts.OPEN)), "unit_id"),
    At.TOLD: (
        Correction.objects.filter(taken_at__isnull=True).annotate(
            state=Value(UNTAKEN, output_field=TextField())
        ),
        "unit_id",
    ),
    At.CONSUMER: (Request.objects.filter(state__in=requesting.LIVE), "consumer_id"),
    At.PROVIDER: (Request.objects.filter(state__in=requesting.LIVE), "provider_id"),
    At.FIRST: (Arbitration.objects.filter(state__in=("open", "stated")), "first_unit_id"),
    At.SECOND: (Arbitration.objects.filter(state__in=("open", "stated")), "second_unit_id"),
    At.TASK: (UpdateTask.objects.filter(state__in=("open", "stated")), "unit_id"),
}  # fmt: skip
