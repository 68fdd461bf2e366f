"""Tables that come in and go out as files: rooms declare them, `jobs` runs them.

A room subclasses `Exporter`, or `Importer` when its table also comes in, in its `transfers.py`,
and declares one instance:

    declare(UnitsTable())

`jobs` lies above most rooms in the staircase, so it reads this registry instead of being called:
it stores the file, turns it into rows (`kernel.sheets`), calls `check` for the dry run and `apply`
after the person's confirmation, shows progress, and offers the row-level error file.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import InvalidInput

Cell = str | int | float | bool | date | None
"""What a room may put into a cell that goes out; what comes in is always text."""

Report = Callable[[int, int], None]
"""Called with (rows done, rows in all) now and then; may raise, to cancel the work."""


def unobserved(done: int, total: int) -> None:
    """A `Report` for work that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: `key` in code, `label` in the heading of the file."""

    key: str
    label: str | Promise = field(compare=False)
    is_required: bool = False
    help: str | Promise = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that came in: its number as a spreadsheet counts (the heading is row 1), its cells.

    Every column's key is there; a cell is stripped text, "" when empty.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row cannot be taken in. `column` is the label, or "" for the row as a whole."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a dry run found: how many rows would add, change or leave things as they are."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()


class RowsRefused(InvalidInput):
    """Rows were wrong, so none was written.

    Args:
        errors: all of them, in the order of the file.
    """

    def __init__(self, errors: Sequence[RowError]) -> None:
        first = errors[0].row
        super().__init__(
            _("%(count)s errors, the first in row %(row)s. Nothing was written.")
            % {"count": len(errors), "row": first},
            next_step=_("Download the list of errors, correct the file and hand it in again."),
        )
        self.errors = tuple(errors)


class Exporter(ABC):
    """A table that goes out. `name` is `office.things`."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    permission: ClassVar[Permission]
    columns: ClassVar[tuple[Column, ...]]

    @abstractmethod
    def count(self, *, actor: Actor, day: date) -> int:
        """How many rows `rows` will yield."""

    @abstractmethod
    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        """What the actor may see as it stood on `day`, by column key, a row at a time."""


class Importer(Exporter):
    """A table that also comes in. What went out comes in again and changes nothing."""

    @abstractmethod
    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        """The dry run: all rows, no writing."""

    @abstractmethod
    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        """Write all rows in one transaction, or none. Raises `RowsRefused`."""


_tables: dict[str, Exporter] = {}


def declare(table: Exporter) -> None:
    """Declare a table. Raises ValueError when its name is taken, TypeError for anything else."""
    if not isinstance(table, Exporter):
        raise TypeError(f"{table!r} is no Exporter")
    if table.name.count(".") != 1:
        raise ValueError(f"{table.name!r} is not office.things")
    if type(_tables.get(table.name, table)) is not type(table):
        raise ValueError(f"table {table.name} is declared twice")
    _tables[table.name] = table


def exporters() -> dict[str, Exporter]:
    """All declared tables by name."""
    return dict(sorted(_tables.items()))


def importers() -> dict[str, Importer]:
    """The declared tables that also come in, by name."""
    return {n: t for n, t in sorted(_tables.items()) if isinstance(t, Importer)}
