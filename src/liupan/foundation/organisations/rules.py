"""Pure decisions of `organisations`: codes, names for finding, rows that come in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LEVEL_LENGTH = {1: 6, 2: 6, 3: 6, 4: 9}
"""Digits of a division code: GB/T 2260 down to counties, GB/T 10114 for townships."""


def is_division_code(code: str, level: int) -> bool:
    """Whether `code` has the shape of a code of this level.

    A region ends in four noughts (640000), a city in two (640400), a county in none (640402),
    a township has nine digits (640402001).
    """
    if not re.fullmatch(r"[1-9]\d+", code) or len(code) != LEVEL_LENGTH.get(level, 0):
        return False
    if level == 1:
        return code.endswith("0000")
    if level == 2:
        return code.endswith("00") and code[2:4] != "00"
    return code[4:6] != "00"


def county_of(division_code: str) -> str:
    """The county-level division of a division: 640402001 → 640402; "" for the city's own."""
    return division_code[:6] if division_code[4:6] not in ("", "00") else ""


def parent_code(division_code: str) -> str:
    """The code of the division above, as the codes have it; "" above a region."""
    if len(division_code) == 9:
        return division_code[:6]
    if division_code[4:6] != "00":
        return f"{division_code[:4]}00"
    return f"{division_code[:2]}0000" if division_code[2:4] != "00" else ""


class Why(StrEnum):
    """Why a row cannot be taken in."""

    MISSING = "missing"
    NO_DAY = "no_day"
    NO_NUMBER = "no_number"
    NO_CHOICE = "no_choice"
    NO_CODE = "no_code"
    NO_USCC = "no_uscc"
    NO_USERNAME = "no_username"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    TWICE = "twice"
    TAKEN = "taken"
    RING = "ring"
    BACKWARDS = "backwards"
    REFORM = "reform"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell of a row that came in; `column` is a key, or "" for the row."""

    row: int
    column: str
    value: str
    why: Why


Cells = Mapping[str, str]


class Reader:
    """Reads the cells of one row and notes what is wrong; every reading gives some value back."""

    def __init__(self, number: int, cells: Cells, problems: list[Problem]) -> None:
        self.number, self.cells, self.problems = number, cells, problems

    def refuse(self, column: str, why: Why) -> None:
        """Note that this cell is wrong."""
        self.problems.append(Problem(self.number, column, self.cells.get(column, ""), why))

    def text(self, column: str, *, is_required: bool = False) -> str:
        """The cell's text."""
        value = self.cells.get(column, "")
        if is_required and not value:
            self.refuse(column, Why.MISSING)
        return value

    def day(self, column: str, *, is_required: bool = False) -> date | None:
        """The day in the cell: 2017-11-15, 2017/11/15, 2017.11.15 or 2017年11月15日."""
        value = self.text(column, is_required=is_required)
        if not value:
            return None
        found = DAY.fullmatch(value)
        try:
            return date(*(int(part) for part in found.groups()) if found else (0, 0, 0))
        except ValueError:
            self.refuse(column, Why.NO_DAY)
            return None

    def number_of(self, column: str) -> int:
        """The whole number in the cell, 0 when empty."""
        value = self.text(column)
        if value and not value.isdecimal():
            self.refuse(column, Why.NO_NUMBER)
        return int(value) if value.isdecimal() else 0

    def choice(self, column: str, words: Mapping[str, str], default: str = "") -> str:
        """The choice that the cell names by its value or one of its words."""
        value = self.text(column, is_required=not default)
        if value and value not in words:
            self.refuse(column, Why.NO_CHOICE)
        return words.get(value, default)


DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def in_order(parents: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(codes with parents before children, codes that stand under themselves).

    `parents` maps a code to its parent's; a parent that is no key is known already.
    """
    ordered: dict[str, None] = {}
    rings: list[str] = []
    for start in parents:
        line: list[str] = []
        code = start
        while code in parents and code not in ordered and code not in line:
            line.append(code)
            code = parents[code]
        if code in line or code in rings:
            rings += [c for c in line if c not in rings]
        else:
            ordered.update(dict.fromkeys(reversed(line)))
    return list(ordered), rings
