"""RDF/XML as a graph."""

from itertools import count
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

from liupan.kernel.linked.graph import RDF, TYPE, Blank, Graph, Iri, Subject, Term, Text
from liupan.kernel.linked.parsing import Unreadable, absolute

XML = "{http://www.w3.org/XML/1998/namespace}"
_SYNTAX = {
    f"{{{RDF}}}{name}"
    for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "bagID")
}


def read(text: str, base: str) -> Graph:
    """The graph. Raises `Unreadable`, also for entities of its own."""
    try:
        root = fromstring(text.encode())
    except ParseError as error:
        raise Unreadable(str(error)) from error
    reader = _Reader()
    here = root.get(f"{XML}base", base)
    nodes = list(root) if root.tag == f"{{{RDF}}}RDF" else [root]
    for node in nodes:
        reader.node(node, here, root.get(f"{XML}lang", ""))
    return reader.graph


class _Reader:
    def __init__(self) -> None:
        self.graph = Graph()
        self.numbers = count(1)

    def node(self, element: Element, base: str, language: str) -> Subject:
        """A thing with what is said of it."""
        base, language = _inherited(element, base, language)
        subject = self._subject(element, base)
        if element.tag != f"{{{RDF}}}Description":
            self.graph.add(subject, TYPE, Iri(_address(element.tag)))
        self._attributes(subject, element, language)
        for part in element:
            self.graph.add(subject, _address(part.tag), self._value(part, base, language))
        return subject

    def _subject(self, element: Element, base: str) -> Subject:
        if (about := element.get(f"{{{RDF}}}about")) is not None:
            return Iri(absolute(base, about))
        if (name := element.get(f"{{{RDF}}}ID")) is not None:
            return Iri(absolute(base, f"#{name}"))
        if (label := element.get(f"{{{RDF}}}nodeID")) is not None:
            return Blank(f"n{label}")
        return Blank(f"b{next(self.numbers)}")

    def _attributes(self, subject: Subject, element: Element, language: str) -> None:
        for name, value in element.attrib.items():
            if name in _SYNTAX or name.startswith(XML) or not name.startswith("{"):
                continue
            said = Iri(value) if _address(name) == TYPE else Text(value, language)
            self.graph.add(subject, _address(name), said)

    def _value(self, part: Element, base: str, language: str) -> Term:
        base, language = _inherited(part, base, language)
        if (resource := part.get(f"{{{RDF}}}resource")) is not None:
            return self._described(Iri(absolute(base, resource)), part, language)
        if (label := part.get(f"{{{RDF}}}nodeID")) is not None:
            return self._described(Blank(f"n{label}"), part, language)
        kind = part.get(f"{{{RDF}}}parseType")
        if kind == "Resource":
            return self._nameless(part, base, language)
        if kind == "Collection":
            return self._list([self.node(one, base, language) for one in part])
        if kind == "Literal":
            return Text("".join(part.itertext()))
        if len(part):
            return self.node(part[0], base, language)
        datatype = part.get(f"{{{RDF}}}datatype", "")
        return Text(part.text or "", "" if datatype else language, datatype)

    def _described(self, subject: Subject, part: Element, language: str) -> Subject:
        self._attributes(subject, part, language)
        return subject

    def _nameless(self, part: Element, base: str, language: str) -> Subject:
        subject = Blank(f"b{next(self.numbers)}")
        for one in part:
            self.graph.add(subject, _address(one.tag), self._value(one, base, language))
        return subject

    def _list(self, members: list[Subject]) -> Subject:
        rest: Subject = Iri(f"{RDF}nil")
        for member in reversed(members):
            link = Blank(f"b{next(self.numbers)}")
            self.graph.add(link, f"{RDF}first", member)
            self.graph.add(link, f"{RDF}rest", rest)
            rest = link
        return rest


def _inherited(element: Element, base: str, language: str) -> tuple[str, str]:
    return element.get(f"{XML}base", base), element.get(f"{XML}lang", language)


def _address(name: str) -> str:
    space, _, local = name.removeprefix("{").rpartition("}")
    if not space:
        raise Unreadable(f"{local} belongs to no vocabulary")
    return space + local
