"""The pages of a PDF by PDFium."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from liupan.foundation.documents.layout.locking import ONE_AT_A_TIME
from liupan.foundation.documents.layout.pages import MM, Colour, Glyph, Page, Rule

SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
FIRST_HALVES, LATER_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
THIN = 3.0
"""A filled rectangle up to this thickness (mm) is a rule."""


def read(content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF."""
    with ONE_AT_A_TIME:
        document = pdfium.PdfDocument(content)
        try:
            return tuple(_page(document, index) for index in range(len(document)))
        finally:
            document.close()


def _page(document: Any, index: int) -> Page:
    page = document[index]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        return Page(
            number=index + 1,
            width=width * MM,
            height=height * MM,
            glyphs=tuple(_glyphs(text, height)),
            rules=tuple(_rules(page, height)),
        )
    finally:
        text.close()
        page.close()


def _glyphs(text: Any, height: float) -> Iterator[Glyph]:
    raw = text.raw
    names: dict[int, tuple[str, float]] = {}
    for index in range(text.count_chars()):
        if c.FPDFText_IsGenerated(raw, index) == 1 or not (shown := _character(raw, index)):
            continue
        box, origin = _box(raw, index), _origin(raw, index)
        yield Glyph(
            text=shown,
            font=_font(raw, index, names)[0],
            size=round(_size(raw, index), 3),
            x=origin[0] * MM,
            y=(height - origin[1]) * MM,
            box=(
                box[0] * MM,
                (height - box[3]) * MM,
                box[1] * MM,
                (height - box[2]) * MM,
            ),
            colour=_fill(raw, index),
            stroke=_font(raw, index, names)[1] * MM,
        )


def _character(raw: Any, index: int) -> str:
    """The character at a place; nothing for white space and for what was not mapped.

    PDFium gives what lies above U+FFFF (𬱖) in two halves: the first stands for both.
    """
    code = c.FPDFText_GetUnicode(raw, index)
    if code in LATER_HALVES or code in (0, 0xFFFE):
        return ""
    if code in FIRST_HALVES:
        later = c.FPDFText_GetUnicode(raw, index + 1)
        code = 0x10000 + ((code - 0xD800) << 10) + (later - 0xDC00)
    return "" if chr(code).isspace() else chr(code)


def _box(raw: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom, top in points."""
    found = [ctypes.c_double() for _ in range(4)]
    c.FPDFText_GetCharBox(raw, index, *found)
    return (found[0].value, found[1].value, found[2].value, found[3].value)


def _origin(raw: Any, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(raw, index, x, y)
    return x.value, y.value


def _size(raw: Any, index: int) -> float:
    """The size as seen: the font's own, scaled by the matrix of the text."""
    matrix = c.FS_MATRIX()
    size: float = c.FPDFText_GetFontSize(raw, index)
    if c.FPDFText_GetMatrix(raw, index, matrix):
        return float(size * (matrix.c**2 + matrix.d**2) ** 0.5)
    return size


def _fill(raw: Any, index: int) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    c.FPDFText_GetFillColor(raw, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _font(raw: Any, index: int, known: dict[int, tuple[str, float]]) -> tuple[str, float]:
    """The face's name and the width of the outline; asked once for each piece of text."""
    piece = c.FPDFText_GetTextObject(raw, index)
    key = ctypes.cast(piece, ctypes.c_void_p).value or 0
    if key not in known:
        known[key] = (_font_name(piece), _stroke(piece))
    return known[key]


def _font_name(piece: Any) -> str:
    font = c.FPDFTextObj_GetFont(piece)
    length = c.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    c.FPDFFont_GetBaseFontName(font, buffer, length)
    return SUBSET_TAG.sub("", buffer.value.decode("utf-8", "replace"))


def _stroke(piece: Any) -> float:
    if c.FPDFTextObj_GetTextRenderMode(piece) != c.FPDF_TEXTRENDERMODE_FILL_STROKE:
        return 0.0
    width = ctypes.c_float()
    c.FPDFPageObj_GetStrokeWidth(piece, width)
    return width.value


def _rules(page: Any, height: float) -> Iterator[Rule]:
    for drawn in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=8):
        yield from _rule(drawn.raw, height)


def _rule(drawn: Any, height: float) -> Iterator[Rule]:
    """A stroked line, or a thin filled rectangle, as a rule; other paths are none."""
    stroked, filled = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(drawn, filled, stroked)
    ends = _corners(drawn)
    left, right = min(x for x, _ in ends), max(x for x, _ in ends)
    bottom, top = min(y for _, y in ends), max(y for _, y in ends)
    if stroked.value and len(ends) == 2:
        width = ctypes.c_float()
        c.FPDFPageObj_GetStrokeWidth(drawn, width)
        sizes = (left, height - top, right, height - bottom, width.value * _scale(drawn))
        yield _in_mm(sizes, _colour(drawn, c.FPDFPageObj_GetStrokeColor))
    elif filled.value and min(right - left, top - bottom) * MM <= THIN:
        yield _in_mm(
            _middle(left, height - top, right, height - bottom),
            _colour(drawn, c.FPDFPageObj_GetFillColor),
        )


def _in_mm(points: Sequence[float], colour: Colour) -> Rule:
    x0, y0, x1, y1, width = (value * MM for value in points)
    return Rule(x0, y0, x1, y1, width, colour)


def _middle(
    left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float, float]:
    """The middle line of a thin rectangle and its thickness."""
    if right - left >= bottom - top:
        y = (top + bottom) / 2
        return left, y, right, y, bottom - top
    x = (left + right) / 2
    return x, top, x, bottom, right - left


def _corners(drawn: Any) -> list[tuple[float, float]]:
    """The ends of a path's segments on the page, in points."""
    matrix, found = _matrix(drawn), []
    for index in range(c.FPDFPath_CountSegments(drawn)):
        segment = c.FPDFPath_GetPathSegment(drawn, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        c.FPDFPathSegment_GetPoint(segment, x, y)
        found.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
    return found or [(0.0, 0.0)]


def _matrix(drawn: Any) -> Any:
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(drawn, matrix)
    return matrix


def _scale(drawn: Any) -> float:
    matrix = _matrix(drawn)
    return float((matrix.a**2 + matrix.b**2) ** 0.5)


def _colour(drawn: Any, ask: Any) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask(drawn, red, green, blue, alpha)
    return red.value, green.value, blue.value
