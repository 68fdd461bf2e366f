"""Graphs from Turtle, RDF/XML and JSON-LD, as catalogues write them.

Of JSON-LD contexts only those are followed that stand in the document: nothing is fetched.
"""

import json
from collections.abc import Callable, Mapping

from liupan.kernel.linked import json_ld, rdf_xml, turtle
from liupan.kernel.linked.graph import Graph
from liupan.kernel.linked.parsing import Unreadable

READERS: Mapping[str, Callable[[str, str], Graph]] = {
    "text/turtle": turtle.read,
    "application/x-turtle": turtle.read,
    "application/n-triples": turtle.read,
    "application/rdf+xml": rdf_xml.read,
    "application/xml": rdf_xml.read,
    "text/xml": rdf_xml.read,
    "application/ld+json": json_ld.read,
    "application/json": json_ld.read,
}


def read(data: bytes, *, media_type: str, base: str) -> Graph:
    """The graph of a document; what it is shows its media type, else its beginning.

    Raises `Unreadable`, also for a document that breaks off.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not written in UTF-8") from error
    reader = READERS.get(media_type.partition(";")[0].strip().lower()) or _by_beginning(text)
    try:
        return reader(text, base)
    except Unreadable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:300]) from error


def _by_beginning(text: str) -> Callable[[str, str], Graph]:
    start = text.lstrip()[:200].lower()
    if start.startswith(("{", "[")) and _is_json(text):
        return json_ld.read
    return rdf_xml.read if start.startswith(("<?xml", "<rdf:")) else turtle.read


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
