"""What waits for somebody in doubts: to answer, supplement, confirm, rule, take over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from liupan.capabilities.catalogue.models import Correction, Doubt
from liupan.capabilities.catalogue.policies import (
    FLAG,
    SIDE_RIGHTS,
    sides,
    visible_corrections,
)
from liupan.capabilities.catalogue.queries.places import UNTAKEN, At, may_wait
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.doubts import RUNNING, SIDES, Act, Side, State
from liupan.kernel.authority import Actor, may

S = State
_WAITS: dict[Act, Sequence[State]] = {
    Act.FIX: sorted(RUNNING),
    Act.SUPPLEMENT: (S.ASKED_BACK,),
    Act.CONFIRM: (S.FIXED, S.REJECTED),
    Act.UPHOLD: (S.DISPUTED,),
}
"""The act that something waits for, and the states in which it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDoubt:
    """A doubt or correction that waits for somebody; nothing of the record."""

    id: UUID
    number: str
    title: str
    unit: str
    since: datetime
    due_on: date | None = None
    clock_id: UUID | None = None


def list_waiting_doubts(actor: Actor, act: Act, *, limit: int = 100) -> Sequence[WaitingDoubt]:
    """What waits for this act of the actor, the most urgent first. Two queries at most."""
    side = SIDES[act]
    at = At.FLAGGING if side is Side.FLAGGER else At.DOUBTED
    if not may_wait(actor, SIDE_RIGHTS[side], {at: _WAITS[act]}):
        return ()
    order = ("due_on", "id") if act is Act.FIX else ("changed_at", "id")
    found = list(_rows(actor, act).order_by(*order)[:limit])
    is_answered = act is Act.FIX
    other = {one.id: one.flagger_unit_id if is_answered else one.unit_id for one in found}
    called = unit_names(other.values())
    return [
        WaitingDoubt(
            id=one.id,
            number=one.number,
            title=one.title,
            unit=called.get(other[one.id], ""),
            since=one.changed_at,
            due_on=one.due_on if is_answered else None,
            clock_id=one.clock_id if is_answered else None,
        )
        for one in found
    ]


def count_waiting_doubts(actor: Actor, act: Act) -> int:
    """How many wait in all. One query; none without the right."""
    return _rows(actor, act).count() if may(actor, SIDE_RIGHTS[SIDES[act]]) else 0


def list_untaken(actor: Actor, *, limit: int = 100) -> Sequence[WaitingDoubt]:
    """Corrections that no one of the unit has taken over yet. Two queries at most."""
    if not may_wait(actor, FLAG, {At.TOLD: (UNTAKEN,)}):
        return ()
    rows = _untaken(actor).select_related("doubt").order_by("told_at", "id")[:limit]
    found = list(rows)
    called = unit_names(one.doubt.unit_id for one in found)
    return [
        WaitingDoubt(
            id=one.id,
            number=one.doubt.number,
            title=one.doubt.title,
            unit=called.get(one.doubt.unit_id, ""),
            since=one.told_at,
        )
        for one in found
    ]


def count_untaken(actor: Actor) -> int:
    """How many corrections are to be taken over. One query; none without the right."""
    return _untaken(actor).count() if may(actor, FLAG) else 0


def _untaken(actor: Actor) -> QuerySet[Correction]:
    rows = Correction.objects.filter(visible_corrections(actor), taken_at__isnull=True)
    return rows.filter(fix=F("doubt__fixes"))


def _rows(actor: Actor, act: Act) -> QuerySet[Doubt]:
    """Nobody is asked to answer or to rule on what they spoke for on another side."""
    side = SIDES[act]
    rows = Doubt.objects.filter(sides(actor)[side], state__in=[s.value for s in _WAITS[act]])
    spoke = {
        Side.PROVIDER: Q(flagged_by=actor.id),
        Side.AUTHORITY: Q(flagged_by=actor.id) | Q(answered_by=actor.id),
        Side.FLAGGER: Q(answered_by__isnull=False, answered_by=actor.id),
    }
    return rows.exclude(spoke[side])
