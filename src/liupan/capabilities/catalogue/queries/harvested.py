"""Entries of other catalogues: as they are found, listed and shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Harvested, Source
from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.queries.words import holding_elsewhere
from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

TYPE = "catalogue.harvested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignLine:
    """An entry of another catalogue in a list."""

    id: UUID
    title: str
    provider: str
    source: str
    modified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEntry:
    """An entry of another catalogue, as that one tells it. `files`: name, format, address."""

    title: str
    abstract: str
    provider: str
    source: str
    foreign_id: str
    url: str
    keywords: Sequence[str]
    files: Sequence[tuple[str, str, str]]
    modified_on: date | None


def seen_elsewhere(actor: Actor) -> Q:
    """The harvested entries somebody sees: those of public sources, with `READ` all."""
    here = Q(gone_at=None)
    return here if actor.rights.get(READ.code) else here & Q(source__is_public=True)


def list_elsewhere(actor: Actor) -> QueryRows[ForeignLine]:
    """Entries of other catalogues, for a list page: q, source (many). One query a page."""
    rows = Harvested.objects.filter(seen_elsewhere(actor)).select_related("source")
    return QueryRows(rows, _filters(actor), _line)


def get_elsewhere(actor: Actor, entry_id: UUID) -> ForeignEntry:
    """One of them. Raises `Missing`."""
    rows = Harvested.objects.filter(seen_elsewhere(actor), id=entry_id)
    entry = rows.select_related("source").first()
    if entry is None:
        raise Missing(_("There is no such entry."))
    return ForeignEntry(
        title=entry.title,
        abstract=entry.abstract,
        provider=entry.provider,
        source=entry.source.name,
        foreign_id=entry.foreign_id,
        url=entry.url,
        keywords=tuple(entry.keywords),
        files=tuple((name, form, url) for name, form, url in entry.files),
        modified_on=entry.modified_on,
    )


class _Filters(FilterSet):
    q = CharFilter(label=gettext_lazy("Name, provider or abstract"), method="by_words")

    def by_words(self, rows: QuerySet[Harvested], _name: str, value: str) -> QuerySet[Harvested]:
        return holding_elsewhere(rows, value)


def _filters(actor: Actor) -> type[FilterSet]:
    sources = Source.objects.filter(ended_at=None).order_by("name")
    if not actor.rights.get(READ.code):
        sources = sources.filter(is_public=True)
    choices = [(str(one.id), one.name) for one in sources]
    source = MultipleChoiceFilter(
        label=pgettext_lazy("catalogue", "Source"),
        field_name="source_id",
        choices=choices,
        distinct=False,
    )
    found: type[FilterSet] = type("HarvestedFilters", (_Filters,), {"source": source})
    return found


def _line(entry: Harvested) -> ForeignLine:
    return ForeignLine(
        id=entry.id,
        title=entry.title,
        provider=entry.provider,
        source=entry.source.name,
        modified_on=entry.modified_on,
    )


def as_found_elsewhere(entry: Harvested, source: Source) -> IndexEntry:
    """As search finds it. No query."""
    text = (entry.abstract, entry.provider, source.name, "、".join(entry.keywords))
    return IndexEntry(
        thing_type=TYPE,
        thing_id=entry.id,
        title=entry.title,
        text="\n".join(part for part in text if part),
        url=place("catalogue:elsewhere-entry", entry.id),
        at=entry.changed_at,
        unit_id=source.unit_id,
        permission=None if source.is_public else READ,
        is_public=source.is_public,
        secrecy=Secrecy.PUBLIC,
    )


def list_searchable_elsewhere() -> Iterator[IndexEntry]:
    """All that are there. One query."""
    rows = Harvested.objects.filter(gone_at=None).select_related("source").order_by("id")
    return (as_found_elsewhere(one, one.source) for one in rows.iterator(chunk_size=500))
