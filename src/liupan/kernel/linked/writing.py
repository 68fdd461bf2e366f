"""A graph as Turtle, RDF/XML and JSON-LD. Each thing stands for itself; no nesting."""

import json
import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from liupan.kernel.linked.graph import RDF, TYPE, Blank, Graph, Iri, Term, Text

Prefixes = Mapping[str, str]
"""Short name to the beginning of addresses."""

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_UNFIT = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
"""What no address holds as it is."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def turtle(graph: Graph, prefixes: Prefixes) -> str:
    """The graph in Turtle."""
    heads = [f"@prefix {name}: <{start}> .\n" for name, start in prefixes.items()]
    blocks = [
        f"\n{_turtle(subject, prefixes)}\n    {_said(said, prefixes)} .\n"
        for subject, said in graph.about.items()
    ]
    return "".join([*heads, *blocks])


def _said(said: Mapping[str, list[Term]], prefixes: Prefixes) -> str:
    return " ;\n    ".join(
        f"{'a' if predicate == TYPE else _name(predicate, prefixes)} "
        + ", ".join(_turtle(value, prefixes) for value in values)
        for predicate, values in said.items()
    )


def _turtle(term: Term, prefixes: Prefixes) -> str:
    if isinstance(term, Iri):
        return _name(term.value, prefixes)
    if isinstance(term, Blank):
        return f"_:{term.label}"
    text = json.dumps(_sound(term.value), ensure_ascii=False).replace("\x7f", "\\u007F")
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^{_name(term.datatype, prefixes)}" if term.datatype else text


def _name(address: str, prefixes: Prefixes) -> str:
    short = _short(address, prefixes)
    return short or f"<{_fit(address)}>"


def _short(address: str, prefixes: Prefixes) -> str:
    for name, start in prefixes.items():
        if address.startswith(start) and _LOCAL.match(address[len(start) :]):
            return f"{name}:{address[len(start) :]}"
    return ""


def _fit(address: str) -> str:
    """The address with what no address holds written by its number."""
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", _sound(address))


def _sound(text: str) -> str:
    """The text without half characters, which nothing can be written as."""
    return text.encode("utf-8", "replace").decode()


def rdf_xml(graph: Graph, prefixes: Prefixes) -> str:
    """The graph in RDF/XML. Every predicate begins with one of the prefixes."""
    spaces = {"rdf": RDF, **prefixes}
    named = "".join(f"\n    xmlns:{name}={quoteattr(start)}" for name, start in spaces.items())
    body = "".join(
        f"  <rdf:Description {_node(subject, 'about')}>\n"
        + "".join(
            _element(_short(predicate, spaces), value)
            for predicate, values in said.items()
            for value in values
        )
        + "  </rdf:Description>\n"
        for subject, said in graph.about.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{named}>\n{body}</rdf:RDF>\n'


def _node(term: Iri | Blank, attribute: str) -> str:
    if isinstance(term, Blank):
        return f"rdf:nodeID={quoteattr(term.label)}"
    return f"rdf:{attribute}={quoteattr(_fit(term.value))}"


def _element(name: str, value: Term) -> str:
    if not isinstance(value, Text):
        return f"    <{name} {_node(value, 'resource')}/>\n"
    kind = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    if value.datatype:
        kind = f" rdf:datatype={quoteattr(_fit(value.datatype))}"
    return (
        f"    <{name}{kind}>{escape(_NO_XML.sub(' ', value.value), {chr(13): '&#13;'})}</{name}>\n"
    )


def json_ld(graph: Graph, prefixes: Prefixes) -> str:
    """The graph in JSON-LD, compacted by a context that stands in it."""
    things = [
        {"@id": _id(subject), **_members(said, prefixes)} for subject, said in graph.about.items()
    ]
    document = {"@context": dict(prefixes), "@graph": things}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _members(said: Mapping[str, list[Term]], prefixes: Prefixes) -> dict[str, object]:
    found: dict[str, object] = {}
    for predicate, values in said.items():
        if predicate == TYPE:
            found["@type"] = [_short(_id(v), prefixes) or _id(v) for v in values]
        else:
            found[_short(predicate, prefixes) or predicate] = [_value(v, prefixes) for v in values]
    return found


def _id(term: Term) -> str:
    return f"_:{term.label}" if isinstance(term, Blank) else _fit(term.value)


def _value(term: Term, prefixes: Prefixes) -> dict[str, str]:
    if not isinstance(term, Text):
        return {"@id": _id(term)}
    found = {"@value": _sound(term.value)}
    if term.language:
        found["@language"] = term.language
    elif term.datatype:
        found["@type"] = _short(term.datatype, prefixes) or term.datatype
    return found


WRITERS: Mapping[str, tuple[str, Callable[[Graph, Prefixes], str]]] = {
    "ttl": ("text/turtle", turtle),
    "rdf": ("application/rdf+xml", rdf_xml),
    "jsonld": ("application/ld+json", json_ld),
}
"""Ending of an address to the media type and the writer."""
