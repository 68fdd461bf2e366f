"""When a term ends: the law's way of counting."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.calendar.rules.scales import DAY, HOUR, LimitUnit
from liupan.foundation.calendar.rules.terms import Counting, Term, add_months, reckon
from liupan.foundation.calendar.tests.test_working_days import at, moments, nation, ningxia

LAW = Counting()


def term(value: int, unit: LimitUnit = LimitUnit.WORKING_DAY) -> Term:
    return Term(unit, Decimal(value))


def due(start: str, *terms: Term, counting: Counting = LAW, paused: int = 0) -> date:
    return reckon(nation, at(start), terms, counting, paused).due_on


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        # The day of the event is not counted.
        ("2017-11-15T09:00", term(1), date(2017, 11, 16)),
        ("2017-11-15T23:59", term(1), date(2017, 11, 16)),
        ("2017-11-15T09:00", term(20), date(2017, 12, 13)),
        ("2018-02-09T09:00", term(5), date(2018, 2, 22)),
        ("2017-09-28T16:00", term(3), date(2017, 10, 9)),
        ("2017-11-18T10:00", term(1), date(2017, 11, 20)),  # begins on a Saturday
        # Natural days: the last day that is off moves on to the next one worked.
        ("2017-11-15T09:00", term(15, LimitUnit.DAY), date(2017, 11, 30)),
        ("2017-11-15T09:00", term(30, LimitUnit.DAY), date(2017, 12, 15)),
        ("2017-11-15T09:00", term(10, LimitUnit.DAY), date(2017, 11, 27)),
        ("2018-01-17T09:00", term(30, LimitUnit.DAY), date(2018, 2, 22)),
        # Months end on the corresponding day.
        ("2017-11-15T09:00", term(1, LimitUnit.MONTH), date(2017, 12, 15)),
        ("2018-01-31T09:00", term(1, LimitUnit.MONTH), date(2018, 2, 28)),
        ("2017-11-15T09:00", term(2, LimitUnit.YEAR), date(2019, 11, 15)),
        ("2017-11-15T09:00", Term(LimitUnit.DATE, until_on=date(2017, 12, 1)), date(2017, 12, 1)),
    ],
)
def test_the_last_day(start: str, limit: Term, expected: date) -> None:
    assert due(start, limit) == expected


def test_a_day_in_time_lasts_until_midnight_or_until_the_office_closes() -> None:
    midnight = reckon(nation, at("2017-11-15T09:00"), (term(1),), LAW)
    closing = reckon(nation, at("2017-11-15T09:00"), (term(1),), Counting(until_closing=True))
    assert midnight.due_at == at("2017-11-17T00:00")
    assert closing.due_at == at("2017-11-16T18:00")
    assert midnight.total == closing.total == DAY


def test_the_flags_of_the_law_can_be_turned() -> None:
    assert due("2017-11-15T09:00", term(1), counting=Counting(event_day_counts=True)) == (
        date(2017, 11, 15)
    )
    unmoved = Counting(rolls=False)
    assert due("2017-11-15T09:00", term(10, LimitUnit.DAY), counting=unmoved) == date(2017, 11, 25)


def test_hours_begin_at_once() -> None:
    working = reckon(nation, at("2018-02-14T17:00"), (term(2, LimitUnit.WORKING_HOUR),), LAW)
    assert working.due_at == at("2018-02-22T09:30")
    natural = reckon(nation, at("2018-02-14T17:00"), (term(24, LimitUnit.HOUR),), LAW)
    assert natural.due_at == at("2018-02-15T17:00")
    assert (working.total, natural.total) == (2 * HOUR, 24 * HOUR)


def test_an_extension_runs_from_where_the_limit_ends() -> None:
    assert due("2017-11-15T09:00", term(20), term(10)) == date(2017, 12, 27)
    assert due("2017-11-15T09:00", term(60, LimitUnit.DAY), term(30, LimitUnit.DAY)) == (
        date(2018, 2, 13)
    )


def test_a_pause_of_half_a_day_moves_the_end_to_the_next_day_at_most() -> None:
    assert due("2017-11-15T09:00", term(5), paused=DAY // 2) == date(2017, 11, 23)
    assert due("2017-11-15T09:00", term(5), paused=3 * DAY) == date(2017, 11, 27)


def test_a_year_that_is_not_published_makes_the_end_provisional() -> None:
    assert reckon(nation, at("2026-12-20T09:00"), (term(20),), LAW).unpublished == (2027,)
    assert reckon(nation, at("2026-11-20T09:00"), (term(20),), LAW).unpublished == ()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2017, 12, 31), 2, date(2018, 2, 28)),
        (date(2017, 11, 15), 14, date(2019, 1, 15)),
    ],
)
def test_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


terms = st.one_of(
    st.builds(term, st.integers(1, 60), st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.DAY])),
    st.builds(term, st.integers(1, 200), st.sampled_from([LimitUnit.WORKING_HOUR, LimitUnit.HOUR])),
    st.builds(term, st.integers(1, 12), st.just(LimitUnit.MONTH)),
)
countings = st.builds(Counting, st.booleans(), st.booleans(), st.booleans())


@given(moments, terms, countings, st.integers(0, 30 * DAY))
def test_the_whole_is_what_lies_between_begin_and_end_without_pauses(
    start: datetime, limit: Term, counting: Counting, paused: int
) -> None:
    found = reckon(ningxia, start, (limit,), counting, paused)
    scale = ningxia.scale(limit.unit)
    assert scale.measure(found.counted_from, found.due_at) == found.total + paused
    assert found.total > 0
    assert found.due_at > start - timedelta(days=1)
    if limit.unit in (LimitUnit.WORKING_DAY, LimitUnit.DAY):
        assert found.total >= limit.ticks


@given(moments, terms, countings, st.integers(0, 20 * DAY), st.integers(0, 10 * DAY))
def test_a_longer_pause_or_limit_never_ends_earlier(
    start: datetime, limit: Term, counting: Counting, paused: int, more: int
) -> None:
    first = reckon(ningxia, start, (limit,), counting, paused)
    assert reckon(ningxia, start, (limit,), counting, paused + more).due_at >= first.due_at
    longer = Term(limit.unit, limit.value + 1)
    assert reckon(ningxia, start, (longer,), counting, paused).due_at >= first.due_at


@given(moments, st.integers(1, 60))
def test_days_in_law_end_on_working_days(start: datetime, value: int) -> None:
    for unit in (LimitUnit.DAY, LimitUnit.WORKING_DAY):
        found = reckon(ningxia, start, (term(value, unit),), LAW)
        assert ningxia.is_working_day(found.due_on)
