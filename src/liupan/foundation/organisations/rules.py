"""Pure decisions of `organisations`: codes, names for finding, rows that come in."""

import re

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
