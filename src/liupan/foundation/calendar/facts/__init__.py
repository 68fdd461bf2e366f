"""Published holidays and make-up working days, 2015-2026: the nation's and Ningxia's.

Which Ningxia years nobody published or we have not read stands in the README beside the file.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from liupan.kernel.factfiles import STRICT, Sureness, once, read_csv

HERE = Path(__file__).parent


class DayKind(StrEnum):
    """A day off, or a weekend day worked instead (放假, 调休上班)."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


class DayScope(StrEnum):
    """Where it holds; Ningxia adds to the nation's days (全国年节及纪念日放假办法 第四条)."""

    NATIONAL = "national"
    NINGXIA = "ningxia"


@dataclass(frozen=True, kw_only=True)
class DayFact:
    """One day that differs from its weekday."""

    __pydantic_config__ = STRICT
    date: date
    kind: DayKind
    name: str
    scope: DayScope
    notice: str | None
    note: str | None
    source: str
    sureness: Sureness

    def __post_init__(self) -> None:
        if self.kind is DayKind.WORKDAY and self.date.weekday() < 5:
            raise ValueError(f"{self.date} is worked anyhow")


@cache
def published_days() -> tuple[DayFact, ...]:
    """All published days in order. A day stands once, or once for each scope with the same kind."""
    rows = read_csv(HERE / "holidays.csv", DayFact)
    once([f"{r.date} {r.scope}" for r in rows], "days")
    if [r.date for r in rows] != sorted(r.date for r in rows):
        raise ValueError("the days are out of order")
    return rows
