"""What of documents waits for somebody: how many in all, and of incoming ones what is no step of a
process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from liupan.capabilities.correspondence.models import Incoming, Reader
from liupan.capabilities.correspondence.policies import REGISTRY, over_incoming
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.access.facade import asked_by, reach
from liupan.foundation.changes.facade import of_the_moment
from liupan.foundation.workflow.facade import count_work
from liupan.kernel import clock
from liupan.kernel.authority import Actor

TYPES = ("correspondence.outgoing", "correspondence.incoming")
OF_REGISTRY = (State.ARRIVED, State.SIGNED_FOR, State.REGISTERED)
"""States in which a document waits for the registry."""
TO_READ = "to_read"
COUNTS = """
SELECT state, count(*) FROM correspondence_incoming
WHERE state = ANY(%(states)s) AND secrecy <= %(clearance)s
    AND (%(units)s::uuid[] IS NULL OR unit_id = ANY(%(units)s::uuid[]))
GROUP BY state
UNION ALL
SELECT %(to_read)s, count(*) FROM correspondence_reader reader
JOIN correspondence_incoming document ON document.id = reader.incoming_id
WHERE reader.person_id = %(person)s AND reader.read_at IS NULL
    AND document.secrecy <= %(clearance)s
"""
"""Written out: every page asks, and putting it together took longer than answering it."""


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that waits for the actor."""

    id: UUID
    title: str
    from_name: str
    urgency: str
    since: datetime
    due_on: date | None = None
    clock_id: UUID | None = None


def list_to_do(actor: Actor, state: State, *, limit: int) -> Sequence[WaitingDocument]:
    """Documents in the state that wait for the actor's registry, the soonest due first. One
    query; none without the right."""
    if not _counted(actor).get(state):
        return ()
    return [WaitingDocument(*one) for one in _to_do(actor, state, limit)]


def count_waiting_documents(actor: Actor) -> int:
    """How much of sent and received documents waits for the actor: as many as the front lists, the
    number that navigation bears. Two queries, and one for the posts: it is asked on each page."""
    return count_work(TYPES, actor, clock.now()) + sum(_counted(actor).values())


def count_to_do(actor: Actor, state: State) -> int:
    """How many in all."""
    return _counted(actor).get(state, 0)


def list_to_read(actor: Actor, *, limit: int) -> Sequence[WaitingDocument]:
    """Documents put before the actor and not read, the oldest first. One query."""
    if not _counted(actor).get(TO_READ):
        return ()
    return [WaitingDocument(*one) for one in _unread(actor, limit)]


def count_to_read(actor: Actor) -> int:
    """How many in all."""
    return _counted(actor).get(TO_READ, 0)


def _counted(actor: Actor) -> Mapping[str, int]:
    """How many wait in each state of the registry, and to be read. One query, asked once a page:
    navigation bears the sum, and a list asks only for what there is."""
    tops = actor.rights.get(REGISTRY.code, frozenset())

    def read() -> Mapping[str, int]:
        units = reach(tops)
        values = {
            "states": [state.value for state in OF_REGISTRY], "to_read": TO_READ,
            "units": None if units is None else _array(units), "person": actor.id,
            "clearance": int(actor.clearance),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, values)
            return dict(cursor.fetchall())

    return of_the_moment(f"correspondence.to_do {actor.id} {actor.clearance} {hash(tops)}", read)


@lru_cache(maxsize=2048)
def _array(units: frozenset[UUID]) -> str:
    """As PostgreSQL writes an array: somebody may look after hundreds of units."""
    return f"{{{','.join(map(str, units))}}}"


@asked_by
def _to_do(actor: Actor, state: State, limit: int) -> QuerySet[Incoming, tuple[Any, ...]]:
    found = Incoming.objects.filter(over_incoming(actor, REGISTRY), state=state)
    values = ("id", "title", "from_name", "urgency", "arrived_at", "sign_by", "clock_id")
    return found.order_by("sign_by", "arrived_at", "id").values_list(*values)[:limit]


@asked_by
def _unread(actor: Actor, limit: int) -> QuerySet[Reader, tuple[Any, ...]]:
    seen = Q(person_id=actor.id, read_at=None, incoming__secrecy__lte=actor.clearance)
    values = (
        "incoming_id", "incoming__title", "incoming__from_name", "incoming__urgency", "sent_at",
    )  # fmt: skip
    return Reader.objects.filter(seen).order_by("sent_at", "id").values_list(*values)[:limit]
