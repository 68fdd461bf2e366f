"""Things and what is said of them: a graph of statements (subject, predicate, object)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing by its address."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A thing without an address; `label` tells it from others of the same graph."""

    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """A value: a text in a language, or of a datatype (its address)."""

    value: str
    language: str = ""
    datatype: str = ""


Subject = Iri | Blank
Term = Iri | Blank | Text
Statement = tuple[Subject, str, Term]


@dataclass
class Graph:
    """Statements in the order in which they were made, each once, found by their subject."""

    about: dict[Subject, dict[str, list[Term]]] = field(default_factory=dict)

    def add(self, subject: Subject, predicate: str, value: Term) -> None:
        """Say something of a thing."""
        said = self.about.setdefault(subject, {}).setdefault(predicate, [])
        if value not in said:
            said.append(value)

    def all(self, subject: Term, predicate: str) -> list[Term]:
        """Everything that is said of a thing in one respect."""
        if isinstance(subject, Text):
            return []
        return self.about.get(subject, {}).get(predicate, [])

    def first(self, subject: Term, *predicates: str) -> Term | None:
        """What is said of a thing in the first of these respects in which something is."""
        return next((one for p in predicates for one in self.all(subject, p)), None)

    def of_type(self, kind: str) -> Iterator[Subject]:
        """The things of a type."""
        wanted = Iri(kind)
        return (one for one, said in self.about.items() if wanted in said.get(TYPE, ()))

    def __iter__(self) -> Iterator[Statement]:
        for subject, said in self.about.items():
            for predicate, values in said.items():
                for value in values:
                    yield subject, predicate, value

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "Graph":
        """A graph of these statements."""
        graph = cls()
        for statement in statements:
            graph.add(*statement)
        return graph
