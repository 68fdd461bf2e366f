"""Outgoing documents for list pages: what can be chosen, a page at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.policies import visible_outgoing
from liupan.capabilities.correspondence.rules.sending import OVER, State
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.design.facade import DayFilter, FilterSet, Page, QueryRows
from liupan.foundation.documents.facade import DocumentType
from liupan.foundation.organisations.facade import UnitRef, UnitsFilter, list_posts_held, list_units
from liupan.foundation.workflow.facade import list_things_waiting
from liupan.kernel import clock
from liupan.kernel.authority import Actor

CHUNK = 500
TYPE = "correspondence.outgoing"

OPEN_STATES = [state.value for state in State if state not in OVER]
MARKS = {
    State.DRAFTING: "run",
    State.REVIEWING: "check",
    State.COSIGNING: "check",
    State.LEGALITY: "check",
    State.SIGNING_OFF: "check",
    State.RECHECKING: "check",
    State.NUMBERING: "open",
    State.RENDERING: "run",
    State.SEALING: "open",
    State.DISPATCHING: "open",
    State.DISPATCHED: "done",
    State.ARCHIVED: "done",
    State.VOID: "none",
    State.WITHDRAWN: "none",
}
URGENCIES = (
    ("特急", pgettext_lazy("urgency", "flash")),
    ("加急", pgettext_lazy("urgency", "express")),
)


@dataclass(frozen=True, slots=True)
class OutgoingLine:
    """An outgoing document as a row."""

    id: UUID
    title: str
    number: str
    type: str
    urgency: str
    state: State
    state_label: str
    mark: str
    issuing_unit: str
    drafting_unit: str
    due_on: date | None
    drafted_on: date
    dispatched_on: date | None
    clock: ClockReading | None


@dataclass(frozen=True)
class OutgoingRows(QueryRows[OutgoingLine]):
    """Rows that are shaped a page at once: names and clocks come for many."""

    now: datetime = field(default_factory=clock.now)

    def filtered(self, choices: QueryDict) -> "OutgoingRows":
        found = super().filtered(choices)
        return OutgoingRows(found.queryset, found.filters, found.shape, found.bound, self.now)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[OutgoingLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = lines_of(found.rows, self.now)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[OutgoingLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk, self.now)


def list_outgoing(actor: Actor, *, now: datetime) -> OutgoingRows:
    """The outgoing documents the actor may see, for a list page.

    Choices by name in the address: q (number or title), state (many; "open" is every open one),
    type (many), unit (many; issuing units), urgency (many), from and to (days on which it was
    drafted), waits (a step of it waits for the actor), mine (drafted by the actor), own (of units
    the actor works for), late. Sort by drafted_at, due_on, number, state. Four queries a page.
    """
    rows = Outgoing.objects.filter(visible_outgoing(actor) | waits_for(actor, now))
    return OutgoingRows(rows, _filters(actor, now), now=now)


def waiting_documents(actor: Actor, now: datetime) -> tuple[UUID, ...]:
    """Documents of which a step waits for the actor, the longest waiting first. One query."""
    return list_things_waiting(actor, now, of_type=TYPE)


def waits_for(actor: Actor, now: datetime) -> Q:
    """Documents of which a step waits for the actor: who is asked to act on one may read it."""
    waiting = waiting_documents(actor, now)
    if not waiting:
        return Q(pk__in=[])
    these = RawSQL("SELECT unnest(%s::uuid[])", [list(waiting)])  # one array, however many
    return Q(id__in=these, secrecy__lte=actor.clearance)


def lines_of(rows: Sequence[Outgoing], now: datetime) -> list[OutgoingLine]:
    """Documents as list rows. Four queries, however many."""
    if not rows:
        return []
    units = list_units({u for row in rows for u in (row.issuing_unit_id, row.drafting_unit_id)})
    clocks = clocks_of_documents(rows, now)
    return [line_of(row, units, clocks) for row in rows]


def clocks_of_documents(rows: Iterable[Outgoing], now: datetime) -> dict[UUID, ClockReading]:
    """The clocks of documents, by clock."""
    wanted = [row.clock_id for row in rows if row.clock_id]
    return describe_many(wanted, now=now) if wanted else {}


def line_of(
    row: Outgoing, units: dict[UUID, UnitRef], clocks: dict[UUID, ClockReading]
) -> OutgoingLine:
    """A document as a list row. No query."""
    return OutgoingLine(
        id=row.id,
        title=row.title,
        number=row.number,
        type=row.type,
        urgency=row.urgency,
        state=row.standing,
        state_label=words_of(row),
        mark=mark_of(row),
        issuing_unit=short_name(units.get(row.issuing_unit_id)),
        drafting_unit=short_name(units.get(row.drafting_unit_id)),
        due_on=row.due_on,
        drafted_on=clock.on(row.drafted_at),
        dispatched_on=clock.on(row.dispatched_at) if row.dispatched_at else None,
        clock=clocks.get(row.clock_id) if row.clock_id else None,
    )


def short_name(unit: UnitRef | None) -> str:
    """What a unit is called in a row."""
    return (unit.short_name or unit.name) if unit else ""


def is_returned(row: Outgoing) -> bool:
    """Sent back and not handed on since."""
    return bool(row.returned) and row.standing is State.DRAFTING


def mark_of(row: Outgoing) -> str:
    """The kind of mark for `{% state %}`."""
    return "back" if is_returned(row) else MARKS[row.standing]


def words_of(row: Outgoing) -> str:
    """The state in words; returned is said instead of drafting."""
    if is_returned(row):
        return str(pgettext_lazy("outgoing", "returned for another draft"))
    return str(Outgoing.State(row.state).label)


class OutgoingFilters(FilterSet):
    """What can be chosen of any list of outgoing documents."""

    q = CharFilter(label=_("Number or title"), method="by_words")
    type = MultipleChoiceFilter(
        label=pgettext_lazy("document", "Type"),
        choices=[(one.value, one.value) for one in DocumentType], distinct=False,
    )  # fmt: skip
    urgency = MultipleChoiceFilter(label=_("Urgency"), choices=URGENCIES, distinct=False)
    late = BooleanFilter(label=_("Ever late"), field_name="is_late")

    class Meta:
        model = Outgoing
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Outgoing], _name: str, value: str) -> QuerySet[Outgoing]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
        return rows


PANELS = ("q", "state", "type", "unit", "urgency", "late", "from", "to", "waits", "mine", "own")
Method = Callable[[QuerySet[Outgoing], str, Any], QuerySet[Outgoing]]


def _filters(actor: Actor, now: datetime) -> type[OutgoingFilters]:
    state = MultipleChoiceFilter(
        label=_("State"),
        choices=[("open", pgettext_lazy("outgoing", "on its way")), *Outgoing.State.choices],
        method=_by_state,
        distinct=False,
    )
    chosen = {
        "state": state,
        "unit": UnitsFilter(
            label=pgettext_lazy("document", "Issuing unit"), field_name="issuing_unit_id"
        ),
        "from": DayFilter(label=_("Drafted from"), method=_from_day),
        "to": DayFilter(label=_("Drafted until"), method=_to_day),
        "waits": BooleanFilter(
            label=pgettext_lazy("document", "Waits for me"), method=_waiting(actor, now)
        ),
        "mine": BooleanFilter(label=_("Drafted by me"), method=_by(Q(drafter_id=actor.id))),
        "own": BooleanFilter(label=_("Of my units"), method=_by(_of_units(actor, now))),
    }
    found: type[OutgoingFilters] = type("OutgoingFiltersOfActor", (OutgoingFilters,), chosen)
    known = found.base_filters
    found.base_filters = {name: known[name] for name in PANELS}
    return found


def _of_units(actor: Actor, now: datetime) -> Q:
    """Issued or drafted by units in which the actor holds a post."""
    own = {post.unit_id for post in list_posts_held(actor.id, clock.on(now))}
    return Q(issuing_unit_id__in=own) | Q(drafting_unit_id__in=own)


def _waiting(actor: Actor, now: datetime) -> Method:
    return lambda rows, _name, value: rows.filter(waits_for(actor, now)) if value else rows


def _by(condition: Q) -> Method:
    return lambda rows, _name, value: rows.filter(condition) if value else rows


def _by_state(rows: QuerySet[Outgoing], _name: str, values: list[str]) -> QuerySet[Outgoing]:
    if not values:
        return rows
    wanted = [*(v for v in values if v != "open"), *(OPEN_STATES if "open" in values else ())]
    return rows.filter(state__in=wanted)


def _from_day(rows: QuerySet[Outgoing], _name: str, value: date) -> QuerySet[Outgoing]:
    return rows.filter(drafted_at__gte=clock.start_of(value))


def _to_day(rows: QuerySet[Outgoing], _name: str, value: date) -> QuerySet[Outgoing]:
    return rows.filter(drafted_at__lt=clock.start_of(value + timedelta(days=1)))
