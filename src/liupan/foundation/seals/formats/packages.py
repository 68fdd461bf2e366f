"""The side of an OFD package that is about signatures (GB/T 33190-2016, clause 18)."""

import base64
import posixpath
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from liupan.foundation.documents.facade import BadPackage, Package
from liupan.kernel.errors import Refusal

NAMESPACE = "http://www.ofdspec.org/2016"
ROOT = "OFD.xml"
A4 = (0.0, 0.0, 210.0, 297.0)

Box = tuple[float, float, float, float]
"""Left, top, width, height in mm."""


class BrokenSignatureFile(Refusal):
    """A signature's XML is not what it should be."""

    status = 422


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the document: its id and its physical box."""

    id: str
    box: Box


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a seal stands (StampAnnot); of a seam seal only what is inside `clip` is printed.

    Attributes:
        clip: relative to the upper left corner of `box`.
    """

    page_id: str
    box: Box
    clip: Box | None = None

    @property
    def seen(self) -> Box:
        """What is printed, on the page."""
        if self.clip is None:
            return self.box
        left, top, width, height = self.clip
        return (self.box[0] + left, self.box[1] + top, width, height)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of Signatures.xml."""

    id: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class SignatureList:
    """A Signatures.xml: its name in the package and its lines."""

    place: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SignatureFile:
    """A Signature.xml: what it says it protects, and how."""

    provider: str
    method: str
    said_at: str
    check_method: str
    references: tuple[tuple[str, bytes], ...]
    stamps: tuple[Stamp, ...]
    seal_place: str | None
    value_place: str


def pages_of(package: Package) -> tuple[Page, ...]:
    """All pages in order. Raises `BadPackage`."""
    return tuple(page for body in _bodies(package) for page in _pages(package, body))


def signature_lists(package: Package) -> tuple[SignatureList, ...]:
    """The Signatures.xml of every document in the package. Raises `BadPackage`."""
    return tuple(
        _list(package, package.get(place, base=ROOT))
        for body in _bodies(package)
        if (place := text_of(body.find("{*}Signatures")))
    )


def read_signature_file(package: Package, place: str) -> SignatureFile:
    """A Signature.xml. Raises `BadPackage`, `BrokenSignatureFile`."""
    try:
        return _signature_file(package.markup(place))
    except (ValueError, AttributeError, TypeError) as error:
        raise BrokenSignatureFile(_("The description of this signature is damaged.")) from error


def write_list(entries: Sequence[Entry]) -> bytes:
    """A Signatures.xml; the same entries give the same bytes."""
    root = _element("Signatures")
    _child(root, "MaxSignId").text = entries[-1].id
    for entry in entries:
        line = _child(root, "Signature")
        for name, value in (("ID", entry.id), ("Type", entry.kind), ("BaseLoc", entry.place)):
            line.set(name, value)
    return to_bytes(root)


def find(package: Package, location: str, *, base: str = "") -> str | None:
    """The name of the file at a location; None also where it leads outside the package."""
    try:
        return package.find(location, base=base)
    except BadPackage:
        return None


def numbered(number: int, name: str) -> Entry:
    """The line of Signatures.xml for the signature of this number, the first being 1."""
    return Entry(f"s{number:03d}", "Seal", f"/{name}")


def is_written_here(package: Package, listed: SignatureList, ours: Container[str]) -> bool:
    """Whether this Signatures.xml has exactly the bytes that are written here.

    Args:
        ours: names of the descriptions of signatures made here; lines of others stay as they were.
    """
    if not listed.entries or write_list(listed.entries) != package.files[listed.place]:
        return False
    names = [find(package, entry.place, base=listed.place) for entry in listed.entries]
    return all(
        entry == numbered(number, name)
        for number, (entry, name) in enumerate(zip(listed.entries, names, strict=True), start=1)
        if name is not None and name in ours
    )


def write_signature_file(file: SignatureFile, *, company: str, version: str) -> bytes:
    """A Signature.xml; the same content gives the same bytes."""
    root = _element("Signature")
    info = _child(root, "SignedInfo")
    provider = _child(info, "Provider")
    for name, value in (
        ("ProviderName", file.provider), ("Version", version), ("Company", company),
    ):  # fmt: skip
        provider.set(name, value)
    _child(info, "SignatureMethod").text = file.method
    _child(info, "SignatureDateTime").text = file.said_at
    references = _child(info, "References", CheckMethod=file.check_method)
    for place, digest in file.references:
        reference = _child(references, "Reference", FileRef="/" + place)
        _child(reference, "CheckValue").text = base64.b64encode(digest).decode()
    for number, stamp in enumerate(file.stamps, start=1):
        _write_stamp(info, number, stamp)
    if file.seal_place:
        _child(_child(info, "Seal"), "BaseLoc").text = "/" + file.seal_place
    _child(root, "SignedValue").text = "/" + file.value_place
    return to_bytes(root)


def with_signature_list(package: Package) -> tuple[Package, str]:
    """The package whose OFD.xml names a Signatures.xml, and the name of that."""
    root = package.markup(ROOT)
    body = next(iter(_bodies_of(root)))
    if named := text_of(body.find("{*}Signatures")):
        return package, package.find(named, base=ROOT) or named.lstrip("/")
    document = body.find("{*}DocRoot")
    place = posixpath.join(posixpath.dirname(text_of(document)).lstrip("/"), "Signs/Signatures.xml")
    after = body.find("{*}Versions") if body.find("{*}Versions") is not None else document
    element = etree.Element(f"{{{NAMESPACE}}}Signatures", nsmap=body.nsmap)
    element.text = place
    after.addnext(element)
    return package.having({ROOT: to_bytes(root)}), place


def signature_files(package: Package, lists: Iterable[SignatureList]) -> set[str]:
    """Names of the files that belong to signatures, which no signature need cover.

    A file counts only where it lies beside its Signature.xml: otherwise whoever adds a line to
    Signatures.xml, which nothing covers, could declare any file to be a signature's.
    """
    found = set()
    for listed in lists:
        found.add(listed.place)
        home = posixpath.dirname(listed.place)
        for entry in listed.entries:
            place = find(package, entry.place, base=listed.place)
            if place and posixpath.dirname(posixpath.dirname(place)) == home:
                found |= {place, *_beside(package, place)}
    return found


def _beside(package: Package, place: str) -> Iterator[str]:
    try:
        file = read_signature_file(package, place)
    except (BadPackage, BrokenSignatureFile):
        return
    for named in (file.value_place, file.seal_place):
        name = find(package, named, base=place) if named else None
        if name and posixpath.dirname(name) == posixpath.dirname(place):
            yield name


def _bodies(package: Package) -> list[etree._Element]:
    return list(_bodies_of(package.markup(ROOT)))


def _bodies_of(root: etree._Element) -> list[etree._Element]:
    bodies = root.findall("{*}DocBody")
    if not bodies:
        raise BadPackage(_("This is no OFD file: its OFD.xml names no document."))
    return list(bodies)


def _pages(package: Package, body: etree._Element) -> Iterator[Page]:
    path = package.get(text_of(body.find("{*}DocRoot")), base=ROOT)
    document = package.markup(path)
    size = _box(text_of(document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox"))) or A4
    for page in document.findall("{*}Pages/{*}Page"):
        content = package.markup(page.get("BaseLoc", ""), base=path)
        own = _box(text_of(content.find("{*}Area/{*}PhysicalBox")))
        yield Page(page.get("ID", ""), own or size)


def _list(package: Package, place: str) -> SignatureList:
    entries = (
        Entry(one.get("ID", ""), one.get("Type", "Seal"), one.get("BaseLoc", ""))
        for one in package.markup(place).findall("{*}Signature")
    )
    return SignatureList(place, tuple(entries))


def _signature_file(root: etree._Element) -> SignatureFile:
    info = root.find("{*}SignedInfo")
    provider, references = info.find("{*}Provider"), info.find("{*}References")
    seal = info.find("{*}Seal/{*}BaseLoc")
    return SignatureFile(
        provider=provider.get("ProviderName", "") if provider is not None else "",
        method=text_of(info.find("{*}SignatureMethod")),
        said_at=text_of(info.find("{*}SignatureDateTime")),
        check_method=references.get("CheckMethod", ""),
        references=tuple(
            (one.get("FileRef", ""), _decoded(text_of(one.find("{*}CheckValue"))))
            for one in references.findall("{*}Reference")
        ),
        stamps=tuple(map(_stamp, info.findall("{*}StampAnnot"))),
        seal_place=text_of(seal) or None,
        value_place=text_of(root.find("{*}SignedValue")),
    )  # fmt: skip


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _stamp(element: etree._Element) -> Stamp:
    box = _box(element.get("Boundary"))
    if box is None:
        raise ValueError("no boundary")
    return Stamp(element.get("PageRef", ""), box, _box(element.get("Clip")))


def _write_stamp(info: etree._Element, number: int, stamp: Stamp) -> None:
    element = _child(info, "StampAnnot", ID=str(number), PageRef=stamp.page_id)
    element.set("Boundary", _numbers(stamp.box))
    if stamp.clip is not None:
        element.set("Clip", _numbers(stamp.clip))


def _box(text: str | None) -> Box | None:
    if not text or not text.strip():
        return None
    left, top, width, height = map(float, text.split())
    return left, top, width, height


def _numbers(box: Box) -> str:
    return " ".join(f"{one:.3f}".rstrip("0").rstrip(".") for one in box)


def text_of(element: etree._Element | None) -> str:
    """The stripped text of an element, or nothing."""
    return (element.text or "").strip() if element is not None else ""


def _element(name: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"ofd": NAMESPACE})


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def to_bytes(root: etree._Element) -> bytes:
    """The XML as OFD wants it."""
    text: bytes = etree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text
