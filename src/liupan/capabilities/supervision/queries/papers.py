"""Supervision sheets and requests as lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.capabilities.supervision.models import Item, Request, Sheet
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.showing import names
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A sheet in a list."""

    id: UUID
    item_id: UUID
    number: str
    item_number: str
    title: str
    lead_unit: str
    colour: str
    colour_label: str
    state: str
    state_label: str
    issued_at: datetime
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request in a list."""

    id: UUID
    item_id: UUID
    item_number: str
    title: str
    unit: str
    kind_label: str
    state: str
    state_label: str
    asked_at: datetime
    old_due_on: date
    until_on: date | None
    reason: str


class _Filters(FilterSet):
    q = CharFilter(label=_("Number or title"), method="by_words")

    class Meta:
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(item__number__icontains=word) | Q(item__title__icontains=word))
        return rows


class SheetFilters(_Filters):
    """What can be chosen of sheets."""

    colour = MultipleChoiceFilter(label=_("Sheet"), choices=Sheet.Colour.choices, distinct=False)
    state = MultipleChoiceFilter(label=_("State"), choices=Sheet.State.choices, distinct=False)

    class Meta(_Filters.Meta):
        model = Sheet


class RequestFilters(_Filters):
    """What can be chosen of requests."""

    kind = MultipleChoiceFilter(label=_("Kind"), choices=Request.Kind.choices, distinct=False)
    state = MultipleChoiceFilter(label=_("State"), choices=Request.State.choices, distinct=False)

    class Meta(_Filters.Meta):
        model = Request


@dataclass(frozen=True)
class _Papers(QueryRows[Any]):
    """Rows whose units are named a page at a time."""

    def filtered(self, choices: Any) -> "_Papers":
        found = super().filtered(choices)
        return type(self)(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[Any]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = self.lines(found.rows)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Any:
        return iter(self.lines(list(super().every(sort=sort))))

    def lines(self, rows: Sequence[Any]) -> list[Any]:
        raise NotImplementedError


class SheetRows(_Papers):
    """Sheets as lines. Two queries a page."""

    def lines(self, rows: Sequence[Sheet]) -> list[SheetLine]:
        units = _units(row.item.lead_unit_id for row in rows)
        return [
            SheetLine(
                id=row.id,
                item_id=row.item_id,
                number=row.number,
                item_number=row.item.number,
                title=row.item.title,
                lead_unit=units(row.item.lead_unit_id),
                colour=row.colour,
                colour_label=str(row.get_colour_display()),
                state=row.state,
                state_label=str(row.get_state_display()),
                issued_at=row.issued_at,
                answer_by=row.answer_by,
            )
            for row in rows
        ]


class RequestRows(_Papers):
    """Requests as lines. Two queries a page."""

    def lines(self, rows: Sequence[Request]) -> list[RequestLine]:
        units = _units(row.unit_id for row in rows)
        return [
            RequestLine(
                id=row.id,
                item_id=row.item_id,
                item_number=row.item.number,
                title=row.item.title,
                unit=units(row.unit_id),
                kind_label=str(row.get_kind_display()),
                state=row.state,
                state_label=str(row.get_state_display()),
                asked_at=row.asked_at,
                old_due_on=row.old_due_on,
                until_on=row.until_on,
                reason=row.reason,
            )
            for row in rows
        ]


def list_sheets(actor: Actor) -> SheetRows:
    """The sheets of the items the actor may see: q, colour, state. Sort by any field."""
    rows = Sheet.objects.filter(item__in=_items(actor)).select_related("item")
    return SheetRows(rows, SheetFilters)


def list_requests(actor: Actor) -> RequestRows:
    """The requests about the items the actor may see: q, kind, state. Sort by any field."""
    rows = Request.objects.filter(item__in=_items(actor)).select_related("item")
    return RequestRows(rows, RequestFilters)


def _items(actor: Actor) -> QuerySet[Item]:
    return Item.objects.filter(visible(actor))


def _units(ids: Iterable[UUID]) -> Any:
    return names(ids).unit
