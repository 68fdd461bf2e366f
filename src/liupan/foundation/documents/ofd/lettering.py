"""What the fonts inside a document look like: paths for previews, ink for measuring.

A font from outside is read by fontTools and may be broken in any way: then it counts as absent.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from liupan.foundation.documents.ofd.drawing import Face, Letter

PROGRAM: Final = 32 * 1024 * 1024
Ink = tuple[float, float, float, float]
"""Left, bottom, right, top in ems, y upwards."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a letter looks, in ems with y upwards: its path for SVG, its ink, how far it goes."""

    path: str
    ink: Ink | None
    advance: float


class Lettering:
    """The faces of a document, opened once."""

    def __init__(self, faces: Mapping[str, Face]) -> None:
        self._faces = faces
        self._open: dict[str, _Program | None] = {}
        self._looks: dict[tuple[str, str | int], Look | None] = {}

    def look(self, face: str, letter: Letter) -> Look | None:
        """How a letter looks, or None where the document does not embed it."""
        key = (face, letter.text if letter.glyph is None else letter.glyph)
        if key not in self._looks:
            program = self._program(face)
            self._looks[key] = program.look(key[1]) if program else None
        return self._looks[key]

    def _program(self, key: str) -> "_Program | None":
        if key not in self._open:
            face = self._faces.get(key)
            data = face.program if face else None
            self._open[key] = _opened(data) if data and len(data) <= PROGRAM else None
        return self._open[key]


def is_readable(program: bytes) -> bool:
    """Whether a font file can be opened."""
    return len(program) <= PROGRAM and _opened(program) is not None


def _opened(data: bytes) -> "_Program | None":
    # fontTools takes a moment to load: servers that open no font do not wait for it.
    from fontTools.ttLib import TTFont

    try:
        return _Program(TTFont(io.BytesIO(data), lazy=True))
    except Exception:  # whatever a broken font makes the library say
        return None


class _Program:
    def __init__(self, font: Any) -> None:
        self._font = font
        self._units = font["head"].unitsPerEm or 1000
        self._numbers = font.getBestCmap() or {}
        self._glyphs = font.getGlyphSet()

    def look(self, wanted: str | int) -> Look | None:
        try:
            return self._look(self._name(wanted))
        except Exception:  # as above
            return None

    def _name(self, wanted: str | int) -> str:
        name = self._font.getGlyphName(wanted) if isinstance(wanted, int) else None
        return str(name or self._numbers[ord(str(wanted)[0])])

    def _look(self, name: str) -> Look:
        from fontTools.pens.boundsPen import BoundsPen
        from fontTools.pens.svgPathPen import SVGPathPen

        glyph = self._glyphs[name]
        bounds = BoundsPen(self._glyphs)
        path = SVGPathPen(self._glyphs, ntos=lambda value: f"{value / self._units:.4g}")
        glyph.draw(bounds)
        glyph.draw(path)
        ink = tuple(value / self._units for value in bounds.bounds) if bounds.bounds else None
        return Look(path.getCommands(), ink, glyph.width / self._units)
