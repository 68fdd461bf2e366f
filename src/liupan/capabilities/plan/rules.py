"""Pure decisions of the plan office: how a value stands, what a target may say, what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any


class Comparison(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    DECREASING = "decreasing"
    INCREASING = "increasing"
    DONE_BY = "done_by"


class Standing(StrEnum):
    """Where a target stands (按期可达, 有风险, 已完成, 逾期, 尚未测得)."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    REACHED = "reached"
    MISSED = "missed"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class StepValue:
    """What should be reached by a day."""

    day: date
    figure: Decimal


@dataclass(frozen=True, slots=True)
class Verdict:
    """A standing and the reason for it, as a code that the page puts into words."""

    standing: Standing
    reason: str
    step: StepValue | None = None


FULL = Decimal(100)


def is_reached(comparison: Comparison, value: Decimal, threshold: Decimal | None) -> bool:
    """Whether the value meets the number. A direction without a number is never reached for good.

    `DONE_BY` counts as reached when the figure, a share of what is to be done, is full.
    """
    goal = FULL if comparison is Comparison.DONE_BY else threshold
    if goal is None:
        return False
    if comparison is Comparison.MORE_THAN:
        return value > goal
    if comparison in (Comparison.AT_MOST, Comparison.DECREASING):
        return value <= goal
    return value >= goal


def gap(comparison: Comparison, value: Decimal, goal: Decimal) -> Decimal:
    """How much a value lacks to a goal, in its own unit; negative when it is better."""
    return value - goal if _limit(comparison) is Comparison.AT_MOST else goal - value


def step_at(steps: Sequence[StepValue], today: date) -> StepValue | None:
    """The step that holds today: the latest whose day has come; the next one is `next_step`."""
    passed = [s for s in steps if s.day <= today]
    return passed[-1] if passed else None


def next_step(steps: Sequence[StepValue], today: date) -> StepValue | None:
    """The step that comes next."""
    return next((s for s in steps if s.day > today), None)


def judge(
    *,
    comparison: Comparison,
    value: Decimal | None,
    threshold: Decimal | None,
    steps: Sequence[StepValue],
    first: Decimal | None,
    expected: Decimal | None,
    today: date,
    deadline_on: date,
) -> Verdict:
    """How a target stands today.

    Args:
        value: today's value; None when not yet measured.
        first: the first value ever measured, for targets that give a direction only.
        expected: forecast for the deadline, where there is one.
    """
    if value is None:
        return Verdict(Standing.NOT_MEASURED, "not_measured")
    if is_reached(comparison, value, threshold):
        return Verdict(Standing.REACHED, "reached")
    if today > deadline_on:
        return Verdict(Standing.MISSED, "deadline_passed")
    step = step_at(steps, today)
    if step and not is_reached(_limit(comparison), value, step.figure):
        return Verdict(Standing.AT_RISK, "behind_step", step)
    if threshold is None:
        return _by_direction(comparison, value, first)
    if expected is not None and not is_reached(_limit(comparison), expected, threshold):
        return Verdict(Standing.AT_RISK, "forecast_misses", step)
    return Verdict(Standing.ON_TRACK, "on_step" if step else "forecast_reaches", step)


def _limit(comparison: Comparison) -> Comparison:
    downwards = comparison in (Comparison.AT_MOST, Comparison.DECREASING)
    return Comparison.AT_MOST if downwards else Comparison.AT_LEAST


def _by_direction(comparison: Comparison, value: Decimal, first: Decimal | None) -> Verdict:
    if first is None or value == first:
        return Verdict(Standing.ON_TRACK, "no_change_yet")
    is_better = value < first if comparison is Comparison.DECREASING else value > first
    return (
        Verdict(Standing.ON_TRACK, "moves_right")
        if is_better
        else Verdict(Standing.AT_RISK, "moves_wrong")
    )


def share_of_time(starts_on: date, ends_on: date, today: date) -> Decimal:
    """Per cent of the plan's time that has passed, one decimal, within 0 and 100."""
    passed = Decimal((today - starts_on).days) / Decimal((ends_on - starts_on).days) * 100
    return min(max(passed, Decimal(0)), FULL).quantize(Decimal("0.1"))


LIMITS = frozenset({Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.AT_MOST})
"""Comparisons that need a number."""


def target_faults(
    *,
    comparison: Comparison,
    figure: Decimal | None,
    proposal: Decimal | None,
    steps: Sequence[StepValue],
    baseline_on: date,
    deadline_on: date,
    ends_on: date,
    unit: str = "",
) -> Iterator[str]:
    """What a target may not say, as codes. `ends_on` is the last day of its plan."""
    has_number = figure is not None or proposal is not None
    if figure is not None and proposal is not None:
        yield "two_numbers"
    if not all(n is None or is_possible(n, unit) for n in (figure, proposal)):
        yield "out_of_range"
    if comparison in LIMITS and not has_number:
        yield "needs_number"
    if comparison is Comparison.DONE_BY and (has_number or steps):
        yield "day_has_no_number"
    if not baseline_on < deadline_on:
        yield "deadline_first"
    if deadline_on > ends_on:
        yield "after_end"
    if not steps_fit(steps, comparison, baseline_on, deadline_on, unit):
        yield "steps"


def is_possible(figure: Decimal, unit: str) -> bool:
    """Whether a figure of this unit can be: none is below 0, a share is not above 100 %."""
    return figure >= 0 and (unit != "%" or figure <= FULL)


class StepFault(StrEnum):
    """What is wrong with a step."""

    RANGE = "range"
    DAY = "day"
    TWICE = "twice"
    TURNS_BACK = "turns_back"


def step_faults(
    steps: Sequence[StepValue],
    comparison: Comparison,
    baseline_on: date,
    deadline_on: date,
    unit: str = "",
) -> Iterator[tuple[int, StepFault]]:
    """The position of each faulty step, and what is wrong with it: days lie in order between
    baseline and deadline, no figure is further from the target than the one before."""
    for n, step in enumerate(steps):
        if not is_possible(step.figure, unit):
            yield n, StepFault.RANGE
        if not baseline_on < step.day <= deadline_on:
            yield n, StepFault.DAY
    for n, (before, after) in enumerate(pairwise(steps), start=1):
        if before.day >= after.day:
            yield n, StepFault.TWICE
        elif gap(comparison, before.figure, after.figure) < 0:
            yield n, StepFault.TURNS_BACK


def steps_fit(
    steps: Sequence[StepValue],
    comparison: Comparison,
    baseline_on: date,
    deadline_on: date,
    unit: str = "",
) -> bool:
    """Whether no step is faulty."""
    return not any(step_faults(steps, comparison, baseline_on, deadline_on, unit))


class Change(StrEnum):
    """What happened to a thing from one edition to another (新增、删去、修改)."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two editions say differently. `fields`: name, before, after."""

    kind: str
    code: str
    name: str
    change: Change
    fields: tuple[tuple[str, Any, Any], ...] = ()


Flat = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind → code → field → value."""


def differences(before: Flat, after: Flat) -> list[Difference]:
    """What changed between two texts, by kind, in the order of the later one; removed last."""
    return [d for kind in after for d in _of_kind(kind, before.get(kind, {}), after[kind])]


def _of_kind(
    kind: str, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    for code, row in after.items():
        if code not in before:
            yield Difference(kind, code, _called(row), Change.ADDED)
        elif changed := _changed(before[code], row):
            yield Difference(kind, code, _called(row), Change.CHANGED, changed)
    for code, row in before.items():
        if code not in after:
            yield Difference(kind, code, _called(row), Change.REMOVED)


def _changed(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, Any, Any], ...]:
    return tuple((f, before.get(f), v) for f, v in after.items() if before.get(f) != v)


def _called(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("title") or "")
