"""The simple types of OFD: numbers, arrays, boxes, colours. What is not one is refused."""

import math
from typing import Final

from django.utils.translation import gettext as _

from liupan.foundation.documents.ofd.drawing import Matrix, Paint
from liupan.foundation.documents.ofd.refusals import BrokenMarkup, PackageOverfull

LARGEST: Final = 1e7
NUMBERS: Final = 2_000_000


def number(text: str | None, default: float = 0.0) -> float:
    """A number; the default for nothing. Raises `BrokenMarkup`."""
    if text is None or not text.strip():
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise _no_number(text) from error
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise _no_number(text)
    return value


def whole(text: str | None, default: int = 0) -> int:
    """A whole number; some makers write 3.0."""
    return int(number(text, default))


def numbers(text: str | None) -> list[float]:
    """An array (ST_Array). Raises `BrokenMarkup`."""
    return [number(part) for part in (text or "").replace(",", " ").split()]


def steps(text: str | None, count: int) -> list[float]:
    """DeltaX or DeltaY with `g count value` written out, at most `count` of them."""
    parts = (text or "").replace(",", " ").split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < count:
        if parts[at] == "g" and at + 2 < len(parts):
            times = max(0, min(whole(parts[at + 1]), count - len(found)))
            found += [number(parts[at + 2])] * times
            at += 3
        else:
            found.append(number(parts[at]))
            at += 1
    return found


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width, height (ST_Box), or None."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix(text: str | None) -> Matrix:
    """A matrix (CTM); the identity for nothing."""
    found = numbers(text)
    if not found:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    if len(found) != 6:
        raise _no_number(text or "")
    return (found[0], found[1], found[2], found[3], found[4], found[5])


def paint(value: str | None, alpha: int, bits: int = 8) -> Paint:
    """A colour of one (grey), three (red, green, blue) or four parts (inks)."""
    parts = [
        float(int(part[1:], 16)) if part.startswith("#") else number(part)
        for part in _hex_checked(value)
    ]
    scale = 255 / ((1 << max(1, min(bits, 16))) - 1)
    levels = [max(0, min(255, round(part * scale))) for part in parts]
    if len(levels) == 1:
        return Paint(levels[0], levels[0], levels[0], alpha)
    if len(levels) == 4:
        key = 255 - levels[3]
        levels = [(255 - ink) * key // 255 for ink in levels[:3]]
    if len(levels) != 3:
        return Paint(alpha=alpha)
    return Paint(levels[0], levels[1], levels[2], alpha)


def _hex_checked(value: str | None) -> list[str]:
    parts = (value or "").split()
    for part in parts:
        if part.startswith("#") and not all(c in "0123456789abcdefABCDEF" for c in part[1:] or "x"):
            raise _no_number(part)
    return parts


def _no_number(text: str) -> BrokenMarkup:
    return BrokenMarkup(_("This file holds “%(text)s” where numbers belong.") % {"text": text[:40]})


class Budget:
    """Counts what is drawn: a small file may say a thing very often."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, count: int = 1) -> None:
        """Raises `PackageOverfull` when all is spent."""
        self._left -= count
        if self._left < 0:
            raise PackageOverfull(_("This file unfolds to far more than its size."))
