"""A text as it is compared: full-width signs narrow, what cannot be seen left out.

Every sign of the plain text knows where it stood, so that what is found can be shown.
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\u3164\ufe00-\ufe0f\ufeff"
)
"""Signs without width, those that turn the direction, and blanks that look like none."""
UNSEEN_SIGNS = re.compile(f"[{UNSEEN}]+")
GAPS = re.compile(rf"[{UNSEEN}\s]+")
"""What may stand within a word: blanks, what is unseen, and the end of a line that goes on."""
SENTENCE_ENDS = tuple("。！？；：")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` without its gaps. `places` and `moved` say where each sign stood."""

    text: str
    places: tuple[int, ...]
    moved: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stands in the text that was read."""
        return self._at(start), self._at(end - 1) + 1

    def _at(self, place: int) -> int:
        index = bisect_right(self.places, place) - 1
        return place + (self.moved[index] if index >= 0 else 0)


def narrowed(text: str) -> str:
    """Full-width signs narrow and letters small: one sign for one sign."""
    table = _narrow()
    for sign in table.keys() & set(text):  # several times faster than `translate`
        text = text.replace(sign, table[sign])
    return text


def without_unseen(text: str) -> Plain:
    """A narrowed text for numbers: blanks stay, they part groups of digits."""
    return _without(text, [found.span() for found in UNSEEN_SIGNS.finditer(text)])


def without_gaps(text: str) -> Plain:
    """A narrowed text for words: blanks go too."""
    return _without(text, list(_gaps(text)))


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Stretches to leave out. Where a sentence or paragraph ends, a break stays: no word goes on
    behind it."""
    for gap in GAPS.finditer(text):
        start, end = gap.span()
        first = text.find("\n", start, end)
        ends = first >= 0 and (
            text.find("\n", first + 1, end) > 0 or text.endswith(SENTENCE_ENDS, 0, start)
        )
        if ends:
            yield start, first
            yield first + 1, end
        else:
            yield start, end


def _without(text: str, gaps: list[tuple[int, int]]) -> Plain:
    kept, places, moved, last, gone = list[str](), list[int](), list[int](), 0, 0
    for start, end in gaps:
        kept.append(text[last:start])
        places.append(start - gone)
        gone += end - start
        moved.append(gone)
        last = end
    kept.append(text[last:])
    return Plain("".join(kept), tuple(places), tuple(moved))


@cache
def _narrow() -> dict[str, str]:
    table = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    digits = (chr(code) for code in range(0x80, sys.maxunicode) if chr(code).isdecimal())
    table |= {digit: str(unicodedata.decimal(digit)) for digit in digits}
    table |= dict.fromkeys("‐‑‒–—―−", "-")
    table |= dict.fromkeys("\u3000\xa0\t", " ")
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        table[letter] = table[chr(ord(letter) + 0xFEE0)] = letter.lower()
    return table
