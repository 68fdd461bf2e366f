"""Clocks start, pause, resume, are extended and stop; every second is accounted for."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.access.facade import installer
from liupan.foundation.calendar.facade import (
    AlreadyExtended,
    AlreadyLate,
    AlreadyRuns,
    ClockState,
    Face,
    Limit,
    LimitUnit,
    NotPaused,
    NotRunning,
    cancel_clock,
    clocks_of,
    count_clocks,
    describe,
    describe_many,
    due_of,
    extend_clock,
    hand_over_clock,
    limit_from,
    limit_until,
    list_clocks,
    list_spans,
    list_steps,
    pause_clock,
    pause_reasons,
    resume_clock,
    start_clock,
    stop_clock,
)
from liupan.foundation.calendar.models import Clock, ClockSpan
from liupan.foundation.calendar.queries import calendar_of
from liupan.foundation.calendar.rules.scales import DAY, HOUR
from liupan.foundation.calendar.rules.terms import Counting, count_from
from liupan.foundation.calendar.tests.factories import CITY, at, days, facts, founded, start
from liupan.kernel.authority import Actor
from liupan.kernel.clock import ClockSetBack
from liupan.kernel.errors import Fault, InvalidInput, Missing
from liupan.kernel.ids import uuid7

MORNING = at("2017-11-15T09:00")


@pytest.fixture
def unit(db: None) -> UUID:
    return founded()


@pytest.fixture
def actor(unit: UUID) -> Actor:
    return installer()


def says(clock_id: UUID, when: str) -> tuple[str, Face]:
    with translation.override("en"):
        reading = describe(clock_id, now=at(when))
        return reading.text, reading.face


def test_a_limit_of_law_is_kept_by_value(unit: UUID, actor: Actor) -> None:
    limit = limit_from("limits.licensing", "decide", on=date(2017, 11, 15), division=CITY)
    found = describe(start(unit, MORNING, limit), now=MORNING)
    assert (found.due_on, found.due_at) == (date(2017, 12, 13), at("2017-12-14T00:00"))
    assert "第四十二条" in found.citation
    assert (found.state, found.is_provisional) == (ClockState.RUNNING, False)
    (started,) = facts("calendar.clock.started")
    assert started["citation"] == found.citation
    assert started["concerned"] == [found.of_id, unit]


@pytest.mark.parametrize(
    ("when", "text", "face"),
    [
        ("2017-11-15T12:00", "5 working days left", Face.FRESH),
        ("2017-11-17T09:00", "3 working days left", Face.FRESH),
        ("2017-11-19T12:00", "3 working days left", Face.FRESH),  # a Sunday
        ("2017-11-20T17:00", "2 working days left", Face.HALF),
        ("2017-11-21T18:00", "1 working day left", Face.NEAR),
        ("2017-11-22T00:00", "due today", Face.TODAY),
        ("2017-11-22T23:59", "due today", Face.TODAY),
        ("2017-11-23T00:00", "1 working day late", Face.LATE),
        ("2017-11-27T10:00", "3 working days late", Face.LATE),
    ],
)
def test_what_the_badge_says(unit: UUID, when: str, text: str, face: Face) -> None:
    assert says(start(unit, MORNING, days(5)), when) == (text, face)


def test_late_on_a_day_off_has_no_number_yet(unit: UUID) -> None:
    friday = start(unit, at("2017-11-16T09:00"), days(1))
    assert says(friday, "2017-11-18T10:00") == ("late", Face.LATE)
    assert says(friday, "2017-11-20T10:00") == ("1 working day late", Face.LATE)


def test_days_months_hours_and_dates_are_read_in_their_own_units(unit: UUID) -> None:
    natural = start(unit, MORNING, days(30, LimitUnit.DAY))
    month = start(unit, MORNING, days(1, LimitUnit.MONTH))
    hours = start(unit, MORNING, days(6, LimitUnit.WORKING_HOUR))
    until = start(unit, MORNING, limit_until(date(2017, 12, 1)))
    assert says(natural, "2017-11-16T09:00")[0] == "29 calendar days left"
    assert says(month, "2017-11-16T09:00")[0] == "29 calendar days left"
    assert says(hours, "2017-11-15T15:00") == ("2 working hours left", Face.HALF)
    assert says(hours, "2017-11-16T09:00") == ("1 working hour late", Face.LATE)
    assert says(until, "2017-11-16T09:00")[0] == "11 working days left"


def test_the_badge_speaks_chinese(unit: UUID, actor: Actor) -> None:
    clock, other = (start(unit, MORNING, days(5)) for _ in range(2))
    said = [describe(clock, now=at(when)).text for when in
            ("2017-11-16T09:00", "2017-11-22T09:00", "2017-11-24T09:00")]  # fmt: skip
    assert said == ["剩4个工作日", "今日到期", "逾期2个工作日"]
    pause_clock(clock_id=other, reason="hearing", actor=actor, now=at("2017-11-16T09:00"))
    assert describe(other, now=at("2017-11-23T09:00")).text == "暂停第8日"
    stop_clock(clock_id=clock, actor=actor, now=at("2017-11-24T09:00"))
    assert describe(clock, now=MORNING).text == "逾期2个工作日办结"
    assert describe(clock, now=MORNING).limit == "5个工作日"


def test_a_pause_stops_the_count_and_moves_the_end(unit: UUID, actor: Actor) -> None:
    clock = start(unit, MORNING, days(5))
    pause = at("2017-11-17T11:00")
    pause_clock(clock_id=clock, reason="hearing", evidence="听证通知书", actor=actor, now=pause)
    assert says(clock, "2017-11-17T12:00") == ("paused, day 1", Face.PAUSED)
    assert says(clock, "2017-11-24T12:00") == ("paused, day 8", Face.PAUSED)
    before, after = (
        describe(clock, now=at(when)) for when in ("2017-11-17T11:00", "2017-12-20T09:00")
    )
    assert (before.used, before.percent) == (after.used, after.percent)
    due = resume_clock(clock_id=clock, actor=actor, now=at("2017-11-24T11:00"))
    assert due == at("2017-11-30T00:00")  # five working days later than 22 November
    (paused,), (resumed,) = facts("calendar.clock.paused"), facts("calendar.clock.resumed")
    assert (paused["evidence"], paused["citation"]) == ("听证通知书", "行政许可法第四十五条")
    assert datetime.fromisoformat(resumed["due_at"]) == due


def test_a_pause_on_the_day_of_the_event_costs_nothing(unit: UUID, actor: Actor) -> None:
    clock = start(unit, MORNING, days(5))
    pause_clock(clock_id=clock, reason="hearing", actor=actor, now=at("2017-11-15T10:00"))
    due = resume_clock(clock_id=clock, actor=actor, now=at("2017-11-15T17:00"))
    assert due == at("2017-11-23T00:00")


def test_what_may_not_be_done_to_a_clock(unit: UUID, actor: Actor) -> None:
    clock = start(unit, MORNING, days(5))
    by = {"clock_id": clock, "actor": actor}
    with pytest.raises(NotPaused):
        resume_clock(**by, now=MORNING)
    with pytest.raises(InvalidInput):
        pause_clock(**by, reason="holiday", now=MORNING)
    with pytest.raises(AlreadyLate):
        pause_clock(**by, reason="hearing", now=at("2017-11-23T00:00"))
    pause_clock(**by, reason="hearing", now=at("2017-11-16T10:00"))
    with pytest.raises(NotRunning):
        pause_clock(**by, reason="hearing", now=at("2017-11-16T11:00"))
    with pytest.raises(ClockSetBack):
        resume_clock(**by, now=at("2017-11-16T09:00"))
    stop_clock(**by, now=at("2017-11-16T12:00"))
    for act in (stop_clock, resume_clock):
        with pytest.raises((NotRunning, NotPaused)):
            act(**by, now=at("2017-11-17T12:00"))
    with pytest.raises(Missing):
        stop_clock(clock_id=uuid7(), actor=actor, now=MORNING)


def test_one_clock_of_a_kind_runs_for_a_thing(unit: UUID, actor: Actor) -> None:
    thing = uuid7()
    first = start(unit, MORNING, of_id=thing)
    with pytest.raises(AlreadyRuns):
        start(unit, MORNING, of_id=thing)
    start(unit, MORNING, of_id=thing, kind="deliver")
    stop_clock(clock_id=first, actor=actor, now=MORNING)
    again = start(unit, at("2017-11-16T09:00"), of_id=thing)
    found = clocks_of([thing, uuid7()], now=MORNING)
    assert found[thing][0].id == again
    assert len(clocks_of([thing], now=MORNING, kind="deliver")[thing]) == 1


def test_an_extension_needs_its_rule_and_an_approval_and_comes_once(
    unit: UUID, actor: Actor
) -> None:
    by = {"set_code": "limits.licensing", "on": date(2017, 11, 15), "division": CITY}
    clock = start(unit, MORNING, limit_from(key="decide", **by))
    more = limit_from(key="decide_extension", **by)
    asked = {"clock_id": clock, "limit": more, "reason": "案情复杂", "actor": actor}
    with pytest.raises(InvalidInput):
        extend_clock(**asked, approval=" ", now=MORNING)
    extend_clock(**asked, approval="局长批准 11月20日", now=at("2017-11-20T09:00"))
    assert describe(clock, now=MORNING).due_on == date(2017, 12, 27)
    with pytest.raises(AlreadyExtended):
        extend_clock(**asked, approval="再批", now=at("2017-11-21T09:00"))
    assert [step.approval for step in list_steps(clock)] == ["", "局长批准 11月20日"]
    other = {**asked, "limit": days(5)}
    with pytest.raises(AlreadyLate):
        extend_clock(**other, approval="补批", now=at("2017-12-28T00:00"))


def test_done_in_time_and_done_late_stay_so_for_ever(unit: UUID, actor: Actor) -> None:
    good, late = (start(unit, MORNING, days(5)) for _ in range(2))
    assert stop_clock(clock_id=good, actor=actor, now=at("2017-11-22T23:59:59")) is False
    assert stop_clock(clock_id=late, actor=actor, now=at("2017-11-30T10:00")) is True
    for when in ("2017-12-01T09:00", "2030-01-01T09:00"):
        assert says(good, when) == ("done in time", Face.DONE)
        assert says(late, when) == ("done 6 working days late", Face.DONE_LATE)
    assert [fact["is_late"] for fact in facts("calendar.clock.stopped")] == [False, True]


def test_a_clock_stopped_while_paused_stops_as_it_stood(unit: UUID, actor: Actor) -> None:
    clock = start(unit, MORNING, days(5))
    pause_clock(clock_id=clock, reason="hearing", actor=actor, now=at("2017-11-20T10:00"))
    assert stop_clock(clock_id=clock, actor=actor, now=at("2018-01-20T10:00")) is False
    assert says(clock, "2018-02-01T09:00") == ("done in time", Face.DONE)


def test_a_withdrawn_clock_says_so_but_hides_no_lateness(unit: UUID, actor: Actor) -> None:
    good, late = (start(unit, MORNING, days(5)) for _ in range(2))
    cancel_clock(clock_id=good, reason="申请人撤回", actor=actor, now=at("2017-11-16T09:00"))
    cancel_clock(clock_id=late, reason="申请人撤回", actor=actor, now=at("2017-11-24T09:00"))
    assert says(good, "2017-12-01T09:00") == ("withdrawn", Face.DONE)
    assert says(late, "2017-12-01T09:00") == ("withdrawn", Face.DONE_LATE)


def test_a_clock_is_handed_over_and_runs_on(unit: UUID, actor: Actor) -> None:
    clock, person = start(unit, MORNING, days(5)), uuid7()
    hand_over_clock(clock_id=clock, unit_id=unit, responsible=[person], actor=actor, now=MORNING)
    found = describe(clock, now=MORNING)
    assert found.due_on == date(2017, 11, 22)
    assert Clock.objects.get(id=clock).responsible == [person]


def test_a_list_of_clocks_costs_the_same_for_one_and_for_many(unit: UUID) -> None:
    ids = [start(unit, MORNING, days(n)) for n in range(1, 21)]
    describe_many(ids, now=MORNING)
    counts = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            assert len(describe_many(some, now=MORNING)) == len(some)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_an_overseer_sees_the_clocks_of_his_units_only(unit: UUID, actor: Actor) -> None:
    clocks = [start(unit, MORNING, days(n)) for n in (3, 1, 2)]
    pause_clock(clock_id=clocks[2], reason="hearing", actor=actor, now=MORNING)
    now = at("2017-11-17T09:00")
    assert [r.id for r in list_clocks(actor, now=now)] == [clocks[1], clocks[2], clocks[0]]
    page = list_clocks(actor, now=now, limit=1)
    assert [r.id for r in list_clocks(actor, now=now, after=page[0].id)] == [clocks[2], clocks[0]]
    assert [r.id for r in list_clocks(actor, now=now, show="late")] == [clocks[1]]
    assert count_clocks(actor, now=now) == {
        "live": 3, "late": 1, "paused": 1, "provisional": 0, "stopped": 0,
    }  # fmt: skip
    stranger = Actor(id=uuid7(), kind=actor.kind)
    assert list_clocks(stranger, now=now) == []


def test_a_limit_without_length_is_refused(unit: UUID, actor: Actor) -> None:
    for limit in (days(0), limit_until(date(2017, 11, 14))):
        with pytest.raises(InvalidInput):
            start(unit, MORNING, limit)
    with pytest.raises(InvalidInput):
        limit_from("calendar.hours", "morning_opens", on=date(2017, 11, 15))


def test_an_end_in_an_unpublished_year_is_provisional(unit: UUID) -> None:
    found = due_of(days(20), started_at=at("2026-12-20T09:00"))
    assert (found.is_provisional, found.unpublished) == (True, (2027,))


def test_reasons_to_pause_come_from_the_rules(unit: UUID) -> None:
    assert pause_reasons(date(2017, 11, 15), division=CITY)["hearing"] == "听证"


def test_the_database_keeps_spans_apart(unit: UUID) -> None:
    clock = start(unit, MORNING)
    with pytest.raises(IntegrityError, match="clock_spans_do_not_overlap"), transaction.atomic():
        ClockSpan.objects.create(clock_id=clock, is_paused=False, started_at=MORNING)


def test_clocks_move_inside_an_operation_only(fresh_db: str) -> None:
    unit = founded()
    with pytest.raises(Fault):
        start_clock(
            of_type="x.y", of_id=uuid7(), kind="k", title="t", unit_id=unit, limit=days(1),
            actor=installer(), now=MORNING,
        )  # fmt: skip


limits = st.one_of(
    st.builds(days, st.integers(1, 40), st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.DAY])),
    st.builds(days, st.integers(1, 120), st.sampled_from([LimitUnit.WORKING_HOUR, LimitUnit.HOUR])),
    st.builds(days, st.integers(1, 3), st.just(LimitUnit.MONTH)),
)
begins = st.sampled_from(
    [at("2018-02-08T16:00"), at("2017-09-27T09:00"), at("2018-02-17T11:00"), MORNING]
)
# How long the clock stands in each state by turns: minutes to weeks, around the holidays.
stretches = st.lists(st.integers(0, 15 * DAY), min_size=1, max_size=7)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(limits, begins, stretches, st.integers(0, 20 * DAY))
def test_every_second_of_a_clock_is_accounted_for(
    unit: UUID, limit: Limit, begin: datetime, lengths: list[int], rest: int
) -> None:
    actor = installer()
    with transaction.atomic():
        clock = start(unit, begin, limit)
        now = begin
        for length in lengths:
            reading = describe(clock, now=now)
            assert reading.used + reading.remaining == reading.total
            now += timedelta(seconds=length)
            before = describe(clock, now=now)
            if before.state is ClockState.PAUSED:
                due = resume_clock(clock_id=clock, actor=actor, now=now)
                # Nothing is used while paused, and the end only ever moves on.
                assert due >= before.due_at
                assert describe(clock, now=now).used == before.used
            elif now < before.due_at:
                pause_clock(clock_id=clock, reason="hearing", actor=actor, now=now)
                assert describe(clock, now=now).used == before.used
        end = now + timedelta(seconds=rest)
        stop_clock(clock_id=clock, actor=actor, now=end)
        final = describe(clock, now=end)
        spans = list_spans(clock)
        transaction.set_rollback(True)
    # Spans follow each other without gap or overlap, from the start to the end.
    assert spans[0].started_at == begin
    assert spans[-1].ended_at == end
    assert all(a.ended_at == b.started_at for a, b in pairwise(spans))
    assert sum((s.ended_at - s.started_at for s in spans), timedelta()) == end - begin
    # Running spans hold exactly what is used, on the clock's own scale.
    scale = calendar_of(CITY).scale(limit.unit)
    counted = count_from(begin, limit.unit, Counting())
    running = [span for span in spans if not span.is_paused]
    ticks = (scale.measure(max(s.started_at, counted), max(s.ended_at, counted)) for s in running)
    assert sum(ticks) == max(0, final.used)
    assert final.used + final.remaining == final.total
    if limit.unit in (LimitUnit.WORKING_HOUR, LimitUnit.HOUR):
        assert final.total == limit.value * HOUR
    assert final.is_late == (running[-1].ended_at == end and end >= final.due_at)
