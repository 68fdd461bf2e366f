"""Figures move with the work, and past days stay as they were."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from liupan.capabilities.supervision.operations.closing import reopen_item
from liupan.capabilities.supervision.operations.handing import reassign_item
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.tests.factories import DAY, DUE, Town, at, closed, working
from liupan.kernel.figures import find_measure

LATER = DAY + timedelta(days=30)


def figure(code: str, day: date) -> tuple[Decimal, Decimal]:
    """Numerator and denominator at the end of a day."""
    measure = find_measure(f"supervision.{code}")
    assert measure
    sql, parameters = measure.records(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(n), 0), coalesce(sum(d), 0) FROM ({sql}) r (u, i, l, n, d)",
            parameters,
        )
        found = cursor.fetchone()
    return found[0], found[1]


def test_closing_moves_figures_and_reopening_leaves_past_days(place: Town) -> None:
    item = working(place)
    assert figure("closing", DAY) == (0, 1)
    assert figure("on_time", DAY) == (0, 0)
    closed(place, item, at(LATER))
    assert figure("closing", LATER) == (1, 1)
    assert figure("on_time", LATER) == (1, 1)
    again = LATER + timedelta(days=10)
    reopen_item(item_id=item, reason="未达标", due_on=DUE, actor=place.officer, now=at(again))
    assert figure("closing", again) == (0, 1)
    assert figure("closing", LATER) == (1, 1)
    assert figure("on_time", LATER) == (1, 1)


def test_what_is_open_past_its_day_is_not_on_time(place: Town) -> None:
    working(place)
    assert figure("on_time", DUE - timedelta(days=1)) == (0, 0)
    assert figure("on_time", DUE) == (0, 1)


def test_response_is_counted_in_working_days(place: Town) -> None:
    working(place)
    assert figure("response_days", DAY) == (0, 1)
    assert figure("response_days", DAY + timedelta(days=400)) == (0, 0)


def test_a_unit_that_leads_later_does_not_change_the_past(place: Town) -> None:
    item = working(place)
    measure = find_measure("supervision.closing")
    assert measure
    version = get_item(place.officer, item, now=at(LATER)).line.version
    reassign_item(
        item_id=item, reason="职能调整", lead_unit_id=place.units["police"], version=version,
        actor=place.officer, now=at(LATER),
    )  # fmt: skip
    assert [row[0] for row in rows("closing", DAY)] == [place.units["bureau"]]
    assert [row[0] for row in rows("closing", LATER)] == [place.units["police"]]


def rows(code: str, day: date) -> list[tuple[object, ...]]:
    measure = find_measure(f"supervision.{code}")
    assert measure
    with connection.cursor() as cursor:
        cursor.execute(*measure.records(day))
        return cursor.fetchall()
