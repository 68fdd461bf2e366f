"""Catalogues as DCAT (DCAT-AP 2.1.1 and 3): what a catalogue says, and reading what others say.

Offices hand over `Catalog`s and `Dataset`s as plain values; nothing here knows where they are from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from liupan.kernel.linked.graph import TYPE, XSD, Blank, Graph, Iri, Subject, Term, Text

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
HYDRA = "http://www.w3.org/ns/hydra/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ADMS = "http://www.w3.org/ns/adms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
PREFIXES = {
    "dcat": DCAT, "dct": DCT, "foaf": FOAF, "hydra": HYDRA, "rdfs": RDFS, "skos": SKOS,
    "adms": ADMS, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip
AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Lists of the EU's Publications Office."""
ACCESS = f"{AUTHORITY}access-right/"
EVERY = f"{AUTHORITY}frequency/"
FILE_TYPE = f"{AUTHORITY}file-type/"
LICENCE = f"{AUTHORITY}licence/"
THEME = f"{AUTHORITY}data-theme"
IANA = "http://www.iana.org/assignments/media-types/"
LANGUAGE = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Under which the data may be used: its address in the EU's list or the city's own, its name,
    and what it says in a sentence."""

    address: str
    name: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A way to the data: where, in which format.

    `id` is an address, "" for none of its own; `file_type` a word of the EU's list of file types
    (CSV), `media_type` as IANA has it (text/csv); `download` the address of the file itself.
    """

    url: str
    title: str = ""
    format: str = ""
    id: str = ""
    description: str = ""
    download: str = ""
    file_type: str = ""
    media_type: str = ""
    licence: Licence | None = None
    issued: date | None = None
    modified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask: who it is, a telephone number as people write it, a page."""

    name: str
    telephone: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is about: an address, its name and its code."""

    id: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset as catalogues exchange it. `id` is an address; `access` and `frequency` are words
    of the EU's lists (PUBLIC, RESTRICTED; DAILY), empty where none fits; so are `eu_themes`
    (GOVE). `covers` is the first and the last day that the data speak of."""

    id: str
    identifier: str
    title: str
    description: str
    publisher: str
    page: str
    keywords: tuple[str, ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    """Address and name of each."""
    issued: date | None = None
    modified: date | None = None
    access: str = ""
    frequency: str = ""
    version: str = ""
    related: tuple[str, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    title_en: str = ""
    eu_themes: tuple[str, ...] = ()
    contact: Contact | None = None
    places: tuple[Place, ...] = ()
    covers: tuple[date | None, date | None] = (None, None)
    conforms_to: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A catalogue with a page of its datasets; `total` of all pages, None where nobody counted."""

    id: str
    title: str
    description: str
    publisher: str
    page: str
    homepage: str
    datasets: Sequence[Dataset]
    next: str = ""
    first: str = ""
    total: int | None = None
    licence: Licence | None = None


def as_graph(catalog: Catalog) -> Graph:
    """The catalogue, its page of datasets, and where the next page is (hydra)."""
    graph = Graph()
    us = Iri(catalog.id)
    _is(graph, us, f"{DCAT}Catalog")
    _texts(graph, us, {f"{DCT}title": catalog.title, f"{DCT}description": catalog.description})
    graph.add(us, f"{DCT}publisher", _agent(graph, catalog.publisher))
    graph.add(us, f"{FOAF}homepage", _document(graph, catalog.homepage))
    graph.add(us, f"{DCT}language", _language(graph))
    if catalog.licence:
        graph.add(us, f"{DCT}license", _licence(graph, catalog.licence))
    for dataset in catalog.datasets:
        graph.add(us, f"{DCAT}dataset", _dataset(graph, dataset))
    for theme, _name in dict.fromkeys(t for d in catalog.datasets for t in d.themes):
        graph.add(us, f"{DCAT}themeTaxonomy", _taxonomy(graph, theme))
    _pages(graph, catalog)
    return graph


def dataset_as_graph(dataset: Dataset) -> Graph:
    """One dataset for itself."""
    graph = Graph()
    _dataset(graph, dataset)
    return graph


def _pages(graph: Graph, catalog: Catalog) -> None:
    page = Iri(catalog.page)
    _is(graph, page, f"{HYDRA}PagedCollection")
    _is(graph, page, f"{HYDRA}PartialCollectionView")
    if catalog.total is not None:
        graph.add(page, f"{HYDRA}totalItems", Text(str(catalog.total), datatype=f"{XSD}integer"))
    for name, address in {"next": catalog.next, "first": catalog.first}.items():
        if address:
            graph.add(page, f"{HYDRA}{name}", Iri(address))


def _dataset(graph: Graph, dataset: Dataset) -> Subject:
    us = Iri(dataset.id)
    _is(graph, us, f"{DCAT}Dataset")
    _texts(graph, us, {f"{DCT}title": dataset.title, f"{DCT}description": dataset.description})
    graph.add(us, f"{DCT}identifier", Text(dataset.identifier))
    graph.add(us, f"{DCT}publisher", _agent(graph, dataset.publisher))
    graph.add(us, f"{DCAT}landingPage", _document(graph, dataset.page))
    graph.add(us, f"{DCT}language", _language(graph))
    for keyword in dataset.keywords:
        graph.add(us, f"{DCAT}keyword", Text(keyword, LANGUAGE))
    for theme, name in dataset.themes:
        graph.add(us, f"{DCAT}theme", _theme(graph, theme, name))
    for word in dataset.eu_themes:
        graph.add(us, f"{DCAT}theme", _eu_theme(graph, word))
    _days(graph, us, {f"{DCT}issued": dataset.issued, f"{DCT}modified": dataset.modified})
    _more(graph, us, dataset)
    if dataset.access:
        right = _typed(graph, f"{ACCESS}{dataset.access}", f"{DCT}RightsStatement")
        graph.add(us, f"{DCT}accessRights", right)
    if dataset.frequency:
        often = _typed(graph, f"{EVERY}{dataset.frequency}", f"{DCT}Frequency")
        graph.add(us, f"{DCT}accrualPeriodicity", often)
    if dataset.version:
        graph.add(us, f"{DCAT}version", Text(dataset.version))
    for other in dataset.related:
        graph.add(us, f"{DCT}relation", _typed(graph, other, f"{RDFS}Resource"))
    for one in dataset.distributions:
        graph.add(us, f"{DCAT}distribution", _distribution(graph, one))
    return us


def _more(graph: Graph, us: Subject, dataset: Dataset) -> None:
    """Whom to ask, where and when it is about, what it goes by."""
    if dataset.title_en:
        graph.add(us, f"{DCT}title", Text(dataset.title_en, "en"))
    if dataset.contact:
        graph.add(us, f"{DCAT}contactPoint", _contact(graph, dataset.contact))
    for place in dataset.places:
        graph.add(us, f"{DCT}spatial", _place(graph, place))
    if any(dataset.covers):
        graph.add(us, f"{DCT}temporal", _period(graph, *dataset.covers))
    if dataset.conforms_to:
        graph.add(us, f"{DCT}conformsTo", _typed(graph, dataset.conforms_to, f"{DCT}Standard"))
    if dataset.provenance:
        graph.add(us, f"{DCT}provenance", _said(graph, dataset.provenance, "ProvenanceStatement"))


def _contact(graph: Graph, told: Contact) -> Subject:
    us = Blank(f"k{_short(repr(told))}")
    _is(graph, us, f"{VCARD}Kind")
    _is(graph, us, f"{VCARD}Organization")
    graph.add(us, f"{VCARD}fn", Text(told.name))
    digits = "".join(sign for sign in told.telephone if sign.isascii() and sign in "+0123456789")
    if digits:
        graph.add(us, f"{VCARD}hasTelephone", _typed(graph, f"tel:{digits}", f"{RDFS}Resource"))
    if told.page:
        graph.add(us, f"{VCARD}hasURL", _typed(graph, told.page, f"{RDFS}Resource"))
    return us


def _place(graph: Graph, told: Place) -> Subject:
    us = _typed(graph, told.id, f"{DCT}Location")
    _texts(graph, us, {f"{SKOS}prefLabel": told.name})
    if told.code:
        graph.add(us, f"{DCT}identifier", Text(told.code))
    return us


def _period(graph: Graph, first: date | None, last: date | None) -> Subject:
    us = Blank(f"t{_short(f'{first}{last}')}")
    _is(graph, us, f"{DCT}PeriodOfTime")
    _days(graph, us, {f"{DCAT}startDate": first, f"{DCAT}endDate": last})
    return us


def _eu_theme(graph: Graph, word: str) -> Subject:
    us = _typed(graph, f"{THEME}/{word}", f"{SKOS}Concept")
    graph.add(us, f"{SKOS}prefLabel", Text(word))
    scheme = _typed(graph, THEME, f"{SKOS}ConceptScheme")
    graph.add(scheme, f"{DCT}title", Text("Data theme", "en"))
    graph.add(us, f"{SKOS}inScheme", scheme)
    return us


def _licence(graph: Graph, told: Licence) -> Subject:
    us = _typed(graph, told.address, f"{DCT}LicenseDocument")
    _texts(graph, us, {f"{DCT}title": told.name})
    return us


def _said(graph: Graph, text: str, kind: str) -> Subject:
    us = Blank(f"s{_short(kind + text)}")
    _is(graph, us, f"{DCT}{kind}")
    _texts(graph, us, {f"{RDFS}label": text})
    return us


def _distribution(graph: Graph, told: Distribution) -> Subject:
    us = Iri(told.id) if told.id else Blank(f"d{_short(told.url + told.format)}")
    _is(graph, us, f"{DCAT}Distribution")
    graph.add(us, f"{DCAT}accessURL", _typed(graph, told.url, f"{RDFS}Resource"))
    _texts(graph, us, {f"{DCT}title": told.title, f"{DCT}description": told.description})
    if told.download:
        graph.add(us, f"{DCAT}downloadURL", _typed(graph, told.download, f"{RDFS}Resource"))
    if told.media_type:
        kind = _typed(graph, f"{IANA}{told.media_type}", f"{DCT}MediaType")
        graph.add(us, f"{DCAT}mediaType", kind)
    if told.licence:
        graph.add(us, f"{DCT}license", _licence(graph, told.licence))
        said = _said(graph, told.licence.says or told.licence.name, "RightsStatement")
        graph.add(us, f"{DCT}rights", said)
    _days(graph, us, {f"{DCT}issued": told.issued, f"{DCT}modified": told.modified})
    _format(graph, us, told)
    return us


def _format(graph: Graph, us: Subject, told: Distribution) -> None:
    if told.file_type:
        listed = _typed(graph, f"{FILE_TYPE}{told.file_type}", f"{DCT}MediaTypeOrExtent")
        graph.add(listed, f"{RDFS}label", Text(told.format or told.file_type))
        graph.add(us, f"{DCT}format", listed)
    elif told.format:
        form = Blank(f"f{_short(told.format)}")
        _is(graph, form, f"{DCT}MediaTypeOrExtent")
        _texts(graph, form, {f"{RDFS}label": told.format})
        graph.add(us, f"{DCT}format", form)


def _days(graph: Graph, us: Subject, days: dict[str, date | None]) -> None:
    for predicate, day in days.items():
        if day:
            graph.add(us, predicate, Text(day.isoformat(), datatype=f"{XSD}date"))


def _agent(graph: Graph, name: str) -> Subject:
    us = Blank(f"a{_short(name)}")
    _is(graph, us, f"{FOAF}Agent")
    _texts(graph, us, {f"{FOAF}name": name})
    return us


def _theme(graph: Graph, address: str, name: str) -> Subject:
    us = _typed(graph, address, f"{SKOS}Concept")
    _texts(graph, us, {f"{SKOS}prefLabel": name})
    graph.add(us, f"{SKOS}inScheme", _taxonomy(graph, address))
    return us


def _taxonomy(graph: Graph, theme: str) -> Subject:
    """The scheme that a theme's address ends in the code of."""
    us = _typed(graph, theme.rpartition("#")[0], f"{SKOS}ConceptScheme")
    _texts(graph, us, {f"{DCT}title": "政务信息资源分类"})
    return us


def _document(graph: Graph, address: str) -> Subject:
    return _typed(graph, address, f"{FOAF}Document")


def _language(graph: Graph) -> Subject:
    address = "http://publications.europa.eu/resource/authority/language/ZHO"
    return _typed(graph, address, f"{DCT}LinguisticSystem")


def _typed(graph: Graph, address: str, kind: str) -> Subject:
    us = Iri(address)
    _is(graph, us, kind)
    return us


def _is(graph: Graph, us: Subject, kind: str) -> None:
    graph.add(us, TYPE, Iri(kind))


def _texts(graph: Graph, us: Subject, texts: dict[str, str]) -> None:
    for predicate, text in texts.items():
        if text:
            graph.add(us, predicate, Text(text, LANGUAGE))


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page of somebody's catalogue holds; `next` is the address of the page after it."""

    datasets: Sequence[Dataset]
    next: str = ""
    total: int | None = None


def datasets_of(graph: Graph) -> Found:
    """The datasets of a page, in its order, as far as the page says something of them."""
    return Found(
        datasets=[_read(graph, one) for one in graph.of_type(f"{DCAT}Dataset")],
        next=_address(_hydra(graph, "next", "nextPage")),
        total=_whole(_hydra(graph, "totalItems")),
    )


def _hydra(graph: Graph, *names: str) -> Term | None:
    predicates = [f"{HYDRA}{name}" for name in names]
    return next((found for one in graph.about if (found := graph.first(one, *predicates))), None)


def _read(graph: Graph, us: Subject) -> Dataset:
    identifier = _text(graph, us, f"{DCT}identifier")
    return Dataset(
        id=us.value if isinstance(us, Iri) else identifier,
        identifier=identifier,
        title=_text(graph, us, f"{DCT}title"),
        description=_text(graph, us, f"{DCT}description"),
        publisher=_publisher(graph, us),
        page=_address(graph.first(us, f"{DCAT}landingPage", f"{FOAF}page")),
        keywords=tuple(sorted(t.value for t in _all_texts(graph, us, f"{DCAT}keyword"))),
        issued=_day(_text(graph, us, f"{DCT}issued")),
        modified=_day(_text(graph, us, f"{DCT}modified")),
        distributions=tuple(_distributions(graph, us)),
    )


def _distributions(graph: Graph, us: Subject) -> Iterator[Distribution]:
    for one in graph.all(us, f"{DCAT}distribution"):
        url = _address(graph.first(one, f"{DCAT}downloadURL", f"{DCAT}accessURL"))
        form = graph.first(one, f"{DCT}format", f"{DCAT}mediaType")
        if url:
            yield Distribution(
                url=url,
                title=_text(graph, one, f"{DCT}title"),
                format=_name_of(graph, form, f"{RDFS}label"),
            )


def _publisher(graph: Graph, us: Subject) -> str:
    return _name_of(graph, graph.first(us, f"{DCT}publisher", f"{DCT}creator"), f"{FOAF}name")


def _name_of(graph: Graph, thing: Term | None, predicate: str) -> str:
    if thing is None:
        return ""
    if isinstance(thing, Text):
        return thing.value
    named = _text(graph, thing, predicate)
    return named or (thing.value.rpartition("/")[2] if isinstance(thing, Iri) else "")


def _text(graph: Graph, us: Term, predicate: str) -> str:
    """The text in Chinese, else without a language, else any."""
    found = _all_texts(graph, us, predicate)
    best = sorted(found, key=lambda t: (not t.language.lower().startswith("zh"), bool(t.language)))
    return best[0].value.strip() if best else ""


def _all_texts(graph: Graph, us: Term, predicate: str) -> list[Text]:
    return [one for one in graph.all(us, predicate) if isinstance(one, Text) and one.value.strip()]


def _address(term: Term | None) -> str:
    if isinstance(term, Iri):
        return term.value
    return term.value if isinstance(term, Text) else ""


def _whole(term: Term | None) -> int | None:
    told = term.value if isinstance(term, Text) else ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
