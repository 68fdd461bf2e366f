"""The catalogue for programs: what is published, for everybody; all editions, by right."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from ninja import Query, Router, Schema
from pydantic import Field

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.queries.facets import count_facets
from liupan.capabilities.catalogue.queries.listing import EntryRows, list_entries, list_public
from liupan.capabilities.catalogue.queries.searchable import public_page_of
from liupan.capabilities.catalogue.queries.shapes import EntryLine
from liupan.foundation.design.facade import public, requires
from liupan.kernel import clock
from liupan.kernel.work import place

PREFIX = "catalogue/"
router = Router(tags=["catalogue"])

LARGEST = 100
Limit = Annotated[int, Field(ge=1, le=LARGEST)]


class Narrowing(Schema):
    """What the list page offers to choose; `category` is the beginning of a code, `unit` an id."""

    q: str = ""
    share: list[str] = []
    category: str = ""
    unit: list[str] = []
    cycle: list[str] = []
    format: list[str] = []
    open: str = ""

    @property
    def chosen(self) -> QueryDict:
        """As the list page sends it."""
        found = QueryDict(mutable=True)
        for name, value in self.model_dump(exclude_defaults=True).items():
            found.setlist(name, value if isinstance(value, list) else [value])
        return found


class OfficeNarrowing(Narrowing):
    """And what the office's list offers: `state` is a number, working or reviewing."""

    state: list[str] = []
    mine: str = ""
    main: str = ""


class EntryOut(Schema):
    """An entry of the catalogue. Codes of lists stand beside their names."""

    code: str
    title: str
    unit_name: str
    category: str
    category_name: str
    share_type: str
    share_type_name: str
    update_cycle_name: str
    format_name: str
    is_open: bool
    edition: int
    published: date | None
    changed: datetime
    url: str


class EditionOut(EntryOut):
    """An edition of an entry as the offices see it; `state` as catalogues elsewhere number it."""

    id: UUID
    resource: UUID
    state: int
    state_label: str


class EntryPage(Schema):
    """Some entries; `next` is the cursor of those that follow, null at the end."""

    entries: list[EntryOut]
    next: str | None


class EditionPage(Schema):
    """Some editions; `next` is the cursor of those that follow, null at the end."""

    editions: list[EditionOut]
    next: str | None


class FacetValue(Schema):
    """A value that can be chosen, and how many have it: with `is_more`, at least so many."""

    value: str
    label: str
    count: int
    is_more: bool


Facets = dict[str, list[FacetValue]]


@router.get(
    "entries", response=EntryPage, summary="What the catalogue shows everybody",
    url_name="catalogue_entries",
)  # fmt: skip
@public
def entries(
    request: HttpRequest, narrowing: Query[Narrowing], after: str = "", limit: Limit = 50
) -> EntryPage:
    """Published entries, the newest first, a page at a time; `after` is `next` of the page before.

    Narrowed as the list page is.
    """
    page = _public(narrowing).page(sort="-published_at", before="", after=after, size=limit)
    found = [EntryOut(**_entry(request, line, public_page_of(line.code))) for line in page.rows]
    return EntryPage(entries=found, next=page.after or None)


@router.get(
    "entries/facets", response=Facets, summary="How many entries each choice has",
    url_name="catalogue_entries_facets",
)  # fmt: skip
@public
def entries_facets(
    request: HttpRequest, narrowing: Query[Narrowing]
) -> dict[str, list[FacetValue]]:
    """By share type, category, unit, cycle and openness, narrowed by the same parameters."""
    return _facets(_public(narrowing), is_office=False)


@router.get(
    "editions", response=EditionPage, summary="Editions of entries in every state",
    url_name="catalogue_editions",
)  # fmt: skip
@requires(READ)
def editions(
    request: HttpRequest, narrowing: Query[OfficeNarrowing], after: str = "", limit: Limit = 50
) -> EditionPage:
    """The editions the caller may see, the last changed first, a page at a time."""
    page = _office(request, narrowing).page(sort="-changed_at", before="", after=after, size=limit)
    return EditionPage(
        editions=[_edition(request, line) for line in page.rows], next=page.after or None
    )


@router.get(
    "editions/facets", response=Facets, summary="How many editions each choice has",
    url_name="catalogue_editions_facets",
)  # fmt: skip
@requires(READ)
def editions_facets(
    request: HttpRequest, narrowing: Query[OfficeNarrowing]
) -> dict[str, list[FacetValue]]:
    """By share type, category, unit, cycle, openness and state, narrowed as `editions`."""
    return _facets(_office(request, narrowing), is_office=True)


def _public(narrowing: Narrowing) -> EntryRows:
    return list_public(today=clock.today()).filtered(narrowing.chosen)


def _office(request: HttpRequest, narrowing: OfficeNarrowing) -> EntryRows:
    rows = list_entries(request.actor, today=clock.today())  # type: ignore[attr-defined]
    return rows.filtered(narrowing.chosen)


def _facets(rows: EntryRows, *, is_office: bool) -> dict[str, list[FacetValue]]:
    counted = count_facets(rows, today=clock.today(), is_office=is_office)
    return {
        name: [
            FacetValue(value=v.value, label=v.label, count=v.count, is_more=v.is_more)
            for v in values
        ]
        for name, values in counted.items()
    }


def _entry(request: HttpRequest, line: EntryLine, page: str) -> dict[str, Any]:
    return {
        "code": line.code,
        "title": line.title,
        "unit_name": line.unit,
        "category": line.category,
        "category_name": line.category_name,
        "share_type": line.share_type,
        "share_type_name": line.share_label,
        "update_cycle_name": line.cycle_label,
        "format_name": line.format_label,
        "is_open": line.is_open,
        "edition": line.number,
        "published": line.publish_on,
        "changed": line.changed_at,
        "url": request.build_absolute_uri(page),
    }


def _edition(request: HttpRequest, line: EntryLine) -> EditionOut:
    page = f"{place('catalogue:resource', line.resource_id)}?edition={line.number}"
    return EditionOut(
        **_entry(request, line, page),
        id=line.id,
        resource=line.resource_id,
        state=int(line.state),
        state_label=line.state_label,
    )
