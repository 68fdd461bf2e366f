"""Turtle (and N-Triples) as a graph."""

import re
from itertools import count

from liupan.kernel.linked.graph import RDF, TYPE, XSD, Blank, Graph, Iri, Subject, Term, Text
from liupan.kernel.linked.parsing import Unreadable, absolute

_TOKEN = re.compile(
    r"""\s+|\#[^\n]*
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<text>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        |'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<blank>_:[\w\d](?:[\w.-]*[\w-])?)
    |(?P<number>[+-]?(?:\d+\.?\d*[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d*\.\d+|\d+))
    |(?P<name>(?:\w(?:[\w.-]*[\w-])?)?:(?:(?:[\w:%-]|\\.)(?:(?:[\w.:%-]|\\.)*(?:[\w:%-]|\\.))?)?)
    |(?P<word>[A-Za-z]+)
    |(?P<mark>\^\^|[.;,\[\]()])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_END = ("end", "")

Token = tuple[str, str]


def read(text: str, base: str) -> Graph:
    """The graph. Raises `Unreadable`."""
    return _Reader(_tokens(text), base).read()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise Unreadable(f"line {text.count(chr(10), 0, at) + 1}: {text[at : at + 40]!r}")
        at = match.end()
        if match.lastgroup:
            found.append((match.lastgroup, match[match.lastgroup]))
    return found


class _Reader:
    def __init__(self, tokens: list[Token], base: str) -> None:
        self.tokens, self.place = tokens, 0
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.graph = Graph()
        self.numbers = count(1)

    def read(self) -> Graph:
        while self._next() != _END:
            if not self._directive():
                self._statements()
                self._need(".")
        return self.graph

    def _next(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def _take(self) -> Token:
        token = self._next()
        self.place += 1
        return token

    def _is(self, mark: str) -> bool:
        if self._next() == ("mark", mark):
            self.place += 1
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._is(mark):
            raise Unreadable(f"{mark} is missing before {self._next()[1]!r}")

    def _directive(self) -> bool:
        kind, word = self._next()
        name = word.lower().removeprefix("@")
        if kind not in ("at", "word") or name not in ("prefix", "base"):
            return False
        self.place += 1
        short = self._take()[1].removesuffix(":") if name == "prefix" else ""
        told, address = self._take()
        if told != "iri":
            raise Unreadable(f"{address!r} is no address")
        if name == "prefix":
            self.prefixes[short] = self._iri(address)
        else:
            self.base = self._iri(address)
        if kind == "at":
            self._need(".")
        return True

    def _statements(self) -> None:
        if self._next() == ("mark", "["):
            subject: Term = self._term()
            if self._next() == ("mark", "."):
                return
        else:
            subject = self._term()
        if isinstance(subject, Text):
            raise Unreadable("nothing is said of a text")
        self._said(subject)

    def _said(self, subject: Subject) -> None:
        while True:
            predicate = self._predicate()
            self.graph.add(subject, predicate, self._term())
            while self._is(","):
                self.graph.add(subject, predicate, self._term())
            if not self._is(";"):
                return
            while self._is(";"):
                pass
            if self._next() in (("mark", "."), ("mark", "]")):
                return

    def _predicate(self) -> str:
        if self._next() == ("word", "a"):
            self.place += 1
            return TYPE
        found = self._term()
        if not isinstance(found, Iri):
            raise Unreadable("a predicate is an address")
        return found.value

    def _term(self) -> Term:
        kind, word = self._take()
        if kind == "iri":
            return Iri(self._iri(word))
        if kind == "name":
            return Iri(self._named(word))
        if kind == "blank":
            return Blank(f"n{word[2:]}")
        if kind == "text":
            return self._text(word)
        if kind == "number":
            return Text(word, datatype=XSD + _number(word))
        if kind == "word" and word in ("true", "false"):
            return Text(word, datatype=f"{XSD}boolean")
        if word == "[":
            return self._nameless()
        if word == "(":
            return self._list()
        raise Unreadable(f"{word!r} is not expected" if word else "it breaks off")

    def _nameless(self) -> Blank:
        found = Blank(f"b{next(self.numbers)}")
        if not self._is("]"):
            self._said(found)
            self._need("]")
        return found

    def _list(self) -> Subject:
        members: list[Term] = []
        while not self._is(")"):
            members.append(self._term())
        rest: Subject = Iri(f"{RDF}nil")
        for member in reversed(members):
            link = Blank(f"b{next(self.numbers)}")
            self.graph.add(link, f"{RDF}first", member)
            self.graph.add(link, f"{RDF}rest", rest)
            rest = link
        return rest

    def _text(self, word: str) -> Text:
        quote = 3 if word[:3] in ("'''", '"""') and len(word) >= 6 else 1
        text = _unescaped(word[quote:-quote])
        kind, more = self._next()
        if kind == "at":
            self.place += 1
            return Text(text, more[1:])
        if self._is("^^"):
            datatype = self._term()
            if isinstance(datatype, Iri):
                return Text(text, datatype=datatype.value)
            raise Unreadable("a datatype is an address")
        return Text(text)

    def _iri(self, word: str) -> str:
        return absolute(self.base, _unescaped(word[1:-1]))

    def _named(self, word: str) -> str:
        short, _, local = word.partition(":")
        if short not in self.prefixes:
            raise Unreadable(f"the prefix {short}: is not known")
        return self.prefixes[short] + _unescaped(local)


def _number(word: str) -> str:
    if "e" in word.lower():
        return "double"
    return "decimal" if "." in word else "integer"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    told = found[1]
    if told[0] in "uU" and len(told) > 1:
        return chr(int(told[1:], 16))
    return _PLAIN.get(told, told)
