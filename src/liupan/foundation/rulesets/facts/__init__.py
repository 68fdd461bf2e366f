"""The dated rule sets this project ships: deadlines, warnings, secrecy, code lists, seals.

Administrators change them later through operations; these are the first editions.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path

from liupan.kernel.factfiles import STRICT, Sureness, once, read_yaml

HERE = Path(__file__).parent


class Unit(StrEnum):
    """What a rule's value is counted in; working days and days are never mixed."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    MONTH_DAY = "month_day"
    PERCENT = "percent"
    LEVEL = "level"
    CENTIMETRE = "centimetre"
    POINT = "point"
    COUNT = "count"
    FLAG = "flag"
    TIME = "time"
    LABEL = "label"


WORDS = {Unit.LABEL, Unit.MONTH_DAY, Unit.TIME}
"""Units whose value is not a number."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One rule. `value` is text as the source writes it; `figure` its number."""

    __pydantic_config__ = STRICT
    key: str
    subject: str
    value: str
    unit: Unit
    article: str | None
    sureness: Sureness
    note: str | None

    @property
    def figure(self) -> Decimal | None:
        """The value as a number; `None` for words and days of the year."""
        return None if self.unit in WORDS else Decimal(self.value)

    def __post_init__(self) -> None:
        try:
            negative = (self.figure or Decimal(0)) < 0
        except InvalidOperation:
            raise ValueError(f"{self.key}: {self.value!r} is not a number") from None
        if negative:
            raise ValueError(f"{self.key}: {self.value} is below zero")
        if self.unit is Unit.MONTH_DAY and not re.fullmatch(r"\d\d-\d\d", self.value):
            raise ValueError(f"{self.key}: {self.value!r} is not a month and a day")


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """One edition of a rule set, in force on days in [`valid_from`, `valid_to`)."""

    __pydantic_config__ = STRICT
    code: str
    title: str
    law: str | None
    edition: str | None
    valid_from: date
    valid_to: date | None
    validity_sureness: Sureness
    source: str
    note: str | None
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError(f"{self.code}: no rows")
        once([r.key for r in self.rows], f"{self.code}: keys")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"{self.code}: ends before it begins")

    def row(self, key: str) -> Row:
        """The row of that key. Raises `KeyError`."""
        return {r.key: r for r in self.rows}[key]


@dataclass(frozen=True, kw_only=True)
class RuleSets:
    """The editions of one file; no two of a code are in force on one day."""

    __pydantic_config__ = STRICT
    rule_sets: tuple[RuleSet, ...]

    def __post_init__(self) -> None:
        for one, next_one in zip(self.rule_sets, self.rule_sets[1:], strict=False):
            if one.code == next_one.code and one.valid_to is None:
                raise ValueError(f"{one.code}: an open edition has a follower")
            if one.code == next_one.code and (one.valid_to or date.max) > next_one.valid_from:
                raise ValueError(f"{one.code}: two editions on one day")
        codes = [r.code for r in self.rule_sets]
        once([c for c, before in zip(codes, [None, *codes], strict=False) if c != before], "codes")


@cache
def shipped() -> tuple[RuleSet, ...]:
    """All shipped editions, in the order of the files."""
    files = sorted(HERE.glob("*.yaml"))
    return tuple(r for f in files for r in read_yaml(f, RuleSets).rule_sets)


def in_force(code: str, on: date) -> RuleSet:
    """The edition of `code` in force on that day. Raises `KeyError`."""
    for rule_set in shipped():
        if rule_set.code == code and rule_set.valid_from <= on < (rule_set.valid_to or date.max):
            return rule_set
    raise KeyError(f"{code} on {on}")
