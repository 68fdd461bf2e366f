"""What waits for somebody: to sign for, report, endorse, verify, decide, answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from liupan.capabilities.supervision.models import Item, Request, Sheet
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    ENDORSE,
    ESCALATE,
    HANDLE,
    SUPERVISE,
    over,
)
from liupan.capabilities.supervision.queries.page import request_view
from liupan.capabilities.supervision.queries.shapes import Proposal, RequestView, Waiting
from liupan.capabilities.supervision.queries.sheets import lapsed, list_called_for, sheet_rules
from liupan.capabilities.supervision.queries.showing import names, sheet_words
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.access.facade import asked_by, reach
from liupan.foundation.calendar.facade import pause_reasons
from liupan.foundation.changes.facade import remembered
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.secrecy import Secrecy

WAITING = (Act.SIGN_FOR, Act.REPORT, Act.ENDORSE, Act.CLOSE, Act.GRANT, Act.ANSWER)
"""What may wait for somebody: to sign for, work and report, endorse, verify, decide, answer."""

_RIGHTS = {
    Act.SIGN_FOR: (HANDLE, State.HANDED_OVER),
    Act.REPORT: (HANDLE, State.WORKING),
    Act.ENDORSE: (ENDORSE, State.ENDORSING),
    Act.CLOSE: (SUPERVISE, State.VERIFYING),
}
_BY_DAY = (Act.GRANT, Act.ANSWER)
"""What is due on a day of its own, whatever the item's clock says."""

_IN_TIME = Q(state=State.VERIFYING.value, is_late=False)
"""Reported by its day: while it waits for verification its limit stands still."""

_OF_ITEM = ("id", "number", "title", "lead_unit_id", "due_on", "sheet_colour", "clock_id")
_SHOWN = {
    Act.SIGN_FOR: (*_OF_ITEM, "handed_over_at"),
    Act.REPORT: (*_OF_ITEM, "signed_at"),
    Act.ENDORSE: (*_OF_ITEM, "reported_at"),
    Act.CLOSE: (*_OF_ITEM, "reported_at", "is_late"),
    Act.GRANT: (
        "item_id", "item__number", "item__title", "item__lead_unit_id", "old_due_on",
        "item__sheet_colour", "item__clock_id", "asked_at",
    ),
    Act.ANSWER: (
        "item_id", "number", "item__title", "item__lead_unit_id", "answer_by", "colour",
        "item__clock_id", "issued_at",
    ),
}  # fmt: skip
"""What is shown of what waits, in the same order for all: item, number, title, lead unit, due day,
colour of the sheet, clock, since when; of what is verified also whether it was late."""


def list_waiting(actor: Actor, act: Act, *, limit: int = 100) -> Sequence[Waiting]:
    """What waits for this act of the actor, the soonest due first. Two queries at most; none
    without the right, nor on a page where nothing waits: it has counted that for its navigation.
    In a transaction counting would cost more than asking."""
    if not _may(actor, act):
        return ()
    if not connection.in_atomic_block and not counts_for(actor)[act]:
        return ()
    found = _soonest(actor, act, limit)
    called = names(lead for _item, _number, _title, lead, *_more in found)
    runs = act not in _BY_DAY
    return [
        Waiting(
            act=act,
            item_id=item_id,
            number=number,
            title=title,
            lead_unit=called.unit(lead),
            due_on=due_on,
            since=since,
            colour=colour,
            clock_id=clock_id if runs else None,
            stands_still=was_late == [False],
        )
        for item_id, number, title, lead, due_on, colour, clock_id, since, *was_late in found
    ]


@asked_by
def _soonest(actor: Actor, act: Act, limit: int) -> QuerySet[Any, tuple[Any, ...]]:
    return _rows(actor, act).values_list(*_SHOWN[act])[:limit]


def count_waiting(actor: Actor, act: Act) -> int:
    """How many wait in all. One small query; none without the right."""
    return counts_for(actor)[act] if _may(actor, act) else 0


def count_for(actor: Actor) -> int:
    """How much waits for the actor in all. One small query; none without a right."""
    return sum(counts_for(actor).values()) if any(_may(actor, act) for act in WAITING) else 0


def counts_for(actor: Actor) -> Mapping[Act, int]:
    """How many wait for each act of the actor. One small query when remembered."""
    tops = tuple(actor.rights.get(_right(act).code, frozenset()) for act in WAITING)
    return _counted(actor.id, actor.clearance, tops)


def count_overdue(actor: Actor, *, today: date) -> Mapping[Act, int]:
    """Of what waits for each act of the actor, how much is overdue. Three queries at most; none
    without a right."""
    acts = [act for act in WAITING if _may(actor, act)]
    of_items = [act for act in acts if act not in _BY_DAY]
    found = dict.fromkeys(WAITING, 0)
    if of_items:
        past = Item.objects.filter(due_on__lt=today).exclude(_IN_TIME)
        counts = {act.value: Count("id", filter=_condition(actor, act)) for act in of_items}
        counted = past.aggregate(**counts)
        found |= {act: counted[act.value] for act in of_items}
    for act in set(acts) & set(_BY_DAY):
        day = "old_due_on" if act is Act.GRANT else "answer_by"
        found[act] = _rows(actor, act).filter(**{f"{day}__lt": today}).count()
    return found


def list_open_requests(actor: Actor, *, limit: int = 100) -> Sequence[RequestView]:
    """Requests the actor may decide, the oldest first. Constant queries."""
    found = list(_requests(actor).select_related("item")[:limit])
    units = {request.unit_id for request in found} | {r.item.lead_unit_id for r in found}
    called = names(units, [request.asked_by for request in found])
    reasons = pause_reasons(clock.today()) if found else {}
    return [request_view(request, request.item, called, reasons) for request in found]


def list_sheet_proposals(actor: Actor, *, now: datetime, limit: int = 100) -> Sequence[Proposal]:
    """Sheets that are called for by rule and wait for the actor to issue them. Constant queries."""
    if not may(actor, SUPERVISE) and not may(actor, ESCALATE):
        return ()
    by_hand = set(Colour) - sheet_rules(clock.on(now)).automatic
    further = None if Colour.BLUE in by_hand else _lapsed(actor)
    if further == []:
        return ()
    rows = Item.objects.filter(over(actor, SUPERVISE, unit="supervising_unit_id"))
    mine = Item.objects.filter(over(actor, ESCALATE, unit="supervising_unit_id"))
    theirs = rows | mine if further is None else Item.objects.filter(id__in=further)
    called_for = {c.item_id: c for c in list_called_for(now=now, rows=theirs, colours=by_hand)}
    high = set(mine.filter(id__in=called_for).values_list("id", flat=True))
    items = Item.objects.filter(id__in=called_for).order_by("due_on", "path")[:limit]
    called = names(item.lead_unit_id for item in items)
    return [
        Proposal(
            item_id=item.id,
            number=item.number,
            title=item.title,
            lead_unit=called.unit(item.lead_unit_id),
            due_on=item.due_on,
            colour=called_for[item.id].colour,
            colour_label=sheet_words(called_for[item.id].colour),
            why=called_for[item.id].why,
        )
        for item in items
        if called_for[item.id].colour is Colour.BLUE or item.id in high
    ]


@asked_by
def _lapsed(actor: Actor) -> QuerySet[Item, UUID]:
    over_them = (over(actor, one, unit="supervising_unit_id") for one in (SUPERVISE, ESCALATE))
    return lapsed(Item.objects.filter(reduce(or_, over_them))).values_list("id", flat=True)


def _may(actor: Actor, act: Act) -> bool:
    return may(actor, _right(act))


def _right(act: Act) -> Permission:
    others = {Act.GRANT: DECIDE_REQUESTS, Act.ANSWER: HANDLE}
    return others[act] if act in others else _RIGHTS[act][0]


class _Heap(NamedTuple):
    """So many things wait at a unit, on a level; not for those `besides`, who did the step before.

    Every page counts what waits for its visitor. Few heaps hold all that waits in the city, and
    they are the same for everybody.
    """

    unit_id: UUID
    secrecy: int
    besides: tuple[UUID | None, ...]
    number: int


@remembered("supervision.waiting", "organisations.units", most=2000)
def _counted(
    actor_id: UUID, clearance: Secrecy, tops: tuple[frozenset[UUID], ...]
) -> Mapping[Act, int]:
    heaps = _heaps()
    return MappingProxyType(
        {
            act: sum(
                heap.number
                for heap in heaps[act]
                if (units is None or heap.unit_id in units)
                and heap.secrecy <= clearance
                and actor_id not in heap.besides
            )
            for act, units in zip(WAITING, map(reach, tops), strict=True)
        }
    )


@remembered("supervision.waiting", most=1)
def _heaps() -> Mapping[Act, Sequence[_Heap]]:
    """All that waits. A query for each act, remembered until something moves on."""
    heaps = {act: _heaped(_all_items(act), _unit_field(act)) for act in _RIGHTS}
    by = ("reported_by", "endorsed_by")
    heaps[Act.CLOSE] = _heaped(_all_items(Act.CLOSE), _unit_field(Act.CLOSE), *by)
    heaps[Act.GRANT] = _heaped(_OPEN_REQUESTS, "item__supervising_unit_id", "asked_by")
    heaps[Act.ANSWER] = _heaped(_OPEN_SHEETS, "item__lead_unit_id")
    return MappingProxyType(heaps)


def _heaped(rows: QuerySet[Any], unit: str, *besides: str) -> tuple[_Heap, ...]:
    secrecy = f"{unit.rpartition('__')[0]}__secrecy".removeprefix("__")
    found = rows.values_list(unit, secrecy, *besides).annotate(n=Count("id")).order_by()
    return tuple(_Heap(unit_id, level, tuple(by), n) for unit_id, level, *by, n in found)


def _unit_field(act: Act) -> str:
    return "supervising_unit_id" if act is Act.CLOSE else "lead_unit_id"


def _all_items(act: Act) -> QuerySet[Item]:
    rows = Item.objects.filter(state=_RIGHTS[act][1].value)
    return rows if act is Act.CLOSE else rows.filter(paused_since__isnull=True)


_OPEN_REQUESTS = Request.objects.filter(state=Request.State.OPEN)
_OPEN_SHEETS = Sheet.objects.filter(state=Sheet.State.OPEN)


def _rows(actor: Actor, act: Act) -> QuerySet[Any]:
    """What waits for the act, the soonest due first; nobody is asked to verify what they reported
    themselves, nor to decide what they asked for."""
    if act is Act.GRANT:
        return _requests(actor)
    if act is Act.ANSWER:
        mine = over(actor, HANDLE, unit="item__lead_unit_id", secrecy="item__secrecy")
        return _OPEN_SHEETS.filter(mine).order_by("answer_by", "id")
    return Item.objects.filter(_condition(actor, act)).order_by("due_on", "path")


def _condition(actor: Actor, act: Act) -> Q:
    """Items that wait for the act of this actor."""
    state = Q(state=_RIGHTS[act][1].value)
    mine = over(actor, _right(act), unit=_unit_field(act))
    if act is not Act.CLOSE:
        return state & mine & Q(paused_since__isnull=True)
    own = Q(reported_by=actor.id) | Q(endorsed_by=actor.id)
    return state & mine & ~own


def _requests(actor: Actor) -> QuerySet[Request]:
    theirs = over(actor, DECIDE_REQUESTS, unit="item__supervising_unit_id", secrecy="item__secrecy")
    rows = _OPEN_REQUESTS.filter(theirs).exclude(asked_by=actor.id)
    return rows.order_by("asked_at", "id")
