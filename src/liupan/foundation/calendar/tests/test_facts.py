"""The published days agree with an independent table and with the law's count."""

from collections import Counter
from datetime import date, timedelta

import chinese_calendar
import pytest

from liupan.foundation.calendar.facts import DayFact, DayKind, DayScope, published_days
from liupan.kernel.factfiles import Sureness

DAYS = published_days()
NATIONAL = {d.date: d for d in DAYS if d.scope is DayScope.NATIONAL}
NINGXIA = [d for d in DAYS if d.scope is DayScope.NINGXIA]


@pytest.mark.parametrize("year", range(2015, 2027))
def test_each_day_of_the_year_agrees_with_the_library(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        listed = NATIONAL.get(day)
        works = listed.kind is DayKind.WORKDAY if listed else day.weekday() < 5
        assert works == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_spring_festival_2018_and_its_make_up_days() -> None:
    assert {d for d in NATIONAL if NATIONAL[d].name == "春节" and d.year == 2018} == {
        *(date(2018, 2, n) for n in (11, *range(15, 22), 24))
    }


def test_ningxia_only_adds_its_two_feasts() -> None:
    assert {d.name for d in NINGXIA} == {"开斋节", "古尔邦节"}
    assert Sureness.READ not in {d.sureness for d in NINGXIA}


def test_ningxia_years_that_were_not_read_stay_empty() -> None:
    years = Counter(d.date.year for d in NINGXIA)
    assert set(range(2015, 2027)) - set(years) == {2015, 2017, 2018}


def test_no_day_is_holiday_here_and_workday_there() -> None:
    for day in NINGXIA:
        if day.date in NATIONAL:
            assert NATIONAL[day.date].kind is day.kind, day.date


def test_a_make_up_day_falls_on_a_weekend() -> None:
    with pytest.raises(ValueError, match="worked anyhow"):
        DayFact(
            date=date(2018, 2, 12),
            kind=DayKind.WORKDAY,
            name="春节",
            scope=DayScope.NATIONAL,
            notice=None,
            note=None,
            source="x",
            sureness=Sureness.COMMON,
        )
