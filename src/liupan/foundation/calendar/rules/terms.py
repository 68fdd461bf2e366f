"""When a term ends, by the law's way of counting."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from liupan.foundation.calendar.rules.scales import (
    BY_HOURS,
    DAY,
    HOUR,
    NATURAL,
    ONE,
    SECOND,
    Calendar,
    LimitUnit,
)
from liupan.kernel import clock


@dataclass(frozen=True, slots=True)
class Counting:
    """How a term is counted (民法典 第二百零一条、第二百零三条; before 2021 民法总则, 民法通则).

    Attributes:
        event_day_counts: the day of the event is the first day; by law it is not counted.
        rolls: a term in days, months or years whose last day is off ends on the next day worked.
        until_closing: the last day ends when the office closes, not at midnight.
    """

    event_day_counts: bool = False
    rolls: bool = True
    until_closing: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A limit, or an extension of one: so many units, or until a day."""

    unit: LimitUnit
    value: Decimal = Decimal(0)
    until_on: date | None = None

    @property
    def ticks(self) -> int:
        return int(self.value * (HOUR if self.unit in BY_HOURS else DAY))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When a term ends.

    Attributes:
        counted_from: the moment from which ticks count.
        due_at: the first moment that is late.
        due_on: the last day in time.
        total: ticks from `counted_from` to `due_at`, pauses left out.
        unpublished: years touched whose arrangement is not published.
    """

    counted_from: datetime
    due_at: datetime
    due_on: date
    total: int
    unpublished: tuple[int, ...]


def reckon(
    calendar: Calendar,
    started_at: datetime,
    terms: tuple[Term, ...],
    counting: Counting,
    paused: int = 0,
) -> Reckoned:
    """When a limit with its extensions ends, `paused` ticks left out."""
    unit = terms[0].unit
    scale = calendar.scale(unit)
    counted_from = end = count_from(started_at, unit, counting)
    for term in terms:
        end = _after(calendar, end, term)
    if paused:
        end = scale.advance(end, paused)
    due_on = clock.on(end)
    if unit in BY_HOURS:
        due_at = end
    else:
        if counting.rolls and unit in NATURAL:
            due_on = calendar.next_working_day(due_on)
        due_at = _end_of_day(calendar, due_on, counting)
    total = scale.measure(counted_from, due_at) - paused
    unpublished = calendar.unpublished(clock.on(started_at), due_on)
    return Reckoned(counted_from, due_at, due_on, total, unpublished)


def count_from(started_at: datetime, unit: LimitUnit, counting: Counting) -> datetime:
    """From which moment a term counts: by hours at once, by days from the next day on."""
    if unit in BY_HOURS:
        return started_at
    day = clock.on(started_at)
    return clock.start_of(day if counting.event_day_counts else day + ONE)


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the month's last day (民法典 第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _after(calendar: Calendar, moment: datetime, term: Term) -> datetime:
    if term.unit is LimitUnit.DATE:
        assert term.until_on
        return _closing(calendar, term.until_on)
    if term.unit in (LimitUnit.MONTH, LimitUnit.YEAR):
        months = int(term.value) * (12 if term.unit is LimitUnit.YEAR else 1)
        # The last day before counting begins is the one that the end corresponds to.
        return _closing(calendar, add_months(clock.on(moment - SECOND), months))
    return calendar.scale(term.unit).advance(moment, term.ticks)


def _closing(calendar: Calendar, day: date) -> datetime:
    return clock.start_of(day) + timedelta(seconds=calendar.hours_on(day).closes)


def _end_of_day(calendar: Calendar, day: date, counting: Counting) -> datetime:
    return _closing(calendar, day) if counting.until_closing else clock.start_of(day + ONE)
