"""What waits for somebody: to sign for, report, endorse, verify, decide, answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

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
from liupan.capabilities.supervision.queries.showing import names, readings_of, sheet_words
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.calendar.facade import pause_reasons
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may

WAITING = (Act.SIGN_FOR, Act.REPORT, Act.ENDORSE, Act.CLOSE, Act.GRANT, Act.ANSWER)
"""What may wait for somebody: to sign for, work and report, endorse, verify, decide, answer."""

_RIGHTS = {
    Act.SIGN_FOR: (HANDLE, State.HANDED_OVER),
    Act.REPORT: (HANDLE, State.WORKING),
    Act.ENDORSE: (ENDORSE, State.ENDORSING),
    Act.CLOSE: (SUPERVISE, State.VERIFYING),
}
_SINCE = {Act.SIGN_FOR: "handed_over_at", Act.REPORT: "signed_at"}


def list_waiting(actor: Actor, act: Act, *, now: datetime, limit: int = 100) -> Sequence[Waiting]:
    """What waits for this act of the actor, the soonest due first. Five queries at most; none
    without the right."""
    if not _may(actor, act):
        return ()
    if act is Act.GRANT:
        return _as_waiting_requests(_requests(actor)[:limit])
    if act is Act.ANSWER:
        return _as_waiting_sheets(_sheets(actor)[:limit], now)
    items = list(_items(actor, act).order_by("due_on", "path")[:limit])
    called, clocks = names(item.lead_unit_id for item in items), readings_of(items, now)
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
            clock=clocks.get(item.clock_id) if item.clock_id else None,
        )
        for item in items
    ]


def count_waiting(actor: Actor, act: Act) -> int:
    """How many wait in all. One query; none without the right."""
    if not _may(actor, act):
        return 0
    if act is Act.GRANT:
        return _requests(actor).count()
    return _sheets(actor).count() if act is Act.ANSWER else _items(actor, act).count()


def count_for(actor: Actor) -> int:
    """How much waits for the actor in all. A count for each right that the actor holds."""
    return sum(count_waiting(actor, act) for act in WAITING)


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
    rights = {**{a: right for a, (right, _state) in _RIGHTS.items()},
              Act.GRANT: DECIDE_REQUESTS, Act.ANSWER: HANDLE}  # fmt: skip
    return may(actor, rights[act])


def _items(actor: Actor, act: Act) -> QuerySet[Item]:
    """Items that wait for the act; nobody is asked to verify what they reported themselves."""
    right, state = _RIGHTS[act]
    unit = "supervising_unit_id" if act is Act.CLOSE else "lead_unit_id"
    rows = Item.objects.filter(over(actor, right, unit=unit), state=state.value)
    if act is Act.CLOSE:
        return rows.exclude(reported_by=actor.id).exclude(endorsed_by=actor.id)
    return rows.filter(paused_since__isnull=True)


def _requests(actor: Actor) -> QuerySet[Request]:
    items = Item.objects.filter(over(actor, DECIDE_REQUESTS, unit="supervising_unit_id"))
    rows = Request.objects.filter(state=Request.State.OPEN, item__in=items)
    return rows.exclude(asked_by=actor.id).select_related("item").order_by("asked_at", "id")


def _sheets(actor: Actor) -> QuerySet[Sheet]:
    items = Item.objects.filter(over(actor, HANDLE))
    rows = Sheet.objects.filter(state=Sheet.State.OPEN, item__in=items)
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


def _as_waiting_sheets(sheets: QuerySet[Sheet], now: datetime) -> list[Waiting]:
    found = list(sheets)
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
