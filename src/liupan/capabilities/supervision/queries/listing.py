"""Items for list pages: what can be chosen, a page at a time."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    MultipleChoiceFilter,
)

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.policies import (
    ENDORSE,
    HANDLE,
    over,
    visible,
)
from liupan.capabilities.supervision.queries.shapes import ItemLine
from liupan.capabilities.supervision.queries.showing import lines_of
from liupan.capabilities.supervision.rules.states import OPEN
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor

OPEN_STATES = [state.value for state in OPEN]
DUE = (
    ("week", pgettext_lazy("due", "within a week")),
    ("month", pgettext_lazy("due", "this month")),
    ("quarter", pgettext_lazy("due", "this quarter")),
    ("past", pgettext_lazy("due", "the day has passed")),
)
ORIGINS = tuple(Item.Origin.choices)
URGENCIES = tuple(Item.Urgency.choices)
STATES = tuple(Item.State.choices)
COLOURS = tuple(Sheet.Colour.choices)
"""Values and their names for people."""
CHUNK = 500


@dataclass(frozen=True)
class ItemRows(QueryRows[ItemLine]):
    """Rows that are shaped a page at once: names, clocks and roll-ups come for many."""

    now: datetime = field(default_factory=clock.now)

    def filtered(self, choices: QueryDict) -> "ItemRows":
        found = super().filtered(choices)
        return ItemRows(found.queryset, found.filters, found.shape, found.bound, self.now)

    def only(self, ids: Collection[UUID]) -> "ItemRows":
        """Of these items alone, as far as the actor sees them."""
        rows = self.queryset.filter(id__in=ids)
        return ItemRows(rows, self.filters, self.shape, self.bound, self.now)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[ItemLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = lines_of(found.rows, self.now)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[ItemLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk, self.now)


def list_items(actor: Actor, *, now: datetime) -> ItemRows:
    """The items the actor may see, for a list page, with clock, sheet and roll-up of each.

    Choices by name in the address: q, state (many; "open" is every open one), due (week, month,
    quarter, past), due_from and due_to (days), origin (many), lead (many; unit ids or names), sheet
    (many), late, mine, parts, plan, clause, task. `late=true`: ever late; `mine=true`: of one's
    units or supervised; `parts=false`: whole matters only. Sort by path, due_on, registered_at,
    state, origin, lead_unit__order, supervisor_id.
    Five queries a page.
    """
    rows = Item.objects.filter(visible(actor))
    return ItemRows(rows, _filters(actor, now), now=now)


def mine(actor: Actor) -> Q:
    """Items of the units for which the actor works, and those they look after."""
    return Q(supervisor_id=actor.id) | over(actor, HANDLE) | over(actor, ENDORSE)


class ItemFilters(FilterSet):
    """What can be chosen of any list of items."""

    q = CharFilter(label=_("Number or title"), method="by_words")
    origin = MultipleChoiceFilter(label=_("Origin"), choices=Item.Origin.choices, distinct=False)
    sheet = MultipleChoiceFilter(
        label=_("Sheet"),
        field_name="sheet_colour",
        choices=Sheet.Colour.choices,
        distinct=False,
    )
    late = BooleanFilter(label=_("Ever late"), field_name="is_late")
    due_from = DateFilter(
        label=_("Due from"), field_name="due_on", lookup_expr="gte", widget=HiddenInput
    )
    due_to = DateFilter(
        label=_("Due until"), field_name="due_on", lookup_expr="lte", widget=HiddenInput
    )
    plan = CharFilter(label=_("Plan"), field_name="plan_code", widget=HiddenInput)
    clause = CharFilter(label=_("Clause"), field_name="clause_code", widget=HiddenInput)
    task = CharFilter(label=_("Key task"), field_name="task_code", widget=HiddenInput)

    class Meta:
        model = Item
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Item], _name: str, value: str) -> QuerySet[Item]:
        words = value.replace("\0", "").split()
        for word in words:
            rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
        return rows


PANELS = ("q", "state", "due", "origin", "lead", "sheet", "late", "mine", "parts")


def _filters(actor: Actor, now: datetime) -> type[ItemFilters]:
    state = MultipleChoiceFilter(
        label=_("State"),
        choices=[("open", pgettext_lazy("item", "open")), *Item.State.choices],
        method=_by_state,
        distinct=False,
    )
    due = ChoiceFilter(label=pgettext_lazy("filter", "Due"), choices=DUE, method=_by_due(now))
    lead = UnitsFilter(label=_("Lead unit"), field_name="lead_unit_id")
    own = BooleanFilter(label=_("Mine"), method=_by(mine(actor)))
    parts = BooleanFilter(label=_("Parts too"), method=_parts)
    chosen = {"state": state, "due": due, "lead": lead, "mine": own, "parts": parts}
    found: type[ItemFilters] = type("ItemFiltersOfActor", (ItemFilters,), chosen)
    known = found.base_filters
    unseen = [name for name in known if name not in PANELS]
    found.base_filters = {name: known[name] for name in (*PANELS, *unseen)}
    return found


Method = Callable[[QuerySet[Item], str, Any], QuerySet[Item]]


def _by_state(rows: QuerySet[Item], _name: str, values: list[str]) -> QuerySet[Item]:
    if not values:
        return rows
    wanted = [*(v for v in values if v != "open"), *(OPEN_STATES if "open" in values else ())]
    return rows.filter(state__in=wanted)


def _by_due(now: datetime) -> Method:
    today = clock.on(now)
    month_end = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    quarter_end = (quarter + timedelta(days=93)).replace(day=1)
    spans = {
        "week": Q(due_on__gte=today, due_on__lt=today + timedelta(days=7)),
        "month": Q(due_on__gte=today.replace(day=1), due_on__lt=month_end),
        "quarter": Q(due_on__gte=quarter, due_on__lt=quarter_end),
        "past": Q(due_on__lt=today, state__in=OPEN_STATES),
    }
    return lambda rows, _name, value: rows.filter(spans[value])


def _by(condition: Q) -> Method:
    return lambda rows, _name, value: rows.filter(condition) if value else rows


def _parts(rows: QuerySet[Item], _name: str, value: bool) -> QuerySet[Item]:
    return rows if value else rows.filter(parent__isnull=True)
