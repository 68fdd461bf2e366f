"""What checks stand on: the pieces of the source found again on the pages, and distances."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from liupan.foundation.documents.layout.dimensions import STANDARD, Dimensions
from liupan.foundation.documents.layout.pages import MM, Glyph, Page, Rule
from liupan.foundation.documents.layout.source import OfficialDocument
from liupan.foundation.documents.layout.texts import Piece, pieces

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ABOVE, BELOW = 0.88, 0.12
"""How far a Han character's square reaches above and below the line it stands on, in em."""
NEAR = 0.5
"""Positions are right within so many mm."""
LOOSE = 1.0
"""The error that the standard allows the type area."""
LINES = 0.15
"""Blank lines are right within so much of a line."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A glyph and the page it is on."""

    page: int
    glyph: Glyph

    @property
    def em(self) -> float:
        """The size in mm."""
        return self.glyph.size * MM

    @property
    def top(self) -> float:
        """The upper edge of the character's square."""
        return self.glyph.y - ABOVE * self.em

    @property
    def bottom(self) -> float:
        """The lower edge of the character's square."""
        return self.glyph.y + BELOW * self.em

    @property
    def middle(self) -> float:
        """The middle of the character's square, from above."""
        return (self.top + self.bottom) / 2

    @property
    def right(self) -> float:
        """The right edge: of the square, or of the ink where the character is narrow."""
        return self.glyph.x + self.em if is_wide(self.glyph.text) else self.glyph.box[2]


Line = list[Printed]


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the source and the glyphs it is printed in, in the order of drawing."""

    piece: Piece
    glyphs: tuple[Printed, ...]

    @property
    def first(self) -> Printed:
        return self.glyphs[0]

    @property
    def last(self) -> Printed:
        return self.glyphs[-1]

    @property
    def lines(self) -> list[Line]:
        """The glyphs by lines."""
        return by_lines(self.glyphs)


def by_lines(glyphs: "tuple[Printed, ...] | list[Printed]") -> list[Line]:
    """Glyphs by page and line, in the order of drawing."""
    return [list(g) for _, g in groupby(glyphs, key=lambda p: (p.page, round(p.glyph.y, 1)))]


def is_wide(text: str) -> bool:
    """Whether a character takes a whole square."""
    return len(text) == 1 and ("\u2e80" <= text <= "\uffef" or text in "—…“”‘’★①")


def is_han(text: str) -> bool:
    """Whether it is a Han character."""
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"


@dataclass(frozen=True)
class Case:
    """A document on its pages."""

    document: OfficialDocument
    pages: tuple[Page, ...]
    dims: Dimensions = STANDARD

    @cached_property
    def pitch(self) -> float:
        """From line to line in mm."""
        return self.dims.pitch * MM

    @cached_property
    def em(self) -> float:
        """A 3-hao character in mm."""
        return self.dims.size * MM

    @property
    def right(self) -> float:
        """The right edge of the type area."""
        return self.dims.left + self.dims.width

    @property
    def bottom(self) -> float:
        """The bottom edge of the type area."""
        return self.dims.top + self.dims.height

    @cached_property
    def printed(self) -> tuple[Printed, ...]:
        """All glyphs but those of page numbers."""
        low = self.bottom + 2
        return tuple(
            Printed(page.number, glyph)
            for page in self.pages
            for glyph in page.glyphs
            if glyph.y < low
        )

    @cached_property
    def found(self) -> dict[str, list[Found]]:
        """Pieces of the source by place; what was not found is absent."""
        text = "".join(p.glyph.text[:1] for p in self.printed)
        cursor, result = 0, dict[str, list[Found]]()
        for piece in pieces(self.document):
            words = "".join(piece.text.split())
            at = text.find(words, cursor)
            if not words or at < 0:
                continue
            cursor = at + len(words)
            glyphs = self.printed[at:cursor]
            result.setdefault(piece.place, []).append(Found(piece, glyphs))
        return result

    def one(self, place: str) -> Found | None:
        """The first piece of a place, when it is there."""
        return next(iter(self.found.get(place, ())), None)

    def under(self, start: str) -> Iterator[Found]:
        """The pieces whose place begins so."""
        for place, several in self.found.items():
            if place.startswith(start):
                yield from several

    @cached_property
    def rules(self) -> tuple[tuple[int, Rule], ...]:
        """The level rules with their pages."""
        return tuple((p.number, r) for p in self.pages for r in p.rules if r.is_level)

    def blanks(self, bottom: float, top: float) -> float:
        """How many blank lines lie between a lower and an upper edge."""
        return (top - bottom - (self.pitch - self.em)) / self.pitch

    @cached_property
    def text_end(self) -> Printed | None:
        """The last glyph of the text, attachment note and attendance included."""
        found = [
            *self.under("body["),
            *(f for f in self.under("attachments") if f.first.page == self.note_page(f)),
            *self.under("attendance["),
        ]
        ends = [f.last for f in found]
        return max(ends, key=lambda p: (p.page, p.glyph.y), default=None)

    def note_page(self, found: Found) -> int:
        """The page of the attachment note, for what belongs to the note; else 0."""
        note = self.found.get("attachments")
        mine = found.piece.place == "attachments" or found.piece.place.endswith("].title")
        if not note or not mine or ".body" in found.piece.place:
            return 0
        label = self.one("attachments[0]")
        is_before = label is None or found.first.page < label.first.page
        return found.first.page if is_before else 0


Complaints = Iterator[str]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its number in the list, what must be so, and how to find what is not."""

    number: int
    name: "StrPromise"
    complaints: Callable[[Case], Complaints]


CHECKS: dict[int, Check] = {}


def check(
    number: int, name: "StrPromise"
) -> Callable[[Callable[[Case], Complaints]], Callable[[Case], Complaints]]:
    """Enter a check into the list."""

    def enter(function: Callable[[Case], Complaints]) -> Callable[[Case], Complaints]:
        assert number not in CHECKS
        CHECKS[number] = Check(number, name, function)
        return function

    return enter


def off(what: str, measured: float, wanted: float, within: float = NEAR) -> Complaints:
    """A complaint when a figure is not what it should be."""
    if abs(measured - wanted) > within:
        yield f"{what}: {measured:.2f}, not {wanted:.2f}"


def span(line: Line) -> tuple[float, float]:
    """Left and right edge of a line."""
    return min(p.glyph.x for p in line), max(p.right for p in line)


def centre(line: Line) -> float:
    """The middle of a line's ink, from the left."""
    return (min(p.glyph.box[0] for p in line) + max(p.glyph.box[2] for p in line)) / 2
