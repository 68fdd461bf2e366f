"""Does a package keep to GB/T 33190-2016, and would it do for an archive (GB/T 42133)?

Twelve checks of structure (S1 to S12), nine that lean on the archive profile (A1 to A9). The text
of GB/T 42133 was not at hand; what follows from its stated aim only is marked as unsure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from liupan.foundation.documents.ofd.drawing import Drawing
from liupan.foundation.documents.ofd.lettering import Lettering, is_readable
from liupan.foundation.documents.ofd.markup import NAMESPACE, child, local, text_of
from liupan.foundation.documents.ofd.package import ROOT, Package, joined
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.values import box, steps, whole

MOST: Final = 5
"""Examples told for a check that failed."""

ORDER: Final = {
    "DocBody": "DocInfo DocRoot Versions Signatures",
    "DocInfo": "DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover Keywords "
    "Creator CreatorVersion CustomDatas",
    "Document": "CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations "
    "CustomTags Attachments Extensions",
    "CommonData": "MaxUnitID PageArea PublicRes DocumentRes TemplatePage DefaultCS",
    "Page": "Template PageRes Area Content Actions",
    "PageArea": "PhysicalBox ApplicationBox ContentBox BleedBox",
    "Area": "PhysicalBox ApplicationBox ContentBox BleedBox",
    "PathObject": "Actions Clips StrokeColor FillColor AbbreviatedData",
    "OutlineElem": "Actions OutlineElem",
}
NEEDED: Final = {
    "OFD": ("@Version", "@DocType", "DocBody"),
    "DocBody": ("DocInfo", "DocRoot"),
    "DocInfo": ("DocID",),
    "Document": ("CommonData", "Pages"),
    "CommonData": ("MaxUnitID", "PageArea"),
    "PageArea": ("PhysicalBox",),
    "Layer": ("@ID",),
    "TextObject": ("@ID", "@Boundary", "@Font", "@Size", "TextCode"),
    "PathObject": ("@ID", "@Boundary", "AbbreviatedData"),
    "ImageObject": ("@ID", "@Boundary", "@ResourceID"),
    "Font": ("@ID", "@FontName"),
    "MultiMedia": ("@ID", "@Type", "MediaFile"),
    "CustomData": ("@Name",),
    "OutlineElem": ("@Title",),
    "Dest": ("@Type", "@PageID"),
    "Annot": ("@ID", "@Type", "Appearance"),
}
REFERENCES: Final = {
    "Font": "Font", "ResourceID": "MultiMedia CompositeGraphicUnit", "TemplateID": "TemplatePage",
    "DrawParam": "DrawParam", "Relative": "DrawParam", "PageID": "Page",
    "ColorSpace": "ColorSpace",
}  # fmt: skip
"""Attributes that name a thing by its number, and what the thing may be."""
READ_ON: Final = (
    "DocRoot", "Signatures", "PublicRes", "DocumentRes", "PageRes", "Annotations", "Attachments",
    "CustomTags", "Extensions",
)  # fmt: skip
LEAVES: Final = ("FontFile", "MediaFile", "SignedValue", "FileLoc", "SchemaLoc", "Cover")
WITHIN: Final = {"Page", "TemplatePage", "Signature"}
ACTIONS: Final = ("URI", "GotoA", "Sound", "Movie")
ENCRYPTION: Final = ("encryptions.xml", "decryptseed.dat", "entriesmap.dat")
"""Files of GM/T 0099."""
KEPT: Final = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check.

    Attributes:
        is_unsure: whether the standard asks for it could not be read there.
        found: what speaks against it, some examples.
    """

    number: str
    what: str
    found: tuple[str, ...] = ()
    is_unsure: bool = False

    @property
    def is_met(self) -> bool:
        return not self.found


@dataclass(slots=True)
class _Walked:
    """Everything that OFD.xml leads to."""

    package: Package
    roots: dict[str, etree._Element] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def elements(self) -> Iterator[tuple[str, etree._Element]]:
        """Elements of the document itself: signatures have numbers of their own."""
        for name, root in self.roots.items():
            if local(root) not in ("Signatures", "Signature"):
                for element in root.iter():
                    yield name, element


def check_package(package: Package) -> tuple[Check, ...]:
    """All checks. Raises a subclass of `BadPackage` for what cannot be read at all."""
    walked = _walked(package)
    drawing = read_drawing(package)
    return (*_structure(walked, drawing), *_archive(walked, drawing))


def _structure(walked: _Walked, drawing: Drawing) -> Iterator[Check]:
    names: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        (_("Every place that is named exists."), lambda: walked.missing),
        (_("Names are written as the files are, capitals too."), lambda: walked.differing),
        (_("Every file is named by another."), lambda: _orphans(walked)),
        (_("Elements belong to OFD's namespace."), lambda: _foreign(walked)),
        (_("What must be there is there."), lambda: _lacking(walked)),
        (_("Elements stand in the order of the schema."), lambda: _disordered(walked)),
        (_("Numbers of things are unique."), lambda: _doubled(walked)),
        (_("MaxUnitID is the greatest of them."), lambda: _beyond(walked)),
        (_("Every reference leads to a thing of its kind."), lambda: _dangling(walked)),
        (_("Pages and boundaries have an extent."), lambda: _flat(walked, drawing)),
        (_("There are no more steps than letters."), lambda: _oversteps(walked)),
        (_("Embedded fonts hold what is written in them."), lambda: _unwritten(drawing)),
    )
    for number, (what, ask) in enumerate(names, 1):
        yield Check(f"S{number}", what, _some(ask()))


def _archive(walked: _Walked, drawing: Drawing) -> Iterator[Check]:
    info = drawing.info
    lacks = [
        name
        for name, value in (
            ("DocID", info.doc_id), ("Title", info.title), ("Author", info.author),
            ("CreationDate", info.created),
        )
        if not value
    ]  # fmt: skip
    kinds = [] if _is_archive(walked) else [walked.roots[ROOT].get("DocType", "")]
    names: tuple[tuple[str, Iterable[str], bool], ...] = (
        (_("The type says OFD-A."), kinds, True),
        (_("Every font is embedded."), _bare_fonts(drawing), False),
        (_("Nothing leads out of the file."), _outward(walked), False),
        (_("No action but going to a page."), _acting(walked, ACTIONS), False),
        (_("Nothing is encrypted."), _encrypted(walked), False),
        (_("No sound and no film."), _playing(walked), False),
        (_("Pictures are PNG or JPEG."), _odd_pictures(walked, drawing), True),
        (_("Title, author, number and day are told."), lacks, True),
        (_("Nothing is hidden: no invisible objects."), _invisible(walked), True),
    )
    for number, (what, found, is_unsure) in enumerate(names, 1):
        yield Check(f"A{number}", what, _some(found), is_unsure)


def _some(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:MOST]


# --- the walk


def _walked(package: Package) -> _Walked:
    walked = _Walked(package)
    waiting = [package.get(ROOT)]
    while waiting:
        name = waiting.pop()
        if name in walked.roots:
            continue
        walked.reached.add(name)
        walked.roots[name] = package.markup(name)
        for place, reads_on in _places(name, walked.roots[name]):
            found = _follow(walked, name, place, walked.roots[name], is_leaf=not reads_on)
            if found and reads_on:
                waiting.append(found)
    return walked


def _follow(
    walked: _Walked, name: str, place: str, root: etree._Element, *, is_leaf: bool
) -> str | None:
    base = name
    if local(root) == "Res" and is_leaf:
        base = f"{name.rpartition('/')[0]}/{root.get('BaseLoc') or '.'}/x"
    found = walked.package.find(place, base=base)
    if found is None:
        walked.missing.append(f"{name}: {place}")
        return None
    if found != joined(place, base=base):
        walked.differing.append(f"{name}: {place}")
    walked.reached.add(found)
    return found


def _places(name: str, root: etree._Element) -> Iterator[tuple[str, bool]]:
    """Locations in a file, and whether the file there is OFD's own."""
    inner = local(root) == "Annotations"
    for element in root.iter():
        kind, text = local(element), (element.text or "").strip()
        if kind in WITHIN and element is not root and element.get("BaseLoc"):
            yield element.get("BaseLoc", ""), True
        elif kind == "Reference" and element.get("FileRef"):
            yield element.get("FileRef", ""), False
        elif text and len(element) == 0 and kind in READ_ON:
            yield text, True
        elif text and len(element) == 0 and kind in LEAVES:
            yield text, inner
        elif kind == "Seal" and text_of(element, "BaseLoc"):
            yield text_of(element, "BaseLoc"), False


# --- structure


def _orphans(walked: _Walked) -> Iterator[str]:
    yield from sorted(set(walked.package.files) - walked.reached)


def _foreign(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        if etree.QName(element).namespace != NAMESPACE:
            yield f"{name}: {local(element)}"


def _lacking(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        for needed in NEEDED.get(local(element), ()):
            lacks = (
                element.get(needed[1:]) is None
                if needed.startswith("@")
                else child(element, needed) is None
            )
            if lacks:
                yield f"{name}: {local(element)} {needed}"


def _disordered(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        order = ORDER.get(local(element), "").split()
        if local(element) == "Page" and element.getparent() is not None:
            continue
        places = [order.index(local(one)) for one in element if local(one) in order]
        unknown = [local(one) for one in element if order and local(one) not in order]
        if unknown or any(first > second for first, second in pairwise(places)):
            yield f"{name}: {local(element)} {' '.join(unknown)}".rstrip()


def _numbered(walked: _Walked) -> Iterator[tuple[str, str, etree._Element]]:
    for name, element in walked.elements():
        if element.get("ID") is not None and local(element) != "Attachment":
            yield name, element.get("ID", ""), element


def _doubled(walked: _Walked) -> Iterator[str]:
    count = Counter(number for _name, number, _element in _numbered(walked))
    yield from (number for number, times in count.items() if times > 1)


def _beyond(walked: _Walked) -> Iterator[str]:
    greatest = max((whole(number) for _n, number, _e in _numbered(walked)), default=0)
    for name, element in walked.elements():
        if local(element) == "MaxUnitID" and whole(element.text) != greatest:
            yield f"{name}: {element.text} ≠ {greatest}"


def _dangling(walked: _Walked) -> Iterator[str]:
    kinds = {number: local(element) for _name, number, element in _numbered(walked)}
    for name, element in walked.elements():
        for attribute, allowed in REFERENCES.items():
            number = element.get(attribute)
            if number is not None and kinds.get(number) not in allowed.split():
                yield f"{name}: {local(element)} {attribute}={number}"


def _flat(walked: _Walked, drawing: Drawing) -> Iterator[str]:
    for at, sheet in enumerate(drawing.sheets, 1):
        if sheet.width <= 0 or sheet.height <= 0:
            yield _("page %(number)s") % {"number": at}
    for name, element in walked.elements():
        if element.get("Boundary") is not None:
            area = box(element.get("Boundary"))
            if area is None or area[2] < 0 or area[3] < 0:
                yield f"{name}: {local(element)} {element.get('Boundary')}"


def _oversteps(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        if local(element) != "TextCode":
            continue
        length = len(element.text or "")
        for attribute in ("DeltaX", "DeltaY"):
            if len(steps(element.get(attribute), length + 1)) > max(0, length - 1):
                yield f"{name}: {(element.text or '')[:20]}"


def _unwritten(drawing: Drawing) -> Iterator[str]:
    lettering = Lettering(drawing.faces)
    for sheet in drawing.sheets:
        for words in sheet.words:
            face = drawing.faces.get(words.face)
            if face is None or face.program is None:
                continue
            for letter in words.letters:
                if not letter.text.isspace() and lettering.look(words.face, letter) is None:
                    yield f"{face.name}: {letter.text}"


# --- archive


def _is_archive(walked: _Walked) -> bool:
    return bool(walked.roots[ROOT].get("DocType") == "OFD-A")


def _bare_fonts(drawing: Drawing) -> Iterator[str]:
    for face in drawing.faces.values():
        if face.program is None or not is_readable(face.program):
            yield face.name


def _outward(walked: _Walked) -> Iterator[str]:
    yield from _acting(walked, ("URI", "GotoA"))


def _acting(walked: _Walked, kinds: tuple[str, ...]) -> Iterator[str]:
    for name, element in walked.elements():
        if local(element) in kinds and local(element.getparent()) == "Action":
            yield f"{name}: {local(element)}"


def _encrypted(walked: _Walked) -> Iterator[str]:
    for name in walked.package.files:
        if name.rpartition("/")[2].lower() in ENCRYPTION:
            yield name


def _playing(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        if local(element) == "MultiMedia" and element.get("Type") not in (None, "Image"):
            yield f"{name}: {element.get('Type')}"


def _odd_pictures(walked: _Walked, drawing: Drawing) -> Iterator[str]:
    for sheet in drawing.sheets:
        for item in sheet.items:
            kind = getattr(item, "format", None)
            if kind is not None and kind not in KEPT:
                yield _("a picture of another kind")


def _invisible(walked: _Walked) -> Iterator[str]:
    for name, element in walked.elements():
        if element.get("Visible") == "false" and local(element) != "Attachment":
            yield f"{name}: {local(element)} {element.get('ID', '')}"
