"""What of documents waits for somebody: how many in all, and of incoming ones what is no step of a
process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from liupan.capabilities.correspondence.models import Incoming, Reader
from liupan.capabilities.correspondence.policies import REGISTRY, over_incoming
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.workflow.facade import count_work
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may

TYPES = ("correspondence.outgoing", "correspondence.incoming")
OF_REGISTRY = (State.ARRIVED, State.SIGNED_FOR, State.REGISTERED)
"""States in which a document waits for the registry."""


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
    if not may(actor, REGISTRY):
        return ()
    found = _to_do(actor, state).order_by("sign_by", "arrived_at", "id")
    values = ("id", "title", "from_name", "urgency", "arrived_at", "sign_by", "clock_id")
    return [WaitingDocument(*one) for one in found.values_list(*values)[:limit]]


def count_waiting_documents(actor: Actor) -> int:
    """How much of sent and received documents waits for the actor: as many as the front lists, the
    number that navigation bears. Two queries, and one for the posts: it is asked on each page."""
    unread = _unread(actor)
    steps = count_work(TYPES, actor, clock.now())
    if not may(actor, REGISTRY):
        return steps + unread.count()
    to_do = Incoming.objects.filter(over_incoming(actor, REGISTRY), state__in=OF_REGISTRY)
    return steps + to_do.values("id").union(unread.values("incoming_id"), all=True).count()


def count_to_do(actor: Actor, state: State) -> int:
    """How many in all."""
    return _to_do(actor, state).count() if may(actor, REGISTRY) else 0


def list_to_read(actor: Actor, *, limit: int) -> Sequence[WaitingDocument]:
    """Documents put before the actor and not read, the oldest first. One query."""
    values = (
        "incoming_id", "incoming__title", "incoming__from_name", "incoming__urgency", "sent_at",
    )  # fmt: skip
    found = _unread(actor).order_by("sent_at", "id").values_list(*values)[:limit]
    return [WaitingDocument(*one) for one in found]


def count_to_read(actor: Actor) -> int:
    """How many in all."""
    return _unread(actor).count()


def _to_do(actor: Actor, state: State) -> QuerySet[Incoming]:
    return Incoming.objects.filter(over_incoming(actor, REGISTRY), state=state)


def _unread(actor: Actor) -> QuerySet[Reader]:
    seen = Q(person_id=actor.id, read_at=None, incoming__secrecy__lte=actor.clearance)
    return Reader.objects.filter(seen)
