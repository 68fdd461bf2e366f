"""Figures of people and posts, as of any day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.identity.facade import (
    enrol_second_factor,
    reset_second_factors,
    sign_in,
)
from liupan.foundation.organisations.facade import appoint
from liupan.foundation.organisations.measures import EgovPostsHeld, SecondFactorInUse
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.figures import Measure

pytestmark = pytest.mark.django_db


def at(day: int) -> datetime:
    return datetime(2017, 3, day, 4, tzinfo=UTC)


def counted(measure: Measure, day: int) -> dict[UUID, int]:
    """Record to numerator at the end of a day in March."""
    with connection.cursor() as cursor:
        cursor.execute(*measure.records(date(2017, 3, day)))
        rows = cursor.fetchall()
    assert len({row[1] for row in rows}) == len(rows)
    return {row[1]: row[3] for row in rows}


@pytest.fixture
def unit() -> UUID:
    city.found()
    return city.unit()


def test_a_factor_counts_from_its_day_to_its_end_and_the_past_stays(unit: UUID) -> None:
    who, _appointment = city.appointed(unit)
    city.appointed(city.unit(), who, is_primary=False)
    never, _appointment = city.appointed(unit)
    themselves = Actor(id=who, kind=ActorKind.STAFF, name="试")
    given = {"account_id": who, "actor": themselves}
    sign_in(method="password", ip="", user_agent="", now=at(2), **given)
    enrol_second_factor(secret="JBSWY3DPEHPK3PXP", now=at(5), **given)
    administrator = replace(city.almighty(), kind=ActorKind.STAFF)
    reset_second_factors(account_id=who, reason="丢失", actor=administrator, now=at(9))
    measure = SecondFactorInUse()
    told = [counted(measure, day) for day in (1, 2, 5, 8, 9)]
    assert told == [{}, {who: 0}, {who: 1}, {who: 1}, {who: 0}]
    assert all(never not in day for day in told)


def test_the_three_administrators_are_no_contact(unit: UUID) -> None:
    def hold(kind: str) -> None:
        appoint(
            post_id=city.post(unit, kind, kind),
            account_id=city.person(),
            valid_from=city.BEGINNING,
            actor=city.almighty(),
            now=city.NOW,
        )

    hold("administrator")
    assert counted(EgovPostsHeld(), 5)[unit] == 0
    hold("contact")
    assert counted(EgovPostsHeld(), 5)[unit] == 1
