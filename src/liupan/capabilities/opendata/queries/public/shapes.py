"""Datasets as everybody sees them, by value."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.foundation.tables.facade import TYPES, Column, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How often a dataset was used, as of some minutes ago; `recent` of the last ninety days."""

    views: int = 0
    downloads: int = 0
    calls: int = 0
    recent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dataset in a list."""

    id: UUID
    code: str
    title: str
    abstract: str
    unit_id: UUID
    unit: str
    theme: str
    theme_label: str
    openness: str
    openness_label: str
    cycle_label: str
    keywords: tuple[str, ...]
    published_on: date | None
    changed_on: date
    is_late: bool
    used: Used = Used()

    @property
    def is_open(self) -> bool:
        """Whether everybody has its rows."""
        return self.openness == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column that everybody sees, with what it means; `told` is its type and limits."""

    name: str
    item: str
    note: str
    told: Column | None

    @property
    def type_label(self) -> str:
        """Its type in words."""
        return str(TYPES[self.told.type]) if self.told else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A dataset that everybody sees. `table_id` is None unless its rows are open."""

    line: Line
    name_en: str
    conditions: str
    licence: str
    licence_label: str
    licence_address: str
    theme_address: str
    cycle: str
    covers_from: date | None
    covers_until: date | None
    division: str
    division_label: str
    contact: str
    data_at: datetime | None
    due_at: datetime | None
    changed_at: datetime
    published_at: datetime | None
    version: int
    table_id: UUID | None
    rows: int
    columns: tuple[ShownColumn, ...]
    uscc: str = ""

    @property
    def view(self) -> View:
        """What leaves the table: the columns named here and no other."""
        return View(columns=tuple(column.name for column in self.columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What is not opened, and on what ground."""

    title: str
    unit: str
    ground: str
