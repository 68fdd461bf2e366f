"""An OFD as a drawing: every page with its templates, layers and annotations.

Reads what other makers write too: locations that differ by case, missing namespaces and numbers,
text codes without steps. What is left out, and drawn by nobody here: clips, patterns and shadings
(their first colour stands for them), video and sound.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from liupan.foundation.documents.ofd.drawing import (
    BLACK,
    IDENTITY,
    Bookmark,
    Drawing,
    Face,
    Info,
    Item,
    Letter,
    Matrix,
    Paint,
    Picture,
    Shape,
    Sheet,
    Stamp,
    Step,
    Words,
    composed,
    moved,
)
from liupan.foundation.documents.ofd.markup import child, children, local, text_of
from liupan.foundation.documents.ofd.package import ROOT, Package
from liupan.foundation.documents.ofd.refusals import BrokenMarkup, NotAPackage
from liupan.foundation.documents.ofd.stamping import signatures_of
from liupan.foundation.documents.ofd.values import (
    Budget,
    box,
    matrix,
    number,
    numbers,
    paint,
    steps,
    whole,
)

ITEMS: Final = 100_000
LETTERS: Final = 500_000
DEPTH: Final = 8
A4: Final = (0.0, 0.0, 210.0, 297.0)
ARGUMENTS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
TOKEN: Final = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
WIDE: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    "\U00020000-\U0003ffff]"
)
"""Characters as wide as they are high."""


@dataclass(frozen=True, slots=True)
class Style:
    """What an object takes from its drawing parameters."""

    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 0.353
    dash: tuple[float, ...] = ()
    cap: str = "Butt"
    join: str = "Miter"


@dataclass(slots=True)
class Resources:
    """What pages refer to by number."""

    faces: dict[str, Face] = field(default_factory=dict)
    media: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    bits: dict[str, int] = field(default_factory=dict)


def read_drawing(package: Package) -> Drawing:
    """All pages of all documents in the package. Raises a subclass of `BadPackage`."""
    root = package.markup(ROOT)
    bodies = children(root, "DocBody")
    if local(root) != "OFD" or not bodies:
        raise NotAPackage(_("This is no OFD file: its OFD.xml names no document."))
    items, letters = Budget(ITEMS), Budget(LETTERS)
    readers = [
        _Reader(package, package.get(text_of(body, "DocRoot"), base=ROOT), body, items, letters)
        for body in bodies
    ]
    sheets = tuple(sheet for reader in readers for sheet in reader.sheets())
    faces = {key: face for reader in readers for key, face in reader.resources.faces.items()}
    return Drawing(sheets, faces, tuple(readers[0].bookmarks()), info_of(bodies[0]))


def info_of(body: etree._Element) -> Info:
    """DocInfo of a DocBody."""
    info = child(body, "DocInfo")
    return Info(
        doc_id=text_of(info, "DocID"),
        title=text_of(info, "Title"),
        author=text_of(info, "Author"),
        subject=text_of(info, "Subject"),
        created=text_of(info, "CreationDate"),
        creator=text_of(info, "Creator"),
        creator_version=text_of(info, "CreatorVersion"),
        custom=tuple(
            (data.get("Name", ""), (data.text or "").strip())
            for data in children(child(info, "CustomDatas"), "CustomData")
        ),
    )


class _Reader:
    """Reads one document of a package."""

    def __init__(
        self, package: Package, path: str, body: etree._Element, items: Budget, letters: Budget
    ) -> None:
        self._package, self._path, self._body = package, path, body
        self._items, self._letters = items, letters
        self._document = package.markup(path)
        if local(self._document) != "Document":
            raise BrokenMarkup(_("%(part)s is no document.") % {"part": path})
        self._common = child(self._document, "CommonData")
        self._pages = children(child(self._document, "Pages"), "Page")
        self.resources = Resources()
        for kind in ("PublicRes", "DocumentRes"):
            for element in children(self._common, kind):
                self._take(package.get(element.text or "", base=path))

    # --- resources

    def _take(self, path: str) -> None:
        root = self._package.markup(path)
        base = f"{path.rpartition('/')[0]}/{root.get('BaseLoc') or '.'}/x"
        found = self.resources
        for font in children(child(root, "Fonts"), "Font"):
            found.faces[_id(font)] = self._face(font, base)
        for medium in children(child(root, "MultiMedias"), "MultiMedia"):
            place = text_of(medium, "MediaFile")
            if medium.get("Type", "Image") == "Image":
                data = self._package.read(place, base=base)
                found.media[_id(medium)] = (data, _format_of(data))
        for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            found.units[_id(unit)] = unit
        for style in children(child(root, "DrawParams"), "DrawParam"):
            found.styles[_id(style)] = style
        for space in children(child(root, "ColorSpaces"), "ColorSpace"):
            found.bits[_id(space)] = whole(space.get("BitsPerComponent"), 8)

    def _face(self, font: etree._Element, base: str) -> Face:
        place = text_of(font, "FontFile")
        program = self._package.read(place, base=base) if place else None
        return Face(font.get("FontName", ""), font.get("FamilyName", ""), program)

    # --- pages

    def sheets(self) -> Iterator[Sheet]:
        stamps, notes = self._stamps(), self._annotations()
        size = box(text_of(self._common, "PageArea", "PhysicalBox")) or A4
        for page in self._pages:
            path = self._package.get(page.get("BaseLoc") or "", base=self._path)
            yield self._sheet(path, size, notes.get(_id(page)), stamps.get(_id(page), ()))

    def _sheet(
        self,
        path: str,
        size: tuple[float, float, float, float],
        notes: str | None,
        stamps: Iterable[Stamp],
    ) -> Sheet:
        root = self._package.markup(path)
        for element in children(root, "PageRes"):
            self._take(self._package.get(element.text or "", base=path))
        left, top, width, height = box(text_of(root, "Area", "PhysicalBox")) or size
        on_sheet: Matrix = (1.0, 0.0, 0.0, 1.0, -left, -top)
        behind, before = self._templates(root)
        items = [
            *(item for template in behind for item in self._layers(template, on_sheet)),
            *self._layers(root, on_sheet),
            *(item for template in before for item in self._layers(template, on_sheet)),
            *(self._notes(notes, on_sheet) if notes else ()),
        ]
        placed = (
            replace(stamp, box=(stamp.box[0] - left, stamp.box[1] - top, *stamp.box[2:]))
            for stamp in stamps
        )
        return Sheet(width, height, tuple(items), tuple(placed))

    def _templates(self, page: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
        known = {_id(one): one for one in children(self._common, "TemplatePage")}
        behind: list[etree._Element] = []
        before: list[etree._Element] = []
        for used in children(page, "Template"):
            template = known.get(used.get("TemplateID", ""))
            if template is None:
                continue
            root = self._package.markup(template.get("BaseLoc") or "", base=self._path)
            order = used.get("ZOrder") or template.get("ZOrder") or "Background"
            (before if order == "Foreground" else behind).append(root)
        return behind, before

    def _layers(self, page: etree._Element, outer: Matrix) -> Iterator[Item]:
        layers = children(child(page, "Content"), "Layer")
        order = ("Background", "Body", "Foreground")
        layers.sort(key=lambda layer: order.index(_kind(layer, order)))
        for layer in layers:
            style = self._style(layer, Style())
            yield from self._block(layer, outer, style, 0)

    def _block(
        self, block: etree._Element, outer: Matrix, style: Style, depth: int
    ) -> Iterator[Item]:
        for element in block:
            self._items.spend()
            kind = local(element)
            if element.get("Visible") == "false" or depth > DEPTH:
                continue
            if kind == "PageBlock":
                yield from self._block(element, outer, style, depth + 1)
            elif kind == "CompositeObject":
                yield from self._composite(element, outer, style, depth)
            elif kind == "TextObject":
                yield from self._text(element, outer, self._style(element, style))
            elif kind == "PathObject":
                yield from self._shape(element, outer, self._style(element, style))
            elif kind == "ImageObject":
                yield from self._image(element, outer)

    def _composite(
        self, element: etree._Element, outer: Matrix, style: Style, depth: int
    ) -> Iterator[Item]:
        content = child(self.resources.units.get(element.get("ResourceID", "")), "Content")
        if content is not None:
            yield from self._block(content, _placed(element, outer), style, depth + 1)

    # --- how things are drawn

    def _style(self, element: etree._Element, above: Style) -> Style:
        """Drawing parameters, relative ones first, then what the element itself says."""
        chain, at = [element], element.get("DrawParam")
        while at and (found := self.resources.styles.get(at)) is not None and len(chain) < DEPTH:
            chain.append(found)
            at = found.get("Relative")
        style = above
        for one in reversed(chain):
            style = self._with(style, one)
        return style

    def _with(self, style: Style, element: etree._Element) -> Style:
        fill, stroke = child(element, "FillColor"), child(element, "StrokeColor")
        return replace(
            style,
            fill=style.fill if fill is None else self._paint(fill),
            stroke=style.stroke if stroke is None else self._paint(stroke),
            width=number(element.get("LineWidth"), style.width),
            dash=tuple(numbers(element.get("DashPattern"))) or style.dash,
            cap=element.get("Cap") or style.cap,
            join=element.get("Join") or style.join,
        )

    def _paint(self, colour: etree._Element) -> Paint:
        if colour.get("Value") is None:
            # a pattern or a shading: the first colour within it stands for it
            inner = next((e for e in colour.iterdescendants() if e.get("Value")), None)
            colour = colour if inner is None else inner
        alpha = max(0, min(255, whole(colour.get("Alpha"), 255)))
        bits = self.resources.bits.get(colour.get("ColorSpace", ""), 8)
        return paint(colour.get("Value"), alpha, bits)

    def _shape(self, element: etree._Element, outer: Matrix, style: Style) -> Iterator[Shape]:
        at = _placed(element, outer)
        path = tuple(_path(text_of(element, "AbbreviatedData"), at))
        scale = abs(at[0] * at[3] - at[1] * at[2]) ** 0.5
        alpha = whole(element.get("Alpha"), 255)
        stroked = element.get("Stroke", "true") != "false"
        if path:
            yield Shape(
                path=path,
                fill=_faded(style.fill or BLACK, alpha) if element.get("Fill") == "true" else None,
                stroke=_faded(style.stroke or BLACK, alpha) if stroked else None,
                width=style.width * scale,
                is_even_odd=element.get("Rule") == "Even-Odd",
                dash=tuple(length * scale for length in style.dash),
                cap=style.cap,
                join=style.join,
            )

    def _image(self, element: etree._Element, outer: Matrix) -> Iterator[Picture]:
        medium = self.resources.media.get(element.get("ResourceID", ""))
        area = box(element.get("Boundary"))
        if medium is None or area is None:
            return
        own = matrix(element.get("CTM")) if element.get("CTM") else (area[2], 0, 0, area[3], 0, 0)
        place = composed(composed(outer, (1.0, 0.0, 0.0, 1.0, area[0], area[1])), own)
        yield Picture(place, *medium, alpha=whole(element.get("Alpha"), 255))

    def _text(self, element: etree._Element, outer: Matrix, style: Style) -> Iterator[Words]:
        at = _placed(element, outer)
        size = number(element.get("Size"), 3.0)
        letters = tuple(
            replace(letter, x=x, y=y)
            for letter in self._codes(element, size)
            for x, y in (moved(at, letter.x, letter.y),)
        )
        alpha = whole(element.get("Alpha"), 255)
        stroked = element.get("Stroke") == "true"
        scale = number(element.get("HScale"), 1.0)
        if letters:
            yield Words(
                letters=letters,
                face=element.get("Font", ""),
                size=size,
                turned=_turned(at, scale, number(element.get("CharDirection"))),
                fill=None if element.get("Fill") == "false" else _faded(style.fill or BLACK, alpha),
                stroke=_faded(style.stroke or BLACK, alpha) if stroked else None,
                weight=style.width if stroked else 0.0,
            )

    def _codes(self, element: etree._Element, size: float) -> Iterator[Letter]:
        x = y = 0.0
        transforms = children(element, "CGTransform")
        place = 0
        for code in children(element, "TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            text = code.text or ""
            self._letters.spend(len(text) + 1)
            pieces = _pieces(text, transforms, place)
            place += len(text)
            across = _steps(code.get("DeltaX"), len(pieces) - 1)
            down = _steps(code.get("DeltaY"), len(pieces) - 1)
            here = (x, y)
            for at, (piece, glyph) in enumerate(pieces):
                yield Letter(piece, *here, glyph=glyph)
                if at == len(pieces) - 1:
                    break
                natural = 0.0 if down else sum(_width(one) for one in piece) * size
                here = (
                    here[0] + (across[at] if across else natural),
                    here[1] + (down[at] if down else 0.0),
                )

    # --- what lies over the pages

    def _annotations(self) -> dict[str, str]:
        place = text_of(self._document, "Annotations")
        if not place:
            return {}
        path = self._package.get(place, base=self._path)
        return {
            page.get("PageID", ""): self._package.get(text_of(page, "FileLoc"), base=path)
            for page in children(self._package.markup(path), "Page")
        }

    def _notes(self, path: str, outer: Matrix) -> Iterator[Item]:
        for note in children(self._package.markup(path), "Annot"):
            appearance = child(note, "Appearance")
            if appearance is not None and note.get("Visible") != "false":
                yield from self._block(appearance, _placed(appearance, outer), Style(), 0)

    def _stamps(self) -> dict[str, list[Stamp]]:
        found: dict[str, list[Stamp]] = {}
        for signature, path in signatures_of(self._package, self._body):
            for stamp in children(child(self._package.markup(path), "SignedInfo"), "StampAnnot"):
                self._items.spend()
                area = box(stamp.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
                one = Stamp(signature, area, box(stamp.get("Clip")))
                found.setdefault(stamp.get("PageRef", ""), []).append(one)
        return found

    # --- outline

    def bookmarks(self) -> Iterator[Bookmark]:
        pages = {_id(page): at for at, page in enumerate(self._pages, 1)}
        yield from self._outline(child(self._document, "Outlines"), pages, 1)

    def _outline(
        self, holder: etree._Element | None, pages: dict[str, int], level: int
    ) -> Iterator[Bookmark]:
        for element in children(holder, "OutlineElem"):
            self._items.spend()
            target = child(element, "Actions", "Action", "Goto", "Dest")
            page = pages.get(target.get("PageID", "")) if target is not None else None
            if target is not None and page:
                top = number(target.get("Top"))
                yield Bookmark(element.get("Title", ""), page, top, level)
            yield from self._outline(element, pages, level + 1)


def _id(element: etree._Element) -> str:
    return str(element.get("ID", ""))


def _kind(layer: etree._Element, known: tuple[str, ...]) -> str:
    kind = layer.get("Type", "Body")
    return kind if kind in known else "Body"


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """Where an object's own space lies: its matrix, then its boundary, then what holds it."""
    left, top, _width, _height = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    placed = composed(outer, (1.0, 0.0, 0.0, 1.0, left, top))
    own = matrix(element.get("CTM"))
    return placed if own == IDENTITY else composed(placed, own)


def _faded(colour: Paint, alpha: int) -> Paint:
    return replace(colour, alpha=colour.alpha * max(0, min(alpha, 255)) // 255)


def _turned(at: Matrix, scale: float, direction: float) -> tuple[float, float, float, float]:
    a, b, c, d = at[:4]
    quarter = round(direction / 90) % 4
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
    a, b, c, d = a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin
    return a * scale, b * scale, c, d


def _format_of(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "PNG"
    return "JPEG" if data.startswith(b"\xff\xd8") else ""


def _steps(text: str | None, count: int) -> list[float]:
    """The steps between letters; where too few are written, the last one goes on."""
    found = steps(text, count)
    return found + found[-1:] * (count - len(found)) if found else []


def _width(character: str) -> float:
    return 1.0 if WIDE.match(character) else 0.5


def _pieces(
    text: str, transforms: list[etree._Element], place: int
) -> list[tuple[str, int | None]]:
    """Characters with the glyph they are drawn by, where the document says which."""
    pieces: list[tuple[str, int | None]] = []
    begins = {whole(one.get("CodePosition")) - place: one for one in transforms}
    at = 0
    while at < len(text):
        one = begins.get(at)
        glyphs = [] if one is None else [int(glyph) for glyph in numbers(text_of(one, "Glyphs"))]
        count = 1 if one is None else max(1, min(whole(one.get("CodeCount"), 1), len(text) - at))
        if len(glyphs) == count:
            pieces += [(text[at + n], glyphs[n]) for n in range(count)]
        elif glyphs:
            pieces.append((text[at : at + count], glyphs[0]))
        else:
            pieces += [(character, None) for character in text[at : at + count]]
        at += count
    return pieces


def _path(text: str, at: Matrix) -> Iterator[Step]:
    """The steps of an abbreviated path. Arcs are drawn as straight lines to their ends."""
    values: list[float] = []
    step = ""
    for token in TOKEN.findall(text):
        if token.isalpha():
            step, values = token, []
            if step not in ARGUMENTS:
                raise BrokenMarkup(_("This file holds a path that cannot be read."))
            if step == "C":
                yield "C", ()
            continue
        values.append(number(token))
        if step and len(values) == ARGUMENTS[step]:
            ends = values[-2:] if step == "A" else values
            points = [moved(at, *ends[n : n + 2]) for n in range(0, len(ends), 2)]
            kind = {"S": "M", "A": "L"}.get(step, step)
            yield kind, tuple(value for point in points for value in point)
            values = []
