"""How many rows are alike in some columns: what tells persons apart is counted here, not read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from liupan.foundation.tables.bounds import bounded, rows_of
from liupan.foundation.tables.physical import cell, name
from liupan.foundation.tables.rules.columns import NUMBERS, Column, Type
from liupan.foundation.tables.selecting import Shape, Sql, shape_of

PATIENCE_MS = 60_000


class Coarse(StrEnum):
    """How values are made alike (泛化): years, tens, hundreds, the first signs of a text."""

    YEAR = "year"
    TEN = "ten"
    HUNDRED = "hundred"
    FIRST_THREE = "first_three"
    FIRST_TWO = "first_two"


COARSE = {
    Coarse.YEAR: "left({0}::text, 4)",
    Coarse.TEN: "floor({0} / 10)",
    Coarse.HUNDRED: "floor({0} / 100)",
    Coarse.FIRST_THREE: "left({0}, 3)",
    Coarse.FIRST_TWO: "left({0}, 2)",
}
DATES, WORDS = frozenset({Type.DATE, Type.MOMENT}), frozenset({Type.TEXT})


def coarser(column: Column) -> tuple[Coarse, ...]:
    """What a column can be made, the finest first."""
    if column.type in DATES:
        return (Coarse.YEAR,)
    if column.type in NUMBERS:
        return (Coarse.TEN, Coarse.HUNDRED)
    return (Coarse.FIRST_THREE, Coarse.FIRST_TWO) if column.type in WORDS else ()


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that are alike in `columns`: how many groups, the size of the smallest, and how many
    groups and rows stay below the number asked for."""

    columns: tuple[str, ...]
    count: int
    least: int
    small: int
    small_rows: int


def count_groups(
    table_id: UUID,
    columns: Sequence[str],
    *,
    below: int,
    coarse: Mapping[str, Coarse] | None = None,
) -> Groups:
    """The groups of rows alike in these columns; empty cells are alike. One pass of the table.

    `coarse`: columns that are taken as if made coarser. Raises `UnknownColumn`, `NoContent`,
    `Missing`.
    """
    shape = shape_of(table_id)
    with bounded(PATIENCE_MS):
        found = rows_of(_counted(shape, columns, below, coarse or {}))[0]
    count, least, small, rows = (int(str(value or 0)) for value in found)
    return Groups(tuple(columns), count, least, small, rows)


def content_of(table_id: UUID) -> tuple[int, int]:
    """Which content a table shows and how far its rows have come: another pair after every load.

    Raises `Missing`, `NoContent`.
    """
    shape = shape_of(table_id)
    return shape.content, shape.position


def _counted(shape: Shape, columns: Sequence[str], below: int, coarse: Mapping[str, Coarse]) -> Sql:
    keys = ", ".join(_key(shape, column, coarse.get(column)) for column in columns) or "()"
    return Sql(
        "SELECT count(*), min(n), count(*) FILTER (WHERE n < %s),"
        " sum(n) FILTER (WHERE n < %s)"
        f" FROM (SELECT count(*) AS n FROM {name(shape.content)} t GROUP BY {keys}"
        " HAVING count(*) > 0) g",
        (below, below),
    )


def _key(shape: Shape, column: str, coarse: Coarse | None) -> str:
    plain = cell(shape.place(column), "t")
    return COARSE[coarse].format(plain) if coarse else plain
