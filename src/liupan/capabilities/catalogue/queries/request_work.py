"""Which requests wait for somebody: to correct, to check, to answer, to rule, to review."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from liupan.capabilities.catalogue.models import Request, RequestStep, Review
from liupan.capabilities.catalogue.policies import ASK, over_side, zones_up_to
from liupan.capabilities.catalogue.queries.places import At, may_wait
from liupan.capabilities.catalogue.queries.request_shapes import RequestWaiting
from liupan.capabilities.catalogue.queries.request_sides import RIGHTS
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.requesting import APART, Act, Gate, State
from liupan.foundation.access.facade import asked_by
from liupan.kernel.authority import Actor, may

WAITS: dict[Act, tuple[State, ...]] = {
    Act.REVISE: (State.RETURNED,),
    Act.ACCEPT: (State.ANSWERED,),
    Act.PASS_CHECK: (State.CHECKING,),
    Act.AGREE: (State.DECIDING, State.NEGOTIATING),
    Act.RULE_FOR: (State.NEGOTIATING,),
    Act.PASS_SECURITY: (State.REVIEWING,),
    Act.PASS_SECRECY: (State.REVIEWING,),
}
"""What may wait for somebody, in which states."""
_GATES = {Act.PASS_SECURITY: Gate.SECURITY, Act.PASS_SECRECY: Gate.SECRECY}


def waiting_for(actor: Actor) -> Q:
    """The requests on which the actor takes the next step."""
    found = Q(pk__in=[])
    for act in WAITS:
        if may(actor, RIGHTS[act]):
            found |= _waits(actor, act)
    return found


def list_requests_waiting(actor: Actor, act: Act, *, limit: int = 100) -> Sequence[RequestWaiting]:
    """What waits for this act of the actor, the longest waiting first. Two queries at most; none
    without the right."""
    at = At.CONSUMER if RIGHTS[act] is ASK else At.PROVIDER
    if not may_wait(actor, RIGHTS[act], {at: WAITS[act]}):
        return ()
    found = _longest_waiting(actor, act, limit)
    called = unit_names(one.consumer_id for one in found)
    return [
        RequestWaiting(
            request_id=one.id, number=one.number, title=one.title,
            unit=called.get(one.consumer_id, ""), since=one.stage_at, due_on=one.due_on,
        )
        for one in found
    ]  # fmt: skip


@asked_by
def _longest_waiting(actor: Actor, act: Act, limit: int) -> QuerySet[Request]:
    return _rows(actor, act).order_by("stage_at", "id")[:limit]


def count_requests_waiting(actor: Actor, act: Act) -> int:
    """How many wait in all. One query; none without the right."""
    return _rows(actor, act).count() if may(actor, RIGHTS[act]) else 0


def _rows(actor: Actor, act: Act) -> QuerySet[Request]:
    return Request.objects.filter(_waits(actor, act))


def _waits(actor: Actor, act: Act) -> Q:
    """Nobody is asked to do what their own part before bars them from."""
    permission = RIGHTS[act]
    side = "consumer_id" if permission is ASK else "provider_id"
    states = [one.value for one in WAITS[act]]
    found = Q(state__in=states, zone__in=zones_up_to(actor.zone))
    found &= over_side(actor, permission, side)
    if act in APART:
        found &= Q(~Exists(_own_steps(actor, act)))
    if act in _GATES:
        done = Review.objects.filter(decision_id=OuterRef("decision_id"), gate=_GATES[act].value)
        found &= Q(~Exists(done))
    return found


def _own_steps(actor: Actor, act: Act) -> QuerySet[RequestStep]:
    kinds = [one.value for one in APART[act]]
    return RequestStep.objects.filter(request_id=OuterRef("pk"), actor_id=actor.id, kind__in=kinds)
