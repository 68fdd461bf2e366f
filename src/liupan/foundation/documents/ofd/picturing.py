"""A sheet as SVG: letters as the outlines inside the document, so that no font need be installed.

Made for `<img>`: attributes only, no style and no script, images within; nothing is fetched.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from liupan.foundation.documents.ofd.drawing import (
    Drawing,
    Item,
    Letter,
    Paint,
    Picture,
    Shape,
    Stamp,
    Words,
)
from liupan.foundation.documents.ofd.lettering import Lettering

SVG: Final = "http://www.w3.org/2000/svg"
STEPS: Final = {"M": "M", "L": "L", "Q": "Q", "B": "C", "C": "Z"}
MEDIA: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
CAPS: Final = {"Round": "round", "Square": "square"}
JOINS: Final = {"Round": "round", "Bevel": "bevel"}
STAMPS: Final = 100
"""So many seals of a sheet are drawn."""
XML: Final = dict.fromkeys(range(32))


def picture_sheet(
    drawing: Drawing, number: int, seals: Mapping[str, Drawing | Picture] = MappingProxyType({})
) -> bytes:
    """An SVG file of a sheet (from 1). Raises IndexError when there is none.

    Args:
        seals: what the signatures' seals look like, by `Stamp.signature`.
    """
    sheet = drawing.sheets[number - 1]
    width, height = _said(sheet.width), _said(sheet.height)
    root = etree.Element(
        f"{{{SVG}}}svg",
        {"width": f"{width}mm", "height": f"{height}mm", "viewBox": f"0 0 {width} {height}"},
        nsmap={None: SVG},
    )
    paper = {"width": width, "height": height, "fill": "#fff"}
    etree.SubElement(root, f"{{{SVG}}}rect", paper)
    _Picture(drawing, root).draw(sheet.items)
    for stamp in sheet.stamps[:STAMPS]:
        if stamp.signature in seals and min(stamp.box[2:]) > 0:
            _stamp(root, stamp, seals[stamp.signature])
    return bytes(etree.tostring(root))


def _stamp(root: etree._Element, stamp: Stamp, seal: Drawing | Picture) -> None:
    """What a seal looks like, fitted into its place, and cut where only a part is seen."""
    x, y, width, height = stamp.box
    left, top, across, down = stamp.clip or (0.0, 0.0, width, height)
    window = _window(root, (x + left, y + top, across, down), (left, top, across, down))
    if isinstance(seal, Picture):
        whole = replace(seal, matrix=(width, 0.0, 0.0, height, 0.0, 0.0))
        _Picture(Drawing(()), window).draw([whole])
        return
    sheet = seal.sheets[0]
    inner = (0.0, 0.0, sheet.width, sheet.height)
    _Picture(seal, _window(window, (0.0, 0.0, width, height), inner)).draw(sheet.items)


def _window(
    root: etree._Element,
    place: tuple[float, float, float, float],
    shown: tuple[float, float, float, float],
) -> etree._Element:
    """A part of the picture with a measure of its own; what is outside of it is not seen."""
    names = ("x", "y", "width", "height")
    given = {name: _said(value) for name, value in zip(names, place, strict=True)}
    given |= {"viewBox": " ".join(map(_said, shown)), "preserveAspectRatio": "none"}
    return etree.SubElement(root, f"{{{SVG}}}svg", given | {"overflow": "hidden"})


class _Picture:
    def __init__(self, drawing: Drawing, root: etree._Element) -> None:
        self._lettering = Lettering(drawing.faces)
        self._families = {key: face.family or face.name for key, face in drawing.faces.items()}
        self._root = root

    def draw(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Words):
                self._words(item)
            elif isinstance(item, Shape):
                self._shape(item)
            else:
                self._image(item)

    def _add(self, name: str, **attributes: str) -> etree._Element:
        given = {key.replace("_", "-"): value for key, value in attributes.items()}
        return etree.SubElement(self._root, f"{{{SVG}}}{name}", given)

    def _words(self, words: Words) -> None:
        for letter in words.letters:
            look = self._lettering.look(words.face, letter)
            if look is None:
                self._foreign(words, letter)
            elif look.path:
                a, b, c, d = (part * words.size for part in words.turned)
                place = (_said(value) for value in (a, b, -c, -d, letter.x, letter.y))
                self._add(
                    "path", d=look.path, transform=f"matrix({' '.join(place)})",
                    **_fill(words.fill), **_stroke(words.stroke, words.weight / (words.size or 1)),
                )  # fmt: skip

    def _foreign(self, words: Words, letter: Letter) -> None:
        """A letter whose font the document does not hold: in whatever the reader has."""
        a, b, c, d = words.turned
        place = (_said(value) for value in (a, b, c, d, letter.x, letter.y))
        element = self._add(
            "text", transform=f"matrix({' '.join(place)})", font_size=_said(words.size),
            font_family=self._families.get(words.face, "").translate(XML) or "serif",
            **_fill(words.fill),
        )  # fmt: skip
        element.text = letter.text.translate(XML)

    def _shape(self, shape: Shape) -> None:
        path = " ".join(STEPS[step] + " ".join(map(_said, values)) for step, values in shape.path)
        extra = {"fill_rule": "evenodd"} if shape.is_even_odd else {}
        if shape.dash:
            extra["stroke_dasharray"] = " ".join(map(_said, shape.dash))
        if shape.cap in CAPS:
            extra["stroke_linecap"] = CAPS[shape.cap]
        if shape.join in JOINS:
            extra["stroke_linejoin"] = JOINS[shape.join]
        self._add(
            "path", d=path, **_fill(shape.fill), **_stroke(shape.stroke, shape.width), **extra
        )

    def _image(self, picture: Picture) -> None:
        if picture.format not in MEDIA:
            return
        data = base64.b64encode(picture.content).decode()
        self._add(
            "image", width="1", height="1", preserveAspectRatio="none",
            transform=f"matrix({' '.join(map(_said, picture.matrix))})",
            href=f"data:{MEDIA[picture.format]};base64,{data}",
            **({} if picture.alpha == 255 else {"opacity": _said(picture.alpha / 255)}),
        )  # fmt: skip


def _fill(paint: Paint | None) -> dict[str, str]:
    if paint is None:
        return {"fill": "none"}
    said = {"fill": f"#{paint.red:02x}{paint.green:02x}{paint.blue:02x}"}
    return said if paint.alpha == 255 else said | {"fill_opacity": _said(paint.alpha / 255)}


def _stroke(paint: Paint | None, width: float) -> dict[str, str]:
    if paint is None:
        return {}
    said = {
        "stroke": f"#{paint.red:02x}{paint.green:02x}{paint.blue:02x}",
        "stroke_width": _said(width),
    }
    return said if paint.alpha == 255 else said | {"stroke_opacity": _said(paint.alpha / 255)}


def _said(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
