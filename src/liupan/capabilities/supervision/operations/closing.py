"""Verifying and closing (核验销号), archiving (归档), reopening (重新启动), lateness (逾期)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import (
    ItemArchived,
    ItemBecameLate,
    ItemClosed,
    ItemReopened,
    RequestDecided,
    SheetEnded,
)
from liupan.capabilities.supervision.models import Item, Request, Sheet
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.handing import started_clock
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep, reindex
from liupan.capabilities.supervision.operations.limits import done_at
from liupan.capabilities.supervision.operations.locking import (
    NotNow,
    OwnReport,
    PartsOpen,
    locked_with_parent,
    move,
    require_possible,
    require_within,
    save,
)
from liupan.capabilities.supervision.operations.reporting import reporter_of
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    HANDLE,
    TEND,
    require_supervising,
)
from liupan.capabilities.supervision.rules.states import DONE, Act, State
from liupan.foundation.calendar.facade import describe, stop_clock, working_days_between
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said
from liupan.kernel.statements import asked, update


@operation
def verify_and_close(*, item_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Verify a report and close the item (核验销号), by nobody who reported or endorsed it.

    It is in time when the report was endorsed by its day. Late it stays late.

    Raises `NotNow`, `OwnReport`, `PartsOpen`.
    """
    by = By(actor, now)
    item, _parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    require_possible(item, Act.CLOSE)
    require_said(opinion=opinion)
    _require_other(item, actor)
    _require_parts_done(item)
    move(item, Act.CLOSE)
    item.closed_at, item.sheet_colour = now, ""
    done = done_at(item, by) or now
    late = _stop(item, by, done)
    save(item, "state", "closed_at", "sheet_colour", "is_late", "late_since")
    _end_open(item, by)
    days = max(0, working_days_between(item.due_on, clock.on(done))) if late else 0
    values = {
        "late_days": days, "due_on": item.due_on.isoformat(), "late": late,
        "done_on": clock.on(done).isoformat(),
    }  # fmt: skip
    keep(item, Act.CLOSE, by, Said(opinion=opinion, values=values,
                                   on_behalf=item.supervising_unit_id))  # fmt: skip
    announce(_closed(item, by, late=late, late_days=days, opinion=opinion), by)
    reindex(item)
    told = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    title = _("Closed: %(title)s") % {"title": item.title}
    telling.tell(told, telling.CLOSED, item, by, title, opinion)
    return item.id


@operation
def archive_item(*, item_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Put a closed item into the archive (归档). Raises `NotNow`."""
    by = By(actor, now)
    item, _parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    move(item, Act.ARCHIVE)
    item.archived_at = now
    save(item, "state", "archived_at")
    keep(item, Act.ARCHIVE, by, Said(opinion=opinion, on_behalf=item.supervising_unit_id))
    announce(ItemArchived(**about(item, by)), by)
    reindex(item)
    return item.id


@operation
def reopen_item(*, item_id: UUID, reason: str, due_on: date, actor: Actor, now: datetime) -> UUID:
    """Take a closed item up again (重新启动) with a new limit; its lateness stays.

    Raises `NotNow` (also when the whole is closed), `DueAfterParent`, `InvalidInput`.
    """
    by = By(actor, now)
    item, parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    require_said(reason=reason)
    require_possible(item, Act.REOPEN)
    _require_open_parent(parent)
    require_within(parent, due_on)
    if due_on < by.today:
        raise InvalidInput(
            _("The day lies in the past."), fields={"due_on": [_("Choose today or a later day.")]}
        )
    was, before = item.state, item.due_on
    move(item, Act.REOPEN)
    item.due_on, item.reopened = due_on, item.reopened + 1
    item.closed_at = item.archived_at = item.reported_at = None
    item.reported_by = item.endorsed_by = None
    people = {p for p in (item.signed_by,) if p} or telling.people_with(
        HANDLE, item.lead_unit_id, by.today
    )
    item.clock_id = started_clock(item, people, by)
    save(
        item, "state", "due_on", "reopened", "closed_at", "archived_at", "reported_at",
        "reported_by", "endorsed_by", "clock_id",
    )  # fmt: skip
    values = {"before": before.isoformat(), "after": due_on.isoformat()}
    keep(item, Act.REOPEN, by, Said(opinion=reason, values=values,
                                    on_behalf=item.supervising_unit_id))  # fmt: skip
    fact = ItemReopened(
        **about(item, by), was=was, reopened=item.reopened, due_before=before, reason=reason
    )
    announce(fact, by)
    reindex(item)
    told = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    title = _("Reopened: %(title)s") % {"title": item.title}
    telling.tell(told, telling.CHANGED, item, by, title, reason)
    return item.id


@operation
def mark_lateness(*, clock_id: UUID, due_at: datetime, actor: Actor, now: datetime) -> bool:
    """The item's limit passed at `due_at` (逾期): from now on it is late for ever.

    Idempotent; returns whether it is news. Heard from the calendar.
    """
    require(actor, TEND)
    by = By(actor, now)
    item = Item.objects.select_for_update(of=("self",)).filter(clock_id=clock_id).first()
    if item is None or item.is_late:
        nothing_changed()
        return False
    _become_late(item, clock.on(due_at), by)
    save(item, "is_late", "late_since")
    told = telling.people_with(DECIDE_REQUESTS, item.supervising_unit_id, by.today)
    title = _("Late: %(title)s") % {"title": item.title}
    telling.tell({item.supervisor_id, *told}, telling.LATE, item, by, title, key=f"{item.id}.late")
    return True


def _stop(item: Item, by: By, done: datetime) -> bool:
    """Stop the item's limit; whether it had run out when it was done. What is late is late for
    ever."""
    if item.clock_id is None:
        return False
    due_at = describe(item.clock_id, now=by.now).due_at
    late = stop_clock(clock_id=item.clock_id, actor=by.actor, now=by.now, done_at=done)
    if late and not item.is_late:
        _become_late(item, clock.on(due_at), by)
    return late


def _become_late(item: Item, since: date, by: By) -> None:
    item.is_late, item.late_since = True, since
    keep(item, Act.LATE, by, Said(values={"since": since.isoformat()}))
    announce(ItemBecameLate(**about(item, by), late_since=since), by)


def _closed(item: Item, by: By, *, late: bool, late_days: int, opinion: str) -> ItemClosed:
    return ItemClosed(
        **about(item, by),
        handed_over_on=clock.on(item.handed_over_at or by.now),
        reported_on=clock.on(item.reported_at or by.now),
        reported_by=reporter_of(item),
        endorsed_by=item.endorsed_by or reporter_of(item),
        verified_by=by.actor.id,
        in_time=not late,
        late_days=late_days,
        late_since=item.late_since,
        returned=item.returned,
        reopened=item.reopened,
        opinion=opinion,
    )


def _end_open(item: Item, by: By) -> None:
    """What is open ends with the item: sheets, and requests nobody decided."""
    for sheet in _open_sheets(item.id):
        sheet.state = Sheet.State.ENDED
        update(sheet, "state")
        fact = SheetEnded(
            **about(item, by, sheet.id), sheet_number=sheet.number, colour=sheet.colour
        )
        announce(fact, by)
    for request in _open_requests(item.id):
        request.state, request.decided_at = Request.State.REFUSED, by.now
        request.opinion = _("The item was closed.")
        update(request, "state", "decided_at", "opinion")
        fact_of_request = RequestDecided(
            **about(item, by, request.id),
            kind=request.kind,
            is_granted=False,
            asked_by=request.asked_by,
            old_due_on=request.old_due_on,
            until_on=request.until_on,
            opinion=request.opinion,
        )
        announce(fact_of_request, by)


@asked
def _open_sheets(item_id: UUID) -> QuerySet[Sheet]:
    return Sheet.objects.select_for_update().filter(item_id=item_id, state=Sheet.State.OPEN)


@asked
def _open_requests(item_id: UUID) -> QuerySet[Request]:
    return Request.objects.select_for_update().filter(item_id=item_id, state=Request.State.OPEN)


@asked
def _open_parts(item_id: UUID) -> QuerySet[Item, str]:
    """Codes of the first mandatory parts that are open."""
    over = [*(state.value for state in DONE), State.WITHDRAWN.value]
    rows = Item.objects.filter(~Q(state__in=over), parent_id=item_id, is_mandatory=True)
    return rows.order_by("path").values_list("code", flat=True)[:5]


def _require_other(item: Item, actor: Actor) -> None:
    if actor.id in (item.reported_by, item.endorsed_by):
        raise OwnReport(
            _("Nobody verifies what they reported or endorsed themselves."),
            next_step=_("Another person of the supervision office verifies it."),
        )


def _require_parts_done(item: Item) -> None:
    if codes := _open_parts(item.id):
        raise PartsOpen(
            _("Mandatory parts are open: %(codes)s.") % {"codes": ", ".join(codes)},
            next_step=_("Close them first."),
        )


def _require_open_parent(parent: Item | None) -> None:
    if parent is not None and parent.standing in DONE:
        raise NotNow(
            _("The whole is closed: %(number)s.") % {"number": parent.number},
            next_step=_("Reopen the whole first."),
        )
