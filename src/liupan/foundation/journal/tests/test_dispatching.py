"""Facts reach handlers at least once, in order per thing; a bad one stops only its own thing."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.crypto.facade import destroy_key
from liupan.foundation.journal import dispatching, hearing
from liupan.foundation.journal.dispatching import TRIES, dispatch_all, pause_before
from liupan.foundation.journal.facade import (
    Heard,
    drop_delivery,
    hears,
    list_deliveries,
    retry_delivery,
)
from liupan.foundation.journal.models import Cursor, Delivery
from liupan.foundation.journal.policies import MEND_DELIVERIES
from liupan.foundation.journal.sequencing import link_all
from liupan.foundation.journal.tests.notes import (
    CLERK,
    NOW,
    NotePinned,
    NoteSigned,
    clerk,
    pin,
    pin_note,
    rows,
)
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.facts import Fact
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

MENDER = clerk(MEND_DELIVERIES)


class Ear:
    """A handler that remembers, and fails on the numbers it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, int]] = []
        self.bad: set[int] = set()
        self.facts: list[tuple[Fact, Heard]] = []

    def __call__(self, fact: NotePinned, heard: Heard) -> None:
        if fact.number in self.bad:
            raise ZeroDivisionError(fact.number)
        self.heard.append((fact.thing_id, fact.number))
        self.facts.append((fact, heard))

    def numbers(self, thing: UUID | None = None) -> list[int]:
        return [n for t, n in self.heard if thing in (None, t)]


@pytest.fixture
def only_test_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "_hearers", {})


@pytest.fixture
def ear(only_test_handlers: None) -> Ear:
    return listen("remember")


def listen(name: str, *, past: bool = True) -> Ear:
    ear = Ear()

    def handler(fact: NotePinned, heard: Heard) -> None:
        ear(fact, heard)

    handler.__module__ = "liupan.foundation.journal.tests"
    handler.__name__ = name
    hears(NotePinned, past=past)(handler)
    return ear


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Real time can be pushed on: append to the list."""
    pushed: list[timedelta] = []
    real = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() + sum(pushed, timedelta()))
    return pushed


def run() -> int:
    link_all()
    return dispatch_all()


def test_a_handler_hears_each_fact_once_by_value(db: None, ear: Ear) -> None:
    thing, other = uuid7(), uuid7()
    entry = pin("甲", thing, number=1, concerned=(other,), secrecy=Secrecy.INTERNAL)
    assert run() == 1
    assert run() == 0
    assert ear.facts == [
        (
            NotePinned(
                thing_id=thing, concerned=(other,), secrecy=Secrecy.INTERNAL, text="甲", number=1
            ),
            Heard(entry, CLERK.id, NOW),
        )
    ]


def test_what_is_not_linked_is_not_heard(db: None, ear: Ear) -> None:
    pin()
    assert dispatch_all() == 0


def test_facts_it_does_not_hear_are_passed_over(
    db: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "SPAN", 3)
    for number in range(8):
        pin(number=number)
        pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="x"))
    run()
    assert ear.numbers() == list(range(8))
    assert Cursor.objects.get().seq == 16


def test_facts_are_heard_as_they_were_linked(db: None, ear: Ear) -> None:
    for number in range(3):
        pin(number=number)
    waiting = [pos for (pos,) in rows("SELECT pos FROM journal_pending ORDER BY pos")]
    rows(
        "SELECT journal_append_links(1, %s::bigint[], %s::bytea[])",
        [waiting[::-1], [b"%d" % pos for pos in waiting]],
    )
    assert dispatch_all() == 3
    assert ear.numbers() == [2, 1, 0]


def test_facts_of_an_office_that_is_gone_are_skipped(
    db: None, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liupan.kernel import facts

    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="x"))
    monkeypatch.delitem(facts._facts, NoteSigned.code)
    pin(number=1)
    run()
    assert ear.numbers() == [1]
    assert not Delivery.objects.exists()


def test_a_new_handler_hears_the_past_or_not(db: None, ear: Ear) -> None:
    pin(number=1)
    run()
    eager, modern = listen("eager"), listen("modern", past=False)
    run()
    pin(number=2)
    run()
    assert eager.numbers() == [1, 2]
    assert modern.numbers() == [2]


def test_personal_values_come_opened_and_empty_once_erased(
    db: None, only_test_handlers: None
) -> None:
    names: list[str] = []

    def handler(fact: NoteSigned, heard: Heard) -> None:
        names.append(fact.name)

    handler.__module__ = "liupan.foundation.journal.tests"
    hears(NoteSigned)(handler)
    person = uuid7()
    sign = NoteSigned(thing_id=uuid7(), person_id=person, name="马晓燕")
    pin_note(fact=sign)
    run()
    pin_note(fact=sign)
    destroy_key(person, now=NOW)
    run()
    assert names == ["马晓燕", ""]


def test_a_bad_fact_holds_its_own_thing_only(db: None, ear: Ear, later: list[timedelta]) -> None:
    a, b = uuid7(), uuid7()
    ear.bad = {2}
    for thing, number in [(a, 1), (a, 2), (b, 3), (a, 4), (b, 5)]:
        pin(thing_id=thing, number=number)
    run()
    assert ear.numbers() == [1, 3, 5]
    assert run() == 0, "it rests"
    ear.bad.clear()
    later.append(pause_before(1))
    run()
    assert ear.numbers(a) == [1, 2, 4]
    assert not Delivery.objects.exists()


def test_a_handler_that_breaks_its_transaction_is_put_aside_too(
    db: None, only_test_handlers: None
) -> None:
    def handler(fact: NotePinned, heard: Heard) -> None:
        Cursor.objects.create(handler="half done", seq=0)
        rows("SELECT 1/0")

    handler.__module__ = "liupan.foundation.journal.tests"
    hears(NotePinned)(handler)
    pin()
    run()
    assert "division by zero" in Delivery.objects.get().error
    assert not Cursor.objects.filter(handler="half done").exists()


def test_pauses_grow_and_then_it_is_dead(db: None, ear: Ear, later: list[timedelta]) -> None:
    assert [pause_before(n).total_seconds() for n in (1, 2, 3, 30)] == [5, 10, 20, 3600]
    thing = uuid7()
    ear.bad = {1}
    pin(thing_id=thing, number=1)
    pin(thing_id=thing, number=2)
    for _ in range(TRIES + 3):
        run()
        later.append(timedelta(hours=1))
    [dead] = list_deliveries(MENDER)
    assert (dead.is_dead, dead.attempts, dead.behind) == (True, TRIES, 1)
    assert "ZeroDivisionError" in dead.error
    assert ear.numbers() == []


def _dead(ear: Ear) -> tuple[UUID, UUID]:
    thing = uuid7()
    ear.bad = {1}
    for number in (1, 2, 3):
        pin(thing_id=thing, number=number)
    run()
    Delivery.objects.filter(attempts=1).update(state="dead", attempts=TRIES)
    return thing, list_deliveries(MENDER)[0].id


def test_a_dead_fact_can_be_retried_and_the_rest_follows_in_order(db: None, ear: Ear) -> None:
    thing, delivery = _dead(ear)
    ear.bad.clear()
    retry_delivery(delivery_id=delivery, actor=MENDER, now=NOW)
    run()
    assert ear.numbers(thing) == [1, 2, 3]


def test_a_dead_fact_can_be_dropped_with_a_reason(db: None, ear: Ear) -> None:
    thing, delivery = _dead(ear)
    with pytest.raises(InvalidInput):
        drop_delivery(delivery_id=delivery, reason=" ", actor=MENDER, now=NOW)
    drop_delivery(delivery_id=delivery, reason="重复的便条", actor=MENDER, now=NOW)
    run()
    assert ear.numbers(thing) == [2, 3]
    assert rows("SELECT count(*) FROM journal_entry WHERE act = 'journal.delivery.dropped'") == [
        (1,)
    ]
    with pytest.raises(Missing):
        retry_delivery(delivery_id=delivery, actor=MENDER, now=NOW)


def test_mending_needs_the_right(db: None, ear: Ear) -> None:
    _thing, delivery = _dead(ear)
    for act in (
        lambda: retry_delivery(delivery_id=delivery, actor=CLERK, now=NOW),
        lambda: drop_delivery(delivery_id=delivery, reason="x", actor=CLERK, now=NOW),
        lambda: list_deliveries(CLERK),
    ):
        with pytest.raises(NotAuthorised):
            act()


def test_two_workers_do_not_hand_over_twice(fresh_db: str, ear: Ear) -> None:
    things = [uuid7() for _ in range(5)]
    for number in range(100):
        pin(thing_id=things[number % 5], number=number)
    link_all()

    def work() -> None:
        for _ in range(5):
            dispatch_all()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dispatch_all()
    assert ear.numbers() == list(range(100))


WORKER = """
import django, os, signal
django.setup()
from django.db import connection
from liupan.foundation.journal import dispatching, hearing
from liupan.foundation.journal.tests.notes import NotePinned
hearing._hearers.clear()
def remember(fact, heard):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache VALUES (%s, 'x', now())", [f"{fact.number}"])
    if fact.number == 7 and os.environ["KILL"]:
        os.kill(os.getpid(), signal.SIGKILL)
remember.__module__ = "liupan.foundation.journal.tests"
hearing.hears(NotePinned)(remember)
dispatching.dispatch_all()
"""


def test_a_killed_worker_goes_on_where_it_was(fresh_db: str) -> None:
    """The handler's rows and the cursor's step are one transaction: here even exactly once."""
    import os

    for number in range(12):
        pin(number=number)
    link_all()
    for kill, expected in (("1", -signal.SIGKILL), ("", 0)):
        done = subprocess.run(
            [sys.executable, "-c", WORKER], env={**os.environ, "KILL": kill}, check=False
        )
        assert done.returncode == expected
        if kill:
            assert rows("SELECT count(*) FROM cache") == [(7,)]
    assert rows("SELECT count(*), count(DISTINCT cache_key) FROM cache") == [(12, 12)]
    assert not Delivery.objects.exists()
