"""What a file is, told in numbers: kind, pages, text, fonts, and what the checks of an OFD say."""

import io
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liupan.foundation.documents.layout.pages import Page, read_pdf
from liupan.foundation.documents.ofd.checking import Check, check_package
from liupan.foundation.documents.ofd.drawing import Drawing, Info
from liupan.foundation.documents.ofd.measuring import measured
from liupan.foundation.documents.ofd.package import is_canonical, read_package
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.sniffing import DamagedFile, kind_of


@dataclass(frozen=True, slots=True)
class PageFigures:
    """A page: its size in mm, characters without white space, rules."""

    width: float
    height: float
    characters: int
    rules: int


@dataclass(frozen=True, slots=True)
class FontFigures:
    """A font: characters written in it, and bytes of its file inside the document.

    Attributes:
        embedded: None where that was not looked at.
    """

    name: str
    characters: int
    embedded: int | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is.

    Attributes:
        is_canonical: whether it is byte for byte as Liupan writes OFD packages; None for others.
        stamps: places where signatures show themselves.
    """

    kind: str
    size: int
    pages: tuple[PageFigures, ...] = ()
    fonts: tuple[FontFigures, ...] = ()
    info: Info | None = None
    is_canonical: bool | None = None
    stamps: int = 0
    checks: tuple[Check, ...] = ()

    @property
    def characters(self) -> int:
        """Characters of the whole text, without white space."""
        return sum(page.characters for page in self.pages)


def inspect(content: bytes) -> Inspection:
    """Look at a file of any kind that is taken.

    Raises:
        InvalidInput: what `kind_of` and `read_package` refuse, as a sentence.
    """
    kind = kind_of(io.BytesIO(content))
    if kind.label == "OFD":
        return _of_ofd(content)
    if kind.label == "PDF":
        pages = _of_pdf(content)
        fonts = tuple(FontFigures(n, count, None) for n, count in _fonts(pages).items())
        return Inspection("PDF", len(content), _figures(pages), fonts)
    return Inspection(kind.label, len(content))


def _of_pdf(content: bytes) -> tuple[Page, ...]:
    # PDFium takes a moment to load: only who reads a PDF waits for it.
    from pypdfium2 import PdfiumError

    try:
        return read_pdf(content)
    except PdfiumError as error:
        raise DamagedFile(
            _("This file is damaged."), next_step=_("Save it again and choose the new one.")
        ) from error


def _of_ofd(content: bytes) -> Inspection:
    package = read_package(content)
    drawing = read_drawing(package)
    pages = measured(drawing)
    return Inspection(
        kind="OFD",
        size=len(content),
        pages=_figures(pages),
        fonts=tuple(_font_figures(drawing, pages)),
        info=drawing.info,
        is_canonical=is_canonical(content),
        stamps=sum(len(sheet.stamps) for sheet in drawing.sheets),
        checks=check_package(package),
    )


def _figures(pages: tuple[Page, ...]) -> tuple[PageFigures, ...]:
    return tuple(
        PageFigures(round(p.width, 2), round(p.height, 2), len(p.text), len(p.rules)) for p in pages
    )


def _fonts(pages: tuple[Page, ...]) -> Counter[str]:
    written: Counter[str] = Counter()
    for page in pages:
        for glyph in page.glyphs:
            written[glyph.font] += len(glyph.text)
    return written


def _font_figures(drawing: Drawing, pages: tuple[Page, ...]) -> list[FontFigures]:
    written = _fonts(pages)
    return [
        FontFigures(face.name, written[face.name], len(face.program or b""))
        for face in drawing.faces.values()
    ]
