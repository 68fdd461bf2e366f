"""The catalogue as a file in the columns of the national form: entries come in and go out.

The headings are those of the guide, in Chinese whatever the language. An entry's elements stand in
the row of its first item; rows below it without a name are its further items.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.operations.drawing_up import basics_wrong
from liupan.capabilities.catalogue.operations.importing import (
    ChangedEntry,
    NewEntry,
    take_in_entries,
)
from liupan.capabilities.catalogue.policies import EDIT
from liupan.capabilities.catalogue.queries.entries import known_codes
from liupan.capabilities.catalogue.queries.exporting import (
    BETWEEN,
    ITEM_FLAGS,
    NO,
    YES,
    ZONES,
    Stored,
    count_rows,
    list_rows,
    stored_of,
)
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.offering import level_words
from liupan.capabilities.catalogue.rules.elements import ELEMENTS, Elements, ItemSaid
from liupan.capabilities.catalogue.rules.states import EDITABLE, State
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import By, list_units_on
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
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

HEADINGS = {
    **{
        key: ELEMENTS[key]
        for key in (
            "category", "title", "code", "provider", "provider_dept", "provider_code", "abstract",
            "format_class", "format_type", "item_name", "item_type",
        )
    },
    "item_length": "数据长度",
    "item_unit": "计量单位",
    "item_code_list": "代码表",
    "item_is_sensitive": "是否敏感",
    "item_is_shared": "信息项是否共享",
    "item_is_open": "信息项是否开放",
    "item_is_main": "是否主要业务",
    "item_is_source": "是否数源",
    **{
        key: ELEMENTS[key]
        for key in (
            "share_type", "share_condition", "share_mode", "is_open", "open_condition",
            "update_cycle", "publish_on", "related_codes", "secrecy", "zone",
        )
    },
}  # fmt: skip
NAMED = ("format_class", "share_type", "share_mode", "update_cycle")
PLAIN = (
    "category", "title", "provider_dept", "provider_code", "abstract", "format_type",
    "share_condition", "open_condition",
)  # fmt: skip
LONGEST = 4000


@dataclass
class _Read:
    """What a file says: new entries, changed ones, what is wrong."""

    new: list[NewEntry] = field(default_factory=list)
    changed: list[ChangedEntry] = field(default_factory=list)
    added: int = 0
    altered: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


class EntriesTable(Importer):
    """Entries in the national form. A row with a code changes that entry, as a draft; one without
    registers a new resource."""

    name = "catalogue.entries"
    title = gettext_lazy("Catalogue of information resources")
    permission = EDIT
    columns = tuple(
        Column(key=key, label=label, is_required=key in ("category", "title"))
        for key, label in HEADINGS.items()
    )

    def count(self, *, actor: Actor, day: date) -> int:
        return count_rows(actor)

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        return list_rows(actor, day)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        found = _Reader(actor, now).read(rows)
        report(len(rows), len(rows))
        return _checked(found)

    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        found = _Reader(actor, now).read(rows)
        if found.errors:
            raise RowsRefused(found.errors)
        take_in_entries(new=found.new, changed=found.changed, actor=actor, now=now, report=report)
        return _checked(found)


def _checked(found: _Read) -> Checked:
    return Checked(
        added=found.added,
        changed=found.altered,
        unchanged=found.unchanged,
        errors=tuple(sorted(found.errors, key=lambda one: one.row)),
    )


class _Reader:
    """Turns rows into entries, noting everything that is wrong."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.by = By(actor, now)
        self.lists = code_lists(self.by.today)
        self.within = reach(actor.rights.get(EDIT.code, frozenset()))
        self.units = {
            name: u.id for u in list_units_on(self.by.today) for name in (u.name, u.code) if name
        }
        self.levels = {level_words(s): s.value for s in Secrecy if s <= actor.clearance}
        self.found = _Read()
        self.stored: dict[str, Stored] = {}
        self.known: set[str] = set()

    def read(self, rows: Sequence[Row]) -> _Read:
        groups = self._groups(rows)
        codes = [group[0].cells["code"] for group in groups if group[0].cells["code"]]
        self.stored = stored_of(codes)
        related = {c for group in groups for c in _codes(group[0].cells["related_codes"])}
        self.known = known_codes(related) if related else set()
        twice = {code for code, times in Counter(codes).items() if times > 1}
        for group in groups:
            if group[0].cells["code"] in twice:
                self._wrong(group[0], "code", _("It stands in the file twice."))
            else:
                self._entry(group)
        return self.found

    def _groups(self, rows: Sequence[Row]) -> list[list[Row]]:
        """Rows of one entry together; an item before any entry belongs to none."""
        groups: list[list[Row]] = []
        for row in rows:
            if row.cells["title"] or row.cells["code"] or row.cells["category"]:
                groups.append([row])
            elif groups:
                groups[-1].append(row)
            else:
                self._wrong(row, "title", _("No entry stands above this item."))
        return groups

    def _entry(self, group: list[Row]) -> None:
        before = len(self.found.errors)
        row = group[0]
        said, unit_id = self._said(group), self._unit(row)
        self._check(row, said)
        stored = self._stored(row, unit_id)
        if len(self.found.errors) > before or unit_id is None:
            return
        if stored is None:
            self.found.new.append(NewEntry(unit_id=unit_id, said=said))
            self.found.added += len(group)
        elif stored.said == replace(
            said, provider_code=said.provider_code or stored.said.provider_code
        ):
            self.found.unchanged += len(group)
        else:
            self._changed(stored, said)
            self.found.altered += len(group)

    def _changed(self, stored: Stored, said: Elements) -> None:
        self.found.changed.append(
            ChangedEntry(
                edition_id=stored.id,
                resource_id=stored.resource_id,
                version=stored.version,
                begins=stored.state is State.PUBLISHED,
                said=replace(said, provider_code=said.provider_code or stored.said.provider_code),
            )
        )

    def _stored(self, row: Row, unit_id: UUID | None) -> Stored | None:
        code = row.cells["code"]
        if not code:
            return None
        stored = self.stored.get(code)
        if stored is None or (unit_id and stored.unit_id != unit_id):
            words = _("The unit has no entry of this code; leave it empty for a new one.")
            self._wrong(row, "code", words)
            return None
        said = row.cells["category"]
        if said and said != stored.said.category:
            self._wrong(row, "category", _("The code names it, so it stays."))
        return stored

    def _check(self, row: Row, said: Elements) -> None:
        for element, told in basics_wrong(said, self.by, self.lists).items():
            key = "item_name" if element == "items" else element
            for reason in told:
                self._wrong(row, key, reason)
        if lost := set(said.related_codes) - self.known:
            codes = BETWEEN.join(sorted(lost))
            words = _("No resource bears the code %(codes)s.") % {"codes": codes}
            self._wrong(row, "related_codes", words)
        stored = self.stored.get(row.cells["code"])
        is_open = stored is None or stored.state in EDITABLE | {State.PUBLISHED}
        if not is_open and stored and stored.said != said:
            self._wrong(row, "code", _("It is under review; recall it first."))

    def _unit(self, row: Row) -> UUID | None:
        unit = self.units.get(row.cells["provider"])
        if unit is None:
            self._wrong(row, "provider", _("There is no unit of this name."))
        elif self.within is not None and unit not in self.within:
            self._wrong(row, "provider", _("You do not draw up the catalogue of this unit."))
            return None
        return unit

    def _said(self, group: list[Row]) -> Elements:
        row = group[0]
        told: dict[str, Any] = {name: self._text(row, name) for name in PLAIN}
        told |= {name: self._listed(row, name) for name in NAMED}
        return Elements(
            **told,
            is_open=self._flag(row, "is_open"),
            related_codes=_codes(row.cells["related_codes"]),
            secrecy=self._secrecy(row),
            zone=self._zone(row),
            items=tuple(self._item(one) for one in group if one.cells["item_name"]),
        )

    def _item(self, row: Row) -> ItemSaid:
        flags = {
            name: self._flag(row, f"item_{name}", is_set=name == "is_shared") for name in ITEM_FLAGS
        }
        return ItemSaid(
            name=self._text(row, "item_name"),
            data_type=self._listed(row, "item_type") or "C",
            length=self._length(row),
            unit=self._text(row, "item_unit"),
            code_list=self._text(row, "item_code_list"),
            **flags,
        )

    def _text(self, row: Row, key: str) -> str:
        text = row.cells[key]
        if len(text) > LONGEST or "\0" in text:
            self._wrong(row, key, _("This text is too long, or no text."))
            return ""
        return text

    def _listed(self, row: Row, key: str) -> str:
        words = row.cells[key]
        code = self.lists.code(key, words) if words else ""
        if code and code not in self.lists.names[key]:
            self._wrong(row, key, _("This is not in the code list."))
        return code

    def _flag(self, row: Row, key: str, *, is_set: bool = False) -> bool:
        words = row.cells[key]
        if words in (YES, "1", NO, "0"):
            return words in (YES, "1")
        if words:
            self._wrong(row, key, _("Write 是 or 否."))
        return is_set

    def _length(self, row: Row) -> int | None:
        text = row.cells["item_length"]
        if not text:
            return None
        if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text):
            return int(text)
        self._wrong(row, "item_length", _("Write a whole number."))
        return None

    def _secrecy(self, row: Row) -> int:
        words = row.cells["secrecy"]
        if words and words not in self.levels:
            self._wrong(row, "secrecy", _("This level cannot be entered here."))
        return self.levels.get(words, Secrecy.PUBLIC.value)

    def _zone(self, row: Row) -> str:
        words = row.cells["zone"]
        found = next((key for key, name in ZONES.items() if words in (key, name)), "")
        if words and not found:
            self._wrong(row, "zone", _("This is not in the code list."))
        return found or "extranet"

    def _wrong(self, row: Row, key: str, reason: str) -> None:
        label, value = HEADINGS.get(key, ""), row.cells.get(key, "")
        self.found.errors.append(RowError(row.number, label, value, reason))


def _codes(text: str) -> tuple[str, ...]:
    parts = text.replace("，", BETWEEN).replace(",", BETWEEN).split(BETWEEN)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


declare(EntriesTable())
