"""Open data as other catalogues read them (DCAT): a page, one dataset, its score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.public.datasets import get_shown, list_shown
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.rules import mqa
from liupan.capabilities.opendata.rules.vocabulary import (
    FORMS,
    OFTEN,
    FileForm,
    eu_licence,
)
from liupan.kernel import clock, dcat
from liupan.kernel.linked.graph import Graph, Iri
from liupan.kernel.work import place

ROWS = 100
STANDARD = "https://www.w3.org/TR/tabular-data-model/"
"""What every dataset conforms to: rows of named, typed columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where open data are served: origin, address of the catalogue's pages, whose they are."""

    origin: str
    address: str
    title: str
    description: str
    publisher: str

    def page(self, after: str) -> str:
        """The address of the page that follows a code."""
        return f"{self.address}?after={after}" if after else self.address

    def whole(self, path: str) -> str:
        """A path as an address."""
        return f"{self.origin}{path}"


def list_catalog(here: Here, *, after: str, now: datetime) -> dcat.Catalog:
    """The page that follows a code, by code."""
    rows = Dataset.objects.filter(listed()).order_by("code")
    total = None if after else rows.count()
    found = list_shown(rows.filter(code__gt=after)[: ROWS + 1], now=now)
    page = found[:ROWS]
    home = here.whole(place("opendata:home"))
    return dcat.Catalog(
        id=f"{home}#catalogue",
        title=here.title,
        description=here.description,
        publisher=here.publisher,
        homepage=home,
        page=here.page(after),
        first=here.page(""),
        next=here.page(page[-1].line.code) if len(found) > ROWS else "",
        total=total,
        datasets=[as_dcat(one, here) for one in page],
    )


def get_dcat(here: Here, code: str, *, now: datetime) -> dcat.Dataset:
    """One dataset. Raises `Missing`."""
    return as_dcat(get_shown(code, now=now), here)


def score_of(
    shown: Shown, here: Here, *, is_conforming: bool = True, dead: Iterable[str] = ()
) -> mqa.Score:
    """The points of what is published of a dataset; `dead` are addresses that do not answer."""
    return judged(as_dcat(shown, here), is_conforming=is_conforming, dead=dead)


def judged(
    told: dcat.Dataset, *, is_conforming: bool = True, dead: Iterable[str] = ()
) -> mqa.Score:
    """The points of a dataset as catalogues exchange it."""
    graph: Graph = dcat.dataset_as_graph(told)
    facts = mqa.facts_of(graph, Iri(told.id), is_conforming=is_conforming, dead=frozenset(dead))
    return mqa.score(facts)


def as_dcat(shown: Shown, here: Here) -> dcat.Dataset:
    """A dataset as catalogues exchange it. No query."""
    line = shown.line
    page = here.whole(place("opendata:dataset", line.code))
    return dcat.Dataset(
        id=page,
        identifier=line.code,
        title=line.title,
        title_en=shown.name_en,
        description=line.abstract or line.title,
        publisher=line.unit or here.publisher,
        page=page,
        keywords=line.keywords or (line.theme_label,),
        themes=((f"{here.whole(place('opendata:home'))}#{line.theme}", line.theme_label),),
        eu_themes=_eu_themes(shown),
        issued=line.published_on,
        modified=line.changed_on,
        access="PUBLIC" if line.is_open else "RESTRICTED",
        frequency=OFTEN.get(shown.cycle, ""),
        version=str(shown.version),
        contact=_contact(shown),
        places=_places(shown, here),
        covers=(shown.covers_from, shown.covers_until),
        conforms_to=STANDARD,
        distributions=tuple(_ways(shown, here, page)),
    )


def _eu_themes(shown: Shown) -> tuple[str, ...]:
    word = shown.theme_address.rpartition("/")[2]
    return (word,) if word else ()


def _contact(shown: Shown) -> dcat.Contact:
    return dcat.Contact(name=shown.contact or shown.line.unit, telephone=shown.contact)


def _places(shown: Shown, here: Here) -> tuple[dcat.Place, ...]:
    if not shown.division:
        return ()
    home = here.whole(place("opendata:home"))
    return (
        dcat.Place(
            id=f"{home}#division-{shown.division}",
            name=shown.division_label,
            code=shown.division,
        ),
    )


def _ways(shown: Shown, here: Here, page: str) -> Iterable[dcat.Distribution]:
    if shown.table_id is None:
        # Rows are given on application: what can be had of it is how it is built.
        yield _structure(shown, here, page)
        return
    for form in FORMS.values():
        path = place("opendata:download", shown.line.code, form.ending)
        yield _way(shown, here, page, form, download=here.whole(path))


def _way(
    shown: Shown, here: Here, page: str, form: FileForm, *, download: str
) -> dcat.Distribution:
    return dcat.Distribution(
        id=f"{page}#{form.key}",
        url=page,
        download=download,
        title=f"{shown.line.title} ({form.name})",
        format=form.name,
        file_type=form.file_type,
        media_type=form.media_type,
        licence=licence_of(shown, here),
        issued=shown.line.published_on,
        modified=clock.on(shown.data_at) if shown.data_at else shown.line.changed_on,
    )


def _structure(shown: Shown, here: Here, page: str) -> dcat.Distribution:
    path = place("opendata:structure", shown.line.code)
    made = _way(shown, here, page, FORMS["csv"], download=here.whole(path))
    return replace(
        made,
        id=f"{page}#structure",
        title=f"{shown.line.title}：数据结构",
        description="数据项及其含义，不含数据；数据凭协议申请。",
    )


def licence_of(shown: Shown, here: Here) -> dcat.Licence:
    """Under which the data may be used; its own address where the EU's list has none."""
    own = f"{here.whole(place('opendata:home'))}#licence-{shown.licence}"
    told = shown.licence_address
    address = here.whole(told) if told.startswith("/") else told
    return dcat.Licence(
        address=eu_licence(told) or address or own,
        name=shown.licence_label,
        says=shown.conditions or shown.licence_label,
    )
