"""Taking, reserving and voiding numbers: no gap, no duplicate, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from liupan.foundation.access.facade import installer
from liupan.foundation.numbering.facade import (
    AlreadyVoid,
    BadPattern,
    NotReserved,
    NumberInUse,
    define_series,
    describe_number,
    ensure_series,
    list_numbers,
    list_series,
    numbers_of,
    reserve_numbers,
    set_prefix,
    take_number,
    use_reserved,
    void_number,
    void_reserved,
)
from liupan.foundation.numbering.models import Counter, Number
from liupan.foundation.numbering.tests.factories import facts
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, InvalidInput, Missing, NotAuthorised, StaleVersion
from liupan.kernel.ids import uuid7

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
SERIES = "supervision.item"


@pytest.fixture
def admin(db: None) -> Actor:
    return defined()


def defined() -> Actor:
    actor = installer()
    define_series(
        code=SERIES, title="督查件", pattern="{prefix}〔{year}〕{n}号", prefix="固督", actor=actor,
        now=NOW,
    )  # fmt: skip
    return actor


def take(actor: Actor, now: datetime = NOW, user_id: UUID | None = None, scope: str = "") -> str:
    return take_number(series=SERIES, scope=scope, actor=actor, now=now, user_id=user_id)


def test_of_two_who_define_a_series_at_once_one_is_refused(
    admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as blind:
        blind.setattr(QuerySet, "first", lambda rows: None)  # the other is not there yet
        with pytest.raises(StaleVersion):
            define_series(code=SERIES, title="x", pattern="{year}-{n}", actor=admin, now=NOW)
    assert [series.code for series in list_series()].count(SERIES) == 1


def test_numbers_run_without_gap(admin: Actor) -> None:
    assert [take(admin) for _ in range(3)] == [f"固督〔2017〕{n}号" for n in (1, 2, 3)]


def test_the_year_turns_by_the_citys_clock(admin: Actor) -> None:
    eve = datetime(2017, 12, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Guyuan
    assert take(admin, eve) == "固督〔2017〕1号"
    assert take(admin, eve + timedelta(seconds=1)) == "固督〔2018〕1号"
    assert take(admin, eve) == "固督〔2017〕2号"


def test_of_two_who_set_a_prefix_the_second_is_shown_the_first(admin: Actor) -> None:
    said = {"series": SERIES, "scope": "640402", "actor": admin, "now": NOW}
    set_prefix(**said, prefix="原督", version=None)
    [own] = [s.prefixes["640402"] for s in list_series() if s.code == SERIES]
    assert (str(own), own.version) == ("原督", 1)
    for version in (None, 0, 2):
        with pytest.raises(StaleVersion) as stale:
            set_prefix(**said, prefix="原督办", version=version)
        assert stale.value.theirs == {"prefix": "原督", "version": 1}
    set_prefix(**said, prefix="原督办", version=1)
    with pytest.raises(StaleVersion):
        set_prefix(**said, prefix="原州督", version=1)
    assert len(facts("numbering.prefix.set")) == 2


def test_a_rolled_back_number_comes_again(admin: Actor) -> None:
    with transaction.atomic():
        assert take(admin) == "固督〔2017〕1号"
        transaction.set_rollback(True)
    assert take(admin) == "固督〔2017〕1号"


def test_scopes_count_apart_and_bear_their_own_prefix(admin: Actor) -> None:
    for _twice in range(2):
        set_prefix(series=SERIES, scope="640402", prefix="原督", version=None, actor=admin, now=NOW)
    assert [take(admin), take(admin, scope="640402")] == ["固督〔2017〕1号", "原督〔2017〕1号"]
    assert len(facts("numbering.prefix.set")) == 1


def test_two_scopes_cannot_write_the_same_number(admin: Actor) -> None:
    take(admin)
    with pytest.raises(NumberInUse):
        take(admin, scope="640422")


def test_a_new_pattern_is_for_numbers_to_come(admin: Actor) -> None:
    take(admin)
    change = {"code": SERIES, "title": "督查件", "prefix": "固督", "actor": admin, "now": NOW}
    with pytest.raises(StaleVersion) as stale:
        define_series(**change, pattern="{prefix}[{year}]{n:03}", version=7)
    assert stale.value.theirs["pattern"] == "{prefix}〔{year}〕{n}号"
    define_series(**change, pattern="{prefix}[{year}]{n:03}", version=1)
    assert take(admin) == "固督[2017]002"
    assert describe_number(SERIES, "固督〔2017〕1号").n == 1
    ensure_series(code=SERIES, title="x", pattern="{n}", actor=admin, now=NOW)
    assert [s.pattern for s in list_series()] == ["{prefix}[{year}]{n:03}"]


def test_a_bad_pattern_is_refused(admin: Actor) -> None:
    with pytest.raises(BadPattern) as refused:
        define_series(code="x", title="x", pattern="{year}", actor=admin, now=NOW)
    assert set(refused.value.fields) == {"pattern"}


def test_a_void_number_is_recorded_and_never_used_again(admin: Actor) -> None:
    thing = uuid7()
    text = take(admin, user_id=thing)
    number = describe_number(SERIES, text)
    with pytest.raises(InvalidInput):
        void_number(number_id=number.id, reason=" ", actor=admin, now=NOW)
    void_number(number_id=number.id, reason="重复登记", actor=admin, now=NOW)
    with pytest.raises(AlreadyVoid):
        void_number(number_id=number.id, reason="又", actor=admin, now=NOW)
    assert take(admin) == "固督〔2017〕2号"
    assert describe_number(SERIES, text).state == "void"
    (fact,) = facts("numbering.number.voided")
    assert (fact["reason"], fact["concerned"]) == ("重复登记", [thing])


def test_reserved_numbers_wait_and_are_accounted_for(admin: Actor) -> None:
    kept = reserve_numbers(series=SERIES, count=3, purpose="补登", actor=admin, now=NOW)
    assert take(admin) == "固督〔2017〕4号"
    thing = uuid7()
    assert use_reserved(number_id=kept[1], user_id=thing, actor=admin, now=NOW) == (
        "固督〔2017〕2号"
    )
    with pytest.raises(NotReserved):
        use_reserved(number_id=kept[1], user_id=thing, actor=admin, now=NOW)
    with pytest.raises(NotReserved):
        void_reserved(number_id=kept[1], reason="不用", actor=admin, now=NOW)
    void_reserved(number_id=kept[0], reason="不用", actor=admin, now=NOW)
    states = [n.state for n in list_numbers(SERIES, scope="", year=2017)]
    assert states == ["taken", "reserved", "taken", "void"]
    assert numbers_of([thing, uuid7()])[thing].text == "固督〔2017〕2号"


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 101}, {"purpose": ""}])
def test_a_reservation_says_how_many_and_why(admin: Actor, wrong: dict[str, object]) -> None:
    asked = {"series": SERIES, "count": 1, "purpose": "补登", **wrong}
    with pytest.raises(InvalidInput):
        reserve_numbers(**asked, actor=admin, now=NOW)


def test_strangers_define_nothing(admin: Actor) -> None:
    stranger = Actor(id=uuid7(), kind=admin.kind)
    with pytest.raises(NotAuthorised):
        define_series(code="x", title="x", pattern="{n}", actor=stranger, now=NOW)
    with pytest.raises(NotAuthorised):
        reserve_numbers(series=SERIES, count=1, purpose="x", actor=stranger, now=NOW)


def test_an_unknown_series_is_missing(admin: Actor) -> None:
    with pytest.raises(Missing):
        take_number(series="nothing", actor=admin, now=NOW)


def test_the_database_refuses_a_duplicate(admin: Actor) -> None:
    take(admin)
    row = Number.objects.get()
    row.id, row.n = uuid7(), 2
    with pytest.raises(IntegrityError, match="number_text_once"), transaction.atomic():
        row.save(force_insert=True)


def test_a_number_is_not_taken_outside_a_transaction(fresh_db: str) -> None:
    with pytest.raises(Fault):
        take(defined())


@pytest.mark.slow
def test_fifty_parallel_takers_some_of_whom_fail(fresh_db: str) -> None:
    admin, everybody = defined(), Barrier(50)

    def one(turn: int) -> str | None:
        try:
            everybody.wait(60)
            with transaction.atomic():
                text = take(admin)
                # A third of the offices fail after they have their number.
                if Random(turn).random() < 0.33:
                    transaction.set_rollback(True)
                    return None
            return text
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        taken = [text for text in pool.map(one, range(50)) if text]
    assert 0 < len(taken) < 50
    assert sorted(taken) == sorted(f"固督〔2017〕{n}号" for n in range(1, len(taken) + 1))
    assert Counter.objects.get().last == len(taken) == Number.objects.count()
