"""What waits for somebody: to sign for, report, endorse, verify, decide, answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

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
from liupan.capabilities.supervision.queries.sheets import list_called_for, sheet_rules
from liupan.capabilities.supervision.queries.showing import names, sheet_words
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.access.facade import reach
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
SHOWN = (
    "number", "title", "lead_unit_id", "due_on", "sheet_colour", "clock_id", "handed_over_at",
    "signed_at", "reported_at",
)  # fmt: skip
"""What is shown of an item that waits."""
SHEET_SHOWN = (
    "number", "answer_by", "issued_at", "colour", "item__title", "item__lead_unit_id",
)  # fmt: skip
_SINCE = {Act.SIGN_FOR: "handed_over_at", Act.REPORT: "signed_at"}


def list_waiting(actor: Actor, act: Act, *, limit: int = 100) -> Sequence[Waiting]:
    """What waits for this act of the actor, the soonest due first. Two queries at most; none
    without the right."""
    if not _may(actor, act):
        return ()
    if act is Act.GRANT:
        return _as_waiting_requests(_requests(actor)[:limit])
    if act is Act.ANSWER:
        return _as_waiting_sheets(_sheets(actor)[:limit])
    items = list(_items(actor, act).only(*SHOWN).order_by("due_on", "path")[:limit])
    called = names(item.lead_unit_id for item in items)
    return [
        Waiting(
            act=act,
            item_id=item.id,
            number=item.number,
            title=item.title,
            lead_unit=called.unit(item.lead_unit_id),
            due_on=item.due_on,
            since=getattr(item, _SINCE.get(act, "reported_at")),
            colour=item.sheet_colour,
            clock_id=item.clock_id,
        )
        for item in items
    ]


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


def list_open_requests(actor: Actor, *, limit: int = 100) -> Sequence[RequestView]:
    """Requests the actor may decide, the oldest first. Constant queries."""
    found = list(_requests(actor)[:limit])
    units = {request.unit_id for request in found} | {r.item.lead_unit_id for r in found}
    called = names(units, [request.asked_by for request in found])
    reasons = pause_reasons(clock.today()) if found else {}
    return [request_view(request, request.item, called, reasons) for request in found]


def list_sheet_proposals(actor: Actor, *, now: datetime, limit: int = 100) -> Sequence[Proposal]:
    """Sheets that are called for by rule and wait for the actor to issue them. Constant queries."""
    if not may(actor, SUPERVISE) and not may(actor, ESCALATE):
        return ()
    rows = Item.objects.filter(over(actor, SUPERVISE, unit="supervising_unit_id"))
    mine = Item.objects.filter(over(actor, ESCALATE, unit="supervising_unit_id"))
    by_hand = set(Colour) - sheet_rules(clock.on(now)).automatic
    called_for = {c.item_id: c for c in list_called_for(now=now, rows=rows | mine, colours=by_hand)}
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


def _items(actor: Actor, act: Act) -> QuerySet[Item]:
    """Items that wait for the act; nobody is asked to verify what they reported themselves."""
    rows = _all_items(act).filter(over(actor, _right(act), unit=_unit_field(act)))
    if act is Act.CLOSE:
        return rows.exclude(reported_by=actor.id).exclude(endorsed_by=actor.id)
    return rows


def _requests(actor: Actor) -> QuerySet[Request]:
    items = Item.objects.filter(over(actor, DECIDE_REQUESTS, unit="supervising_unit_id"))
    rows = _OPEN_REQUESTS.filter(item__in=items)
    return rows.exclude(asked_by=actor.id).select_related("item").order_by("asked_at", "id")


def _sheets(actor: Actor) -> QuerySet[Sheet]:
    items = Item.objects.filter(over(actor, HANDLE))
    rows = _OPEN_SHEETS.filter(item__in=items)
    return rows.select_related("item").order_by("answer_by", "id")


def _as_waiting_requests(requests: QuerySet[Request]) -> list[Waiting]:
    found = list(requests)
    called = names(request.item.lead_unit_id for request in found)
    return [
        Waiting(
            act=Act.GRANT,
            item_id=request.item_id,
            number=request.item.number,
            title=request.item.title,
            lead_unit=called.unit(request.item.lead_unit_id),
            due_on=request.old_due_on,
            since=request.asked_at,
            request_id=request.id,
        )
        for request in found
    ]


def _as_waiting_sheets(sheets: QuerySet[Sheet]) -> list[Waiting]:
    found = list(sheets.only(*SHEET_SHOWN))
    called = names(sheet.item.lead_unit_id for sheet in found)
    return [
        Waiting(
            act=Act.ANSWER,
            item_id=sheet.item_id,
            number=sheet.number,
            title=sheet.item.title,
            lead_unit=called.unit(sheet.item.lead_unit_id),
            due_on=sheet.answer_by,
            since=sheet.issued_at,
            sheet_id=sheet.id,
            colour=sheet.colour,
        )
        for sheet in found
    ]
