"""How well a dataset is described: the metadata quality assessment of data.europa.eu, 405 points.

Five dimensions and their points: https://data.europa.eu/mqa/methodology. A criterion of
distributions counts when every distribution meets it; nothing is rounded up.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from liupan.kernel.dcat import ACCESS, DCAT, DCT, FILE_TYPE, IANA, LICENCE
from liupan.kernel.linked.graph import Graph, Iri, Subject, Term, Text

MOST = 405
EXCELLENT, GOOD, SUFFICIENT = 351, 221, 121
"""Least points of the ratings; below is bad."""
OPEN_FORMATS = frozenset(
    {"CSV", "JSON", "JSON_LD", "PARQUET", "RDF_TURTLE", "RDF_XML", "TSV", "XML"}
)
READABLE_FORMATS = OPEN_FORMATS | {"XLS", "XLSX", "ODS"}
RIGHTS = f"{DCT}accessRights"


class Dimension(StrEnum):
    """What is judged."""

    FINDABILITY = "findability"  # 可发现
    ACCESSIBILITY = "accessibility"  # 可访问
    INTEROPERABILITY = "interoperability"  # 可互操作
    REUSABILITY = "reusability"  # 可重用
    CONTEXTUALITY = "contextuality"  # 有上下文


class Rating(StrEnum):
    """The points in a word."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SUFFICIENT = "sufficient"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is said of a dataset: whether each criterion is met, by its code."""

    met: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: how many of its points were given. `label` is English, for programs."""

    code: str
    dimension: Dimension
    points: int
    most: int
    is_met: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The points, and how they came about."""

    total: int
    criteria: tuple[Criterion, ...]

    @property
    def rating(self) -> Rating:
        """Excellent from 351, good from 221, sufficient from 121."""
        least = {Rating.EXCELLENT: EXCELLENT, Rating.GOOD: GOOD, Rating.SUFFICIENT: SUFFICIENT}
        return next((word for word, n in least.items() if self.total >= n), Rating.BAD)

    def of(self, dimension: Dimension) -> int:
        """The points of a dimension."""
        return sum(one.points for one in self.criteria if one.dimension is dimension)


_F, _A, _I = Dimension.FINDABILITY, Dimension.ACCESSIBILITY, Dimension.INTEROPERABILITY
_R, _C = Dimension.REUSABILITY, Dimension.CONTEXTUALITY
CRITERIA: tuple[tuple[str, Dimension, int, str], ...] = (
    ("keyword", _F, 30, "keywords"),
    ("theme", _F, 30, "categories"),
    ("spatial", _F, 20, "the place it is about"),
    ("temporal", _F, 20, "the time it is about"),
    ("access_url_answers", _A, 50, "the access address answers"),
    ("download_url", _A, 20, "a download address"),
    ("download_url_answers", _A, 30, "the download address answers"),
    ("format", _I, 20, "a format"),
    ("media_type", _I, 10, "a media type"),
    ("format_listed", _I, 10, "format and media type from the lists"),
    ("format_open", _I, 20, "a format that belongs to nobody"),
    ("format_readable", _I, 20, "a format that programs read"),
    ("dcat_ap", _I, 30, "conforms to DCAT-AP"),
    ("licence", _R, 20, "a licence"),
    ("licence_listed", _R, 10, "a licence from the list"),
    ("access_rights", _R, 10, "access rights"),
    ("access_rights_listed", _R, 5, "access rights from the list"),
    ("contact_point", _R, 20, "whom to ask"),
    ("publisher", _R, 10, "the publisher"),
    ("rights", _C, 5, "rights"),
    ("byte_size", _C, 5, "the size"),
    ("issued", _C, 5, "the day of issue"),
    ("modified", _C, 5, "the day of the last change"),
)
"""Code, dimension, points and name of each."""


def score(facts: Facts) -> Score:
    """The points for what is said."""
    found = tuple(
        Criterion(
            code=code,
            dimension=dimension,
            points=most if code in facts.met else 0,
            most=most,
            is_met=code in facts.met,
            label=label,
        )
        for code, dimension, most, label in CRITERIA
    )
    return Score(total=sum(one.points for one in found), criteria=found)


def facts_of(
    graph: Graph, dataset: Subject, *, is_conforming: bool = True, dead: Set[str] = frozenset()
) -> Facts:
    """What a graph says of a dataset.

    Args:
        is_conforming: whether the graph passes the shapes of DCAT-AP.
        dead: addresses that do not answer.
    """
    ways = [one for one in graph.all(dataset, f"{DCAT}distribution") if not isinstance(one, Text)]
    met = {code for code, said in _OF_DATASET.items() if said(graph, dataset)}
    if ways:
        met |= {code for code, said in _OF_WAYS.items() if all(said(graph, w) for w in ways)}
        met |= set(_answering(graph, ways, dead))
    if is_conforming and _is_whole(graph, dataset, ways):
        met.add("dcat_ap")
    return Facts(met=frozenset(met))


def _says(predicate: str, begins: str = "") -> Callable[[Graph, Term], bool]:
    def said(graph: Graph, us: Term) -> bool:
        found = graph.all(us, predicate)
        return bool(found) and all(one.value.startswith(begins) for one in found if _plain(one))

    return said


def _plain(one: Term) -> TypeGuard[Iri | Text]:
    return isinstance(one, Iri | Text)


def _listed(graph: Graph, way: Term) -> bool:
    return _word(graph, way) != "" and _says(f"{DCAT}mediaType", IANA)(graph, way)


def _word(graph: Graph, way: Term) -> str:
    """The word of the EU's list of file types."""
    found = graph.first(way, f"{DCT}format")
    listed = isinstance(found, Iri) and found.value.startswith(FILE_TYPE)
    return found.value.removeprefix(FILE_TYPE) if isinstance(found, Iri) and listed else ""


_OF_DATASET: dict[str, Callable[[Graph, Term], bool]] = {
    "keyword": _says(f"{DCAT}keyword"),
    "theme": _says(f"{DCAT}theme"),
    "spatial": _says(f"{DCT}spatial"),
    "temporal": _says(f"{DCT}temporal"),
    "access_rights": _says(RIGHTS),
    "access_rights_listed": _says(RIGHTS, ACCESS),
    "contact_point": _says(f"{DCAT}contactPoint"),
    "publisher": _says(f"{DCT}publisher"),
    "issued": _says(f"{DCT}issued"),
    "modified": _says(f"{DCT}modified"),
}
_OF_WAYS: dict[str, Callable[[Graph, Term], bool]] = {
    "download_url": _says(f"{DCAT}downloadURL"),
    "format": _says(f"{DCT}format"),
    "media_type": _says(f"{DCAT}mediaType"),
    "format_listed": _listed,
    "format_open": lambda graph, way: _word(graph, way) in OPEN_FORMATS,
    "format_readable": lambda graph, way: _word(graph, way) in READABLE_FORMATS,
    "licence": _says(f"{DCT}license"),
    "licence_listed": _says(f"{DCT}license", LICENCE),
    "rights": _says(f"{DCT}rights"),
    "byte_size": _says(f"{DCAT}byteSize"),
}


def _answering(graph: Graph, ways: Iterable[Term], dead: Set[str]) -> Iterable[str]:
    for code, predicate in {
        "access_url_answers": f"{DCAT}accessURL",
        "download_url_answers": f"{DCAT}downloadURL",
    }.items():
        found = [graph.all(way, predicate) for way in ways]
        if all(one and not dead & {a.value for a in one if _plain(a)} for one in found):
            yield code


def _is_whole(graph: Graph, dataset: Subject, ways: Iterable[Term]) -> bool:
    """Whether what DCAT-AP makes mandatory is there."""
    named = all(graph.all(dataset, f"{DCT}{name}") for name in ("title", "description"))
    return named and all(graph.all(way, f"{DCAT}accessURL") for way in ways)
