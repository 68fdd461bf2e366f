"""The work list: everything that rooms offer an actor, by urgency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nsmallest
from math import inf
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.foundation.calendar.facade import describe_many, working_days
from liupan.foundation.design.facade import Clock, ClockState, WorkRow
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, sources

MOST = 40
"""Items asked of each source."""

SHOWN = 30
"""Items on the page; the rest is one click away."""

STRIP = 10
"""Working days on the strip."""

FAR = timedelta(days=400)
"""Beyond this, days are counted by the calendar and not as working days."""


class Urgency(StrEnum):
    """The groups of the list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


class Sort(StrEnum):
    """The two orders a person can choose."""

    DUE = "due"
    ARRIVED = "arrived"


TITLES = {
    Urgency.OVERDUE: _("Overdue"),
    Urgency.TODAY: _("Due today"),
    Urgency.WEEK: _("Due this week"),
    Urgency.LATER: _("Later"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of work with what waits of it."""

    kind: str
    label: str | Promise
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one urgency; in order of arrival there is one group without a title."""

    title: str | Promise
    is_late: bool
    count: int
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True)
class StripDay:
    """A working day and how much is due on it."""

    day: date
    count: int
    is_today: bool

    @property
    def is_full(self) -> bool:
        """Whether the day wants a second look."""
        return self.count >= 3


@dataclass(frozen=True, slots=True)
class WorkList:
    """The list as the page shows it."""

    total: int
    overdue: int
    due_today: int
    due_this_week: int
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    hidden: int
    strip: tuple[StripDay, ...]

    @property
    def weeks(self) -> tuple[tuple[StripDay, ...], ...]:
        """The strip in two rows of five."""
        return self.strip[:5], self.strip[5:]


@dataclass(frozen=True, slots=True)
class _Entry:
    source: WorkSource
    item: WorkItem


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """By what clocks are drawn: the working days around today, and how much of limits passed."""

    today: date
    days: Sequence[date]
    percents: Mapping[UUID, int]


def work_list(
    actor: Actor,
    *,
    now: datetime,
    kind: str = "",
    sort: Sort = Sort.DUE,
    due_on: date | None = None,
    everything: bool = False,
) -> WorkList:
    """The actor's work. `kind` and `due_on` narrow the rows, never the counts above them."""
    today = clock.on(now)
    entries, counts = _asked(actor, now)
    days = _working_days(today, entries)
    by_urgency = dict.fromkeys(Urgency, 0)
    for entry in entries:
        by_urgency[urgency_of(entry.item.due_on, today)] += 1
    wanted = [
        e
        for e in entries
        if (not kind or e.source.kind == kind) and (due_on is None or e.item.due_on == due_on)
    ]
    shown = nsmallest(len(wanted) if everything else SHOWN, wanted, key=_ORDERS[sort])
    total = sum(counts.values())
    there = counts.get(kind, 0) if kind else total
    return WorkList(
        total=total,
        overdue=by_urgency[Urgency.OVERDUE],
        due_today=by_urgency[Urgency.TODAY],
        due_this_week=by_urgency[Urgency.WEEK],
        tabs=_tabs(counts, kind, total),
        groups=_groups(shown, wanted, sort, _Reckoning(today, days, _percents(shown, now))),
        hidden=0 if due_on else there - len(shown),
        strip=_strip(entries, today, days),
    )


def urgency_of(due_on: date | None, today: date) -> Urgency:
    """Where an item stands; the week ends on Sunday."""
    if due_on is None:
        return Urgency.LATER
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.WEEK if due_on <= today + timedelta(6 - today.weekday()) else Urgency.LATER


def badge(item: WorkItem, today: date, days: Sequence[date], percent: int = 0) -> Clock | None:
    """The clock of an item; nothing where no day is set. `days` are the working days around,
    `percent` is how much of its limit has passed."""
    if item.due_on is None:
        return None
    if item.due_on == today:
        return Clock(state=ClockState.DUE_TODAY, used=1.0)
    if item.due_on < today:
        late = sum(1 for day in days if item.due_on < day <= today)
        return Clock(state=ClockState.LATE, used=1.0, amount=late)
    left = sum(1 for day in days if today < day <= item.due_on)
    return Clock(state=ClockState.RUNNING, used=percent / 100, amount=left)


def _asked(actor: Actor, now: datetime) -> tuple[list[_Entry], dict[str, int]]:
    entries: list[_Entry] = []
    counts: dict[str, int] = {}
    for source in sources().values():
        found = source.items(actor, now=now, limit=MOST)
        entries += (_Entry(source, item) for item in found)
        counts[source.kind] = (
            len(found) if len(found) < MOST else max(source.count(actor, now=now), len(found))
        )
    return entries, {key: count for key, count in counts.items() if count}


def _working_days(today: date, entries: Sequence[_Entry]) -> list[date]:
    """From the oldest due day to the newest, and far enough for the strip. Two small queries."""
    due = [e.item.due_on for e in entries if e.item.due_on]
    first = max(min([today, *due]), today - FAR)
    last = min(max([today + timedelta(3 * STRIP), *due]), today + FAR)
    return working_days(first, last)


def _due_order(entry: _Entry) -> tuple[float, float]:
    due_on, arrived_at = entry.item.due_on, entry.item.arrived_at
    return due_on.toordinal() if due_on else inf, arrived_at.timestamp() if arrived_at else inf


def _arrival_order(entry: _Entry) -> tuple[float, float]:
    arrived_at, due_on = entry.item.arrived_at, entry.item.due_on
    return -arrived_at.timestamp() if arrived_at else inf, due_on.toordinal() if due_on else inf


_ORDERS = {Sort.DUE: _due_order, Sort.ARRIVED: _arrival_order}


def _tabs(counts: dict[str, int], kind: str, total: int) -> tuple[Tab, ...]:
    known = sources()
    kinds = [key for key in known if key in counts or key == kind]
    return (
        Tab("", _("All"), total, not kind),
        *(Tab(key, known[key].label, counts.get(key, 0), key == kind) for key in kinds),
    )


def _percents(shown: Sequence[_Entry], now: datetime) -> dict[UUID, int]:
    """How much of its limit has passed, by clock, for all that is shown. Two queries."""
    clocks = {entry.item.clock_id for entry in shown} - {None}
    found = describe_many(filter(None, clocks), now=now) if clocks else {}
    return {clock_id: reading.percent for clock_id, reading in found.items()}


def _groups(
    shown: Sequence[_Entry], wanted: Sequence[_Entry], sort: Sort, by: _Reckoning
) -> tuple[Group, ...]:
    if sort is Sort.ARRIVED:
        rows = tuple(_row(e, by) for e in shown)
        return (Group("", False, len(wanted), rows),) if rows else ()
    groups: list[Group] = []
    for urgency in Urgency:
        due = [e for e in shown if urgency_of(e.item.due_on, by.today) is urgency]
        there = [e for e in wanted if urgency_of(e.item.due_on, by.today) is urgency]
        for place in dict.fromkeys(_place(e) for e in due):
            rows = tuple(_row(e, by) for e in due if _place(e) == place)
            count = sum(1 for e in there if _place(e) == place)
            title = place or TITLES[urgency]
            groups.append(Group(title, urgency is Urgency.OVERDUE, count, rows))
    return tuple(groups)


def _place(entry: _Entry) -> str:
    """Under which place it stands: what has a day stands under its urgency alone."""
    return "" if entry.item.due_on else str(entry.item.group)


def _row(entry: _Entry, by: _Reckoning) -> WorkRow:
    item = entry.item
    percent = by.percents.get(item.clock_id, 0) if item.clock_id else 0
    return WorkRow(
        title=item.title,
        url=item.url,
        verb=item.verb,
        glyph=entry.source.glyph,
        is_document=item.is_document,
        meta=item.meta,
        clock=badge(item, by.today, by.days, percent),
        is_new=item.is_new,
    )


def _strip(entries: Sequence[_Entry], today: date, days: Sequence[date]) -> tuple[StripDay, ...]:
    due = [e.item.due_on for e in entries]
    ahead = [day for day in days if day >= today][:STRIP]
    return tuple(StripDay(day, due.count(day), day == today) for day in ahead)
