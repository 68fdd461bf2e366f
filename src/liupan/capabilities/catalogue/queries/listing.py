"""Editions for list pages: what can be chosen, a page at a time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.forms import CharField, HiddenInput
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import EDIT, over, public, visible
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.queries.shapes import EntryLine
from liupan.capabilities.catalogue.queries.showing import lines_of
from liupan.capabilities.catalogue.queries.words import holding, holding_shown
from liupan.capabilities.catalogue.rules.elements import ARTICLE, CONDITIONAL, NOT_SHARED
from liupan.capabilities.catalogue.rules.states import EDITABLE, WORKING, State
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor

CHUNK = 500
GROUPS = (
    ("working", pgettext_lazy("entries", "on the way")),
    ("reviewing", pgettext_lazy("entries", "awaiting a review")),
)
_STATES: dict[str, Sequence[int | str]] = {
    "working": sorted(WORKING),
    "reviewing": [State.REGISTERING.value, State.PUBLISHING.value],
}


@dataclass(frozen=True)
class EntryRows(QueryRows[EntryLine]):
    """Rows that are shaped a page at once: names come for many."""

    def filtered(self, choices: QueryDict) -> "EntryRows":
        found = super().filtered(choices)
        return EntryRows(
            found.queryset, found.filters, found.shape, found.bound, always=found.always
        )

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[EntryLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        return Page(lines_of(found.rows), found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[EntryLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk)


class CategoryField(CharField):
    """The beginning of a category's code; what is chosen is called by the category's name."""

    def words_of(self, value: str) -> str:
        """How one chosen value is called."""
        return code_lists(clock.today()).way(value) or value


class CategoryFilter(CharFilter):
    """Entries of a category and of those below it."""

    field_class = CategoryField


class EntryFilters(FilterSet):
    """What can be chosen of any list of entries."""

    q = CharFilter(label=_("Name, code, abstract or item"), method="by_words")

    class Meta:
        model = Edition
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Edition], _name: str, value: str) -> QuerySet[Edition]:
        return holding(rows, value)


class PublicFilters(EntryFilters):
    """The same for everybody: an item that is not shared leads nobody to its entry."""

    def by_words(self, rows: QuerySet[Edition], _name: str, value: str) -> QuerySet[Edition]:
        return holding_shown(rows, value)


def list_entries(actor: Actor, *, today: date) -> EntryRows:
    """The editions the actor sees, for a list page.

    Choices by name in the address: q, state (many; "working", "reviewing" are groups), share
    (many), open, category (beginning of a code), unit (many), cycle (many), mine, main, groundless.
    Three queries a page.
    """
    rows = Edition.objects.filter(visible(actor))
    mine = BooleanFilter(label=_("My unit's"), method=_by(over(actor, EDIT)))
    return EntryRows(rows, _filters(code_lists(today), mine=mine, is_office=True))


def list_chosen(actor: Actor, ids: Collection[UUID]) -> list[EntryLine]:
    """Those of the editions that the actor sees, by code. Three queries."""
    rows = Edition.objects.filter(visible(actor), id__in=ids).order_by("code", "number")
    return lines_of(list(rows))


def list_public(*, today: date) -> EntryRows:
    """What everybody sees, for a list page; the same choices as far as they make sense there."""
    rows = Edition.objects.filter(public())
    return EntryRows(rows, _filters(code_lists(today)), always=("published_at", "publish_on"))


def groundless() -> Q:
    """Entries of types 2 and 3 whose ground is missing, or cites nothing (type 3).

    Beyond the states of drafts the database refuses such an entry, so only these are looked at.
    """
    conditional = Q(share_type=CONDITIONAL, share_condition="")
    not_shared = Q(share_type=NOT_SHARED) & ~Q(share_condition__regex=ARTICLE.pattern)
    return (conditional | not_shared) & Q(state__in=sorted(EDITABLE))


def _filters(
    lists: CodeLists, *, mine: BooleanFilter | None = None, is_office: bool = False
) -> type[EntryFilters]:
    many = {"distinct": False}
    state = MultipleChoiceFilter(
        label=_("State"), choices=[*GROUPS, *Edition.State.choices], method=_by_state, **many
    )
    chosen: dict[str, Any] = {"state": state, "mine": mine} if is_office else {}
    chosen |= {
        "category": CategoryFilter(
            label=pgettext_lazy("catalogue", "Category"), method=_by_category, widget=HiddenInput,
        ),
        "share": MultipleChoiceFilter(
            label=_("Share type"), field_name="share_type", choices=lists.choices("share_type"),
            **many,
        ),
        "unit": UnitsFilter(label=pgettext_lazy("catalogue", "Provider"), field_name="unit_id"),
        "cycle": MultipleChoiceFilter(
            label=_("Update cycle"), field_name="update_cycle",
            choices=lists.choices("update_cycle"), **many,
        ),
        "open": BooleanFilter(label=_("Open to the public"), field_name="is_open"),
        "format": MultipleChoiceFilter(
            label=_("Format"), field_name="format_class", choices=lists.choices("format_class"),
            **many,
        ),
    }  # fmt: skip
    if is_office:
        chosen |= {
            "main": BooleanFilter(label=_("Of main business"), field_name="has_main"),
            "groundless": CharFilter(
                label=_("Without ground"), method=_by(groundless()), widget=HiddenInput
            ),
        }
    base = EntryFilters if is_office else PublicFilters
    found: type[EntryFilters] = type("EntryFiltersOfDay", (base,), chosen)
    return found


def _by(condition: Q) -> Any:
    return lambda rows, _name, value: rows.filter(condition) if value else rows


def _by_state(rows: QuerySet[Edition], _name: str, values: list[str]) -> QuerySet[Edition]:
    if not values:
        return rows
    wanted = [one for value in values for one in _STATES.get(value, [value])]
    return rows.filter(state__in=wanted)


def _by_category(rows: QuerySet[Edition], _name: str, value: str) -> QuerySet[Edition]:
    return rows.filter(category__startswith=value)
