"""How a value stands against its target."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.capabilities.plan.rules import (
    Comparison,
    Standing,
    StepValue,
    gap,
    judge,
    next_step,
    share_of_time,
    step_at,
    steps_fit,
)

TODAY = date(2017, 11, 15)
END = date(2020, 11, 4)
STEPS = [
    StepValue(date(2016, 12, 31), Decimal(30)),
    StepValue(date(2017, 12, 31), Decimal(50)),
    StepValue(END, Decimal(80)),
]


def standing(
    value: str | None,
    *,
    comparison: Comparison = Comparison.AT_LEAST,
    threshold: str | None = "80",
    steps: list[StepValue] = STEPS,
    first: str | None = None,
    expected: str | None = None,
    today: date = TODAY,
) -> tuple[Standing, str]:
    verdict = judge(
        comparison=comparison,
        value=None if value is None else Decimal(value),
        threshold=None if threshold is None else Decimal(threshold),
        steps=steps,
        first=None if first is None else Decimal(first),
        expected=None if expected is None else Decimal(expected),
        today=today,
        deadline_on=END,
    )
    return verdict.standing, verdict.reason


@pytest.mark.parametrize(
    ("value", "expected", "found"),
    [
        (None, None, (Standing.NOT_MEASURED, "not_measured")),
        ("80", None, (Standing.REACHED, "reached")),
        ("79.9", None, (Standing.ON_TRACK, "on_step")),
        ("30", None, (Standing.ON_TRACK, "on_step")),
        ("29.9", None, (Standing.AT_RISK, "behind_step")),
        ("40", "79", (Standing.AT_RISK, "forecast_misses")),
        ("40", "80", (Standing.ON_TRACK, "on_step")),
        ("0", "100", (Standing.AT_RISK, "behind_step")),
    ],
)
def test_a_number_to_reach(
    value: str | None, expected: str | None, found: tuple[Standing, str]
) -> None:
    assert standing(value, expected=expected) == found


def test_more_than_half_means_more() -> None:
    assert standing("50", comparison=Comparison.MORE_THAN, threshold="50", steps=[])[0] is not (
        Standing.REACHED
    )
    assert standing("50.1", comparison=Comparison.MORE_THAN, threshold="50", steps=[])[0] is (
        Standing.REACHED
    )


def test_after_the_deadline_a_miss_is_a_miss() -> None:
    late = date(2020, 11, 5)
    assert standing("79.9", today=late) == (Standing.MISSED, "deadline_passed")
    assert standing("80", today=late)[0] is Standing.REACHED
    assert standing(None, today=late)[0] is Standing.NOT_MEASURED


@pytest.mark.parametrize(
    ("comparison", "first", "value", "reason"),
    [
        (Comparison.DECREASING, "100", "90", "moves_right"),
        (Comparison.DECREASING, "100", "110", "moves_wrong"),
        (Comparison.DECREASING, "100", "100", "no_change_yet"),
        (Comparison.INCREASING, "10", "12", "moves_right"),
        (Comparison.INCREASING, "10", "8", "moves_wrong"),
    ],
)
def test_a_direction_without_a_number(
    comparison: Comparison, first: str, value: str, reason: str
) -> None:
    assert (
        standing(value, comparison=comparison, threshold=None, steps=[], first=first)[1] == reason
    )


def test_done_by_is_reached_when_all_is_done() -> None:
    by = {"comparison": Comparison.DONE_BY, "threshold": None, "steps": []}
    assert standing("100", **by)[0] is Standing.REACHED  # type: ignore[arg-type]
    assert standing("99.9", **by)[0] is Standing.ON_TRACK  # type: ignore[arg-type]


def test_steps_around_a_day() -> None:
    assert step_at(STEPS, date(2016, 12, 30)) is None
    assert step_at(STEPS, date(2016, 12, 31)) == STEPS[0]
    assert next_step(STEPS, TODAY) == STEPS[1]
    assert next_step(STEPS, END) is None


def test_share_of_time() -> None:
    start = date(2015, 11, 4)
    assert share_of_time(start, END, TODAY) == Decimal("40.6")
    assert share_of_time(start, END, date(2015, 1, 1)) == 0
    assert share_of_time(start, END, date(2030, 1, 1)) == 100


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1))
def test_a_better_value_never_stands_worse(a: Decimal, b: Decimal) -> None:
    order = [Standing.MISSED, Standing.AT_RISK, Standing.ON_TRACK, Standing.REACHED]
    low, high = sorted([a, b])
    assert order.index(standing(str(low))[0]) <= order.index(standing(str(high))[0])


@pytest.mark.parametrize(
    ("comparison", "value", "lacks"),
    [
        (Comparison.AT_LEAST, 70, 10),
        (Comparison.INCREASING, 90, -10),
        (Comparison.AT_MOST, 70, -10),
        (Comparison.DECREASING, 90, 10),
    ],
)
def test_what_lacks_depends_on_the_direction(
    comparison: Comparison, value: int, lacks: int
) -> None:
    assert gap(comparison, Decimal(value), Decimal(80)) == lacks


@pytest.mark.parametrize(
    ("comparison", "figures", "fit"),
    [
        (Comparison.AT_LEAST, (10, 90), True),
        (Comparison.AT_LEAST, (50, 50), True),
        (Comparison.AT_LEAST, (90, 10), False),
        (Comparison.AT_MOST, (90, 10), True),
        (Comparison.DECREASING, (10, 90), False),
    ],
)
def test_steps_lead_towards_the_target(
    comparison: Comparison, figures: tuple[int, int], fit: bool
) -> None:
    steps = [StepValue(date(2017 + n, 1, 1), Decimal(f)) for n, f in enumerate(figures)]
    assert steps_fit(steps, comparison, date(2016, 1, 1), END) is fit
