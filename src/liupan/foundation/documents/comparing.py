"""Two texts side by side: what was added, what was taken away, what was rewritten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 3
"""So many lines that are the same stand around what differs."""
LONG = 2000
"""In lines longer than this no single words are marked."""

Pieces = tuple[tuple[bool, str], ...]
"""A line cut where it differs: whether the piece does, and its text."""


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines that stand beside each other. `kind`: same, added, removed, changed, gap.

    A gap stands for lines that are the same on both sides; numbers count lines from 1.
    """

    kind: str
    former: Pieces = ()
    latter: Pieces = ()
    former_number: int = 0
    latter_number: int = 0


def compared(former: Sequence[str], latter: Sequence[str]) -> list[Row]:
    """The rows of both texts; of what is the same only a few lines around what differs."""
    rows = list[Row]()
    groups = SequenceMatcher(None, former, latter, autojunk=True).get_grouped_opcodes(AROUND)
    for group in groups:
        if rows or group[0][1] > 0 or group[0][3] > 0:
            rows.append(Row("gap"))
        for tag, a, b, c, d in group:
            rows += _rows(tag, former[a:b], latter[c:d], a + 1, c + 1)
    return rows


def _rows(
    tag: str, former: Sequence[str], latter: Sequence[str], at: int, to: int
) -> Iterator[Row]:
    for index, (one, other) in enumerate(zip_longest(former, latter)):
        if tag == "equal":
            yield Row("same", _plain(one), _plain(other), at + index, to + index)
        elif other is None:
            yield Row("removed", ((True, one),), (), at + index, 0)
        elif one is None:
            yield Row("added", (), ((True, other),), 0, to + index)
        else:
            yield Row("changed", *_pieces(one, other), at + index, to + index)


def _plain(line: str) -> Pieces:
    return ((False, line),)


def _pieces(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both lines cut where they differ; wholly where they have little in common."""
    whole: tuple[Pieces, Pieces] = ((True, one),), ((True, other),)
    if max(len(one), len(other)) > LONG:
        return whole
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < 0.4:
        return whole
    codes = matcher.get_opcodes()
    left = tuple((tag != "equal", one[a:b]) for tag, a, b, _c, _d in codes if a < b)
    right = tuple((tag != "equal", other[c:d]) for tag, _a, _b, c, d in codes if c < d)
    return left, right
