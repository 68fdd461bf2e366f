"""XML of an OFD: UTF-8, no document type, no entities, nothing fetched, not too deep."""

from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from liupan.foundation.documents.ofd.refusals import BrokenMarkup, UnsafeMarkup

NAMESPACE: Final = "http://www.ofdspec.org/2016"
DEPTH: Final = 48
ELEMENTS: Final = 400_000
LARGEST: Final = 24 * 1024 * 1024
"""Bytes of one file."""


def parse_markup(data: bytes, name: str) -> etree._Element:
    """The root element. Raises `UnsafeMarkup`, `BrokenMarkup`.

    Args:
        name: of the part, for the sentence.
    """
    said = {"part": name}
    if len(data) > LARGEST:
        raise UnsafeMarkup(_("%(part)s is nested too deeply or too large.") % said)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenMarkup(_("%(part)s is not written in UTF-8.") % said) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnsafeMarkup(_("%(part)s has a document type, which is not read.") % said)
    try:
        root = etree.fromstring(text.encode(), _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise BrokenMarkup(_("%(part)s is not well formed.") % said) from error
    _require_modest(root, name)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, dtd_validation=False,
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _require_modest(root: etree._Element, name: str) -> None:
    depth = count = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEPTH or count > ELEMENTS:
            raise UnsafeMarkup(_("%(part)s is nested too deeply or too large.") % {"part": name})


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Children of that name in any namespace: some makers forget OFD's."""
    if element is None:
        return []
    return [child for child in element if local(child) == name]


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along the path of names, or None."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """The stripped text at the end of the path, or nothing."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""
