"""Working days and working time, across Spring Festival and National Day."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from threading import Barrier, BrokenBarrierError

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.calendar.facts import DayKind, DayScope, published_days
from liupan.foundation.calendar.rules.scales import (
    DAY,
    DEFAULT_HOURS,
    HOUR,
    Calendar,
    Hours,
    LimitUnit,
    is_fixed_holiday,
)
from liupan.kernel import clock

NATION = {
    fact.date: fact.kind is DayKind.WORKDAY
    for fact in published_days()
    if fact.scope is DayScope.NATIONAL
}
NINGXIA = NATION | {
    fact.date: fact.kind is DayKind.WORKDAY
    for fact in published_days()
    if fact.scope is DayScope.NINGXIA
}
PUBLISHED = frozenset(range(2015, 2027))
nation = Calendar(NATION, PUBLISHED)
summer = Hours(
    date(2018, 5, 1), ((8 * HOUR + 1800, 12 * HOUR), (14 * HOUR + 1800, 18 * HOUR + 1800))
)
ningxia = Calendar(NINGXIA, PUBLISHED, (DEFAULT_HOURS, summer))

# Two of three days fall around the long holidays, where mistakes live.
festival = st.sampled_from(
    [date(y, m, d) for y in range(2015, 2027) for m, d in ((2, 5), (9, 28), (5, 1))]
)
days = st.one_of(
    st.builds(lambda d, n: d + timedelta(n), festival, st.integers(-12, 25)),
    st.dates(date(2015, 1, 5), date(2028, 12, 1)),
)
moments = st.builds(
    lambda d, t: datetime.combine(d, t.replace(microsecond=0), clock.CITY), days, st.times()
)
units = st.sampled_from(
    [LimitUnit.WORKING_DAY, LimitUnit.DAY, LimitUnit.WORKING_HOUR, LimitUnit.HOUR]
)
calendars = st.sampled_from([nation, ningxia])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CITY)


def test_our_table_and_the_library_agree_on_every_day() -> None:
    first, last = date(2015, 1, 1), max(chinese_calendar.constants.holidays)
    differing = [
        day
        for day in (first + timedelta(n) for n in range((last - first).days + 1))
        if chinese_calendar.is_workday(day) != nation.is_working_day(day)
    ]
    assert differing == []
    assert last.year == 2026


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2017, 11, 15), 20, date(2017, 12, 13)),
        (date(2017, 12, 28), 1, date(2017, 12, 29)),
        (date(2017, 12, 29), 1, date(2018, 1, 2)),  # New Year
        (date(2018, 2, 9), 1, date(2018, 2, 11)),  # a Sunday worked before Spring Festival
        (date(2018, 2, 14), 1, date(2018, 2, 22)),  # the festival itself
        (date(2018, 2, 14), 3, date(2018, 2, 24)),  # a Saturday worked after it
        (date(2017, 9, 29), 1, date(2017, 9, 30)),
        (date(2017, 9, 30), 1, date(2017, 10, 9)),  # National Day and Mid-Autumn together
        (date(2018, 2, 22), -1, date(2018, 2, 14)),
        (date(2018, 2, 18), 0, date(2018, 2, 22)),
        (date(2018, 2, 22), 0, date(2018, 2, 22)),
    ],
)
def test_adding_working_days(day: date, count: int, expected: date) -> None:
    assert nation.add_working_days(day, count) == expected


def test_ningxias_own_holidays_are_off_in_ningxia_only() -> None:
    eid = date(2019, 6, 5)
    assert (nation.is_working_day(eid), ningxia.is_working_day(eid)) == (True, False)
    assert ningxia.add_working_days(date(2019, 6, 4), 1) == date(2019, 6, 10)


def test_an_unpublished_year_says_so_and_knows_fixed_holidays_only() -> None:
    assert nation.unpublished(date(2026, 12, 1), date(2028, 1, 5)) == (2027, 2028)
    assert nation.unpublished(date(2017, 1, 1), date(2018, 1, 1)) == ()
    assert [d for d in (1, 2, 4) if nation.is_working_day(date(2027, 10, d))] == [4]
    assert is_fixed_holiday(date(2025, 5, 2))
    assert not is_fixed_holiday(date(2024, 5, 2))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2017-11-15T09:00:00", "2017-11-15T09:00:00"),
        ("2017-11-15T08:30:00", "2017-11-15T08:30:00"),
        ("2017-11-15T07:00:00", "2017-11-15T08:30:00"),
        ("2017-11-15T12:00:00", "2017-11-15T14:00:00"),
        ("2017-11-15T18:00:00", "2017-11-16T08:30:00"),
        ("2018-02-14T20:00:00", "2018-02-22T08:30:00"),
    ],
)
def test_the_next_working_moment(moment: str, expected: str) -> None:
    assert nation.next_working_moment(at(moment)) == at(expected)


def test_working_hours_leave_out_noon_nights_and_holidays() -> None:
    scale = nation.scale(LimitUnit.WORKING_HOUR)
    assert scale.measure(at("2018-02-14T11:00"), at("2018-02-22T09:30")) == 6 * HOUR
    assert scale.advance(at("2018-02-14T17:00"), 2 * HOUR) == at("2018-02-22T09:30")


def test_office_hours_change_on_a_day() -> None:
    scale = ningxia.scale(LimitUnit.WORKING_HOUR)
    assert scale.advance(at("2018-04-28T14:00"), 4 * HOUR) == at("2018-04-28T18:00")
    assert scale.advance(at("2018-05-02T14:00"), 4 * HOUR) == at("2018-05-02T18:30")


@given(calendars, units, moments, moments, moments)
def test_parts_add_up_to_the_whole(
    calendar: Calendar, unit: LimitUnit, a: datetime, b: datetime, c: datetime
) -> None:
    scale = calendar.scale(unit)
    assert scale.measure(a, b) + scale.measure(b, c) == scale.measure(a, c)
    assert scale.measure(a, b) == -scale.measure(b, a)


@given(calendars, units, moments, moments)
def test_time_never_runs_backwards(
    calendar: Calendar, unit: LimitUnit, a: datetime, b: datetime
) -> None:
    scale = calendar.scale(unit)
    first, last = sorted([a, b])
    assert 0 <= scale.measure(first, last) <= (last - first).total_seconds() + DAY


@given(calendars, units, moments, st.integers(1, 60 * DAY))
def test_advancing_is_undone_by_measuring(
    calendar: Calendar, unit: LimitUnit, moment: datetime, ticks: int
) -> None:
    scale = calendar.scale(unit)
    there = scale.advance(moment, ticks)
    assert there > moment
    # The first moment at which so many ticks are done: one second earlier they are not.
    assert scale.measure(moment, there) >= ticks
    assert scale.measure(moment, there - timedelta(seconds=1)) < ticks


@given(calendars, moments, st.integers(1, 300 * HOUR))
def test_working_hours_are_exact_to_the_second(
    calendar: Calendar, moment: datetime, ticks: int
) -> None:
    scale = calendar.scale(LimitUnit.WORKING_HOUR)
    assert scale.measure(moment, scale.advance(moment, ticks)) == ticks


@given(calendars, days, st.integers(1, 120))
def test_adding_working_days_is_undone_by_subtracting(
    calendar: Calendar, day: date, count: int
) -> None:
    there = calendar.add_working_days(day, count)
    assert calendar.is_working_day(there)
    assert calendar.working_days_between(day, there) == count
    working = calendar.next_working_day(day)
    assert calendar.add_working_days(calendar.add_working_days(working, count), -count) == working


@given(calendars, days, days, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(calendar: Calendar, a: date, b: date, count: int) -> None:
    first, last = sorted([a, b])
    assert calendar.add_working_days(first, count) <= calendar.add_working_days(last, count)


@settings(max_examples=60)
@given(calendars, days, st.integers(0, 60))
def test_counting_by_scale_is_counting_by_hand(
    calendar: Calendar, first: date, length: int
) -> None:
    last = first + timedelta(length)
    by_hand = sum(calendar.is_working_day(first + timedelta(n)) for n in range(1, length + 1))
    assert calendar.working_days_between(first, last) == by_hand
    midnights = [datetime.combine(d + timedelta(1), time(), clock.CITY) for d in (first, last)]
    assert calendar.scale(LimitUnit.WORKING_DAY).measure(*midnights) == by_hand * DAY


class _Meeting(Calendar):
    """Whose first day is asked for by two threads at once, when they are let."""

    def __init__(self) -> None:
        super().__init__(NATION, PUBLISHED)
        self._both = Barrier(2)

    def is_working_day(self, day: date) -> bool:
        if day == date(2000, 1, 1):
            with suppress(BrokenBarrierError):
                self._both.wait(0.5)
        return super().is_working_day(day)


def test_threads_that_reckon_on_one_scale_agree() -> None:
    calendar = _Meeting()
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(calendar.add_working_days, [date(2017, 11, 15)] * 2, [20, 20]))
    assert found == [nation.add_working_days(date(2017, 11, 15), 20)] * 2
    assert calendar.add_working_days(date(2024, 11, 15), 20) == nation.add_working_days(
        date(2024, 11, 15), 20
    )
