"""The text of a drawing in the order in which people read it: lines from top to bottom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from liupan.foundation.documents.ofd.drawing import Drawing, Sheet, Words

SAME_LINE: Final = 0.5
"""Baselines that differ by less than this share of the size are one line."""
WORD_GAP: Final = 0.25
"""A gap wider than this share of the size becomes a space."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    end: float
    size: float


def text_of_drawing(drawing: Drawing) -> str:
    """Every page's text, with a form feed between pages."""
    return "\f".join(text_of_sheet(sheet) for sheet in drawing.sheets)


def text_of_sheet(sheet: Sheet) -> str:
    """A page's text, line by line. What lies beyond the page is not read."""
    pieces = [
        piece
        for words in sheet.words
        for piece in _pieces(words)
        if -5 <= piece.x <= sheet.width + 5 and -5 <= piece.y <= sheet.height + 5
    ]
    return "\n".join(filter(None, map(_line, _lines(pieces))))


def _pieces(words: Words) -> Iterator[_Piece]:
    """Words by the lines they stand on."""
    letters = words.letters
    begin = 0
    size = words.height or 1.0
    for at in range(1, len(letters) + 1):
        if at < len(letters) and abs(letters[at].y - letters[begin].y) <= SAME_LINE * size:
            continue
        run = letters[begin:at]
        end = max(letter.x for letter in run) + size * (0.5 if run[-1].text.isascii() else 1.0)
        yield _Piece("".join(one.text for one in run), run[0].x, run[0].y, end, size)
        begin = at


def _lines(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.x)):
        if line and abs(piece.y - line[0].y) > SAME_LINE * min(piece.size, line[0].size):
            yield sorted(line, key=lambda one: one.x)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.x)


def _line(pieces: list[_Piece]) -> str:
    parts = [pieces[0].text]
    for before, piece in pairwise(pieces):
        gap = piece.x - before.end > WORD_GAP * min(before.size, piece.size)
        parts.append(f" {piece.text}" if gap and not parts[-1].endswith(" ") else piece.text)
    return "".join(parts).strip()
