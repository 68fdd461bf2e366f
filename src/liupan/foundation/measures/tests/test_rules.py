"""Values and forecasts, as pure functions."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.measures.rules import Point, forecast, value_of
from liupan.kernel.figures import Kind


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "digits", "value"),
    [
        (Kind.SHARE, "1", "3", 1, "33.3"),
        (Kind.SHARE, "1", "8", 1, "12.5"),
        (Kind.SHARE, "0.0005", "1", 1, "0.1"),  # half up, as people round
        (Kind.SHARE, "0", "8", 1, "0.0"),
        (Kind.SHARE, "0", "0", 1, None),
        (Kind.MEAN, "71", "5", 1, "14.2"),
        (Kind.MEAN, "71", "0", 1, None),
        (Kind.MEDIAN, "7.25", "1", 1, "7.3"),
        (Kind.TOTAL, "1234.5", "1", 0, "1235"),
    ],
)
def test_value(
    kind: Kind, numerator: str, denominator: str, digits: int, value: str | None
) -> None:
    found = value_of(kind, Decimal(numerator), Decimal(denominator), digits)
    assert found == (None if value is None else Decimal(value))


def test_nothing_measured_is_not_zero() -> None:
    assert value_of(Kind.SHARE, None, None, 1) is None


def monthly(values: list[float]) -> list[Point]:
    start = date(2016, 11, 30)
    return [
        Point(start + timedelta(days=30 * n), Decimal(str(round(v, 1))))
        for n, v in enumerate(values)
    ]


def test_a_straight_line_is_carried_on_without_doubt() -> None:
    points = monthly([40 + n for n in range(10)])
    (end,) = forecast(points, [points[-1].day + timedelta(days=300)])
    assert (end.low, end.expected, end.high) == (Decimal("59.0"),) * 3


def test_too_little_history_gives_no_forecast() -> None:
    assert forecast(monthly([1, 2, 3]), [date(2020, 11, 4)]) == []
    assert forecast([], [date(2020, 11, 4)]) == []


def test_a_share_never_leaves_its_range() -> None:
    points = monthly([90 + n for n in range(10)])
    (end,) = forecast(points, [date(2020, 11, 4)], floor=Decimal(0), ceiling=Decimal(100))
    assert end.expected == end.high == Decimal(100)


@given(st.lists(st.floats(0, 100), min_size=4, max_size=13))
def test_the_band_holds_the_line_and_widens(values: list[float]) -> None:
    points = monthly(values)
    near, far = forecast(points, [points[-1].day + timedelta(days=d) for d in (30, 900)])
    assert near.low <= near.expected <= near.high
    assert far.high - far.low >= near.high - near.low - Decimal("0.2")


@pytest.mark.parametrize("known", [4, 13])
def test_four_of_five_later_values_lie_in_the_band(known: int) -> None:
    noise = random.Random(2017)
    hits = 0
    for _ in range(1000):
        values = [40 + 0.3 * n + noise.gauss(0, 2) for n in range(known + 3)]
        points = monthly(values)
        (band,) = forecast(points[:known], [points[-1].day])
        hits += band.low <= points[-1].value <= band.high
    assert 770 < hits < 840
