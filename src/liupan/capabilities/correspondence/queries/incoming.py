"""Incoming documents: those one sees, as lines of a list and one by one."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    MultipleChoiceFilter,
)

from liupan.capabilities.correspondence.models import Incoming, Reader
from liupan.capabilities.correspondence.policies import HANDLE, over_incoming, visible_incoming
from liupan.capabilities.correspondence.rules.letterhead import TYPES
from liupan.capabilities.correspondence.rules.receiving import OPEN, State
from liupan.foundation.access.facade import rows
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.design.facade import DateInput, DayFilter, FilterSet, Page, QueryRows
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor

CHUNK = 500
OPEN_STATES = [state.value for state in OPEN]
URGENCIES = (("加急", "加急"), ("特急", "特急"))
MARKS = {
    State.ARRIVED: "open",
    State.SIGNED_FOR: "open",
    State.REGISTERED: "check",
    State.PROPOSING: "check",
    State.INSTRUCTING: "check",
    State.HANDLING: "run",
    State.READING: "run",
    State.DONE: "done",
    State.ARCHIVED: "done",
    State.RETURNED: "back",
}
WITHIN = (
    ("week", pgettext_lazy("arrived", "within a week")),
    ("month", pgettext_lazy("arrived", "this month")),
    ("quarter", pgettext_lazy("arrived", "this quarter")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLine:
    """An incoming document in a list."""

    id: UUID
    number: str
    title: str
    type: str
    from_name: str
    their_number: str
    urgency: str
    mark: str
    unit: str
    lead_unit: str
    with_whom: str
    purpose_label: str
    state: State
    state_label: str
    state_mark: str
    arrived_at: datetime
    due_on: date | None
    is_late: bool
    clock: ClockReading | None


def lines_of(found: Sequence[Incoming], now: datetime) -> list[IncomingLine]:
    """Lines with names and clocks. Five queries at most, however many."""
    units = list_units({u for row in found for u in (row.unit_id, row.lead_unit_id) if u})
    people = list_accounts({p for row in found for p in (row.handler_id, row.leader_id) if p})
    clocks = describe_many([row.clock_id for row in found if row.clock_id], now=now)

    def short(unit_id: UUID | None) -> str:
        unit = units.get(unit_id) if unit_id else None
        return (unit.short_name or unit.name) if unit else ""

    def holder(row: Incoming) -> str:
        who = {State.INSTRUCTING: row.leader_id, State.HANDLING: row.handler_id}.get(row.standing)
        if who and who in people:
            return people[who].name
        return short(row.lead_unit_id) if row.standing is State.HANDLING else ""

    return [
        IncomingLine(
            id=row.id, number=row.number, title=row.title, type=row.type, from_name=row.from_name,
            their_number=row.their_number, urgency=row.urgency, mark=row.mark,
            unit=short(row.unit_id), lead_unit=short(row.lead_unit_id), with_whom=holder(row),
            purpose_label=str(row.get_purpose_display()) if row.purpose else "",
            state=row.standing, state_label=str(row.get_state_display()),
            state_mark=MARKS[row.standing], arrived_at=row.arrived_at,
            due_on=row.due_on or (row.sign_by if row.standing is State.ARRIVED else None),
            is_late=row.is_late, clock=clocks.get(row.clock_id) if row.clock_id else None,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True)
class IncomingRows(QueryRows[IncomingLine]):
    """Rows that are shaped a page at once: names and clocks come for many."""

    now: datetime = field(default_factory=clock.now)

    def filtered(self, choices: QueryDict) -> "IncomingRows":
        found = super().filtered(choices)
        return IncomingRows(found.queryset, found.filters, found.shape, found.bound, self.now)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[IncomingLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = lines_of(found.rows, self.now)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[IncomingLine]:
        every: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(every, CHUNK)):
            yield from lines_of(chunk, self.now)


def list_incoming(actor: Actor, *, now: datetime) -> IncomingRows:
    """The incoming documents the actor may see, for a list page.

    Choices by name in the address: q, state (many; "open" is every open one), type and urgency
    (many), purpose, unit and lead (many; ids or names), within (week, month, quarter), from_day,
    to_day, late, mine. Sort by arrived_at, due_on, number, state, type.
    """
    seen = Incoming.objects.filter(visible_incoming(actor))
    return IncomingRows(seen, _filters(actor, now), now=now)


def list_visible_incoming(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of the documents that the actor may see. One query."""
    found = Incoming.objects.filter(visible_incoming(actor), id__in=set(ids))
    return set(found.values_list("id", flat=True))


def mine(actor: Actor) -> Q:
    """Documents the actor registers, handles, is asked about or has to read."""
    unread = Reader.objects.filter(person_id=actor.id, read_at=None).values("incoming_id")
    found = Q(handler_id=actor.id) | Q(leader_id=actor.id) | Q(id__in=unread)
    if actor.rights.get(HANDLE.code):
        found |= rows(actor, HANDLE, unit="lead_unit_id")
    return found | over_incoming(actor, HANDLE)


class IncomingFilters(FilterSet):
    """What can be chosen of a list of incoming documents."""

    q = CharFilter(label=_("Title, number or sender"), method="by_words")
    type = MultipleChoiceFilter(
        label=pgettext_lazy("document", "Type"), choices=[(t, t) for t in TYPES], distinct=False
    )
    urgency = MultipleChoiceFilter(label=_("Urgency"), choices=URGENCIES, distinct=False)
    purpose = ChoiceFilter(
        label=pgettext_lazy("document", "Purpose"), choices=Incoming.Purpose.choices
    )
    unit = UnitsFilter(label=_("Received by"), field_name="unit_id")
    lead = UnitsFilter(label=pgettext_lazy("document", "Lead unit"), field_name="lead_unit_id")
    from_day = DayFilter(
        label=_("Arrived from"), method="since", widget=DateInput
    )  # fmt: skip
    to_day = DayFilter(label=_("Arrived until"), method="until", widget=DateInput)
    late = BooleanFilter(label=_("Ever late"), field_name="is_late")

    class Meta:
        model = Incoming
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Incoming], _name: str, value: str) -> QuerySet[Incoming]:
        for word in value.replace("\0", "").split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(number__icontains=word)
                | Q(their_number__icontains=word)
                | Q(from_name__icontains=word)
            )
        return found

    def since(self, found: QuerySet[Incoming], _name: str, value: date) -> QuerySet[Incoming]:
        return found.filter(arrived_at__gte=clock.start_of(value))

    def until(self, found: QuerySet[Incoming], _name: str, value: date) -> QuerySet[Incoming]:
        return found.filter(arrived_at__lt=clock.start_of(value + timedelta(days=1)))


PANELS = ("q", "state", "type", "urgency", "purpose", "within", "unit", "lead", "late", "mine")


def _filters(actor: Actor, now: datetime) -> type[IncomingFilters]:
    state = MultipleChoiceFilter(
        label=_("State"),
        choices=[("open", pgettext_lazy("document", "open")), *Incoming.State.choices],
        method=_by_state,
        distinct=False,
    )
    within = ChoiceFilter(
        label=pgettext_lazy("filter", "Arrived"), choices=WITHIN, method=_within(now)
    )
    own = BooleanFilter(label=_("Mine"), method=_by(mine(actor)))
    chosen = {"state": state, "within": within, "mine": own}
    found: type[IncomingFilters] = type("IncomingFiltersOfActor", (IncomingFilters,), chosen)
    known = found.base_filters
    rest = [name for name in known if name not in PANELS]
    found.base_filters = {name: known[name] for name in (*PANELS, *rest)}
    return found


Method = Callable[[QuerySet[Incoming], str, Any], QuerySet[Incoming]]


def _by_state(found: QuerySet[Incoming], _name: str, values: list[str]) -> QuerySet[Incoming]:
    if not values:
        return found
    wanted = [*(v for v in values if v != "open"), *(OPEN_STATES if "open" in values else ())]
    return found.filter(state__in=wanted)


def _within(now: datetime) -> Method:
    today = clock.on(now)
    first = {
        "week": today - timedelta(days=6),
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
    }
    return lambda found, _name, value: found.filter(arrived_at__gte=clock.start_of(first[value]))


def _by(condition: Q) -> Method:
    return lambda found, _name, value: found.filter(condition) if value else found
