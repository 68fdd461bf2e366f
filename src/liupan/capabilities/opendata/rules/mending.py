"""A value made alike to its neighbours (泛化), as everybody then reads it."""

from datetime import date
from decimal import Decimal
from math import floor


def coarse_text(value: object, how: str) -> str:
    """1983-05-01 → 1983年; 47 → 40-49; 六盘山镇 → 六盘*. Nothing stays nothing."""
    if value is None or value == "":
        return ""
    if how == "year" and isinstance(value, date):
        return f"{value.year:04d}年"
    if how in ("ten", "hundred") and isinstance(value, int | float | Decimal):
        wide = 10 if how == "ten" else 100
        first = floor(value / wide) * wide
        return f"{first}-{first + wide - 1}"
    signs = 3 if how == "first_three" else 2
    text = str(value)
    return f"{text[:signs]}*"
