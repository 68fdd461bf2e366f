"""What seals look like, from the signatures that hold them (GB/T 38540, before it GM/T 0031).

Only for looking at: nothing is verified here, `seals` does that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from asn1crypto.parser import parse
from lxml import etree

from liupan.foundation.documents.ofd.markup import children, text_of
from liupan.foundation.documents.ofd.package import ROOT, Package

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a signature that are looked through."""
ELEMENTS: Final = 2000
DEPTH: Final = 12
IA5, OCTETS, INTEGER = 22, 4, 2
PICTURE: Final = [(0, IA5), (0, OCTETS), (0, INTEGER), (0, INTEGER)]
"""Class and tag of type, data, width and height: no other part of a seal is made so."""


@dataclass(frozen=True, slots=True)
class SealPicture:
    """`kind` as the seal says it, in lower case: png, jpg, ofd and others."""

    kind: str
    content: bytes


def signatures_of(package: Package, body: etree._Element) -> Iterator[tuple[str, str]]:
    """The number and path of each signature of a document, as its list names them."""
    place = text_of(body, "Signatures")
    if not place or (path := package.find(place, base=ROOT)) is None:
        return
    for one in children(package.markup(path), "Signature"):
        if name := package.find(one.get("BaseLoc") or "", base=path):
            yield one.get("ID") or "", name


def seal_pictures(package: Package) -> dict[str, SealPicture]:
    """The picture of each signature's seal, by the signature's number, where one is found."""
    found: dict[str, SealPicture] = {}
    for body in children(package.markup(ROOT), "DocBody"):
        for number, path in signatures_of(package, body):
            place = text_of(package.markup(path), "SignedValue")
            value = package.find(place, base=path) if place else None
            if value and (picture := picture_in(package.files[value])):
                found[number] = picture
    return found


def picture_in(signature: bytes) -> SealPicture | None:
    """The first picture in a signature's DER; None where there is none, or no DER."""
    if len(signature) > LARGEST:
        return None
    try:
        return next(_pictures(signature, [ELEMENTS], DEPTH), None)
    except ValueError:
        return None


def _pictures(data: bytes, left: list[int], depth: int) -> Iterator[SealPicture]:
    parts: list[tuple[int, int, int, bytes]] = []
    at = 0
    while at < len(data):
        left[0] -= 1
        if left[0] < 0:
            raise ValueError("too many elements")
        kind, is_built, tag, head, content, tail = parse(data[at : at + LARGEST])
        parts.append((kind, is_built, tag, content))
        at += len(head) + len(content) + len(tail)
    if [(kind, tag) for kind, _is_built, tag, _content in parts] == PICTURE:
        said = parts[0][3].decode("ascii", "replace").lower().lstrip(".")
        yield SealPicture(said, parts[1][3])
    for _kind, is_built, _tag, content in parts:
        if is_built and depth:
            yield from _pictures(content, left, depth - 1)
