"""A finished document as a drawing: sheets with words, shapes and pictures, and their faces.

Between PDF and OFD: `tracing` makes one from a PDF, `reading` from an OFD, `writing` makes an OFD
of it. Positions in millimetres from the sheet's upper left corner, x to the right, y downwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f: x' = ax + cy + e, y' = bx + dy + f."""

Step = tuple[str, tuple[float, ...]]
"""M x y, L x y, Q x1 y1 x y, B x1 y1 x2 y2 x y (of a path; C closes)."""

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paint:
    """Red, green, blue and how opaque: 0 to 255."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: int = 255


BLACK: Final = Paint()


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, or those of a ligature, where it begins on its line.

    Attributes:
        glyph: its number in the face, where the document says one.
    """

    text: str
    x: float
    y: float
    glyph: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Letters of one face, size and colour.

    Attributes:
        face: key in `Drawing.faces`.
        size: of the em, in mm, before `turned`.
        turned: a b c d, by which the letters are turned or stretched.
        weight: of a stroke around them, in mm; 0 for none.
    """

    letters: tuple[Letter, ...]
    face: str
    size: float
    turned: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)
    fill: Paint | None = BLACK
    stroke: Paint | None = None
    weight: float = 0.0

    @property
    def height(self) -> float:
        """The size as seen, in mm."""
        return float(self.size * (self.turned[2] ** 2 + self.turned[3] ** 2) ** 0.5)


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, filled, stroked, or both."""

    path: tuple[Step, ...]
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 0.353
    is_even_odd: bool = False
    dash: tuple[float, ...] = ()
    cap: str = "Butt"
    join: str = "Miter"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; its matrix puts the unit square, upper left corner first, on the sheet."""

    matrix: Matrix
    content: bytes
    format: str
    """PNG or JPEG."""
    alpha: int = 255


Item = Words | Shape | Picture


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a signature shows itself (StampAnnot): left, top, width, height.

    Of a seam seal only what is inside `clip` is seen: relative to the upper left corner of `box`.
    """

    signature: str
    box: tuple[float, float, float, float]
    clip: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, its items in the order of drawing."""

    width: float
    height: float
    items: tuple[Item, ...] = ()
    stamps: tuple[Stamp, ...] = ()

    @property
    def words(self) -> tuple[Words, ...]:
        """What is written on it, in the order of drawing."""
        return tuple(item for item in self.items if isinstance(item, Words))

    @property
    def characters(self) -> str:
        """All characters in the order of drawing, without white space."""
        return "".join("".join(w.text for w in words.letters) for words in self.words).translate(
            _SPACES
        )


_SPACES: Final = dict.fromkeys(map(ord, " \t\n\r\u00a0\u2002\u2003\u3000"))


@dataclass(frozen=True, slots=True)
class Face:
    """A font.

    Attributes:
        program: the font file inside the document (TrueType or OpenType), or None.
        ligatures: numbers of the glyphs that stand for several characters.
    """

    name: str
    family: str = ""
    program: bytes | None = None
    ligatures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: which sheet (from 1), how far down, and how deep it lies (from 1)."""

    title: str
    sheet: int
    top: float
    level: int = 1


@dataclass(frozen=True, slots=True)
class Info:
    """DocInfo. `created` is a day, YYYY-MM-DD; `custom` names and values."""

    doc_id: str = ""
    title: str = ""
    author: str = ""
    subject: str = ""
    created: str = ""
    creator: str = ""
    creator_version: str = ""
    custom: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole document."""

    sheets: tuple[Sheet, ...]
    faces: Mapping[str, Face] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()
    info: Info = Info()


def composed(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner` first."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
        a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point lands."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
