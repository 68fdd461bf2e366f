"""What changed behind a position: at least once, in order, only what the view lets one see.

A position is (content, n). Behind it stand rows added or changed since, each as it is now, and
what is gone. When a load took the place of all rows the feed says so and begins anew.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.tables.bounds import PATIENCE_MS, Value, bounded, rows_of
from liupan.foundation.tables.physical import name, past
from liupan.foundation.tables.reading import LIMIT
from liupan.foundation.tables.rules.columns import key_of
from liupan.foundation.tables.rules.reading import View
from liupan.foundation.tables.selecting import (
    BadFilter,
    Bound,
    Shape,
    Sql,
    UnknownColumn,
    bad_cursor,
    number_in,
    read_cursor,
    scope_of,
    selected,
    shape_of,
    values_of,
    where,
    write_cursor,
)


class ChangeKind(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row and what became of it. `n` is its position: the same one is the same change. Of a
    removed row the key is given, everything else is empty."""

    n: int
    kind: ChangeKind
    row: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Changes behind a position. With `is_reset` everything known before is to be forgotten.
    `content` numbers what the positions count in: a table loaded anew begins another."""

    content: int
    changes: tuple[Change, ...]
    position: str
    is_reset: bool
    has_more: bool


def read_changes(
    table_id: UUID,
    view: View,
    *,
    after: str = "",
    until: str = "",
    limit: int = 1_000,
    patience_ms: int = PATIENCE_MS,
) -> Changes:
    """What changed behind `after`, "" for everything; up to `until`, where that is given.

    Raises `UnknownColumn` where the key is not shown as it is, `BadCursor`, `NoContent`.
    """
    if not 0 < limit <= LIMIT:
        raise BadFilter(_("So many rows are not given at once."))
    shape = shape_of(table_id)
    key = [column.name for column in key_of(shape.columns)]
    if any(column not in view.columns or column in view.masks for column in key):
        raise UnknownColumn(_("Changes are told by the key, which is not shown here."))
    content, behind = _place(after)
    is_reset = content != shape.content
    behind = 0 if is_reset else behind
    last_content, last_place = _place(until)
    if until and last_content != shape.content:
        return Changes(
            content=shape.content, changes=(), position=until, is_reset=True, has_more=False
        )
    shown = selected(shape, view, "t")
    now = where([Sql("t.n > %s", (behind,)), *scope_of(shape, view, "t")])
    statements = [
        Sql(
            "SELECT t.n AS n, CASE WHEN t.f > %s THEN 'added' ELSE 'changed' END AS kind, "
            + ", ".join(each.text for each in shown)
            + f" FROM {name(shape.content)} t{now.text}",
            (behind, *values_of(shown), *now.values),
        )
    ]
    if behind and key:
        statements.append(_gone(shape, behind, view, key))
    text = " UNION ALL ".join(f"({each.text} ORDER BY 1 LIMIT {limit + 1})" for each in statements)
    text = f"SELECT * FROM ({text}) found ORDER BY 1 LIMIT {limit + 1}"
    whole = Sql(text, values_of(statements))
    with bounded(patience_ms):
        rows = rows_of(whole)
    if until:
        rows = [row for row in rows if int(str(row[0])) <= last_place]
    changes = tuple(
        Change(n=int(str(row[0])), kind=ChangeKind(str(row[1])), row=row[2:])
        for row in rows[:limit]
    )
    last = changes[-1].n if changes else max(behind, 0)
    if len(rows) <= limit:
        last = max(last, min(shape.position, last_place) if until else shape.position)
    return Changes(
        content=shape.content,
        changes=changes,
        position=write_cursor(shape.content, last),
        is_reset=is_reset and bool(after),
        has_more=len(rows) > limit,
    )


def _gone(shape: Shape, behind: int, view: View, key: list[str]) -> Sql:
    """Rows that were in the view at the position and are not any more."""
    shown = [
        each.text if column in key else "NULL"
        for column, each in zip(view.columns, selected(shape, view, "r"), strict=True)
    ]
    was = where([Sql("r.n > %s AND r.f <= %s", (behind, behind)), *scope_of(shape, view, "r")])
    left = ""  # a row that changed may have left the scope
    values: tuple[Bound, ...] = ()
    if view.scope:
        still = where([Sql("t.n = r.n"), *scope_of(shape, view, "t")])
        left = f" OR NOT EXISTS (SELECT 1 FROM {name(shape.content)} t{still.text})"
        values = still.values
    return Sql(
        f"SELECT r.n, 'removed', {', '.join(shown)} FROM {past(shape.content)} r{was.text}"
        f" AND (r.gone{left})",
        (*was.values, *values),
    )


def _place(after: str) -> tuple[int, int]:
    if not after:
        return 0, 0
    parts = read_cursor(after)
    if len(parts) != 2:
        raise bad_cursor()
    return number_in(parts[0]), number_in(parts[1])
