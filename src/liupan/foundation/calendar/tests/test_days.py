"""The table of days: loading, editing, and clocks that follow it."""

from datetime import date
from uuid import UUID

import pytest

from liupan.foundation.access.facade import installer
from liupan.foundation.calendar.facade import (
    Day,
    LimitUnit,
    add_working_days,
    decide_day,
    describe,
    due_of,
    enter_days,
    follow_changes,
    is_working_day,
    list_days,
    list_years,
    next_working_moment,
    pause_clock,
    publish_year,
    resume_clock,
    stop_clock,
    working_days,
    working_days_between,
    working_hours_between,
)
from liupan.foundation.calendar.installing import install
from liupan.foundation.calendar.models import Clock, OfficialDay, OfficialYear
from liupan.foundation.calendar.tests.factories import (
    CITY,
    FOUNDED,
    at,
    days,
    facts,
    founded,
    start,
)
from liupan.foundation.rulesets.facade import change_rule, version_of
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion
from liupan.kernel.ids import uuid7

MORNING = at("2017-11-15T09:00")
SNOW = {"on": date(2017, 11, 17), "name": "暴雪停工", "reason": "固政办发〔2017〕9号"}


@pytest.fixture
def unit(db: None) -> UUID:
    return founded()


@pytest.fixture
def admin(unit: UUID) -> Actor:
    return installer()


def test_an_installation_knows_the_published_years(unit: UUID) -> None:
    national = {year.year for year in list_years("")}
    assert set(range(2004, 2027)) <= national
    assert {year.year for year in list_years(CITY) if year.division == "640000"} == set(
        range(2019, 2027)
    )
    assert not is_working_day(date(2019, 6, 5), division=CITY)
    assert is_working_day(date(2019, 6, 5), division="")
    assert not is_working_day(date(2010, 2, 15), division="")  # from the library
    assert OfficialDay.objects.get(division="", on=date(2010, 2, 15)).name == "春节"


def test_installing_again_changes_nothing_and_undoes_no_edit(admin: Actor) -> None:
    before = OfficialDay.objects.count()
    decide_day(on=date(2018, 2, 11), is_working=None, reason="更正", actor=admin, now=MORNING,
               version=1)  # fmt: skip
    decide_day(**SNOW, is_working=False, actor=admin, now=MORNING)
    install(admin, FOUNDED)
    assert OfficialDay.objects.count() == before
    assert len(facts("calendar.shipment.loaded")) == 1
    assert not OfficialDay.objects.filter(on=date(2018, 2, 11)).exists()


def test_questions_about_days(unit: UUID) -> None:
    assert add_working_days(date(2018, 2, 14), 1) == date(2018, 2, 22)
    assert working_days_between(date(2018, 2, 14), date(2018, 2, 24)) == 3
    assert working_days(date(2018, 2, 14), date(2018, 2, 23)) == [
        date(2018, 2, 14), date(2018, 2, 22), date(2018, 2, 23),
    ]  # fmt: skip
    assert next_working_moment(at("2018-02-14T20:00")) == at("2018-02-22T08:30")
    worked = working_hours_between(at("2018-02-14T11:00"), at("2018-02-22T09:30"))
    assert worked.total_seconds() == 6 * 3600


def test_a_local_word_holds_in_its_place_and_below(admin: Actor) -> None:
    decide_day(**SNOW, is_working=False, division="640422", actor=admin, now=MORNING)
    held = [is_working_day(SNOW["on"], division=d) for d in ("", CITY, "640422", "640422100")]
    assert held == [True, True, False, False]
    assert SNOW["on"] in [day.on for day in list_days(2017, division="640422")]
    assert SNOW["on"] not in [day.on for day in list_days(2017, division=CITY)]


def test_a_day_is_changed_with_its_version_and_a_reason(admin: Actor) -> None:
    by = {"actor": admin, "now": MORNING}
    decide_day(**SNOW, is_working=False, **by)
    decide_day(**SNOW, is_working=False, version=1, **by)  # says so already
    with pytest.raises(StaleVersion):
        decide_day(**SNOW, is_working=True, version=None, **by)
    with pytest.raises(InvalidInput):
        decide_day(**{**SNOW, "reason": " "}, is_working=True, version=1, **by)
    decide_day(**SNOW, is_working=None, version=1, **by)
    assert is_working_day(SNOW["on"], division=CITY)
    assert [(f["was"], f["is_working"]) for f in facts("calendar.day.decided")] == [
        (None, False), (False, None),
    ]  # fmt: skip


def test_many_days_come_in_at_once(admin: Actor) -> None:
    table = [Day(on=date(2027, 1, 1), is_working=False, name="元旦"),
             Day(on=date(2027, 1, 2), is_working=False, name="元旦")]  # fmt: skip
    by = {"reason": "国办发明电", "actor": admin, "now": MORNING}
    assert enter_days(days=table, **by) == 2
    assert enter_days(days=table, **by) == 0
    publish_year(year=2027, notice="国办发明电", source="通知", actor=admin, now=MORNING)
    publish_year(year=2027, notice="国办发明电", source="通知", actor=admin, now=MORNING)
    assert OfficialYear.objects.filter(division="", year=2027).count() == 1
    assert not due_of(days(5), started_at=at("2026-12-30T09:00")).is_provisional


def test_strangers_keep_no_calendar(unit: UUID) -> None:
    stranger = Actor(id=uuid7(), kind=installer().kind)
    with pytest.raises(NotAuthorised):
        decide_day(**SNOW, is_working=False, actor=stranger, now=MORNING)


def test_running_limits_follow_a_newly_decided_holiday(unit: UUID, admin: Actor) -> None:
    near, past, done = (start(unit, MORNING, days(n)) for n in (5, 1, 5))
    stop_clock(clock_id=done, actor=admin, now=MORNING)
    assert follow_changes(MORNING) == 0
    decide_day(**SNOW, is_working=False, actor=admin, now=MORNING)
    assert follow_changes(MORNING) == 1
    assert follow_changes(MORNING) == 0
    ends = [describe(clock, now=MORNING).due_on for clock in (near, past, done)]
    assert ends == [date(2017, 11, 23), date(2017, 11, 16), date(2017, 11, 22)]
    (moved,) = facts("calendar.clock.moved")
    assert (moved["was_due_at"], moved["due_at"]) == (
        "2017-11-22T16:00:00Z", "2017-11-23T16:00:00Z",
    )  # fmt: skip


def test_what_was_paused_is_measured_anew_too(unit: UUID, admin: Actor) -> None:
    clock = start(unit, MORNING, days(5))
    pause_clock(clock_id=clock, reason="hearing", actor=admin, now=at("2017-11-16T18:00"))
    resume_clock(clock_id=clock, actor=admin, now=at("2017-11-20T18:00"))
    assert describe(clock, now=MORNING).due_on == date(2017, 11, 24)
    # The day off lies in the pause: it was not counted before, and is not now.
    decide_day(**SNOW, is_working=False, actor=admin, now=MORNING)
    follow_changes(MORNING)
    found = describe(clock, now=at("2017-11-20T18:00"))
    assert (found.due_on, found.used * 5) == (date(2017, 11, 24), found.total)


def test_limits_follow_office_hours(unit: UUID, admin: Actor) -> None:
    clock = start(unit, MORNING, days(8, LimitUnit.WORKING_HOUR))
    assert describe(clock, now=MORNING).due_at == at("2017-11-16T09:30")
    change_rule(
        set_code="calendar.hours", key="afternoon_closes", scope=CITY, from_on=date(2017, 11, 15),
        text="17:30", unit="time", source="固政办发", reason="冬季作息",
        version=version_of("calendar.hours", "afternoon_closes"), actor=admin, now=MORNING,
    )  # fmt: skip
    assert follow_changes(MORNING) == 1
    assert describe(clock, now=MORNING).due_at == at("2017-11-16T10:00")


def test_clocks_are_reckoned_in_batches_by_the_state_they_were_reckoned_by(
    unit: UUID, admin: Actor
) -> None:
    clocks = [start(unit, MORNING, days(5)) for _ in range(3)]
    decide_day(**SNOW, is_working=False, actor=admin, now=MORNING)
    follow_changes(MORNING)
    assert Clock.objects.filter(id__in=clocks).values("reckoned_by").distinct().count() == 1
    late_start = start(unit, MORNING, days(5))
    assert follow_changes(MORNING) == 0
    assert describe(late_start, now=MORNING).due_on == date(2017, 11, 23)
