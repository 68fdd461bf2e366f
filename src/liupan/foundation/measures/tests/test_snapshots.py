"""Figures from records to snapshots, by day and scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from liupan.foundation.access.facade import installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.identity.tests.factories import signed_in_at
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.measures.facade import (
    CITY,
    DayNotOver,
    Scope,
    breakdowns,
    latest,
    records,
    series,
    sums_by_unit,
    take_snapshots,
)
from liupan.foundation.measures.queries import is_closed, last_closed
from liupan.foundation.measures.tasks import keep_current
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
    merge_units,
    move_unit,
)
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind
from liupan.kernel.errors import NotAuthorised

CODE = "organisations.units_online"
FOUNDED = date(2015, 11, 4)
DAY = date(2017, 11, 14)


@dataclass
class City:
    """Two units of the city and one of a county; one person in the city's department."""

    actor: Actor
    root: UUID
    department: UUID
    county: UUID
    xiji: UUID
    person: UUID


@pytest.fixture
def now() -> Iterator[datetime]:
    with clock.frozen(clock.start_of(DAY) + timedelta(hours=20)) as moment:
        yield moment


@pytest.fixture
def city(db: None, now: datetime) -> City:
    actor = installer()
    division = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED,
        actor=actor, now=now,
    )  # fmt: skip
    below = enter_division(
        code="640422", name="西吉县", level=3, parent_id=division, valid_from=FOUNDED,
        actor=actor, now=now,
    )  # fmt: skip

    def unit(code: str, where: UUID, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=code, category="department", division_id=where, parent_id=parent,
            valid_from=FOUNDED, actor=actor, now=now,
        )  # fmt: skip

    root = unit("root", division, None)
    department = unit("department", division, root)
    county = unit("county", below, root)
    post = create_post(
        unit_id=department, title="科员", kind="clerk", valid_from=FOUNDED, actor=actor, now=now
    )
    person = open_account(
        kind=ActorKind.STAFF, username="clerk", name="甲", password=None, actor=actor, now=now
    )
    appoint(post_id=post, account_id=person, valid_from=FOUNDED, actor=actor, now=now)
    return City(actor, root, department, county, below, person)


def city_value() -> Decimal | None:
    return latest([CODE])[CODE].value


def test_doing_the_work_moves_the_figure(city: City, now: datetime) -> None:
    take_snapshots(day=DAY, actor=city.actor, now=now)
    assert city_value() == Decimal("0.0")
    signed_in_at(city.person, now)
    take_snapshots(day=DAY, actor=city.actor, now=now)
    assert city_value() == Decimal("33.3")


def test_every_scope_sums_its_own_records(city: City, now: datetime) -> None:
    signed_in_at(city.person, now)
    take_snapshots(day=DAY, actor=city.actor, now=now)
    assert latest([CODE], Scope.unit(city.department))[CODE].value == 100
    assert latest([CODE], Scope.unit(city.root))[CODE].value == Decimal("33.3")
    assert latest([CODE], Scope.county("640422"))[CODE].value == 0
    assert breakdowns([CODE], "county")[CODE].keys() == {"640400", "640422"}
    assert len(breakdowns([CODE], "unit", DAY)[CODE]) == 3
    assert breakdowns([CODE], "unit", DAY - timedelta(days=1)) == {}


def test_a_past_day_is_computed_as_it_was(city: City, now: datetime) -> None:
    signed_in_at(city.person, now)
    for day in (DAY - timedelta(days=1), DAY):
        take_snapshots(day=day, actor=city.actor, now=now)
    found = [latest([CODE], by=day)[CODE] for day in (DAY - timedelta(days=1), DAY)]
    assert [(f.day, f.numerator, f.denominator) for f in found] == [
        (DAY - timedelta(days=1), 0, 3),
        (DAY, 1, 3),
    ]


def test_a_past_day_knows_the_tree_of_that_day(city: City, now: datetime) -> None:
    """The department moves from the root to the county's unit, then is merged into it."""
    moved, merged = DAY - timedelta(days=20), DAY - timedelta(days=10)
    reform = {"actor": city.actor, "now": now}
    signed_in_at(city.person, clock.start_of(DAY - timedelta(days=30)))
    move_unit(
        unit_id=city.department, parent_id=city.county, division_id=city.xiji, effective_on=moved,
        **reform,
    )  # fmt: skip
    merge_units(unit_ids=[city.department], into_id=city.county, effective_on=merged, **reform)
    under_county = Scope.unit(city.county)
    for day in (moved - timedelta(days=1), moved, merged, DAY):
        take_snapshots(day=day, actor=city.actor, now=now)
    values = {
        day: [
            latest([CODE], scope, by=day)[CODE].value
            for scope in (under_county, Scope.county("640422"))
        ]
        for day in (moved - timedelta(days=1), moved, merged)
    }
    assert values == {
        moved - timedelta(days=1): [0, 0],
        moved: [50, 50],
        merged: [100, 100],
    }
    assert [r.unit_id for r in records(CODE, moved, under_county)] == [
        city.county, city.department,
    ]  # fmt: skip
    assert len(records(CODE, moved - timedelta(days=1), under_county)) == 1


def test_before_there_were_records_nothing_was_measured(city: City, now: datetime) -> None:
    take_snapshots(day=FOUNDED - timedelta(days=1), actor=city.actor, now=now)
    assert latest([CODE]) == {}
    assert series([CODE]) == {}


def test_the_evidence_is_the_very_records(city: City, now: datetime) -> None:
    signed_in_at(city.person, now)
    found = records(CODE, DAY, CITY)
    assert [(r.unit_id, r.is_counted) for r in found][-1] == (city.department, True)
    assert len(records(CODE, DAY, counted=False)) == 2
    assert [r.unit_id for r in records(CODE, DAY, Scope.county("640422"))] == [city.county]
    assert records("no.such", DAY) == []


def test_what_each_unit_adds_of_its_own_on_any_day(city: City, now: datetime) -> None:
    signed_in_at(city.person, now)
    assert sums_by_unit(CODE, DAY) == {
        city.root: (0, 1), city.department: (1, 1), city.county: (0, 1),
    }  # fmt: skip
    assert sums_by_unit(CODE, DAY - timedelta(days=1))[city.department] == (0, 1)
    assert sums_by_unit("no.such", DAY) == {}


def test_a_day_under_way_is_told_of_once(city: City, now: datetime) -> None:
    take_snapshots(day=DAY, actor=city.actor, now=now)
    signed_in_at(city.person, now)
    take_snapshots(day=DAY, actor=city.actor, now=now)
    assert city_value() == Decimal("33.3")
    assert acts("measures.snapshot") == ["measures.snapshot.taken"]


def test_a_closed_day_is_quiet_unless_a_figure_moves(city: City, now: datetime) -> None:
    later = now + timedelta(days=1)
    take_snapshots(day=DAY, actor=city.actor, now=now)
    take_snapshots(day=DAY, actor=city.actor, now=later)
    take_snapshots(day=DAY, actor=city.actor, now=later)
    assert acts("measures.snapshot") == ["measures.snapshot.taken"] * 2
    signed_in_at(city.person, now)
    take_snapshots(day=DAY, actor=city.actor, now=later)
    assert acts("measures.snapshot")[2:] == ["measures.snapshot.corrected"]


def test_days_missed_while_no_worker_ran_are_made_up(city: City, now: datetime) -> None:
    keep_current(actor=city.actor, now=now)
    keep_current(actor=city.actor, now=now + timedelta(days=3))
    assert last_closed(DAY + timedelta(days=3)) == DAY + timedelta(days=2)
    assert [point.day for point in series([CODE])[CODE]] == [
        DAY + timedelta(days=n) for n in range(-1, 4)
    ]
    assert is_closed(DAY)


def test_tomorrow_cannot_be_computed(city: City, now: datetime) -> None:
    with pytest.raises(DayNotOver):
        take_snapshots(day=DAY + timedelta(days=1), actor=city.actor, now=now)


def test_strangers_cannot_have_figures_computed(city: City, now: datetime) -> None:
    with pytest.raises(NotAuthorised):
        take_snapshots(day=DAY, actor=ANONYMOUS, now=now)
