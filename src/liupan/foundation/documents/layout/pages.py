"""What stands where on finished pages, in millimetres; the same for PDF and OFD.

All positions are measured from the page's upper left corner, x to the right, y downwards.
"""

from dataclasses import dataclass

MM = 25.4 / 72
"""Millimetres in a point."""

Colour = tuple[int, int, int]
"""Red, green, blue: 0 to 255."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in mm."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed.

    Attributes:
        text: the character, or the characters of a ligature; never white space.
        font: the PostScript name of the face, without the tag of a subset.
        size: of the type, in points.
        x, y: where the character begins on the line, and the line it stands on, in mm.
        box: around the ink, in mm.
        stroke: how wide the outline is drawn besides the filling, in mm; 0 where it is not.
    """

    text: str
    font: str
    size: float
    x: float
    y: float
    box: Box
    colour: Colour = (0, 0, 0)
    stroke: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, given by the two ends of its middle and its thickness, in mm."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: Colour = (0, 0, 0)

    @property
    def length(self) -> float:
        """From end to end, in mm."""
        return abs(self.x1 - self.x0) + abs(self.y1 - self.y0)

    @property
    def is_level(self) -> bool:
        """Whether it lies across the page."""
        return abs(self.y1 - self.y0) < 0.01


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in mm, and what is on it in the order of drawing.

    Attributes:
        number: 1 for the first one.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]

    @property
    def text(self) -> str:
        """The characters in the order of drawing, without white space."""
        return "".join(glyph.text for glyph in self.glyphs)


def read_pdf(content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF."""
    # PDFium takes a fifth of a second to load: servers that never read a PDF do not wait for it.
    from liupan.foundation.documents.layout.pdf_pages import read

    return read(content)
