"""JSON-LD as a graph: contexts that stand in the document, what catalogues need of the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from liupan.kernel.linked.graph import RDF, TYPE, XSD, Blank, Graph, Iri, Subject, Term, Text
from liupan.kernel.linked.parsing import Unreadable, absolute


@dataclass(frozen=True)
class _Context:
    base: str
    vocabulary: str = ""
    language: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)

    def extended(self, told: Any) -> "_Context":
        if told is None:
            return _Context(self.base)
        if isinstance(told, list):
            found = self
            for one in told:
                found = found.extended(one)
            return found
        if not isinstance(told, dict):
            raise Unreadable(f"its context {told!r} lies elsewhere")
        return self._with(told)

    def _with(self, told: dict[str, Any]) -> "_Context":
        vocabulary = told.get("@vocab", self.vocabulary) or ""
        base = absolute(self.base, told.get("@base") or self.base)
        language = told.get("@language", self.language) or ""
        own = replace(self, base=base, vocabulary=vocabulary, language=language)
        terms, kinds, languages = dict(self.terms), dict(self.kinds), dict(self.languages)
        raw = {k: v for k, v in told.items() if not k.startswith("@")}
        plain = {k: v.get("@id", k) if isinstance(v, dict) else v for k, v in raw.items()}
        terms |= {k: v for k, v in plain.items() if isinstance(v, str)}
        own = replace(own, terms=terms)
        for name, definition in raw.items():
            if isinstance(definition, dict):
                kinds[name] = own.address(str(definition.get("@type", "")))
                if "@language" in definition:
                    languages[name] = definition["@language"] or ""
        return replace(own, kinds=kinds, languages=languages)

    def address(self, name: str, depth: int = 0) -> str:
        """A term, a compact or a whole address as a whole one; "" for what means nothing."""
        if not name or name.startswith("@"):
            return name
        if depth < 8 and self.terms.get(name, name) != name:
            return self.address(self.terms[name], depth + 1)
        short, colon, local = name.partition(":")
        if not colon:
            return f"{self.vocabulary}{name}" if self.vocabulary else ""
        if local.startswith("//") or short not in self.terms:
            return name
        return self.address(self.terms[short], depth + 1) + local

    def thing(self, name: str) -> Subject:
        """What an `@id` names: an address as seen from the document, or a thing without one."""
        if name.startswith("_:"):
            return Blank(f"n{name[2:]}")
        short, colon, local = name.partition(":")
        if colon and short in self.terms and not local.startswith("//"):
            return Iri(self.address(name))
        return Iri(absolute(self.base, name))


def read(text: str, base: str) -> Graph:
    """The graph. Raises `Unreadable`."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    reader = _Reader()
    for one in document if isinstance(document, list) else [document]:
        reader.node(one, _Context(base))
    return reader.graph


class _Reader:
    def __init__(self) -> None:
        self.graph = Graph()
        self.numbers = count(1)

    def node(self, told: Any, context: _Context) -> Subject:
        """A thing with what is said of it."""
        if not isinstance(told, dict):
            raise Unreadable("a thing is expected")
        if "@context" in told:
            context = context.extended(told["@context"])
        named = {context.address(k) or k: (k, v) for k, v in told.items() if k != "@context"}
        subject = self._subject(named, context)
        for _name, inner in (named[k] for k in ("@graph", "@included") if k in named):
            for one in inner if isinstance(inner, list) else [inner]:
                self.node(one, context)
        for kind in _many(named.get("@type", ("", []))[1]):
            self.graph.add(subject, TYPE, Iri(context.address(str(kind)) or str(kind)))
        for predicate, (name, value) in named.items():
            if ":" in predicate and not predicate.startswith("@"):
                for one in _many(value):
                    for term in self._values(one, name, context):
                        self.graph.add(subject, predicate, term)
        return subject

    def _subject(self, named: Mapping[str, tuple[str, Any]], context: _Context) -> Subject:
        if "@id" in named and isinstance(named["@id"][1], str):
            return context.thing(named["@id"][1])
        return Blank(f"b{next(self.numbers)}")

    def _values(self, one: Any, name: str, context: _Context) -> list[Term]:
        if one is None:
            return []
        if not isinstance(one, dict):
            return [_scalar(one, name, context)]
        keys = {context.address(k) or k: v for k, v in one.items()}
        if "@value" in keys:
            return [_typed(keys, context)]
        if "@list" in keys:
            return [self._list(_many(keys["@list"]), name, context)]
        if "@set" in keys:
            return [t for x in _many(keys["@set"]) for t in self._values(x, name, context)]
        if context.kinds.get(name) == "@json":
            return [Text(json.dumps(one, ensure_ascii=False))]
        return [self.node(one, context)]

    def _list(self, members: list[Any], name: str, context: _Context) -> Subject:
        rest: Subject = Iri(f"{RDF}nil")
        for member in reversed([t for x in members for t in self._values(x, name, context)]):
            link = Blank(f"b{next(self.numbers)}")
            self.graph.add(link, f"{RDF}first", member)
            self.graph.add(link, f"{RDF}rest", rest)
            rest = link
        return rest


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _typed(keys: Mapping[str, Any], context: _Context) -> Text:
    value = keys["@value"]
    if language := keys.get("@language"):
        return Text(str(value), str(language))
    datatype = context.address(str(keys.get("@type", "")))
    return Text(str(value), datatype=datatype) if datatype else _plain(value, "")


def _scalar(value: Any, name: str, context: _Context) -> Term:
    kind = context.kinds.get(name, "")
    if kind == "@id" and isinstance(value, str):
        return context.thing(value)
    if kind == "@vocab" and isinstance(value, str):
        return Iri(context.address(value))
    if kind and not kind.startswith("@"):
        return Text(str(value), datatype=kind)
    return _plain(value, context.languages.get(name, context.language))


def _plain(value: Any, language: str) -> Text:
    if isinstance(value, bool):
        return Text(str(value).lower(), datatype=f"{XSD}boolean")
    if isinstance(value, int | float):
        return Text(str(value), datatype=XSD + ("integer" if isinstance(value, int) else "double"))
    return Text(str(value), language)
