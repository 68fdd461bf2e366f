"""The physical tables behind a content. The one place in which their names are written."""

from collections.abc import Iterable, Sequence

from django.db import connection

from liupan.foundation.tables.rules.columns import Column


def name(number: int) -> str:
    """The rows of a content."""
    return f"hosted.t{int(number)}"


def past(number: int) -> str:
    """What rows of a content were before they changed or went."""
    return f"hosted.r{int(number)}"


def cell(number: int, row: str = "") -> str:
    """A physical column, of the row called `row`."""
    return f"{row}.c{int(number)}" if row else f"c{int(number)}"


def cells(count: int, row: str = "") -> str:
    """All columns of a table of so many."""
    return ", ".join(cell(number, row) for number in range(1, count + 1))


def make(number: int, columns: Sequence[Column]) -> None:
    """Make both tables, empty."""
    _call("tables_make", number, "".join(column.type for column in columns))


def make_indexes(number: int, columns: Sequence[Column]) -> None:
    """Index the key and what its owner asked for, and have the planner know the rows."""
    if key := key_numbers(columns):
        _call("tables_key", number, key)
    for place, column in enumerate(columns, start=1):
        if column.is_indexed:
            index(number, place)
    analyze(number)


def index(number: int, column: int) -> None:
    """Index a column. Readers go on; loads wait."""
    _call("tables_index", number, column)


def analyze(number: int) -> None:
    """Have the planner know the rows."""
    _call("tables_analyze", number)


def drop(number: int) -> bool:
    """Take both tables away; False while somebody reads them."""
    return bool(_call("tables_drop", number))


def key_numbers(columns: Sequence[Column]) -> list[int]:
    """Places of the key's columns, in its order."""
    places = ((column.key, place) for place, column in enumerate(columns, start=1) if column.key)
    return [place for _key, place in sorted(places)]


def same_key(columns: Sequence[Column], one: str, other: str) -> str:
    """Two rows have the same key."""
    return " AND ".join(f"{cell(c, one)} = {cell(c, other)}" for c in key_numbers(columns))


def copy_in(number: int, lines: Iterable[bytes]) -> None:
    """Add rows as PostgreSQL's text format writes them, in the caller's transaction."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {name(number)} FROM STDIN (FORMAT text, NULL '', ENCODING 'UTF8')"
        ) as copy,
    ):
        for line in lines:
            copy.write(line)


def _call(function: str, *values: int | str | list[int]) -> object:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"SELECT {function}({marks})", values)
        found = cursor.fetchone()
        return found[0] if found else None
