"""What a leader looks at: what is late, high sheets, units behind, notes and their fate."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from liupan.capabilities.supervision.models import Entry, Item, Sheet
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.listing import OPEN_STATES
from liupan.capabilities.supervision.queries.page import sheet_view
from liupan.capabilities.supervision.queries.shapes import ItemLine, SheetView
from liupan.capabilities.supervision.queries.showing import lines_of, names
from liupan.capabilities.supervision.rules.sheets import Colour, SheetState
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.kernel import clock
from liupan.kernel.authority import Actor

HIGH = [Colour.ORANGE.value, Colour.RED.value]
STANDING = [SheetState.OPEN.value, SheetState.LAPSED.value]


@dataclass(frozen=True, slots=True)
class HighSheet:
    """An orange or red sheet that is open or lapsed, with what it is about."""

    sheet: SheetView
    item_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class UnitBehind:
    """A unit with late items: how many of how many at work."""

    unit: str
    late: int
    open: int


@dataclass(frozen=True, slots=True)
class GivenNote:
    """A note of the actor's and what became of it."""

    note: str
    at: datetime
    line: ItemLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderView:
    """The leader's page. `late`: ever late and open, the longest first."""

    open: int
    late_count: int
    late: tuple[ItemLine, ...]
    sheets: tuple[HighSheet, ...]
    units: tuple[UnitBehind, ...]
    notes: tuple[GivenNote, ...]


def leader_view(actor: Actor, *, now: datetime, most: int = 8) -> LeaderView:
    """What a leader looks at, as far as the actor may see. Constant queries."""
    seen = Item.objects.filter(visible(actor))
    running = seen.filter(state__in=OPEN_STATES)
    today = clock.on(now)
    late = running.filter(_late(today))
    return LeaderView(
        open=running.count(),
        late_count=late.count(),
        late=tuple(lines_of(list(late.order_by("due_on", "path")[:most]), now)),
        sheets=_high(actor, most),
        units=_behind(running, _late(today), most),
        notes=_notes(actor, now, most),
    )


def _late(today: date) -> Q:
    """What was marked late, and what the next round of the calendar will mark: not what stands
    still, paused or waiting for verification."""
    runs = Q(paused_since__isnull=True) & ~Q(state=State.VERIFYING.value)
    return Q(is_late=True) | Q(due_on__lt=today) & runs


def _behind(running: QuerySet[Item], late: Q, most: int) -> tuple[UnitBehind, ...]:
    counted = (
        running.order_by()
        .values_list("lead_unit_id")
        .annotate(late=Count("id", filter=late), open=Count("id"))
        .filter(late__gt=0)
        .order_by("-late", "open", "lead_unit_id")[:most]
    )
    found = list(counted)
    called = names(unit_id for unit_id, _late_ones, _open in found)
    return tuple(UnitBehind(called.unit(u), late_ones, at_work) for u, late_ones, at_work in found)


def _high(actor: Actor, most: int) -> tuple[HighSheet, ...]:
    items = Item.objects.filter(visible(actor), state__in=OPEN_STATES, sheet_colour__in=HIGH)
    rows = Sheet.objects.filter(item__in=items, colour__in=HIGH, state__in=STANDING)
    latest: dict[UUID, Sheet] = {}
    for row in rows.select_related("item").order_by("issued_at"):
        latest[row.item_id] = row
    found = sorted(latest.values(), key=lambda s: (s.colour != Colour.RED, s.answer_by))[:most]
    called = names([s.item.lead_unit_id for s in found], [s.issued_by for s in found])
    return tuple(
        HighSheet(sheet_view(row, row.item, called), row.item_id, row.item.title) for row in found
    )


def _notes(actor: Actor, now: datetime, most: int) -> tuple[GivenNote, ...]:
    own = Entry.objects.filter(
        kind=Act.NOTE.value, actor_id=actor.id, item__in=Item.objects.filter(visible(actor))
    )
    entries = list(own.select_related("item").order_by("-at", "-id")[:most])
    items = {entry.item_id: entry.item for entry in entries}
    lines = {line.id: line for line in lines_of(list(items.values()), now)}
    return tuple(GivenNote(e.opinion, e.at, lines[e.item_id]) for e in entries)
