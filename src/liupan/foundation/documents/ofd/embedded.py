"""Glyphs of a PDF that its reader cannot be asked for: ligatures, and characters above U+FFFF.

Typst joins —— into one glyph, and names hold characters such as 𬱖. Which glyph is meant stands in
the PDF itself, in the font's table of texts (ToUnicode) and in the font's file. Only what Typst
writes is understood: objects one by one, not packed; anything else gives nothing.
"""

import io
import re
import zlib
from collections.abc import Mapping
from typing import Any, Final

from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from liupan.foundation.documents.ofd.truetype import UNITS, Outline, outline

OBJECT: Final = re.compile(
    rb"(?:^|\n)(\d{1,8}) 0 obj\s(.{0,20000}?)(stream\r?\n|endobj)", re.DOTALL
)
COMPOSITE: Final = re.compile(
    rb"/BaseFont/([^/\s]+?)(?:-Identity-H)?/Encoding/Identity-H"
    rb"/DescendantFonts\[(\d+) 0 R\]/ToUnicode (\d+) 0 R"
)
DESCRIPTOR: Final = re.compile(rb"/FontDescriptor (\d+) 0 R")
FILE: Final = re.compile(rb"/FontFile([23]) (\d+) 0 R")
PAIR: Final = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
LARGEST: Final = 64 * 1024 * 1024


class Embedded:
    """The composite fonts of a PDF by name, with the tag of the subset."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._objects: dict[int, tuple[bytes, int]] | None = None
        self._fonts: dict[str, Mapping[str, int]] = {}
        self._files: dict[str, _File | None] = {}
        self._places: dict[str, tuple[int, int]] = {}

    def texts(self, name: str) -> Mapping[str, int]:
        """Which glyph stands for a text in the font; nothing where that cannot be read."""
        if name not in self._fonts:
            place = self._place(name)
            raw = self._stream(place[1]) if place else b""
            self._fonts[name] = {
                bytes.fromhex(text.decode()).decode("utf-16-be", "replace"): int(code, 16)
                for code, text in PAIR.findall(raw)
            }
        return self._fonts[name]

    def outline(self, name: str, text: str) -> Outline | None:
        """The outline of the glyph that stands for the text."""
        number = self.texts(name).get(text)
        if number is None:
            return None
        if name not in self._files:
            self._files[name] = self._file(name)
        file = self._files[name]
        return file.outline(number) if file else None

    def _place(self, name: str) -> tuple[int, int] | None:
        if self._objects is None:
            self._objects = {
                int(found[1]): (found[2], found.end()) for found in OBJECT.finditer(self._content)
            }
            for body, _end in self._objects.values():
                if font := COMPOSITE.search(body):
                    self._places[font[1].decode("latin-1")] = (int(font[2]), int(font[3]))
        return self._places.get(name)

    def _stream(self, number: int) -> bytes:
        _body, begin = (self._objects or {}).get(number, (b"", len(self._content)))
        try:
            return zlib.decompressobj().decompress(self._content[begin:], LARGEST)
        except zlib.error:
            return b""

    def _file(self, name: str) -> "_File | None":
        place, objects = self._place(name), self._objects or {}
        if place is None:
            return None
        described = DESCRIPTOR.search(objects.get(place[0], (b"", 0))[0])
        file = FILE.search(objects.get(int(described[1]), (b"", 0))[0]) if described else None
        try:
            return _File(self._stream(int(file[2])), is_cff=file[1] == b"3") if file else None
        except Exception:  # whatever a broken font makes the library say
            return None


class _File:
    """A font file as it lies in a PDF."""

    def __init__(self, data: bytes, *, is_cff: bool) -> None:
        self._font: Any
        if is_cff:
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(data), None)
            self._font = fonts[0]
            self._scale = UNITS * getattr(self._font, "FontMatrix", [0.001])[0]
        else:
            self._font = TTFont(io.BytesIO(data), lazy=True)
            self._scale = UNITS / self._font["head"].unitsPerEm
        self._is_cff = is_cff

    def outline(self, number: int) -> Outline | None:
        pen = _Pen(self._scale)
        try:
            if self._is_cff:
                glyph = self._font.CharStrings[f"cid{number:05d}"]
            else:
                glyph = self._font.getGlyphSet()[self._font.getGlyphName(number)]
            glyph.draw(pen)
        except Exception:  # as above
            return None
        return outline(pen.contours, glyph.width * self._scale)


class _Pen(BasePen):
    """Notes outlines as `truetype` takes them."""

    def __init__(self, scale: float) -> None:
        super().__init__(None)
        self._scale = scale
        self.contours: list[list[tuple[str, tuple[float, ...]]]] = []

    def _note(self, step: str, *points: tuple[float, float]) -> None:
        values = tuple(value * self._scale for point in points for value in point)
        self.contours[-1].append((step, values))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append([])
        self._note("M", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._note("L", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._note("B", pt1, pt2, pt3)
