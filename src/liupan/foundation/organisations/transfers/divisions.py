"""Divisions as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.models import Division
from liupan.foundation.organisations.operations.divisions import enter_division
from liupan.foundation.organisations.queries.divisions import find_division, list_divisions
from liupan.foundation.organisations.rules import Reader, Why, in_order, is_division_code
from liupan.foundation.organisations.transfers.base import Plan, Table, words_for
from liupan.kernel.authority import Actor
from liupan.kernel.transfers import Cell, Column


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division that comes in."""

    reader: Reader
    code: str
    name: str
    level: int
    parent: str
    valid_from: date


class DivisionsTable(Table[DivisionRow]):
    """Administrative divisions."""

    name = "organisations.divisions"
    title = _("Administrative divisions")
    columns = (
        Column(key="code", label=_("Code"), is_required=True),
        Column(key="name", label=_("Name"), is_required=True),
        Column(key="level", label=_("Level"), is_required=True),
        Column(key="parent", label=_("Code of the division above")),
        Column(key="valid_from", label=_("First day"), is_required=True),
    )

    def count(self, *, actor: Actor, day: date) -> int:
        return len(list_divisions(day))

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        divisions = list_divisions(day)
        codes = {division.id: division.code for division in divisions}
        for one in divisions:
            yield {
                "code": one.code,
                "name": one.name,
                "level": str(Division.Level(one.level).label),
                "parent": codes.get(one.parent_id, "") if one.parent_id else "",
                "valid_from": one.valid_from,
            }

    def plan(self, readers: Iterable[Reader], day: date) -> Plan[DivisionRow]:
        levels = words_for((str(value), label) for value, label in Division.Level.choices)
        known = {division.code: division for division in list_divisions(day)}
        plan = Plan[DivisionRow]()
        new: dict[str, DivisionRow] = {}
        for reader in readers:
            row = self._read(reader, levels)
            if row.code in new:
                reader.refuse("code", Why.TWICE)
            elif row.code not in known:
                new[row.code] = row
            elif known[row.code].name == row.name:
                plan.unchanged += 1
            else:
                reader.refuse("name", Why.REFORM)
        for row in new.values():
            if row.parent and row.parent not in known and row.parent not in new:
                row.reader.refuse("parent", Why.UNKNOWN)
        ordered, rings = in_order({code: row.parent for code, row in new.items()})
        for code in rings:
            new[code].reader.refuse("parent", Why.RING)
        plan.add = [new[code] for code in ordered]
        return plan

    def add(self, row: DivisionRow, actor: Actor, now: datetime) -> None:
        parent = find_division(row.parent, row.valid_from) if row.parent else None
        enter_division(
            code=row.code,
            name=row.name,
            level=row.level,
            parent_id=parent.id if parent else None,
            valid_from=row.valid_from,
            actor=actor,
            now=now,
        )

    def _read(self, reader: Reader, levels: Mapping[str, str]) -> DivisionRow:
        level = int(reader.choice("level", levels) or 0)
        code = reader.text("code", is_required=True)
        if code and level and not is_division_code(code, level):
            reader.refuse("code", Why.NO_CODE)
        return DivisionRow(
            reader=reader,
            code=code,
            name=reader.text("name", is_required=True),
            level=level,
            parent=reader.text("parent"),
            valid_from=reader.day("valid_from", is_required=True) or date.min,
        )
