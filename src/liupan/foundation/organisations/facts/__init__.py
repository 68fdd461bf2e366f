"""The divisions and units of Guyuan by date, and material for the demo city's people.

Divisions and unit names are facts with sources; unified social credit codes and people are
invented, and look it: every code carries `DEMA`, every person is labelled.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from stdnum.cn import uscc

from liupan.kernel.factfiles import STRICT, Sureness, known, once, read_csv, read_yaml

HERE = Path(__file__).parent


class Category(StrEnum):
    """What kind of unit (机构类别); the same words as the table's."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    AGENCY = "agency"
    INSTITUTION = "institution"
    TOWNSHIP = "township"


class PostKind(StrEnum):
    """What the holder does in e-government work; the same words as the table's."""

    LEADER = "leader"
    CHIEF = "chief"
    CLERK = "clerk"
    CONTACT = "contact"
    ADMINISTRATOR = "administrator"


class Dated(Protocol):
    """Anything in force on days in [`valid_from`, `valid_to`)."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The first day no more; `None` while it lasts."""


def stood(one: Dated, on: date) -> bool:
    """Whether it was in force on that day."""
    return one.valid_from <= on < (one.valid_to or date.max)


@dataclass(frozen=True, kw_only=True)
class DivisionFact:
    """An administrative division under one name (行政区划); a rename is a second row."""

    __pydantic_config__ = STRICT
    code: str
    level: int
    name: str
    kind: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None
    validity_sureness: Sureness
    note: str | None
    source: str
    sureness: Sureness

    def __post_init__(self) -> None:
        _check_days(self, self.code)
        if len(self.code) != (9 if self.level == 4 else 6) or not self.code.isdigit():
            raise ValueError(f"{self.code}: not a code of level {self.level}")
        if (self.parent_code is None) != (self.level == 1):
            raise ValueError(f"{self.code}: only the region has no parent")


@dataclass(frozen=True, kw_only=True)
class UnitFact:
    """A unit of the government (政府系统单位). `demo_uscc` is invented, with valid check digits."""

    __pydantic_config__ = STRICT
    code: str
    name: str
    short_name: str
    category: Category
    division: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successor: str | None
    duty: str | None
    demo_uscc: str
    validity_sureness: Sureness
    source: str
    sureness: Sureness

    def __post_init__(self) -> None:
        _check_days(self, self.code)
        if self.successor and self.valid_to is None:
            raise ValueError(f"{self.code}: has a successor but has not ended")
        if not uscc.is_valid(self.demo_uscc) or self.demo_uscc[8:12] != "DEMA":
            raise ValueError(f"{self.code}: {self.demo_uscc} is no invented credit code")


@dataclass(frozen=True, kw_only=True)
class Surname:
    """A surname and how often it comes."""

    __pydantic_config__ = STRICT
    name: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class PostTemplate:
    """A post that each unit of a category has."""

    __pydantic_config__ = STRICT
    title: str
    kind: PostKind


@dataclass(frozen=True, kw_only=True)
class ExtraPost(PostTemplate):
    """A post of one unit alone."""

    unit: str


@dataclass(frozen=True, kw_only=True)
class DemoPeople:
    """How the demo city's people are invented; nobody in it is real."""

    __pydantic_config__ = STRICT
    people: int
    label: str
    seed: int
    surnames: tuple[Surname, ...]
    given_names: tuple[str, ...]
    posts: dict[Category, tuple[PostTemplate, ...]]
    titles: dict[str, str]
    extra_posts: tuple[ExtraPost, ...]
    held_percent: dict[PostKind, Decimal]
    signed_in_percent: Decimal
    second_factor_percent: Decimal

    def posts_of(self, unit: UnitFact) -> tuple[PostTemplate, ...]:
        """The posts of that unit, its leader under the title used there."""
        own = self.titles.get(unit.name)
        return tuple(
            PostTemplate(title=own, kind=p.kind) if own and p.kind is PostKind.LEADER else p
            for p in self.posts.get(unit.category, ())
        ) + tuple(
            PostTemplate(title=p.title, kind=p.kind)
            for p in self.extra_posts
            if p.unit == unit.name
        )

    def __post_init__(self) -> None:
        once([s.name for s in self.surnames], "surnames")
        once(list(self.given_names), "given names")
        if set(self.held_percent) != set(PostKind):
            raise ValueError("held_percent must name every kind of post")
        shares = [*self.held_percent.values(), self.signed_in_percent, self.second_factor_percent]
        if not all(0 <= share <= 100 for share in shares):
            raise ValueError("a percentage lies between 0 and 100")


@cache
def divisions() -> tuple[DivisionFact, ...]:
    """All divisions of all days, parents first. Raises `BadFactFile` or `ValueError`."""
    rows = read_csv(HERE / "divisions.csv", DivisionFact)
    check_divisions(rows)
    return rows


@cache
def units() -> tuple[UnitFact, ...]:
    """All units of all days, parents first. Raises `BadFactFile` or `ValueError`."""
    rows = read_csv(HERE / "units.csv", UnitFact)
    check_units(rows, divisions())
    return rows


@cache
def demo_people() -> DemoPeople:
    """The material for invented people."""
    return read_yaml(HERE / "demo-names.yaml", DemoPeople)


def check_divisions(rows: Iterable[DivisionFact]) -> None:
    """Raises `ValueError` when a code has two names on a day or stands before its parent."""
    by_code: defaultdict[str, list[DivisionFact]] = defaultdict(list)
    for row in rows:
        for other in by_code[row.code]:
            if _overlap(row, other):
                raise ValueError(f"{row.code}: two names on one day")
        if row.parent_code is not None:
            parents = by_code.get(row.parent_code, [])
            if not parents or {p.level for p in parents} != {row.level - 1}:
                raise ValueError(f"{row.code}: no parent {row.parent_code} before it")
            if not row.code.startswith(row.parent_code.rstrip("0")):
                raise ValueError(f"{row.code}: does not lie in {row.parent_code}")
        by_code[row.code].append(row)


def check_units(rows: tuple[UnitFact, ...], places: Iterable[DivisionFact]) -> None:
    """Raises `ValueError` when a unit's division, parent or successor does not hold."""
    once([u.code for u in rows], "unit codes")
    once([u.name for u in rows], "unit names")
    once([u.demo_uscc for u in rows], "credit codes")
    known([u.division for u in rows], {p.code for p in places}, "divisions")
    by_code = {u.code: u for u in rows}
    seen: set[str] = set()
    for unit in rows:
        if unit.parent is None and seen:
            raise ValueError(f"{unit.code}: a second root")
        if unit.parent is not None and unit.parent not in seen:
            raise ValueError(f"{unit.code}: no parent {unit.parent} before it")
        if unit.successor is not None:
            _check_successor(unit, by_code)
        seen.add(unit.code)


def _check_successor(unit: UnitFact, by_code: dict[str, UnitFact]) -> None:
    successor = by_code.get(unit.successor or "")
    if successor is None:
        raise ValueError(f"{unit.code}: no successor {unit.successor}")
    if unit.valid_to is None or not stood(successor, unit.valid_to):
        raise ValueError(f"{unit.code}: {unit.successor} does not stand when it ends")


def _check_days(row: Dated, code: str) -> None:
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise ValueError(f"{code}: ends before it begins")


def _overlap(one: Dated, other: Dated) -> bool:
    return stood(one, other.valid_from) or stood(other, one.valid_from)
