"""Rows of a load become rows of what is there: in one transaction, the feed's positions with them.

A row that is added or changed gets the next `n`, and keeps the `f` it was added at; so rows behind
a position, in order of `n`, are all that is new since, each as it is now. What a row was before it
changed or went stands in the table of the past, at the position at which that happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from liupan.foundation.tables.physical import cell, cells, key_numbers, name, past, same_key
from liupan.foundation.tables.rules.columns import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """How many rows were added, changed and removed, and how many of an append had a key that was
    there (`known`); the last position."""

    added: int
    changed: int
    removed: int
    known: int
    last_n: int


def merge(fresh: int, current: int, columns: Sequence[Column], *, base: int, mode: str) -> Merged:
    """Bring the rows of `fresh` into `current`. Both are locked by the caller."""
    keyed = bool(key_numbers(columns))
    known = _drop_known(fresh, current, columns) if keyed and mode == "append" else 0
    changed = _change(fresh, current, columns, base) if keyed and mode != "append" else 0
    added = _add(fresh, current, columns, base, keyed=keyed)
    last = base + extent(fresh)[1]
    removed = _remove(fresh, current, columns, last) if mode == "replace" else 0
    return Merged(added=added, changed=changed, removed=removed, known=known, last_n=last + removed)


def extent(number: int) -> tuple[int, int]:
    """How many rows a content has, and its last position."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(max(n), 0) FROM {name(number)}")
        rows, last = cursor.fetchone()
    return int(rows), int(last)


def _drop_known(fresh: int, current: int, columns: Sequence[Column]) -> int:
    return _done(
        f"DELETE FROM {name(fresh)} s USING {name(current)} t WHERE {same_key(columns, 's', 't')}"
    )


def _change(fresh: int, current: int, columns: Sequence[Column], base: int) -> int:
    count = len(columns)
    pair = f"{name(current)} t JOIN {name(fresh)} s ON {same_key(columns, 's', 't')}"
    differs = f"ROW({cells(count, 't')}) IS DISTINCT FROM ROW({cells(count, 's')})"
    _done(
        f"INSERT INTO {past(current)} SELECT %s + s.n, false, t.f, {cells(count, 't')}"
        f" FROM {pair} WHERE {differs}",
        base,
    )
    sets = ", ".join(f"{cell(c)} = {cell(c, 's')}" for c in range(1, count + 1))
    return _done(
        f"UPDATE {name(current)} t SET n = %s + s.n, {sets} FROM {name(fresh)} s"
        f" WHERE {same_key(columns, 's', 't')} AND {differs}",
        base,
    )


def _add(fresh: int, current: int, columns: Sequence[Column], base: int, *, keyed: bool) -> int:
    new = (
        f" WHERE NOT EXISTS (SELECT 1 FROM {name(current)} t WHERE {same_key(columns, 's', 't')})"
        if keyed
        else ""
    )
    return _done(
        f"INSERT INTO {name(current)} SELECT %s + s.n, %s + s.n, {cells(len(columns), 's')}"
        f" FROM {name(fresh)} s{new}",
        base,
        base,
    )


def _remove(fresh: int, current: int, columns: Sequence[Column], last: int) -> int:
    every = cells(len(columns))
    return _done(
        f"WITH gone AS (DELETE FROM {name(current)} t WHERE NOT EXISTS (SELECT 1 FROM"
        f" {name(fresh)} s WHERE {same_key(columns, 's', 't')}) RETURNING t.n, t.f,"
        f" {cells(len(columns), 't')}) INSERT INTO {past(current)}"
        f" SELECT %s + row_number() OVER (ORDER BY n), true, f, {every} FROM gone",
        last,
    )


def _done(statement: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
