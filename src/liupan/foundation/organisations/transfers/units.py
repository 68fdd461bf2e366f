"""Units as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc as numbers

from liupan.foundation.organisations.models import Unit
from liupan.foundation.organisations.operations.units import correct_unit, establish_unit
from liupan.foundation.organisations.queries.divisions import find_division, list_divisions
from liupan.foundation.organisations.queries.units import UnitRef, find_unit, list_units_on
from liupan.foundation.organisations.rules import Reader, Why, in_order
from liupan.foundation.organisations.transfers.base import Plan, Table, words_for
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.transfers import Cell, Column


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that comes in; `stored` is the one of its code, when there is one."""

    reader: Reader
    code: str
    name: str
    short_name: str
    category: str
    division: str
    parent: str
    uscc: str
    order: int
    valid_from: date
    stored: UnitRef | None = None


class UnitsTable(Table[UnitRow]):
    """Units: new ones are established, short name, category and credit code are corrected.

    Another name, parent or division is a reform with a day of its own, so it is refused here.
    """

    name = "organisations.units"
    title = _("Units")
    columns = (
        Column(key="code", label=_("Code"), is_required=True),
        Column(key="name", label=_("Name"), is_required=True),
        Column(key="short_name", label=_("Short name")),
        Column(key="category", label=_("Category"), is_required=True),
        Column(key="division", label=_("Division code"), is_required=True),
        Column(key="parent", label=_("Code of the unit above")),
        Column(key="uscc", label=_("Unified social credit code")),
        Column(key="order", label=_("Place in lists")),
        Column(key="valid_from", label=_("First day"), is_required=True),
    )

    def count(self, *, actor: Actor, day: date) -> int:
        return len(list_units_on(day))

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        units = list_units_on(day)
        codes = {unit.id: unit.code for unit in units}
        for unit in units:
            yield {
                "code": unit.code,
                "name": unit.name,
                "short_name": unit.short_name,
                "category": str(Unit.Category(unit.category).label),
                "division": unit.division_code,
                "parent": codes.get(unit.parent_id, "") if unit.parent_id else "",
                "uscc": unit.uscc,
                "order": unit.order,
                "valid_from": unit.valid_from,
            }

    def plan(self, readers: Iterable[Reader], day: date) -> Plan[UnitRow]:
        stored = {unit.code: unit for unit in list_units_on(day)}
        codes: dict[UUID | None, str] = {unit.id: unit.code for unit in stored.values()}
        owners = {unit.uscc: unit.code for unit in stored.values() if unit.uscc}
        places = {division.code for division in list_divisions(day)}
        words = words_for(Unit.Category.choices)
        plan = Plan[UnitRow]()
        seen: dict[str, UnitRow] = {}
        for reader in readers:
            row = self._read(reader, words, stored)
            if row.code in seen:
                reader.refuse("code", Why.TWICE)
                continue
            seen[row.code] = row
            if row.division and row.division not in places:
                reader.refuse("division", Why.UNKNOWN)
            if row.uscc and owners.setdefault(row.uscc, row.code) != row.code:
                reader.refuse("uscc", Why.TAKEN)
            if row.stored:
                self._compare(row, row.stored, codes.get(row.stored.parent_id, ""), plan)
        new = {code: row for code, row in seen.items() if row.stored is None}
        self._order(new, stored, plan)
        return plan

    def add(self, row: UnitRow, actor: Actor, now: datetime) -> None:
        parent = find_unit(row.parent) if row.parent else None
        division = find_division(row.division, clock.on(now))
        assert division  # the plan was made in this transaction
        establish_unit(
            code=row.code,
            name=row.name,
            category=row.category,
            division_id=division.id,
            parent_id=parent.id if parent else None,
            valid_from=row.valid_from,
            short_name=row.short_name,
            uscc=row.uscc or None,
            order=row.order,
            actor=actor,
            now=now,
        )

    def change(self, row: UnitRow, actor: Actor, now: datetime) -> None:
        assert row.stored
        correct_unit(
            unit_id=row.stored.id,
            version=row.stored.version,
            short_name=row.short_name,
            category=row.category,
            uscc=row.uscc,
            order=row.order,
            actor=actor,
            now=now,
        )

    def _read(
        self, reader: Reader, words: Mapping[str, str], stored: Mapping[str, UnitRef]
    ) -> UnitRow:
        uscc = reader.text("uscc")
        if uscc and not numbers.is_valid(uscc):
            reader.refuse("uscc", Why.NO_USCC)
        code = reader.text("code", is_required=True)
        return UnitRow(
            reader=reader,
            code=code,
            name=reader.text("name", is_required=True),
            short_name=reader.text("short_name"),
            category=reader.choice("category", words),
            division=reader.text("division", is_required=True),
            parent=reader.text("parent"),
            uscc=str(numbers.compact(uscc)) if uscc else "",
            order=reader.number_of("order"),
            valid_from=reader.day("valid_from", is_required=True) or date.min,
            stored=stored.get(code),
        )

    def _compare(self, row: UnitRow, unit: UnitRef, parent: str, plan: Plan[UnitRow]) -> None:
        fixed = {"name": unit.name, "division": unit.division_code, "parent": parent}
        moved = [key for key, value in fixed.items() if getattr(row, key) != value]
        for key in moved:
            row.reader.refuse(key, Why.REFORM)
        loose = (unit.short_name, unit.category, unit.uscc, unit.order)
        if (row.short_name, row.category, row.uscc, row.order) != loose:
            plan.change.append(row)
        else:
            plan.unchanged += 1

    def _order(
        self, new: Mapping[str, UnitRow], stored: Mapping[str, UnitRef], plan: Plan[UnitRow]
    ) -> None:
        has_root = any(unit.parent_id is None for unit in stored.values())
        for row in new.values():
            if row.parent and row.parent not in stored and row.parent not in new:
                row.reader.refuse("parent", Why.UNKNOWN)
            elif not row.parent and has_root:
                row.reader.refuse("parent", Why.MISSING)
            has_root = has_root or not row.parent
        ordered, rings = in_order({code: row.parent for code, row in new.items()})
        for code in rings:
            new[code].reader.refuse("parent", Why.RING)
        plan.add = [new[code] for code in ordered]
