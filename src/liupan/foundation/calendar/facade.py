"""The door of `calendar`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from liupan.foundation.access.facade import rows
from liupan.foundation.calendar.models import LIVE, Clock, ClockSpan, ClockTerm, OfficialDay
from liupan.foundation.calendar.models import OfficialYear as YearRow
from liupan.foundation.calendar.operations.clocks import (
    AlreadyExtended,
    AlreadyLate,
    AlreadyRuns,
    Limit,
    NotPaused,
    NotRunning,
    cancel_clock,
    extend_clock,
    hand_over_clock,
    limit_by,
    limit_from,
    limit_until,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from liupan.foundation.calendar.operations.days import Day, decide_day, enter_days, publish_year
from liupan.foundation.calendar.policies import KEEP_CALENDAR, OVERSEE_CLOCKS
from liupan.foundation.calendar.queries import (
    PAUSES,
    calendar_of,
    calendars,
    counting_on,
    dial_of,
    own_division,
)
from liupan.foundation.calendar.rules.badges import ClockState, Face, Reading, read
from liupan.foundation.calendar.rules.scales import Calendar, LimitUnit
from liupan.foundation.calendar.rules.terms import Term, reckon
from liupan.foundation.calendar.tending import follow_changes, tend, warn_due
from liupan.foundation.calendar.wording import limit_in_words
from liupan.foundation.design.facade import Clock as Badge
from liupan.foundation.design.facade import ClockState as BadgeState
from liupan.foundation.design.facade import ClockUnit as BadgeUnit
from liupan.foundation.design.facade import words
from liupan.foundation.rulesets.facade import list_rules, scopes
from liupan.kernel import clock as city
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.statements import asked

__all__ = [
    "KEEP_CALENDAR",
    "OVERSEE_CLOCKS",
    "AlreadyExtended",
    "AlreadyLate",
    "AlreadyRuns",
    "ClockReading",
    "ClockState",
    "Day",
    "Due",
    "Face",
    "Limit",
    "LimitUnit",
    "NotPaused",
    "NotRunning",
    "OfficialYear",
    "Span",
    "Step",
    "StoredDay",
    "add_working_days",
    "cancel_clock",
    "clocks_of",
    "count_clocks",
    "decide_day",
    "describe",
    "describe_many",
    "due_of",
    "enter_days",
    "extend_clock",
    "follow_changes",
    "hand_over_clock",
    "is_working_day",
    "last_day_of",
    "limit_by",
    "limit_from",
    "limit_in_words",
    "limit_until",
    "list_clocks",
    "list_days",
    "list_spans",
    "list_steps",
    "list_years",
    "next_working_moment",
    "pause_clock",
    "pause_reasons",
    "publish_year",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "tend",
    "warn_due",
    "working_days",
    "working_days_between",
    "working_days_to",
    "working_hours_between",
]


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit would end. `unpublished`: years whose days nobody has published yet."""

    due_at: datetime
    due_on: date
    unpublished: tuple[int, ...]

    @property
    def is_provisional(self) -> bool:
        return bool(self.unpublished)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """A clock at a moment. `badge` is what a page shows: `{% clock reading.badge %}`.

    `percent` is the share of the limit used (0-100); `left` and `late_by` are whole units as on
    the badge; `used`, `remaining` and `total` are ticks (86,400 to a day; seconds for hours).
    """

    id: UUID
    of_type: str
    of_id: UUID
    kind: str
    title: str
    url: str
    unit_id: UUID
    state: ClockState
    face: Face
    badge: Badge
    limit_unit: LimitUnit
    limit_value: Decimal
    citation: str
    percent: int
    left: int
    late_by: int
    used: int
    remaining: int
    total: int
    started_at: datetime
    due_at: datetime
    due_on: date
    stopped_at: datetime | None
    is_late: bool
    is_provisional: bool

    @property
    def limit(self) -> str:
        """The limit in words."""
        return limit_in_words(self.limit_unit, self.limit_value, self.due_on)

    @property
    def text(self) -> str:
        """What the badge says: 剩8个工作日, 今日到期, 逾期9个工作日, 暂停第8日, 按期办结."""
        return words(self.badge)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clock's time."""

    is_paused: bool
    started_at: datetime
    ended_at: datetime | None
    reason: str
    citation: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Step:
    """The limit of a clock or an extension of it, in words, with its source."""

    limit: str
    citation: str
    sureness: str
    approval: str
    reason: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class StoredDay:
    """A day that differs from its weekday, as the table has it."""

    on: date
    is_working: bool
    name: str
    division: str
    notice: str
    note: str
    source: str
    sureness: str
    version: int


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """A year whose days are known for a division."""

    division: str
    year: int
    notice: str
    source: str


# --- Days --------------------------------------------------------------------------------------
def is_working_day(day: date, *, division: str | None = None) -> bool:
    """Whether offices of the division (the city's when None) work on `day`."""
    return calendar_of(division).is_working_day(day)


def add_working_days(day: date, count: int, *, division: str | None = None) -> date:
    """The `count`-th working day after `day`, before it when negative; 0: that day or the next."""
    return calendar_of(division).add_working_days(day, count)


def working_days_between(first: date, last: date, *, division: str | None = None) -> int:
    """Working days in (first, last]; negative when `last` lies before."""
    return calendar_of(division).working_days_between(first, last)


def working_days_to(
    lasts: Iterable[date], first: date, *, division: str | None = None
) -> dict[date, int]:
    """`working_days_between` for many last days, by day. As many queries as for one."""
    calendar = calendar_of(division)
    return {last: calendar.working_days_between(first, last) for last in lasts}


def working_days(first: date, last: date, *, division: str | None = None) -> list[date]:
    """The working days in [first, last]."""
    calendar = calendar_of(division)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def working_hours_between(
    first: datetime, last: datetime, *, division: str | None = None
) -> timedelta:
    """Office hours between two moments; negative when `last` lies before."""
    scale = calendar_of(division).scale(LimitUnit.WORKING_HOUR)
    return timedelta(seconds=scale.measure(first, last))


def next_working_moment(moment: datetime, *, division: str | None = None) -> datetime:
    """`moment` if offices are open then, else when they open next."""
    return calendar_of(division).next_working_moment(moment)


def due_of(limit: Limit, *, started_at: datetime, division: str | None = None) -> Due:
    """When a limit would end if it began at `started_at`, by the law of that day."""
    place = own_division() if division is None else division
    counting, _citation = counting_on(city.on(started_at), place)
    term = Term(limit.unit, limit.value, limit.until_on)
    found = reckon(calendar_of(place), started_at, (term,), counting)
    return Due(found.due_at, found.due_on, found.unpublished)


def list_days(year: int, *, division: str | None = None) -> list[StoredDay]:
    """The days of a year that differ from their weekday, for a division and all above it."""
    chain = scopes(own_division() if division is None else division)
    found = OfficialDay.objects.filter(division__in=chain, on__year=year).order_by("on", "division")
    return [
        StoredDay(
            row.on, row.is_working, row.name, row.division, row.notice, row.note, row.source,
            row.sureness, row.version,
        )
        for row in found
    ]  # fmt: skip


def list_years(division: str | None = None) -> list[OfficialYear]:
    """The years that are known for a division and those above it."""
    chain = scopes(own_division() if division is None else division)
    found = YearRow.objects.filter(division__in=chain).order_by("year", "division")
    return [OfficialYear(row.division, row.year, row.notice, row.source) for row in found]


# --- Clocks ------------------------------------------------------------------------------------
def describe(clock_id: UUID, *, now: datetime) -> ClockReading:
    """A clock at a moment. Raises `Missing`."""
    found = describe_many([clock_id], now=now).get(clock_id)
    if found is None:
        raise Missing
    return found


def describe_many(clock_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, ClockReading]:
    """Many clocks at a moment, by id. Three queries, however many."""
    found = _read_all(_clocks(list(set(clock_ids))), now)
    return {reading.id: reading for reading in found}


def last_day_of(clock_id: UUID) -> date:
    """The last day of a clock's limit, all else unsaid. One statement. Raises `Missing`."""
    found = _last_day.first(clock_id)
    if found is None:
        raise Missing
    return found[0]


@asked
def _last_day(clock_id: UUID) -> QuerySet[Clock, tuple[date]]:
    return Clock.objects.filter(id=clock_id).values_list("due_on")


UNSEEN = ("responsible", "ladder", "counting_citation")
"""What a reading says nothing of."""


@asked
def _clocks(clock_ids: list[UUID]) -> QuerySet[Clock]:
    return Clock.objects.filter(id__any_of=clock_ids).defer(*UNSEEN)


def clocks_of(
    of_ids: Iterable[UUID], *, now: datetime, kind: str = ""
) -> dict[UUID, list[ClockReading]]:
    """The clocks of many things, by thing, the latest first. Three queries, however many."""
    wanted = Clock.objects.filter(of_id__in=set(of_ids)).order_by("-started_at", "-id")
    found: dict[UUID, list[ClockReading]] = {}
    for reading in _readings(wanted.filter(kind=kind) if kind else wanted, now):
        found.setdefault(reading.of_id, []).append(reading)
    return found


def list_clocks(
    actor: Actor, *, now: datetime, show: str = "live", limit: int = 100, after: UUID | None = None
) -> list[ClockReading]:
    """Clocks of the units the actor oversees, the soonest end first.

    `show`: live, late, paused, provisional or stopped. `after`: the last one of the page before.
    """
    wanted = _shown(actor, now, show)
    last = Clock.objects.filter(id=after).first() if after else None
    if last:
        wanted = wanted.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=last.id))
    return _readings(wanted.order_by("due_at", "id")[:limit], now)


def count_clocks(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many clocks each `show` of `list_clocks` holds for the actor."""
    return {show: _shown(actor, now, show).count() for show in SHOWN}


def list_spans(clock_id: UUID) -> list[Span]:
    """Every stretch of a clock's time, without a gap, the first one first."""
    return [
        Span(row.is_paused, row.started_at, row.ended_at, row.reason_title, row.citation,
             row.evidence)
        for row in ClockSpan.objects.filter(clock_id=clock_id).order_by("started_at", "id")
    ]  # fmt: skip


def list_steps(clock_id: UUID) -> list[Step]:
    """The limit of a clock and its extensions."""
    return [
        Step(limit_in_words(LimitUnit(row.unit), row.value, row.until_on), row.citation,
             row.sureness, row.approval, row.reason, row.added_at)
        for row in ClockTerm.objects.filter(clock_id=clock_id).order_by("order")
    ]  # fmt: skip


def pause_reasons(on: date, *, division: str | None = None) -> dict[str, str]:
    """Reasons for which a limit may be paused, by key, in words."""
    return {key: rule.text for key, rule in list_rules(PAUSES, on=on, division=division).items()}


SHOWN = {
    "live": LIVE,
    "late": Q(state=ClockState.RUNNING),
    "paused": Q(state=ClockState.PAUSED),
    "provisional": LIVE & Q(is_provisional=True),
    "stopped": ~LIVE,
}


def _shown(actor: Actor, now: datetime, show: str) -> QuerySet[Clock]:
    late = Q(due_at__lte=now) if show == "late" else Q()
    return Clock.objects.filter(rows(actor, OVERSEE_CLOCKS), SHOWN[show], late)


def _readings(wanted: QuerySet[Clock], now: datetime) -> list[ClockReading]:
    return _read_all(list(wanted.defer(*UNSEEN)), now)


def _read_all(found: list[Clock], now: datetime) -> list[ClockReading]:
    divisions = sorted({row.division for row in found})
    places = dict(zip(divisions, calendars(divisions)[1], strict=True)) if found else {}
    return [_reading(row, places[row.division], now) for row in found]


def _reading(row: Clock, calendar: Calendar, now: datetime) -> ClockReading:
    unit = LimitUnit(row.limit_unit)
    seen = read(dial_of(row), calendar, now)
    state = ClockState(row.state)
    return ClockReading(
        id=row.id,
        of_type=row.of_type,
        of_id=row.of_id,
        kind=row.kind,
        title=row.title,
        url=row.url,
        unit_id=row.unit_id,
        state=state,
        face=seen.face,
        badge=_badge(seen, unit, is_cancelled=state is ClockState.CANCELLED),
        limit_unit=unit,
        limit_value=row.limit_value,
        citation=row.citation,
        percent=seen.percent,
        left=seen.left,
        late_by=seen.late_by,
        used=seen.used,
        remaining=seen.remaining,
        total=row.total_ticks,
        started_at=row.started_at,
        due_at=row.due_at,
        due_on=row.due_on,
        stopped_at=row.stopped_at,
        is_late=seen.face in (Face.LATE, Face.DONE_LATE),
        is_provisional=row.is_provisional,
    )


BADGE_STATES = {
    Face.TODAY: BadgeState.DUE_TODAY,
    Face.LATE: BadgeState.LATE,
    Face.PAUSED: BadgeState.PAUSED,
    Face.DONE: BadgeState.DONE,
    Face.DONE_LATE: BadgeState.DONE_LATE,
}
BADGE_UNITS = {
    LimitUnit.WORKING_HOUR: BadgeUnit.WORKING_HOURS,
    LimitUnit.HOUR: BadgeUnit.HOURS,
    LimitUnit.DAY: BadgeUnit.DAYS,
    LimitUnit.MONTH: BadgeUnit.DAYS,
    LimitUnit.YEAR: BadgeUnit.DAYS,
}
"""Limits in months are read in days; those until a day, as all others, in working days."""


def _badge(seen: Reading, unit: LimitUnit, *, is_cancelled: bool) -> Badge:
    state = BADGE_STATES.get(seen.face, BadgeState.RUNNING)
    amounts = {
        BadgeState.PAUSED: seen.paused_day,
        BadgeState.LATE: seen.late_by,
        BadgeState.DONE_LATE: seen.late_by,
    }
    return Badge(
        state=BadgeState.WITHDRAWN if is_cancelled else state,
        used=seen.percent / 100,
        amount=amounts.get(state, seen.left),
        unit=BADGE_UNITS.get(unit, BadgeUnit.WORKING_DAYS),
    )
