"""From values to places in a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import floor, isfinite, log10

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low`..`high` to 0..100 per cent, linearly; values outside land outside."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise ValueError(f"no scale from {self.low} to {self.high}")

    def across(self, value: Number) -> float:
        """Per cent from the left."""
        return (float(value) - self.low) / (self.high - self.low) * 100

    def down(self, value: Number) -> float:
        """Per cent from the top: larger values stand higher."""
        return 100 - self.across(value)


@dataclass(frozen=True, slots=True)
class Days:
    """Maps the days from `first` to `last` to 0..100 per cent."""

    first: date
    last: date

    def across(self, day: date) -> float:
        """Per cent from the left."""
        return (day - self.first) / max(self.last - self.first, timedelta(days=1)) * 100

    def months(self) -> float:
        """How many months lie between both ends, roughly."""
        return (self.last - self.first).days / 30.44


def around(values: Iterable[Number], *, floor_at: float | None = 0, room: float = 0.1) -> Scale:
    """A scale that shows the movement of `values`, with `room` of their range free on both sides.

    It goes below `floor_at` only when a value does. Values that are all alike get a range of their
    own, so that a flat line stands in the middle.
    """
    numbers = [float(value) for value in values] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    spread = high - low
    if spread <= abs(high) * 1e-9:
        spread = abs(high) * 0.1 or 1.0
    bottom, top = low - spread * room, high + spread * room
    if floor_at is not None and low >= floor_at:
        bottom = max(bottom, floor_at)
    return Scale(bottom, top if top > bottom else bottom + spread)


def from_nothing(values: Iterable[Number]) -> Scale:
    """A scale for bars: from 0 to the largest value; bars cut off at the bottom would lie."""
    return Scale(0.0, max((float(value) for value in values), default=0.0) or 1.0)


def ticks(scale: Scale, most: int = 4) -> list[float]:
    """Round values above `low` for at most `most` grid lines: multiples of 1, 2 or 5 times ten."""
    raw = (scale.high - scale.low) / most
    power = 10.0 ** floor(log10(raw))
    step = next(power * times for times in (1, 2, 5, 10) if raw <= power * times * (1 + 1e-12))
    first, last = floor(scale.low / step + 1e-9) + 1, floor(scale.high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def short(number: float) -> str:
    """A coordinate: at most one decimal, no trailing zero, no minus zero."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def path(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of a line through points."""
    return "M" + " ".join(f"{short(x)} {short(y)}" for x, y in points)
