"""The table of items as a file: new ones come in, all that one may see go out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
from liupan.capabilities.supervision.operations.importing import Branch, Tree, register_trees
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.exporting import count_rows, list_numbers, list_rows
from liupan.capabilities.supervision.queries.listing import ORIGINS, URGENCIES
from liupan.foundation.organisations.facade import list_units_on
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.sheets import LANGUAGES
from liupan.kernel.transfers import (
    Cell,
    Checked,
    Column,
    Importer,
    Report,
    Row,
    RowError,
    RowsRefused,
    declare,
)

Choices = Sequence[tuple[str, str | Promise]]


@dataclass
class _Read:
    """What a file says: trees to register, what stands already, what is wrong."""

    trees: list[Tree] = field(default_factory=list)
    rows: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


class ItemsTable(Importer):
    """Items. A row with a number that exists stays as it is; one without becomes a new item, or a
    part: 1-2 is a part of the row 1."""

    name = "supervision.items"
    title = gettext_lazy("Items of supervision")
    permission = SUPERVISE
    columns = (
        Column(key="number", label=pgettext_lazy("column", "Item number"),
               help=gettext_lazy("Empty for new items; they get their number.")),
        Column(key="order", label=pgettext_lazy("column", "Place"), is_required=True,
               help=gettext_lazy("1, 2, 3; 1-1 is a part of 1.")),
        Column(key="title", label=pgettext_lazy("column", "Item"), is_required=True),
        Column(key="end_state", label=pgettext_lazy("column", "End state"), is_required=True),
        Column(key="origin", label=pgettext_lazy("column", "Origin")),
        Column(key="origin_title", label=pgettext_lazy("column", "Paper it comes from")),
        Column(key="origin_number", label=pgettext_lazy("column", "Number of the paper")),
        Column(key="origin_on", label=pgettext_lazy("column", "Day of the paper")),
        Column(key="task", label=pgettext_lazy("column", "Key task")),
        Column(key="urgency", label=pgettext_lazy("column", "Urgency")),
        Column(key="lead", label=pgettext_lazy("column", "Lead unit"), is_required=True),
        Column(key="assisting", label=pgettext_lazy("column", "Assisting units")),
        Column(key="supervising", label=pgettext_lazy("column", "Supervising unit")),
        Column(key="due_on", label=pgettext_lazy("column", "Due on")),
        Column(key="weight", label=pgettext_lazy("column", "Weight")),
        Column(key="optional", label=pgettext_lazy("column", "Not mandatory")),
        Column(key="state", label=pgettext_lazy("column", "State")),
        Column(key="percent", label=pgettext_lazy("column", "Per cent done")),
        Column(key="late", label=pgettext_lazy("column", "Late")),
    )  # fmt: skip

    def count(self, *, actor: Actor, day: date) -> int:
        return count_rows(actor)

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        return list_rows(actor)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        found = self._read(rows, now)
        report(len(rows), len(rows))
        return Checked(added=found.rows, unchanged=found.unchanged, errors=tuple(found.errors))

    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        found = self._read(rows, now)
        if found.errors:
            raise RowsRefused(found.errors)
        register_trees(trees=found.trees, actor=actor, now=now, report=report)
        return Checked(added=found.rows, unchanged=found.unchanged)

    def _read(self, rows: Sequence[Row], now: datetime) -> _Read:
        known = list_numbers({row.cells["number"] for row in rows if row.cells["number"]})
        new = [row for row in rows if row.cells["number"] not in known]
        reader = _Reader(self, clock.on(now))
        return reader.read(new, unchanged=len(rows) - len(new))

    def error(self, row: Row, key: str, reason: str) -> RowError:
        """What is wrong with a cell."""
        label = next((str(c.label) for c in self.columns if c.key == key), "")
        return RowError(row.number, label, row.cells.get(key, ""), reason)


class _Reader:
    """Turns rows into trees, noting everything that is wrong."""

    def __init__(self, table: ItemsTable, day: date) -> None:
        self.table, self.day = table, day
        self.units = {name: u.id for u in list_units_on(day) for name in (u.name, u.code) if name}
        self.units |= {u.short_name: u.id for u in list_units_on(day) if u.short_name}
        self.errors: list[RowError] = []

    def read(self, rows: Sequence[Row], *, unchanged: int) -> _Read:
        places = {row.cells["order"]: row for row in rows}
        if len(places) != len(rows):
            twice = [r for r in rows if places[r.cells["order"]] is not r]
            self.errors += [self.table.error(r, "order", _("It stands twice.")) for r in twice]
        tops = [r for r in rows if _above(r) == ""]
        lost = [r for r in rows if _above(r) and _above(r) not in places]
        self.errors += [self.table.error(r, "order", _("The whole is missing.")) for r in lost]
        trees = [self._tree(row, rows) for row in tops]
        return _Read([t for t in trees if t], len(rows), unchanged, self._sorted())

    def _sorted(self) -> list[RowError]:
        return sorted(self.errors, key=lambda error: (error.row, error.column))

    def _tree(self, row: Row, rows: Sequence[Row]) -> Tree | None:
        said = self._common(row)
        lead = said.get("lead_unit_id")
        item = {
            **said,
            "origin": self._choice(row, "origin", ORIGINS) or "document",
            "urgency": self._choice(row, "urgency", URGENCIES) or "ordinary",
            "supervising_unit_id": self._unit(row, "supervising") if row.cells["supervising"]
            else None,
            "origin_title": row.cells["origin_title"],
            "origin_number": row.cells["origin_number"],
            "origin_on": self._day(row, "origin_on"),
            "task_code": row.cells["task"],
        }  # fmt: skip
        if item["supervising_unit_id"] is None:
            self._wrong(row, "supervising", _("This is missing."))
        parts = self._parts(row, rows)
        if self.errors or lead is None:
            return None
        return Tree(NewItem(**item), parts)

    def _parts(self, whole: Row, rows: Sequence[Row]) -> tuple[Branch, ...]:
        below = [row for row in rows if _above(row) == whole.cells["order"]]
        branches = [self._branch(row, rows) for row in below]
        return tuple(branch for branch in branches if branch)

    def _branch(self, row: Row, rows: Sequence[Row]) -> Branch | None:
        said = self._common(row)
        if said["due_on"] is None and not self._has_error(row, "due_on"):
            self._wrong(row, "due_on", _("This is missing."))
        parts = self._parts(row, rows)
        if self.errors:
            return None
        return Branch(NewPart(**said, is_mandatory=not row.cells["optional"]), parts)

    def _common(self, row: Row) -> dict[str, Any]:
        for key in ("title", "end_state", "lead"):
            if not row.cells[key]:
                self._wrong(row, key, _("This is missing."))
        return {
            "title": row.cells["title"],
            "end_state": row.cells["end_state"],
            "lead_unit_id": self._unit(row, "lead") if row.cells["lead"] else None,
            "assisting": self._units(row),
            "due_on": self._due(row),
            "weight": self._weight(row),
        }

    def _unit(self, row: Row, key: str) -> UUID | None:
        found = self.units.get(row.cells[key])
        if found is None:
            self._wrong(row, key, _("There is no unit of this name."))
        return found

    def _units(self, row: Row) -> tuple[UUID, ...]:
        words = row.cells["assisting"].replace("，", "、").replace(",", "、").split("、")
        named = [word.strip() for word in words if word.strip()]
        if unknown := [name for name in named if name not in self.units]:
            names = "、".join(unknown)
            self._wrong(row, "assisting", _("There is no unit %(names)s.") % {"names": names})
        return tuple(self.units[name] for name in named if name in self.units)

    def _due(self, row: Row) -> date | None:
        day = self._day(row, "due_on")
        if day and day < self.day:
            self._wrong(row, "due_on", _("The day lies in the past."))
        return day

    def _day(self, row: Row, key: str) -> date | None:
        text = row.cells[key]
        if not text:
            return None
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self._wrong(row, key, _("Write the day as 2017-11-30."))
            return None

    def _weight(self, row: Row) -> int:
        text = row.cells["weight"] or "1"
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 1000:
            return int(text)
        self._wrong(row, "weight", _("Write a whole number from 1 to 1000."))
        return 1

    def _choice(self, row: Row, key: str, choices: Choices) -> str:
        text = row.cells[key]
        for language in LANGUAGES if text else ():
            with override(language):
                for value, label in choices:
                    if text in (value, str(label)):
                        return value
        if text:
            self._wrong(row, key, _("This is not one of the choices."))
        return ""

    def _wrong(self, row: Row, key: str, reason: str) -> None:
        self.errors.append(self.table.error(row, key, reason))

    def _has_error(self, row: Row, key: str) -> bool:
        label = next(str(c.label) for c in self.table.columns if c.key == key)
        return any(e.row == row.number and e.column == label for e in self.errors)


def _above(row: Row) -> str:
    return row.cells["order"].rpartition("-")[0]


declare(ItemsTable())
