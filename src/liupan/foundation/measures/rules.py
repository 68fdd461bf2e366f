"""Pure decisions on figures: values, trends, forecasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from liupan.kernel.figures import Kind

Z80 = 1.2816
"""Half-width of an 80 % band in standard deviations."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a trend leads: expected value with the range it lies in with 80 % probability."""

    day: date
    expected: Decimal
    low: Decimal
    high: Decimal


def value_of(
    kind: Kind, numerator: Decimal | None, denominator: Decimal | None, digits: int
) -> Decimal | None:
    """The value from its two sums; None ("not yet measured") when there is nothing to divide by.

    Half up at `digits`, as people round; never a made-up 0 or 100.
    """
    if numerator is None or not denominator:
        return None
    exact = {
        Kind.SHARE: lambda: 100 * numerator / denominator,
        Kind.MEAN: lambda: numerator / denominator,
        Kind.MEDIAN: lambda: numerator / denominator,
        Kind.TOTAL: lambda: numerator,
    }[kind]()
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def forecast(
    points: Sequence[Point],
    days: Sequence[date],
    *,
    window: timedelta = timedelta(days=365),
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> list[Forecast]:
    """Least-squares line through the last `window` of points, carried on to `days`.

    Needs four points over 60 days at least, else there is no forecast (empty list).
    The band is that of a value measured on the day, not of the line, and widens with distance.
    """
    if not points:
        return []
    recent = [p for p in points if p.day > points[-1].day - window]
    if len(recent) < 4 or (recent[-1].day - recent[0].day).days < 60:
        return []
    x0 = recent[-1].day
    xs = [float((p.day - x0).days) for p in recent]
    ys = [float(p.value) for p in recent]
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    sxx = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sxx
    residual = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
    sigma = sqrt(residual / (n - 2)) * _student80(n - 2)

    def at(day: date) -> Forecast:
        x = float((day - x0).days)
        # The line is anchored at the last measured value, so that picture and number meet.
        middle = ys[-1] + slope * x
        # What varies: the value to come (1), the anchor (1), the slope, and both of these together.
        half = sigma * sqrt(2 + (x * x - 2 * x * mean_x) / sxx)
        return Forecast(
            day,
            *(_clip(v, floor, ceiling) for v in (middle, middle - half, middle + half)),
        )

    return [at(day) for day in days]


def _student80(freedom: int) -> float:
    """Half-width of an 80 % band when the deviation itself is estimated (Cornish-Fisher)."""
    z = Z80
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2


def _clip(value: float, floor: Decimal | None, ceiling: Decimal | None) -> Decimal:
    exact = Decimal(str(round(value, 4)))
    if floor is not None:
        exact = max(exact, floor)
    if ceiling is not None:
        exact = min(exact, ceiling)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
