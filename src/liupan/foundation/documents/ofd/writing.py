"""A drawing as an OFD package (GB/T 33190-2016): the same drawing gives the same bytes.

Order of elements and attributes as in the standard's schema; boxes and positions in mm. Positions
are rounded to thousandths, steps are differences of rounded positions: nothing adds up on a line.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from liupan.foundation.documents.ofd.drawing import (
    BLACK,
    Bookmark,
    Drawing,
    Info,
    Item,
    Letter,
    Paint,
    Picture,
    Shape,
    Sheet,
    Words,
)
from liupan.foundation.documents.ofd.markup import NAMESPACE
from liupan.foundation.documents.ofd.package import ROOT, Package

DOC: Final = "Doc_0"
CREATOR: Final = ("Liupan", "1.0")
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
PLAIN: Final = (1.0, 0.0, 0.0, 1.0)
AROUND: Final = (0.3, 1.1, 1.3, 0.4)
"""How many sizes left of, over, right of and under where letters begin their ink may lie."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document says of itself (DocInfo).

    Attributes:
        secrecy: 密级 as printed, with its period; empty for none.
        custom: further names and values.
    """

    title: str = ""
    author: str = ""
    subject: str = ""
    secrecy: str = ""
    custom: tuple[tuple[str, str], ...] = ()


def ofd_of_pdf(
    pdf: bytes, *, particulars: Particulars, now: datetime, is_own: bool = False
) -> bytes:
    """A PDF as an OFD file: the same letters, rules and pictures at the same places.

    Args:
        now: the day that the document says it was made on.
        is_own: made by our own typesetter: then outlines of letters are remembered by the names of
            their fonts, which saves half the time. Another's PDF may call any font by any name.
    """
    # PDFium and fontTools take a moment to load: servers that make no OFD do not wait for them.
    from liupan.foundation.documents.ofd.tracing import trace_pdf

    custom = (("密级", particulars.secrecy),) if particulars.secrecy else ()
    info = Info(
        doc_id=hashlib.sha256(pdf).hexdigest()[:32],
        title=particulars.title,
        author=particulars.author,
        subject=particulars.subject,
        created=now.astimezone(SHANGHAI).date().isoformat(),
        creator=CREATOR[0],
        creator_version=CREATOR[1],
        custom=custom + particulars.custom,
    )
    return write_drawing(replace(trace_pdf(pdf, is_own=is_own), info=info)).to_bytes()


def write_drawing(drawing: Drawing) -> Package:
    """The package of a drawing."""
    return _Writer(drawing).package()


class _Writer:
    """Numbers everything and collects the files."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._files: dict[str, bytes] = {}
        self._last = 0
        self._media: dict[bytes, tuple[int, str]] = {}

    def package(self) -> Package:
        fonts = {key: self._next() for key in self._drawing.faces}
        pages = [(self._next(), sheet) for sheet in self._drawing.sheets]
        for at, (_number, sheet) in enumerate(pages):
            self._put(f"{DOC}/Pages/Page_{at}/Content.xml", self._page(sheet, fonts))
        self._put(f"{DOC}/PublicRes.xml", self._fonts(fonts))
        if self._media:
            self._put(f"{DOC}/DocumentRes.xml", self._pictures())
        self._put(f"{DOC}/Document.xml", self._document([number for number, _sheet in pages]))
        self._put(ROOT, _root(self._drawing.info))
        return Package(self._files)

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _put(self, name: str, root: etree._Element) -> None:
        self._files[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    # --- what the pages share

    def _document(self, pages: Sequence[int]) -> etree._Element:
        root = _element("Document")
        common = _sub(root, "CommonData")
        _sub(common, "MaxUnitID", text=str(self._last))
        _area(
            common, "PageArea", self._drawing.sheets[0] if self._drawing.sheets else Sheet(210, 297)
        )
        _sub(common, "PublicRes", text="PublicRes.xml")
        if self._media:
            _sub(common, "DocumentRes", text="DocumentRes.xml")
        holder = _sub(root, "Pages")
        for at, number in enumerate(pages):
            _sub(holder, "Page", ID=str(number), BaseLoc=f"Pages/Page_{at}/Content.xml")
        if self._drawing.bookmarks:
            _outline(_sub(root, "Outlines"), list(self._drawing.bookmarks), pages)
        return root

    def _fonts(self, fonts: Mapping[str, int]) -> etree._Element:
        root = _element("Res", BaseLoc="Res")
        if fonts:
            holder = _sub(root, "Fonts")
            for key, number in fonts.items():
                self._font(holder, key, number)
        return root

    def _font(self, holder: etree._Element, key: str, number: int) -> None:
        face = self._drawing.faces[key]
        font = _sub(
            holder, "Font", ID=str(number), FontName=face.name, FamilyName=face.family or face.name
        )
        if face.program is not None:
            name = f"font_{number}.ttf"
            self._files[f"{DOC}/Res/{name}"] = face.program
            _sub(font, "FontFile", text=name)

    def _pictures(self) -> etree._Element:
        root = _element("Res", BaseLoc="Res")
        holder = _sub(root, "MultiMedias")
        for content, (number, kind) in self._media.items():
            name = f"image_{number}.{kind.lower()}"
            self._files[f"{DOC}/Res/{name}"] = content
            medium = _sub(holder, "MultiMedia", ID=str(number), Type="Image", Format=kind)
            _sub(medium, "MediaFile", text=name)
        return root

    # --- pages

    def _page(self, sheet: Sheet, fonts: Mapping[str, int]) -> etree._Element:
        root = _element("Page")
        _area(root, "Area", sheet)
        layer = _sub(_sub(root, "Content"), "Layer", ID=str(self._next()), Type="Body")
        for item in sheet.items:
            self._item(layer, item, fonts)
        return root

    def _item(self, layer: etree._Element, item: Item, fonts: Mapping[str, int]) -> None:
        if isinstance(item, Words):
            for words in _split(item):
                self._words(layer, words, fonts[item.face])
        elif isinstance(item, Shape):
            self._shape(layer, item)
        else:
            self._picture(layer, item)

    def _words(self, layer: etree._Element, words: Words, font: int) -> None:
        left, top, right, bottom = _around(words)
        attributes = {
            "ID": str(self._next()),
            "Boundary": _said(left, top, right - left, bottom - top),
        }
        if words.turned != PLAIN:
            attributes["CTM"] = _said(*words.turned, 0, 0, digits=5)
        if words.stroke is not None:
            attributes["LineWidth"] = _said(words.weight)
        attributes |= {"Font": str(font), "Size": _said(words.size, digits=4)}
        if words.stroke is not None:
            attributes["Stroke"] = "true"
        if words.fill is None:
            attributes["Fill"] = "false"
        element = _sub(layer, "TextObject", **attributes)
        _colour(element, "FillColor", words.fill)
        _colour(element, "StrokeColor", words.stroke)
        if len(words.letters[0].text) > 1:
            text = words.letters[0].text
            number = self._drawing.faces[words.face].ligatures.get(text, 0)
            transform = _sub(
                element, "CGTransform", CodePosition="0", CodeCount=str(len(text)), GlyphCount="1"
            )
            _sub(transform, "Glyphs", text=str(number))
        _codes(element, _inside(words, left, top))

    def _shape(self, layer: etree._Element, shape: Shape) -> None:
        points = [
            (values[at], values[at + 1])
            for _step, values in shape.path
            for at in range(0, len(values), 2)
        ]
        if not points:
            return
        around = shape.width / 2 if shape.stroke else 0.0
        left = round(min(x for x, _y in points) - around, 3)
        top = round(min(y for _x, y in points) - around, 3)
        attributes = {
            "ID": str(self._next()),
            "Boundary": _said(
                left, top, max(x for x, _y in points) - left + around,
                max(y for _x, y in points) - top + around,
            ),
        }  # fmt: skip
        if shape.stroke is not None:
            attributes |= _stroke(shape)
        attributes["Stroke"] = "true" if shape.stroke else "false"
        attributes["Fill"] = "true" if shape.fill else "false"
        if shape.is_even_odd:
            attributes["Rule"] = "Even-Odd"
        element = _sub(layer, "PathObject", **attributes)
        _colour(element, "StrokeColor", shape.stroke)
        _colour(element, "FillColor", shape.fill)
        steps = (
            " ".join([step, *(_said(v - (top if at % 2 else left)) for at, v in enumerate(values))])
            for step, values in shape.path
        )
        _sub(element, "AbbreviatedData", text=" ".join(steps))

    def _picture(self, layer: etree._Element, picture: Picture) -> None:
        if picture.content not in self._media:
            self._media[picture.content] = (self._next(), picture.format)
        number = self._media[picture.content][0]
        a, b, c, d, e, f = picture.matrix
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        attributes = {"ID": str(self._next())}
        attributes["Boundary"] = _said(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        attributes["CTM"] = _said(a, b, c, d, e - min(xs), f - min(ys))
        if picture.alpha != 255:
            attributes["Alpha"] = str(picture.alpha)
        _sub(layer, "ImageObject", **attributes, ResourceID=str(number))


def _root(info: Info) -> etree._Element:
    root = _element("OFD", Version="1.1", DocType="OFD")
    body = _sub(root, "DocBody")
    said = _sub(body, "DocInfo")
    for name, value in (
        ("DocID", info.doc_id),
        ("Title", info.title),
        ("Author", info.author),
        ("Subject", info.subject),
        ("CreationDate", info.created),
        ("Creator", info.creator),
        ("CreatorVersion", info.creator_version),
    ):
        if value:
            _sub(said, name, text=value)
    if info.custom:
        holder = _sub(said, "CustomDatas")
        for name, value in info.custom:
            _sub(holder, "CustomData", text=value, Name=name)
    _sub(body, "DocRoot", text=f"{DOC}/Document.xml")
    return root


def _outline(holder: etree._Element, marks: list[Bookmark], pages: Sequence[int]) -> None:
    """Lines of the outline; each holds those after it that lie deeper."""
    while marks:
        mark = marks.pop(0)
        inner = []
        while marks and marks[0].level > mark.level:
            inner.append(marks.pop(0))
        element = _sub(holder, "OutlineElem", Title=mark.title)
        action = _sub(_sub(element, "Actions"), "Action", Event="CLICK")
        _sub(
            _sub(action, "Goto"), "Dest",
            Type="XYZ", PageID=str(pages[mark.sheet - 1]), Left="0", Top=_said(mark.top), Zoom="0",
        )  # fmt: skip
        _outline(element, inner, pages)


def _split(words: Words) -> Iterator[Words]:
    """Ligatures apart from the rest: readers count their letters differently within a line."""
    letters = words.letters
    begin = 0
    for at in range(1, len(letters) + 1):
        alone = at < len(letters) and max(len(letters[at].text), len(letters[at - 1].text)) == 1
        if not alone:
            yield replace(words, letters=letters[begin:at])
            begin = at


def _around(words: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the boundary: some readers cut off what lies beyond it."""
    sizes = AROUND if words.turned == PLAIN else (max(map(abs, (*words.turned, 1.3))) * 1.3,) * 4
    left, top, right, bottom = (words.size * size for size in sizes)
    xs, ys = [one.x for one in words.letters], [one.y for one in words.letters]
    return round(min(xs) - left, 3), round(min(ys) - top, 3), max(xs) + right, max(ys) + bottom


def _inside(words: Words, left: float, top: float) -> tuple[Letter, ...]:
    """The letters in the words' own space, before they are turned."""
    a, b, c, d = words.turned
    whole = a * d - b * c or 1.0

    def inside(letter: Letter) -> Letter:
        x, y = letter.x - left, letter.y - top
        return replace(
            letter, x=round((d * x - c * y) / whole, 3), y=round((a * y - b * x) / whole, 3)
        )

    return tuple(map(inside, words.letters))


def _codes(element: etree._Element, letters: tuple[Letter, ...]) -> None:
    """Text codes: one for each line, and for what readers may count as one character or as two."""
    for run in _runs(letters):
        attributes = {"X": _said(run[0].x), "Y": _said(run[0].y)}
        if len(run) > 1:
            attributes["DeltaX"] = " ".join(_deltas([b.x - a.x for a, b in pairwise(run)]))
        _sub(element, "TextCode", text="".join(letter.text for letter in run), **attributes)


def _runs(letters: tuple[Letter, ...]) -> Iterator[list[Letter]]:
    run: list[Letter] = []
    for letter in letters:
        if run and (letter.y != run[0].y or ord(run[-1].text[0]) > 0xFFFF):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _deltas(steps: list[float]) -> Iterator[str]:
    """Steps, those that repeat as `g count step`."""
    for step, group in groupby(_said(value) for value in steps):
        count = len(list(group))
        if count > 2:
            yield from ("g", str(count), step)
        else:
            yield from [step] * count


def _stroke(shape: Shape) -> dict[str, str]:
    said = {"LineWidth": _said(shape.width)}
    if shape.cap != "Butt":
        said["Cap"] = shape.cap
    if shape.join != "Miter":
        said["Join"] = shape.join
    if shape.dash:
        said["DashPattern"] = _said(*shape.dash)
    return said


def _colour(element: etree._Element, name: str, paint: Paint | None) -> None:
    if paint is None or paint == BLACK:
        return
    said = {"Value": f"{paint.red} {paint.green} {paint.blue}"}
    if paint.alpha != 255:
        said["Alpha"] = str(paint.alpha)
    _sub(element, name, **said)


def _area(holder: etree._Element, name: str, sheet: Sheet) -> None:
    area = _sub(holder, name)
    for kind in ("PhysicalBox", "ApplicationBox"):
        _sub(area, kind, text=_said(0, 0, sheet.width, sheet.height))


def _said(*values: float, digits: int = 3) -> str:
    """Numbers in as few characters as they need."""
    return " ".join(_one(round(value, digits)) for value in values)


def _one(value: float) -> str:
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _element(name: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap={"ofd": NAMESPACE})


def _sub(holder: etree._Element, name: str, *, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(holder, f"{{{NAMESPACE}}}{name}", attributes)
    if text:
        element.text = text
    return element
