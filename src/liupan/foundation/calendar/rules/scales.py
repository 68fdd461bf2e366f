"""Pure reckoning of working days and working time.

A *scale* lays ticks along the time line: only eligible days have any, and within a day they run
while the offices are open. Everything else is a difference of two positions on a scale, so that
parts always add up to the whole, to the second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from threading import Lock

from liupan.kernel import clock

DAY = 86_400
"""Ticks of a whole counted day, however long the offices are open; for hours, seconds."""
HOUR = 3_600
FIRST_YEAR = 2000
"""Scales begin here: no summer time any more in the city's zone."""


class LimitUnit(StrEnum):
    """What a limit is counted in: 工作日, 日, 工作小时, 小时, 月, 年, or until a day."""

    WORKING_DAY = "working_day"
    DAY = "day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    DATE = "date"


NATURAL = {LimitUnit.DAY, LimitUnit.MONTH, LimitUnit.YEAR}
BY_HOURS = {LimitUnit.WORKING_HOUR, LimitUnit.HOUR}
Spans = tuple[tuple[int, int], ...]
"""Opening and closing times in seconds since midnight, in order."""

ROUND_THE_CLOCK: Spans = ((0, DAY),)


@dataclass(frozen=True, slots=True)
class Hours:
    """When offices are open on a working day, from a day on (办公时间)."""

    from_on: date
    spans: Spans

    @property
    def opens(self) -> int:
        return self.spans[0][0]

    @property
    def closes(self) -> int:
        return self.spans[-1][1]


DEFAULT_HOURS = Hours(date.min, ((8 * HOUR + 1800, 12 * HOUR), (14 * HOUR, 18 * HOUR)))


class Calendar:
    """Which days are worked, and when, in one division.

    Args:
        days: official days that differ from their weekday: True is worked, False is off.
        published: years whose arrangement has been published. In others weekends are off, and the
            holidays of fixed date (全国年节及纪念日放假办法); lunar ones are not guessed.
        hours: office hours by the day they begin to hold.
    """

    def __init__(
        self,
        days: Mapping[date, bool],
        published: frozenset[int],
        hours: tuple[Hours, ...] = (DEFAULT_HOURS,),
    ) -> None:
        self._days = days
        self.published = published
        self._hours = sorted(hours, key=lambda h: h.from_on)
        self._begins = [h.from_on for h in self._hours]
        self._scales: dict[LimitUnit, Scale] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        known = self._days.get(day)
        if known is not None:
            return known
        if day.year not in self.published and is_fixed_holiday(day):
            return False
        return day.weekday() < 5

    def hours_on(self, day: date) -> Hours:
        """Office hours of a working day."""
        return self._hours[max(0, bisect_right(self._begins, day) - 1)]

    def scale(self, unit: LimitUnit) -> "Scale":
        """The scale that limits of this unit are measured on."""
        if unit in NATURAL:
            unit = LimitUnit.DAY
        elif unit is LimitUnit.DATE:
            unit = LimitUnit.WORKING_DAY
        if unit not in self._scales:
            self._scales.setdefault(unit, Scale(self, unit))
        return self._scales[unit]

    def working_days_between(self, first: date, last: date) -> int:
        """Working days in (first, last]; negative when `last` lies before."""
        scale = self.scale(LimitUnit.WORKING_DAY)
        return (scale.before(last + ONE) - scale.before(first + ONE)) // DAY

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, before it when negative.

        0 is the day itself when it is worked, else the next one that is.
        """
        if count == 0:
            return self.next_working_day(day)
        scale = self.scale(LimitUnit.WORKING_DAY)
        done = scale.before(day + ONE if count > 0 else day)
        return scale.day_at(done + (count if count > 0 else count + 1) * DAY)

    def next_working_day(self, day: date) -> date:
        """`day` if it is worked, else the first one after it."""
        while not self.is_working_day(day):
            day += ONE
        return day

    def next_working_moment(self, moment: datetime) -> datetime:
        """`moment` if offices are open then, else when they open next."""
        scale = self.scale(LimitUnit.WORKING_HOUR)
        position = scale.position(moment)
        if scale.position(moment + SECOND) > position:
            return moment
        return scale.moment_at(position + 1) - SECOND

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """Years among those days whose arrangement is not published: reckoning is provisional."""
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.published)


class Scale:
    """Ticks along the time line for one unit. Threads share it: it grows under a lock, and a year
    once there never changes."""

    def __init__(self, calendar: Calendar, unit: LimitUnit) -> None:
        self._calendar = calendar
        self._unit = unit
        self._years: list[list[int]] = []
        self._starts: list[int] = [0]
        self._growing = Lock()

    def position(self, moment: datetime) -> int:
        """Ticks before `moment`."""
        local = moment.astimezone(clock.CITY)
        day = local.date()
        second = local.hour * HOUR + local.minute * 60 + local.second
        return self.before(day) + self._within(day, second)

    def moment_at(self, position: int) -> datetime:
        """The first moment at which `position` ticks are done: the close of a day, not the next."""
        day = self.day_at(position)
        return clock.start_of(day) + timedelta(
            seconds=self._second_at(day, position - self.before(day))
        )

    def measure(self, first: datetime, last: datetime) -> int:
        """Ticks between two moments; negative when `last` lies before."""
        return self.position(last) - self.position(first)

    def advance(self, moment: datetime, ticks: int) -> datetime:
        """The first moment `ticks` after `moment`."""
        return self.moment_at(self.position(moment) + ticks)

    def before(self, day: date) -> int:
        """Ticks before `day` begins."""
        sums = self._sums(day.year)
        return self._starts[day.year - FIRST_YEAR] + sums[day.timetuple().tm_yday - 1]

    def day_at(self, position: int) -> date:
        """The day on which `position` is reached."""
        if position <= 0:
            return date(FIRST_YEAR, 1, 1)
        year = FIRST_YEAR
        while self._end_of(year) < position:
            year += 1
        rest = position - self._starts[year - FIRST_YEAR]
        return date(year, 1, 1) + timedelta(bisect_left(self._sums(year), rest) - 1)

    def _end_of(self, year: int) -> int:
        self._sums(year)
        return self._starts[year - FIRST_YEAR + 1]

    def _sums(self, year: int) -> list[int]:
        """Ticks of the year before each of its days, and of the whole year at the end."""
        if year < FIRST_YEAR:
            raise ValueError(f"working time is not reckoned before {FIRST_YEAR}")
        if len(self._years) <= year - FIRST_YEAR:
            with self._growing:
                while len(self._years) <= year - FIRST_YEAR:
                    self._grow()
        return self._years[year - FIRST_YEAR]

    def _grow(self) -> None:
        """Add one year: its start before the year itself, which readers look for."""
        first = date(FIRST_YEAR + len(self._years), 1, 1)
        length = (date(first.year + 1, 1, 1) - first).days
        days = (self._ticks_of(first + timedelta(n)) for n in range(length))
        sums = list(accumulate(days, initial=0))
        self._starts.append(self._starts[-1] + sums[-1])
        self._years.append(sums)

    def _ticks_of(self, day: date) -> int:
        if self._unit is LimitUnit.WORKING_HOUR:
            return sum(end - start for start, end in self._spans(day))
        eligible = self._unit is not LimitUnit.WORKING_DAY or self._calendar.is_working_day(day)
        return DAY if eligible else 0

    def _spans(self, day: date) -> Spans:
        if self._unit is LimitUnit.HOUR:
            return ROUND_THE_CLOCK
        if not self._calendar.is_working_day(day):
            return ()
        return self._calendar.hours_on(day).spans

    def _within(self, day: date, second: int) -> int:
        if self._unit in BY_HOURS:
            return sum(min(max(second - start, 0), end - start) for start, end in self._spans(day))
        if not self._ticks_of(day):
            return 0
        hours = self._calendar.hours_on(day)
        open_for = hours.closes - hours.opens
        return min(max(second - hours.opens, 0), open_for) * DAY // open_for

    def _second_at(self, day: date, ticks: int) -> int:
        """The first second of the day by which so many of its ticks are done; inverts `_within`."""
        if ticks <= 0:
            return 0
        if self._unit in BY_HOURS:
            for start, end in self._spans(day):
                if ticks <= end - start:
                    return start + ticks
                ticks -= end - start
            raise ValueError("the day has fewer ticks")
        hours = self._calendar.hours_on(day)
        return hours.opens - (-ticks * (hours.closes - hours.opens) // DAY)


ONE = timedelta(days=1)
SECOND = timedelta(seconds=1)


def is_fixed_holiday(day: date) -> bool:
    """Holidays of fixed date by 全国年节及纪念日放假办法 第二条: New Year's Day, Labour Day (with
    2 May since 2025, 国务院令第795号), National Day with two days more."""
    if day.month == 5:
        return day.day == 1 or (day.day == 2 and day.year >= 2025)
    return (day.month, day.day) in {(1, 1), (10, 1), (10, 2), (10, 3)}


def seconds_of(text: str) -> int:
    """Seconds since midnight of a time written 08:30."""
    value = time.fromisoformat(text)
    return value.hour * HOUR + value.minute * 60 + value.second
