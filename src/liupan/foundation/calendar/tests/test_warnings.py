"""Warnings come exactly once, whatever fails; lateness too."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.access.facade import installer
from liupan.foundation.calendar import tending
from liupan.foundation.calendar.facade import (
    LimitUnit,
    cancel_clock,
    extend_clock,
    pause_clock,
    resume_clock,
    stop_clock,
    warn_due,
)
from liupan.foundation.calendar.models import Clock, ClockMark
from liupan.foundation.calendar.tests.factories import at, days, facts, founded, start
from liupan.foundation.rulesets.facade import change_rule, version_of
from liupan.kernel import clock as city
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7

MORNING = at("2017-11-15T09:00")


@pytest.fixture
def unit(db: None) -> UUID:
    return founded()


def warned() -> list[int]:
    return [fact["percent"] for fact in facts("calendar.clock.warned")]


@pytest.mark.parametrize(
    ("when", "steps", "late"),
    [
        ("2017-11-22T17:59:59", [], 0),
        ("2017-11-22T18:00:00", [50], 0),  # five of ten working days are over
        ("2017-11-27T17:59:59", [50], 0),
        ("2017-11-27T18:00:00", [50, 80], 0),
        ("2017-11-29T17:59:59", [50, 80], 0),
        ("2017-11-29T18:00:00", [50, 80, 100], 0),  # the office closes on the last day
        ("2017-11-29T23:59:59", [50, 80, 100], 0),
        ("2017-11-30T00:00:00", [50, 80, 100], 1),
    ],
)
def test_each_step_comes_at_its_time(unit: UUID, when: str, steps: list[int], late: int) -> None:
    start(unit, MORNING, days(10))
    assert warn_due(at(when)) == len(steps) + late
    assert warned() == steps
    assert len(facts("calendar.clock.expired")) == late
    assert warn_due(at(when)) == 0


def test_the_ladder_says_who_hears(unit: UUID) -> None:
    person = uuid7()
    clock = start(unit, MORNING, days(10), responsible=[person], url="/cases/1")
    warn_due(at("2017-12-01T00:00"))
    told = facts("calendar.clock.warned")
    assert [fact["hears"] for fact in told] == [
        ["responsible"], ["responsible", "chief"], ["responsible", "chief", "leader"],
    ]  # fmt: skip
    assert {tuple(fact["responsible"]) for fact in told} == {(str(person),)}
    assert told[0]["url"] == "/cases/1"
    assert Clock.objects.get(id=clock).next_warning_at is None


def test_a_clock_keeps_the_ladder_it_began_with(unit: UUID) -> None:
    start(unit, MORNING, days(10))
    change_rule(
        set_code="warnings.clock", key="first", scope="", from_on=city.on(MORNING), text="30",
        unit="percent", source="市政府办", reason="提前提醒",
        version=version_of("warnings.clock", "first"), actor=installer(), now=MORNING,
    )  # fmt: skip
    start(unit, MORNING, days(10))
    warn_due(at("2017-11-21T10:00"))
    assert warned() == [30]


def test_many_rounds_warn_no_more_often_than_one(unit: UUID) -> None:
    start(unit, MORNING, days(10))
    moment = MORNING
    while moment < at("2017-12-05T00:00"):
        warn_due(moment)
        moment += timedelta(hours=5)
    assert warned() == [50, 80, 100]


def test_a_paused_clock_is_silent_and_goes_on_where_it_stood(unit: UUID) -> None:
    actor, clock = installer(), start(unit, MORNING, days(10))
    pause_clock(clock_id=clock, reason="hearing", actor=actor, now=at("2017-11-21T18:00"))
    assert warn_due(at("2018-03-01T09:00")) == 0
    resume_clock(clock_id=clock, actor=actor, now=at("2018-03-01T18:00"))
    assert warn_due(at("2018-03-02T17:59:59")) == 0
    assert warn_due(at("2018-03-02T18:00:00")) == 1
    assert warned() == [50]


def test_an_extension_moves_the_steps_to_come_and_repeats_none(unit: UUID) -> None:
    clock = start(unit, MORNING, days(10))
    warn_due(at("2017-11-27T18:00"))
    extend_clock(
        clock_id=clock, limit=days(10), approval="局长批准", reason="复杂", actor=installer(),
        now=at("2017-11-28T09:00"),
    )  # fmt: skip
    assert warn_due(at("2017-12-12T18:00")) == 0
    warn_due(at("2018-01-01T00:00"))
    assert warned() == [50, 80, 100]


def test_stopping_leaves_no_step_unsaid_that_was_passed(unit: UUID) -> None:
    actor = installer()
    done, withdrawn = (start(unit, MORNING, days(10)) for _ in range(2))
    stop_clock(clock_id=done, actor=actor, now=at("2017-11-28T09:00"))
    cancel_clock(clock_id=withdrawn, reason="撤回", actor=actor, now=at("2017-12-28T09:00"))
    assert warned() == [50, 80, 50, 80, 100]
    assert len(facts("calendar.clock.expired")) == 1
    assert warn_due(at("2018-12-28T09:00")) == 0


def test_one_clock_that_fails_does_not_keep_the_others_waiting(
    unit: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = start(unit, MORNING, days(2)), start(unit, MORNING, days(2))
    honest = tending.warn_of_clock

    def fragile(*, clock_id: UUID, actor: Actor, now: datetime) -> int:
        if clock_id == bad:
            raise RuntimeError("broken row")
        return honest(clock_id=clock_id, actor=actor, now=now)

    monkeypatch.setattr(tending, "warn_of_clock", fragile)
    assert warn_due(at("2017-12-01T09:00")) == 4
    monkeypatch.undo()
    assert warn_due(at("2017-12-01T09:00")) == 4
    assert set(Counter(ClockMark.objects.values_list("clock_id", flat=True)).values()) == {4}
    assert {bad, good} == set(ClockMark.objects.values_list("clock_id", flat=True))


def test_hours_warn_by_the_hour(unit: UUID) -> None:
    start(unit, MORNING, days(10, LimitUnit.WORKING_HOUR))
    assert warn_due(at("2017-11-15T15:59:59")) == 0
    assert warn_due(at("2017-11-15T16:00:00")) == 1
    assert warn_due(at("2017-11-16T11:30:00")) == 3  # 80 %, 100 % and late at once
    assert len(facts("calendar.clock.expired")) == 1


@pytest.mark.slow
def test_two_workers_at_once_warn_once(fresh_db: str) -> None:
    unit = founded()
    for _turn in range(30):
        start(unit, MORNING, days(10))
    together = Barrier(4)

    def worker(_turn: int) -> int:
        try:
            together.wait(30)
            return sum(warn_due(at("2017-12-05T00:00")) for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(worker, range(4))) == 30 * 4
    assert Counter(warned()) == {50: 30, 80: 30, 100: 30}
    assert len(facts("calendar.clock.expired")) == 30


WORKER = """
import django; django.setup()
from datetime import datetime
from liupan.foundation.calendar.facade import warn_due
print("ready", flush=True)
warn_due(datetime.fromisoformat("2017-12-05T00:00:00+08:00"))
"""


@pytest.mark.slow
def test_a_killed_worker_loses_and_repeats_nothing(fresh_db: str) -> None:
    unit = founded()
    for _turn in range(60):
        start(unit, MORNING, days(10))
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 30
    while ClockMark.objects.count() < 20 and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    done = ClockMark.objects.count()
    assert 0 < done < 60 * 4, "the worker was killed in the middle of its round"
    warn_due(at("2017-12-05T00:00"))
    assert Counter(warned()) == {50: 60, 80: 60, 100: 60}
    assert len(facts("calendar.clock.expired")) == 60
