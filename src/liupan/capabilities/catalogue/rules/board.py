"""Figures of the supervision board (监督检查): what a unit's catalogue and answers come to.

The figures of a month: what stood at the end of its last day, what was done within it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from statistics import median
from typing import Any
from uuid import UUID

COUNTED = ("office", "department")
"""Categories of units that hold information resources by their duty."""
NAMED = 3
"""So many units a notice commends or criticises at most."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month; the current one reaches until today."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """2017-10."""
        return f"{self.first:%Y-%m}"

    @property
    def after(self) -> date:
        """The day after its last."""
        return self.last + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was counted of one unit. `fix_days`: working days of each fix of the month."""

    registered: int = 0
    published: int = 0
    with_items: int = 0
    answers: int = 0
    in_time: int = 0
    fix_days: tuple[int, ...] = ()
    granted: int = 0
    used: int = 0
    tasks: int = 0
    tasks_in_time: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return total((self, other))

    @property
    def share_in_time(self) -> Decimal | None:
        """Answers in time, in per cent; None where none was given."""
        return percent(self.in_time, self.answers)

    @property
    def share_published(self) -> Decimal | None:
        """Resources that are published, in per cent."""
        return percent(self.published, self.registered)

    @property
    def share_with_items(self) -> Decimal | None:
        """Published entries with items, in per cent."""
        return percent(self.with_items, self.published)

    @property
    def share_updated(self) -> Decimal | None:
        """Update tasks done in time, in per cent."""
        return percent(self.tasks_in_time, self.tasks)

    @property
    def fix_median(self) -> Decimal | None:
        """The middle of the working days until a fix."""
        return Decimal(str(median(self.fix_days))) if self.fix_days else None


NOTHING = Figures()
_NAMES = tuple(one.name for one in fields(Figures))
_PARTS = attrgetter(*_NAMES)


class By(StrEnum):
    """What units are ranked by."""

    IN_TIME = "in_time"
    PUBLISHED = "published"
    FIX = "fix"
    GRANTED = "granted"


_VALUES: Mapping[By, Callable[[Figures], Decimal | None]] = {
    By.IN_TIME: lambda f: f.share_in_time,
    By.PUBLISHED: lambda f: f.share_published,
    By.FIX: lambda f: None if f.fix_median is None else -f.fix_median,
    By.GRANTED: lambda f: Decimal(f.granted) if f.registered else None,
}
"""The higher the better; None is not ranked."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with its figures and rank; None where there is nothing to rank."""

    unit_id: UUID
    figures: Figures
    rank: int | None


def percent(part: int, whole: int) -> Decimal | None:
    """In per cent, one decimal; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None


def placed(found: Mapping[UUID, Figures], by: By) -> list[Placed]:
    """Units by what they are ranked by, the best first; the same value has the same rank; those
    that have none come last."""
    value = _VALUES[by]
    order = sorted(found, key=lambda unit: (_low(value(found[unit])), str(unit)))
    listed: list[Placed] = []
    rank, before = 0, None
    for n, unit in enumerate(order, start=1):
        now = value(found[unit])
        rank = rank if now == before else n
        before = now
        listed.append(Placed(unit, found[unit], None if now is None else rank))
    return listed


def named(listed: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Whom a notice commends and criticises by answers in time: all of theirs, or fewer than all
    did; nobody is both, and nobody without an answer is named."""
    answered = [one for one in listed if one.figures.answers]
    good = [one for one in answered if one.figures.in_time == one.figures.answers]
    bad = [one for one in answered if one.figures.in_time < one.figures.answers]
    good.sort(key=lambda one: (-one.figures.answers, str(one.unit_id)))
    bad.sort(key=lambda one: (one.figures.share_in_time or 0, str(one.unit_id)))
    return good[:NAMED], bad[:NAMED]


def months_until(today: date, count: int) -> list[Month]:
    """The last months, the current one last."""
    first, found = today.replace(day=1), [Month(today.replace(day=1), today)]
    while len(found) < count:
        last = first - timedelta(days=1)
        first = last.replace(day=1)
        found.append(Month(first, last))
    return found[::-1]


def total(found: Iterable[Figures]) -> Figures:
    """All of them together."""
    columns = zip(*map(_PARTS, found), strict=True)
    return Figures(**dict(zip(_NAMES, map(_sum, columns), strict=False)))


def _sum(column: tuple[Any, ...]) -> Any:
    return tuple(chain(*column)) if isinstance(column[0], tuple) else sum(column)


def _low(value: Decimal | None) -> tuple[bool, Decimal]:
    return (value is None, -value if value is not None else Decimal(0))
