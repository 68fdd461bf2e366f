"""How items are shown: words, marks, names, clocks, how far they are. A few queries for many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.queries.shapes import ItemLine
from liupan.capabilities.supervision.rules.rollup import Part, RollUp, roll_up
from liupan.capabilities.supervision.rules.states import State
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitRef, list_units
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked

MARKS = {
    State.REGISTERED: "none",
    State.HANDED_OVER: "open",
    State.WORKING: "run",
    State.ENDORSING: "check",
    State.VERIFYING: "check",
    State.CLOSED: "done",
    State.ARCHIVED: "done",
    State.WITHDRAWN: "none",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Units and people by id, for showing."""

    units: dict[UUID, UnitRef] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)

    def unit(self, unit_id: UUID | None) -> str:
        """The short name, else the name; "" for none."""
        found = self.units.get(unit_id) if unit_id else None
        return (found.short_name or found.name) if found else ""

    def full(self, unit_id: UUID | None) -> str:
        found = self.units.get(unit_id) if unit_id else None
        return found.name if found else ""

    def person(self, account_id: UUID | None) -> str:
        """A machine is called by what it is."""
        if account_id is None:
            return ""
        return self.people.get(account_id) or _("by rule")


def names(units: Iterable[UUID | None], people: Iterable[UUID | None] = ()) -> Names:
    """Names of these. Two queries at most."""
    unit_ids = {unit for unit in units if unit}
    account_ids = {person for person in people if person}
    return Names(
        list_units(unit_ids) if unit_ids else {},
        {a.id: a.name for a in list_accounts(account_ids).values()} if account_ids else {},
    )


def is_returned(item: Item) -> bool:
    """A report was returned and nothing was reported since."""
    return item.standing is State.WORKING and item.reported_at is not None


def mark_of(item: Item) -> str:
    """The kind of mark for `{% state %}`."""
    if item.is_paused:
        return "pause"
    return "back" if is_returned(item) else MARKS[item.standing]


def words_of(item: Item) -> str:
    """The state in words; paused and returned are said instead of in progress."""
    if item.is_paused:
        return pgettext("item", "paused")
    return pgettext("item", "returned") if is_returned(item) else str(Item.State(item.state).label)


def sheet_words(colour: str) -> str:
    """蓝单, 橙单, 红单, or nothing."""
    return str(Sheet.Colour(colour).label) if colour else ""


def rollups_of(items: Iterable[Item]) -> dict[UUID, RollUp]:
    """How far each of these is, by the published formula. One query."""
    wanted = list(items)
    found = roll_up(
        Part(id=key, parent=parent, state=STATES[state], percent=percent, weight=weight,
             is_mandatory=is_mandatory, code=code)
        for key, parent, state, percent, weight, is_mandatory, code
        in _trees(list({item.root_id for item in wanted}))
    )  # fmt: skip
    return {item.id: found[item.id] for item in wanted}


@asked
def _trees(root_ids: list[UUID]) -> QuerySet[Item, tuple[Any, ...]]:
    rows = Item.objects.filter(root_id__any_of=root_ids)
    return rows.values_list("id", "parent_id", "state", "percent", "weight", "is_mandatory", "code")


STATES = {state.value: state for state in State}


def parts_of(rows: Iterable[Item]) -> list[Part]:
    """Items as the formula sees them."""
    return [
        Part(
            id=row.id, parent=row.parent_id, state=row.standing, percent=row.percent,
            weight=row.weight, is_mandatory=row.is_mandatory, code=row.code,
        )
        for row in rows
    ]  # fmt: skip


def readings_of(items: Iterable[Item], now: datetime) -> dict[UUID, ClockReading]:
    """The clocks of items, by clock. Three queries at most."""
    clocks = [item.clock_id for item in items if item.clock_id]
    return describe_many(clocks, now=now) if clocks else {}


def lines_of(items: Sequence[Item], now: datetime) -> list[ItemLine]:
    """Items as list rows. Six queries, however many."""
    if not items:
        return []
    called = names(item.lead_unit_id for item in items)
    clocks = readings_of(items, now)
    far = rollups_of(items)
    return [line_of(item, called, clocks, far[item.id]) for item in items]


def line_of(
    item: Item, called: Names, clocks: dict[UUID, ClockReading], rollup: RollUp
) -> ItemLine:
    """An item as a list row. No query."""
    return ItemLine(
        id=item.id,
        number=item.number,
        code=item.code,
        title=item.title,
        origin=item.origin,
        origin_label=str(Item.Origin(item.origin).label),
        urgency=item.urgency,
        lead_unit_id=item.lead_unit_id,
        lead_unit=called.unit(item.lead_unit_id),
        supervisor_id=item.supervisor_id,
        state=item.standing,
        state_label=words_of(item),
        mark=mark_of(item),
        is_paused=item.is_paused,
        percent=rollup.value,
        due_on=item.due_on,
        is_late=item.is_late,
        sheet=item.sheet_colour,
        sheet_label=sheet_words(item.sheet_colour),
        secrecy=Secrecy(item.secrecy),
        parent_id=item.parent_id,
        is_mandatory=item.is_mandatory,
        version=item.version,
        registered_at=item.registered_at,
        clock=clocks.get(item.clock_id) if item.clock_id else None,
    )
