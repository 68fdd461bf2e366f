"""Graphs: what was written is read again the same, in every form; what is broken is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.kernel.dcat import (
    DCAT,
    DCT,
    FOAF,
    HYDRA,
    PREFIXES,
    Catalog,
    Dataset,
    Distribution,
    as_graph,
    dataset_as_graph,
    datasets_of,
)
from liupan.kernel.linked.graph import RDF, TYPE, XSD, Blank, Graph, Iri, Text
from liupan.kernel.linked.parsing import Unreadable
from liupan.kernel.linked.reading import read
from liupan.kernel.linked.writing import WRITERS

BASE = "https://city.example/catalog"
SPACE = "https://city.example/terms#"
NAMES = {"x": SPACE, **PREFIXES}

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
things = st.sampled_from(
    [Iri("https://city.example/甲"), Iri("urn:b:1"), Blank("one"), Blank("two")]
)
values = st.one_of(
    things,
    st.builds(Text, texts),
    st.builds(Text, texts, language=st.sampled_from(["zh", "en", "zh-Hans"])),
    st.builds(Text, texts, datatype=st.sampled_from([f"{XSD}date", f"{SPACE}own"])),
)
graphs = st.lists(
    st.tuples(things, st.sampled_from([f"{SPACE}says", f"{SPACE}knows", f"{DCT}title"]), values),
    max_size=12,
)


def written(graph: Graph, form: str) -> Graph:
    media_type, write = WRITERS[form]
    return read(write(graph, NAMES).encode(), media_type=media_type, base=BASE)


def labels(graph: Graph) -> set[tuple[object, ...]]:
    """The statements with things without an address under the names they were given."""

    def plain(term: object) -> object:
        return Blank(term.label.removeprefix("n")) if isinstance(term, Blank) else term

    return {(plain(s), p, plain(o)) for s, p, o in graph}


@pytest.mark.parametrize("form", WRITERS)
@given(statements=graphs)
def test_what_is_written_is_read(form: str, statements: list[tuple[Iri, str, Text]]) -> None:
    graph = Graph.of(statements)
    assert labels(written(graph, form)) == labels(graph)


@pytest.mark.parametrize("form", WRITERS)
def test_what_cannot_be_written_spoils_nothing(form: str) -> None:
    graph = Graph()
    graph.add(Iri("https://city.example/a b<c>"), f"{SPACE}says", Text('\ud800 \x01 \n\t"\\ </x>'))
    found = list(written(graph, form))
    assert [subject for subject, _p, _o in found] == [Iri("https://city.example/a%20b%3Cc%3E")]


ONE = Dataset(
    id="https://city.example/1", identifier="101001/000001", title="结婚登记", description="说明",
    publisher="固原市民政局", page="https://city.example/1", keywords=("乙", "甲"),
    themes=(("https://city.example/#1", "基础"),), issued=date(2017, 1, 1),
    modified=date(2017, 2, 1), access="RESTRICTED", frequency="DAILY", version="2",
    related=("https://city.example/2",),
    distributions=(Distribution(url="https://city.example/1.csv", title="表", format="CSV"),),
)  # fmt: skip


def page(**more: object) -> Catalog:
    return Catalog(
        id=f"{BASE}#us", title="目录", description="说明", publisher="市政府", page=BASE,
        homepage="https://city.example/", datasets=[ONE], **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
def test_a_catalogue_comes_back(form: str) -> None:
    found = datasets_of(written(as_graph(page(next=f"{BASE}?after=1", total=7)), form))
    assert (found.next, found.total) == (f"{BASE}?after=1", 7)
    (one,) = found.datasets
    for name in ("id", "identifier", "title", "description", "publisher", "page", "keywords",
                 "issued", "modified", "distributions"):  # fmt: skip
        assert getattr(one, name) == getattr(ONE, name), name


def test_a_last_page_has_no_next() -> None:
    assert datasets_of(as_graph(page())).next == ""


def test_everything_named_has_the_type_that_shapes_ask_for() -> None:
    """DCAT-AP: ranges are classes, so what is pointed at says what it is."""
    graph = as_graph(page(next=f"{BASE}?2", first=BASE))
    pointed = {o for _s, p, o in graph if isinstance(o, Iri | Blank) and p != TYPE}
    pages = {Iri(BASE), Iri(f"{BASE}?2")}
    assert [one for one in pointed - pages if not graph.all(one, TYPE)] == []
    us = Iri(f"{BASE}#us")
    for wanted in ("title", "description", "publisher"):
        assert graph.all(us, f"{DCT}{wanted}"), wanted
    assert graph.all(us, f"{DCAT}dataset") == [Iri(ONE.id)]
    (agent,) = graph.all(Iri(ONE.id), f"{DCT}publisher")
    assert graph.all(agent, TYPE) == [Iri(f"{FOAF}Agent")]
    assert graph.all(agent, f"{FOAF}name") == [Text("固原市民政局", "zh")]
    assert graph.all(Iri(BASE), f"{HYDRA}next") == [Iri(f"{BASE}?2")]


def test_one_dataset_stands_for_itself() -> None:
    assert list(dataset_as_graph(ONE).of_type(f"{DCAT}Dataset")) == [Iri(ONE.id)]


SAME = {
    "text/turtle": """
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        <1> a dcat:Dataset ; # a comment
          dct:title 'Marriages'@en , \"\"\"结婚\\u767b记\"\"\"@zh ;
          dct:publisher [ a foaf:Agent ; foaf:name "民政局" ; ] ;
          dcat:keyword "甲", "乙" ;
          dct:issued "2017-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
          dct:extent 12 , 1.5 , true .
    """,
    "application/rdf+xml": """<?xml version="1.0"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
          xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"
          xmlns:foaf="http://xmlns.com/foaf/0.1/">
        <dcat:Dataset rdf:about="1"><dct:title xml:lang="en">Marriages</dct:title>
          <dct:title xml:lang="zh">结婚登记</dct:title>
          <dct:publisher><foaf:Agent foaf:name="民政局"/></dct:publisher>
          <dcat:keyword>甲</dcat:keyword><dcat:keyword>乙</dcat:keyword>
          <dct:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2017-01-01</dct:issued>
          <dct:relation rdf:parseType="Resource"><dct:title>x</dct:title></dct:relation>
        </dcat:Dataset></rdf:RDF>""",
    "application/ld+json": """{"@context": [{"dct": "http://purl.org/dc/terms/",
          "dcat": "http://www.w3.org/ns/dcat#"}, {"title": {"@id": "dct:title"},
          "keyword": {"@id": "dcat:keyword", "@container": "@set"},
          "Dataset": "dcat:Dataset", "publisher": "dct:publisher",
          "name": "http://xmlns.com/foaf/0.1/name",
          "issued": {"@id": "dct:issued", "@type": "http://www.w3.org/2001/XMLSchema#date"}}],
        "@graph": [{"@id": "1", "@type": "Dataset", "keyword": ["甲", "乙"],
          "title": [{"@value": "Marriages", "@language": "en"},
                    {"@value": "结婚登记", "@language": "zh"}],
          "publisher": {"name": "民政局"}, "issued": "2017-01-01", "unknown": "nothing"}]}""",
}


@pytest.mark.parametrize("media_type", [*SAME, ""])
def test_others_write_the_same_in_their_ways(media_type: str) -> None:
    for told, text in SAME.items():
        if media_type in (told, ""):  # without a media type its beginning tells
            (one,) = datasets_of(read(text.encode(), media_type=media_type, base=BASE)).datasets
            assert (one.id, one.title) == ("https://city.example/1", "结婚登记")
            assert (one.publisher, one.keywords) == ("民政局", ("乙", "甲"))
            assert one.issued == date(2017, 1, 1)


def test_lists_are_read() -> None:
    graph = read(b"<a> <b> (1 2) .", media_type="text/turtle", base=BASE)
    head = graph.first(Iri("https://city.example/a"), "https://city.example/b")
    assert head is not None
    assert graph.first(head, f"{RDF}first") == Text("1", datatype=f"{XSD}integer")


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("text/turtle", "<a> <b> <c>"),
        ("text/turtle", "<a> <b> [ <c> <d> ."),
        ("text/turtle", "<a> <b> 'open ."),
        ("text/turtle", "x:a <b> <c> ."),
        ("text/turtle", "'text' <b> <c> ."),
        ("text/turtle", "<a> _:b <c> ."),
        ("text/turtle", "[" * 5000),
        ("text/turtle", "<!doctype html><html></html>"),
        ("application/rdf+xml", "<rdf:RDF"),
        ("application/rdf+xml", "<a/>"),
        ("application/rdf+xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("application/ld+json", "{"),
        ("application/ld+json", '"text"'),
        ("application/ld+json", '{"@context": "https://elsewhere.example/context"}'),
        ("application/ld+json", "[" * 5000),
        ("", "\x00\x01"),
    ],
)
def test_what_is_broken_is_refused(media_type: str, text: str) -> None:
    with pytest.raises(Unreadable):
        read(text.encode(), media_type=media_type, base=BASE)


@given(st.text(max_size=200), st.sampled_from(["text/turtle", "application/ld+json", "text/xml"]))
def test_whatever_comes_is_read_or_refused(text: str, media_type: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    with suppress(Unreadable):
        datasets_of(read(data, media_type=media_type, base=BASE))
