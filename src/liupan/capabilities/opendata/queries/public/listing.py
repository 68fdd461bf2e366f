"""The list of datasets for everybody: what can be chosen, how many each choice has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.capabilities.opendata.models import Dataset, DatasetColumn
from liupan.capabilities.opendata.queries.public.datasets import lines_of
from liupan.capabilities.opendata.queries.public.seen import listed, opened
from liupan.capabilities.opendata.queries.public.shapes import Line
from liupan.capabilities.opendata.queries.public.wording import openness_of, words_on
from liupan.capabilities.opendata.rules.vocabulary import FORMS
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel import clock

CHUNK, WORDS = 500, 8
"""Rows shaped at once; words of a query that are looked for."""


@dataclass(frozen=True)
class DatasetRows(QueryRows[Line]):
    """Rows that are shaped a page at once."""

    def filtered(self, choices: QueryDict) -> "DatasetRows":
        found = super().filtered(choices)
        return DatasetRows(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[Line]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = lines_of(found.rows, now=clock.now())
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[Line]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk, now=clock.now())


@dataclass(frozen=True, slots=True)
class Value:
    """A value that can be chosen, and how many datasets have it."""

    value: str
    label: str
    count: int


class DatasetFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=_("Name, abstract, keyword or column"), method="by_words")

    class Meta:
        model = Dataset
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Dataset], _name: str, value: str) -> QuerySet[Dataset]:
        return holding(rows, value)

    def by_form(self, rows: QuerySet[Dataset], _name: str, value: list[str]) -> QuerySet[Dataset]:
        """Rows that everybody has can be had in every form; those on conditions in none."""
        return rows.filter(opened()) if value else rows


def holding(rows: QuerySet[Dataset], query: str) -> QuerySet[Dataset]:
    """The datasets that hold each word in what everybody is shown of them."""
    for word in query.replace("\0", "").split()[:WORDS]:
        named = DatasetColumn.objects.filter(dataset=OuterRef("pk"), item__icontains=word)
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(abstract__icontains=word)
            | Q(name_en__icontains=word)
            | Q(code__icontains=word)
            | Q(keywords__icontains=word)
            | Exists(named)
        )
    return rows


def list_datasets(*, now: datetime) -> DatasetRows:
    """What everybody sees, for a list page. Choices by name in the address: q, theme, unit,
    openness, cycle, format (many each)."""
    return DatasetRows(Dataset.objects.filter(listed()), _filters(now))


def count_facets(rows: DatasetRows, *, now: datetime) -> Mapping[str, Sequence[Value]]:
    """How many of the rows have each theme, unit, openness, cycle and format. Six queries."""
    words = words_on(clock.on(now))
    units = _counted(rows, "unit_id")
    names = list_units([unit for unit, _n in units])
    return {
        "theme": [Value(v, words.theme(v), n) for v, n in _counted(rows, "theme")],
        "unit": [Value(str(v), names[v].name, n) for v, n in units if v in names],
        "openness": [Value(v, openness_of(v), n) for v, n in _counted(rows, "openness")],
        "cycle": [Value(v, words.cycle(v), n) for v, n in _counted(rows, "update_cycle")],
        "format": _forms(rows),
    }


def _forms(rows: DatasetRows) -> list[Value]:
    count = rows.queryset.filter(opened()).count()
    return [Value(one.key, one.name, count) for one in FORMS.values() if count]


def _counted(rows: DatasetRows, name: str) -> list[tuple[Any, int]]:
    counted = rows.queryset.order_by().values(name).annotate(n=Count("pk")).order_by("-n", name)
    return [(row[name], row["n"]) for row in counted]


def _filters(now: datetime) -> type[DatasetFilters]:
    words = words_on(clock.on(now))
    many = partial(MultipleChoiceFilter, distinct=False)
    chosen: dict[str, Any] = {
        "theme": many(
            label=pgettext_lazy("dataset", "Theme"), field_name="theme",
            choices=tuple(words.themes.items()),
        ),
        "unit": UnitsFilter(label=_("Provider of the data"), field_name="unit_id"),
        "openness": many(
            label=pgettext_lazy("open data", "Openness"), field_name="openness",
            choices=Dataset.Openness.choices[:2],
        ),
        "cycle": many(
            label=_("Update cycle"), field_name="update_cycle",
            choices=tuple(words.cycles.items()),
        ),
        "format": many(
            label=_("Form of file"), method="by_form",
            choices=tuple((one.key, one.name) for one in FORMS.values()),
        ),
    }  # fmt: skip
    found: type[DatasetFilters] = type("DatasetFiltersOfDay", (DatasetFilters,), chosen)
    return found
