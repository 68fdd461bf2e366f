"""A drawing as the pages that `layout` measures: glyphs and rules in millimetres."""

from collections.abc import Iterator

from liupan.foundation.documents.layout.pages import MM, Box, Glyph, Page, Rule
from liupan.foundation.documents.ofd.drawing import Drawing, Letter, Paint, Shape, Sheet, Words
from liupan.foundation.documents.ofd.lettering import Lettering
from liupan.foundation.documents.ofd.package import read_package
from liupan.foundation.documents.ofd.reading import read_drawing

THIN = 3.0
"""A filled rectangle up to this thickness (mm) is a rule, as in `layout.pdf_pages`."""
EM: Box = (0.0, -0.12, 1.0, 0.88)
"""Ink of a letter whose font is not in the document: its em."""


def read_ofd(content: bytes) -> tuple[Page, ...]:
    """The pages of an OFD, as `layout.pages.read_pdf` gives those of a PDF.

    Raises a subclass of `BadPackage`.
    """
    return measured(read_drawing(read_package(content)))


def signs_of(content: bytes) -> tuple[str, ...]:
    """Each page's characters in the order of drawing, without white space; nothing is measured.

    Raises a subclass of `BadPackage`.
    """
    drawing = read_drawing(read_package(content))
    return tuple(
        "".join(
            letter.text
            for words in sheet.words
            for letter in words.letters
            if not letter.text.isspace()
        )
        for sheet in drawing.sheets
    )


def measured(drawing: Drawing) -> tuple[Page, ...]:
    """The pages of a drawing."""
    lettering = Lettering(drawing.faces)
    names = {key: face.name for key, face in drawing.faces.items()}
    return tuple(
        Page(
            number=number,
            width=sheet.width,
            height=sheet.height,
            glyphs=tuple(_glyphs(sheet, lettering, names)),
            rules=tuple(_rules(sheet)),
        )
        for number, sheet in enumerate(drawing.sheets, 1)
    )


def _glyphs(sheet: Sheet, lettering: Lettering, names: dict[str, str]) -> Iterator[Glyph]:
    for words in sheet.words:
        for letter in words.letters:
            if letter.text.isspace():
                continue
            yield Glyph(
                text=letter.text,
                font=names.get(words.face, words.face),
                size=round(words.height / MM, 3),
                x=letter.x,
                y=letter.y,
                box=_ink(words, letter, lettering),
                colour=_colour(words.fill or words.stroke),
                stroke=words.weight,
            )


def _ink(words: Words, letter: Letter, lettering: Lettering) -> Box:
    look = lettering.look(words.face, letter)
    left, bottom, right, top = (look.ink if look else None) or EM
    a, b, c, d = (part * words.size for part in words.turned)
    corners = [(x, -y) for x in (left, right) for y in (bottom, top)]
    xs = [letter.x + a * x + c * y for x, y in corners]
    ys = [letter.y + b * x + d * y for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _rules(sheet: Sheet) -> Iterator[Rule]:
    for shape in sheet.items:
        if isinstance(shape, Shape) and (rule := _rule(shape)):
            yield rule


def _rule(shape: Shape) -> Rule | None:
    """A stroked line, or a thin filled rectangle; other shapes are none."""
    points = [step[1][-2:] for step in shape.path if step[1]]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if shape.stroke and len(points) == 2:
        return Rule(left, top, right, bottom, shape.width, _colour(shape.stroke))
    if not shape.fill or min(right - left, bottom - top) > THIN:
        return None
    if right - left >= bottom - top:
        middle = (top + bottom) / 2
        return Rule(left, middle, right, middle, bottom - top, _colour(shape.fill))
    middle = (left + right) / 2
    return Rule(middle, top, middle, bottom, right - left, _colour(shape.fill))


def _colour(paint: Paint | None) -> tuple[int, int, int]:
    return (paint.red, paint.green, paint.blue) if paint else (0, 0, 0)
