"""A PDF as a drawing: what stands where, and the outlines of its letters.

Outlines are asked of the PDF itself, not of font files: they are those that its reader draws, and
no font need be installed. (The PDF's own subsets have no table of characters, so they cannot be
taken over as they are; what its reader cannot say stands in `embedded`.)
"""

import ctypes
import re
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import groupby, pairwise
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from liupan.foundation.documents.layout.locking import ONE_AT_A_TIME
from liupan.foundation.documents.ofd.drawing import (
    BLACK,
    IDENTITY,
    Bookmark,
    Drawing,
    Face,
    Item,
    Letter,
    Matrix,
    Paint,
    Picture,
    Shape,
    Sheet,
    Step,
    Words,
    composed,
    moved,
)
from liupan.foundation.documents.ofd.embedded import Embedded
from liupan.foundation.documents.ofd.truetype import (
    EMPTY,
    UNITS,
    Outline,
    font_file,
    numbers_of_ligatures,
    outline,
)

MM: Final = 25.4 / 72
SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
CAPS: Final = {0: "Butt", 1: "Round", 2: "Square"}
JOINS: Final = {0: "Miter", 1: "Round", 2: "Bevel"}
MOVE: Final = c.FPDF_SEGMENT_MOVETO
LINE: Final = c.FPDF_SEGMENT_LINETO
SEGMENT: Final = c.FPDFGlyphPath_GetGlyphPathSegment
DEPTH: Final = 8
PIXELS: Final = 40_000_000

Outlines = dict[tuple[str, str], Outline]
"""By face and character."""
OWN: Final[Outlines] = {}
"""Of documents that our own typesetter made: a name means one font there."""


def trace_pdf(content: bytes, *, is_own: bool = False) -> Drawing:
    """The drawing of a PDF.

    Args:
        is_own: made by our own typesetter, so that outlines may be remembered by name.
    """
    with ONE_AT_A_TIME:
        return _traced(content, OWN if is_own else {})


def _traced(content: bytes, known: Outlines) -> Drawing:
    document = pdfium.PdfDocument(content)
    try:
        faces = _Faces(Embedded(content), known)
        sheets = tuple(_sheet(document, index, faces) for index in range(len(document)))
        return Drawing(sheets, faces.files(), tuple(_bookmarks(document, sheets)))
    finally:
        document.close()


class _Faces:
    """The fonts of a document with the outlines that were asked for."""

    def __init__(self, embedded: Embedded, known: Outlines) -> None:
        self._embedded, self._known = embedded, known
        self._names: dict[int, str] = {}
        self._used: dict[str, dict[str, Outline]] = {}

    def key(self, font: Any) -> str:
        """The face's name, which is its key too."""
        return SUBSET.sub("", self._name(font))

    def _name(self, font: Any) -> str:
        address = _address(font)
        if address not in self._names:
            self._names[address] = _named(c.FPDFFont_GetBaseFontName, font)
        return self._names[address]

    def joins(self, font: Any, text: str) -> bool | None:
        """Whether one glyph stands for these characters; None where nobody knows."""
        texts = self._embedded.texts(self._name(font))
        return text in texts if texts else None

    def use(self, font: Any, text: str) -> None:
        """Note that a character, or a ligature, of this font is written."""
        key = self.key(font)
        used = self._used.setdefault(key, {})
        if text not in used:
            if (key, text) not in self._known:
                self._known[key, text] = self._outline(font, text)
            used[text] = self._known[key, text]

    def _outline(self, font: Any, text: str) -> Outline:
        if len(text) == 1 and ord(text) <= 0xFFFF:
            found = _outline(font, text)
            if found.data or text.isspace():
                return found
        return self._embedded.outline(self._name(font), text) or EMPTY

    def forget(self) -> None:
        """With a page its fonts may go, and others come at their addresses."""
        self._names.clear()

    def files(self) -> dict[str, Face]:
        return {
            key: Face(
                key, _family(key), font_file(key, _family(key), used), numbers_of_ligatures(used)
            )
            for key, used in self._used.items()
        }


def _family(name: str) -> str:
    return name.partition("-")[0]


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _named(ask: Any, thing: Any) -> str:
    length = ask(thing, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    ask(thing, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _outline(font: Any, character: str) -> Outline:
    width = ctypes.c_float(UNITS)
    c.FPDFFont_GetGlyphWidth(font, ord(character), float(UNITS), width)
    path = c.FPDFFont_GetGlyphPath(font, ord(character), float(UNITS))
    contours: list[list[tuple[str, tuple[float, ...]]]] = []
    curve: tuple[float, ...] = ()
    for kind, x, y in _segments(path):
        if kind == MOVE:
            contours.append([("M", (x, y))])
        elif kind == LINE:
            contours[-1].append(("L", (x, y)))
        else:
            curve = (*curve, x, y)
            if len(curve) == 6:
                contours[-1].append(("B", curve))
                curve = ()
    return outline(contours, width.value)


def _segments(path: Any) -> Iterator[tuple[int, float, float]]:
    """Kind and point of each step; some hundred thousand in a document, so without detours."""
    get, kind_of, point_of = SEGMENT, c.FPDFPathSegment_GetType, c.FPDFPathSegment_GetPoint
    x, y = ctypes.c_float(), ctypes.c_float()
    into_x, into_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(max(c.FPDFGlyphPath_CountGlyphSegments(path) if path else 0, 0)):
        segment = get(path, index)
        point_of(segment, into_x, into_y)
        yield kind_of(segment), x.value * UNITS, y.value * UNITS


def _sheet(document: Any, index: int, faces: _Faces) -> Sheet:
    page = document[index]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        on_sheet: Matrix = (MM, 0.0, 0.0, -MM, 0.0, height * MM)
        others, order = _drawn(document, page, on_sheet)
        items = tuple(_merged(_words(text.raw, on_sheet, faces), others, order))
        return Sheet(width * MM, height * MM, items)
    finally:
        text.close()
        page.close()
        faces.forget()


def _merged(
    words: Iterator[tuple[int, Words]], others: list[tuple[int, Item]], order: dict[int, int]
) -> Iterator[Item]:
    """Words in the order of reading; before them whatever the PDF draws before them."""
    waiting = iter(others)
    next_one = next(waiting, None)
    for address, written in words:
        while next_one and next_one[0] < order.get(address, -1):
            yield next_one[1]
            next_one = next(waiting, None)
        yield written
    if next_one:
        yield next_one[1]
    for _place, item in waiting:
        yield item


# --- words


def _words(raw: Any, on_sheet: Matrix, faces: _Faces) -> Iterator[tuple[int, Words]]:
    """Text objects with what is written in each."""
    piece: Any = None
    letters: list[Letter] = []
    for index, character in _characters(raw):
        found = c.FPDFText_GetTextObject(raw, index)
        if piece is not None and _address(found) != _address(piece[0]):
            yield _address(piece[0]), _written(raw, piece, letters, faces)
            piece, letters = None, []
        if piece is None:
            piece = (found, index)
        letters.append(Letter(character, *moved(on_sheet, *_origin(raw, index))))
    if piece is not None:
        yield _address(piece[0]), _written(raw, piece, letters, faces)


def _characters(raw: Any) -> Iterator[tuple[int, str]]:
    """Index and character; the two halves of one above U+FFFF come as one."""
    high = 0
    for index in range(c.FPDFText_CountChars(raw)):
        code = c.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        if code < 32 or code in (0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        if c.FPDFText_IsGenerated(raw, index) != 1 and c.FPDFText_GetTextObject(raw, index):
            yield index, chr(code)


def _origin(raw: Any, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(raw, index, x, y)
    return x.value, y.value


def _written(raw: Any, piece: tuple[Any, int], letters: list[Letter], faces: _Faces) -> Words:
    found, index = piece
    font = c.FPDFTextObj_GetFont(found)
    if _has_ligature(letters):
        letters = list(_joined(letters, font, faces))
    for letter in letters:
        faces.use(font, letter.text)
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(raw, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    turned = tuple(
        round(value / scale, 5) + 0.0 for value in (matrix.a, -matrix.b, -matrix.c, matrix.d)
    )
    mode = c.FPDFTextObj_GetTextRenderMode(found)
    stroked = mode in (c.FPDF_TEXTRENDERMODE_STROKE, c.FPDF_TEXTRENDERMODE_FILL_STROKE)
    return Words(
        letters=tuple(letters),
        face=faces.key(font),
        size=c.FPDFText_GetFontSize(raw, index) * scale * MM,
        turned=turned,
        fill=_paint(found, c.FPDFPageObj_GetFillColor) if _is_filled(mode) else None,
        stroke=_paint(found, c.FPDFPageObj_GetStrokeColor) if stroked else None,
        weight=_stroke_width(found) * MM * scale if stroked else 0.0,
    )


def _is_filled(mode: int) -> bool:
    return mode in (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_STROKE)


def _has_ligature(letters: list[Letter]) -> bool:
    return any(one.x == next_one.x and one.y == next_one.y for one, next_one in pairwise(letters))


def _joined(letters: list[Letter], font: Any, faces: _Faces) -> Iterator[Letter]:
    """What one glyph stands for is said to stand at one place: it becomes one letter.

    Where the glyph is not known, the letters share the room to the next ones.
    """
    groups = [list(group) for _at, group in groupby(letters, key=lambda one: (one.x, one.y))]
    for group, after in zip(groups, [*groups[1:], groups[-1]], strict=True):
        text = "".join(one.text for one in group)
        joins = faces.joins(font, text)
        if len(group) > 1 and joins:
            yield Letter(text, group[0].x, group[0].y)
        elif len(group) > 1 and joins is None:
            across = (after[0].x - group[0].x) / len(group)
            down = (after[0].y - group[0].y) / len(group)
            for at, letter in enumerate(group):
                yield Letter(letter.text, letter.x + across * at, letter.y + down * at)
        else:
            yield from group


def _paint(thing: Any, ask: Any) -> Paint:
    values = [ctypes.c_uint() for _ in range(4)]
    return Paint(*(value.value for value in values)) if ask(thing, *values) else BLACK


def _stroke_width(thing: Any) -> float:
    width = ctypes.c_float()
    c.FPDFPageObj_GetStrokeWidth(thing, width)
    return width.value


# --- shapes and pictures


def _drawn(
    document: Any, page: Any, on_sheet: Matrix
) -> tuple[list[tuple[int, Item]], dict[int, int]]:
    """Shapes and pictures with their places in the order of drawing; places of the words."""
    items: list[tuple[int, Item]] = []
    order: dict[int, int] = {}
    for place, (thing, matrix) in enumerate(_objects(page.raw, on_sheet, 0)):
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            order[_address(thing)] = place
        elif kind == c.FPDF_PAGEOBJ_PATH and (shape := _shape(thing, matrix)):
            items.append((place, shape))
        elif kind == c.FPDF_PAGEOBJ_IMAGE and (picture := _picture(document, page, thing, matrix)):
            items.append((place, picture))
    return items, order


def _objects(
    holder: Any, outer: Matrix, depth: int, count: Any = None, get: Any = None
) -> Iterator[tuple[Any, Matrix]]:
    """Everything drawn, with the matrix of what holds it; parts of forms one by one."""
    count, get = count or c.FPDFPage_CountObjects, get or c.FPDFPage_GetObject
    for index in range(count(holder)):
        thing = get(holder, index)
        if c.FPDFPageObj_GetType(thing) != c.FPDF_PAGEOBJ_FORM:
            yield thing, outer
        elif depth < DEPTH:
            yield from _objects(
                thing, composed(outer, _matrix(thing)), depth + 1,
                c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject,
            )  # fmt: skip


def _matrix(thing: Any) -> Matrix:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(thing, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _shape(thing: Any, outer: Matrix) -> Shape | None:
    matrix = composed(outer, _matrix(thing))
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(thing, filled, stroked)
    if not filled.value and not stroked.value:
        return None
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    return Shape(
        path=tuple(_path(thing, matrix)),
        fill=_paint(thing, c.FPDFPageObj_GetFillColor) if filled.value else None,
        stroke=_paint(thing, c.FPDFPageObj_GetStrokeColor) if stroked.value else None,
        width=_stroke_width(thing) * scale,
        is_even_odd=filled.value == c.FPDF_FILLMODE_ALTERNATE,
        dash=_dash(thing, scale),
        cap=CAPS.get(c.FPDFPageObj_GetLineCap(thing), "Butt"),
        join=JOINS.get(c.FPDFPageObj_GetLineJoin(thing), "Miter"),
    )


def _dash(thing: Any, scale: float) -> tuple[float, ...]:
    count = c.FPDFPageObj_GetDashCount(thing)
    if count <= 0:
        return ()
    lengths = (ctypes.c_float * count)()
    c.FPDFPageObj_GetDashArray(thing, lengths, count)
    return tuple(length * scale for length in lengths)


def _path(thing: Any, matrix: Matrix) -> Iterator[Step]:
    x, y = ctypes.c_float(), ctypes.c_float()
    curve: list[float] = []
    for index in range(c.FPDFPath_CountSegments(thing)):
        segment = c.FPDFPath_GetPathSegment(thing, index)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        kind, point = c.FPDFPathSegment_GetType(segment), moved(matrix, x.value, y.value)
        if kind == c.FPDF_SEGMENT_BEZIERTO:
            curve.extend(point)
            if len(curve) == 6:
                yield "B", tuple(curve)
                curve.clear()
        else:
            yield "M" if kind == c.FPDF_SEGMENT_MOVETO else "L", point
        if c.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def _picture(document: Any, page: Any, thing: Any, outer: Matrix) -> Picture | None:
    # a PDF's unit square begins at the lower left corner
    matrix = composed(composed(outer, _matrix(thing)), (1.0, 0.0, 0.0, -1.0, 0.0, 1.0))
    if _filters(thing) == ["DCTDecode"] and not c.FPDFPageObj_HasTransparency(thing):
        return Picture(matrix, _raw(c.FPDFImageObj_GetImageDataRaw, thing), "JPEG")
    pixels = _pixels(document, page, thing)
    return Picture(matrix, pixels, "PNG") if pixels else None


def _filters(thing: Any) -> list[str]:
    count = c.FPDFImageObj_GetImageFilterCount(thing)
    return [_named(partial(_filter, at), thing) for at in range(count)]


def _filter(at: int, thing: Any, into: Any, size: int) -> int:
    return int(c.FPDFImageObj_GetImageFilter(thing, at, into, size))


def _raw(ask: Any, thing: Any) -> bytes:
    length = ask(thing, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    ask(thing, buffer, length)
    return buffer.raw[:length]


def _pixels(document: Any, page: Any, thing: Any) -> bytes:
    """The image in its own size with its mask, as PNG; nothing where it cannot be drawn."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    c.FPDFImageObj_GetImagePixelSize(thing, width, height)
    before = _matrix(thing)
    if not width.value or not height.value or width.value * height.value > PIXELS:
        return b""
    c.FPDFImageObj_SetMatrix(thing, width.value, 0.0, 0.0, height.value, 0.0, 0.0)
    bitmap = c.FPDFImageObj_GetRenderedBitmap(document.raw, page.raw, thing)
    c.FPDFImageObj_SetMatrix(thing, *before)
    if not bitmap:
        return b""
    try:
        return _png_of(bitmap)
    finally:
        c.FPDFBitmap_Destroy(bitmap)


def _png_of(bitmap: Any) -> bytes:
    width, height = c.FPDFBitmap_GetWidth(bitmap), c.FPDFBitmap_GetHeight(bitmap)
    stride = c.FPDFBitmap_GetStride(bitmap)
    if c.FPDFBitmap_GetFormat(bitmap) not in (c.FPDFBitmap_BGRA, c.FPDFBitmap_BGRx):
        return b""
    raw = ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    rows = (raw[at : at + 4 * width] for at in range(0, stride * height, stride))
    is_clear = c.FPDFBitmap_GetFormat(bitmap) == c.FPDFBitmap_BGRA
    return png(width, height, [_rgb(row, is_clear=is_clear) for row in rows], has_alpha=is_clear)


def _rgb(row: bytes, *, is_clear: bool) -> bytes:
    size = 4 if is_clear else 3
    turned = bytearray(len(row) // 4 * size)
    for into, come in ((0, 2), (1, 1), (2, 0), (3, 3))[:size]:
        turned[into::size] = row[come::4]
    return bytes(turned)


def png(width: int, height: int, rows: list[bytes], *, has_alpha: bool) -> bytes:
    """A PNG file of rows of red, green, blue and, maybe, alpha."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(
            ">L", zlib.crc32(kind + data)
        )  # fmt: skip

    head = struct.pack(">LLBBBBB", width, height, 8, 6 if has_alpha else 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# --- outline


def _bookmarks(document: Any, sheets: tuple[Sheet, ...]) -> Iterator[Bookmark]:
    for mark in document.get_toc(max_depth=DEPTH):
        destination = mark.get_dest()
        index = destination.get_index() if destination else None
        if index is None:
            continue
        _mode, view = destination.get_view()
        height = sheets[index].height
        top = height - (view[1] if len(view) > 1 and view[1] else 0.0) * MM
        yield Bookmark(mark.get_title(), index + 1, max(0.0, top), mark.level + 1)
