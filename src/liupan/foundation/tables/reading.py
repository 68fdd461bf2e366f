"""Pages, counts and facets of a hosted table, each within a bounded time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.tables.bounds import (
    PATIENCE_MS,
    Row,
    Value,
    bounded,
    rows_if_current,
    rows_of,
)
from liupan.foundation.tables.physical import cell, name
from liupan.foundation.tables.rules.columns import Column
from liupan.foundation.tables.rules.reading import Filter, Question, View
from liupan.foundation.tables.selecting import (
    BadFilter,
    ContentReplaced,
    Shape,
    Sql,
    bad_cursor,
    bound,
    conditions,
    known_shape,
    number_in,
    open_place,
    read_cursor,
    selected,
    shape_of,
    shown_columns,
    sortable_place,
    values_of,
    where,
    write_cursor,
)
from liupan.kernel.errors import LiupanError

LIMIT, OFFSET = 10_000, 1_000_000
COUNTED = 1_000
SAMPLED_FROM = 3_000_000
"""Rows from which facets are counted in a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a table; `cursor` leads to the next, "" at the end."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows: exactly, or at least so many."""

    value: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.value:,}" if self.is_exact else f"{self.value:,}+"


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a column with their counts; estimated where not exact."""

    values: tuple[tuple[Value, int], ...]
    is_exact: bool


def get_page(
    table_id: UUID, view: View, question: Question, *, patience_ms: int = PATIENCE_MS
) -> Page:
    """A page of rows. Rows without a value of the sorted column come last.

    Raises `Missing`, `NoContent`, `UnknownColumn`, `BadFilter`, `BadCursor`, `ContentReplaced`,
    `TooSlow`.
    """
    if not 0 < question.limit <= LIMIT or not 0 <= question.offset <= OFFSET:
        raise BadFilter(_("So many rows are not given at once."))
    known = known_shape(table_id)
    if known and (rows := _in_one_trip(table_id, known, view, question, patience_ms)) is not None:
        return _page(known, view, question, rows)
    shape = shape_of(table_id)
    return _page(shape, view, question, _rows(shape, view, question, patience_ms))


def _in_one_trip(
    table_id: UUID, known: Shape, view: View, question: Question, patience_ms: int
) -> list[Row] | None:
    """Rows as if nothing had been loaded since; None where that, or the order, asks for more."""
    try:
        steps = tuple(_steps(known, view, question))
    except LiupanError:  # told from what the table holds now
        return None
    if len(steps) != 1 or connection.in_atomic_block:
        return None
    return rows_if_current(table_id, known, _first(steps[0], question.limit + 1), patience_ms)


def _rows(shape: Shape, view: View, question: Question, patience_ms: int) -> list[Row]:
    rows: list[Row] = []
    with bounded(patience_ms):
        for statement in _steps(shape, view, question):
            if len(rows) <= question.limit:
                rows += rows_of(_first(statement, question.limit + 1 - len(rows)))
    return rows


def _first(statement: Sql, most: int) -> Sql:
    return Sql(f"{statement.text} LIMIT %s", (*statement.values, most))


def _page(shape: Shape, view: View, question: Question, rows: list[Row]) -> Page:
    more = len(rows) > question.limit
    rows = rows[: question.limit]
    return Page(
        columns=tuple(shown_columns(shape, view)),
        rows=tuple(row[2:] for row in rows),
        cursor=_cursor_behind(shape, question, rows[-1]) if more else "",
    )


def count_rows(
    table_id: UUID,
    view: View,
    filters: Sequence[Filter] = (),
    *,
    up_to: int = COUNTED,
    patience_ms: int = PATIENCE_MS,
) -> Count:
    """How many rows the view and the filters leave: all are known, of some so many are counted."""
    shape = shape_of(table_id)
    found = conditions(shape, view, filters)
    if not found:
        return Count(shape.rows, is_exact=True)
    met = where(found)
    text = f"SELECT count(*) FROM (SELECT 1 FROM {name(shape.content)} t{met.text} LIMIT %s) found"
    with bounded(patience_ms):
        ((counted,),) = rows_of(Sql(text, (*met.values, up_to + 1)))
    return Count(min(int(str(counted)), up_to), is_exact=int(str(counted)) <= up_to)


def list_facet(
    table_id: UUID,
    view: View,
    column: str,
    filters: Sequence[Filter] = (),
    *,
    limit: int = 20,
    patience_ms: int = PATIENCE_MS,
) -> Facet:
    """The most frequent values of a column. Raises `TooSlow` and what `get_page` does."""
    shape = shape_of(table_id)
    place = cell(sortable_place(shape, view, column), "t")
    met = where(conditions(shape, view, filters))
    share = min(1.0, SAMPLED_FROM / max(shape.rows, 1))
    sample = f" TABLESAMPLE SYSTEM ({share * 100:.4f}) REPEATABLE (1)" if share < 1 else ""
    text = (
        f"SELECT {place}, count(*) FROM {name(shape.content)} t{sample}{met.text}"
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s"
    )
    with bounded(patience_ms):
        rows = rows_of(Sql(text, (*met.values, max(1, min(limit, 1_000)))))
    return Facet(
        tuple((row[0], round(int(str(row[1])) / share)) for row in rows), is_exact=not sample
    )


def _steps(shape: Shape, view: View, question: Question) -> Iterator[Sql]:
    """One statement, or two for a sorted column: rows with a value, then those without."""
    after = _place_after(shape, view, question)
    shown = selected(shape, view)
    met = conditions(shape, view, question.filters)
    if question.offset and after is None:
        yield _statement(shape, view, question, shown, met, _whole_order(shape, view, question))
        return
    way, more = ("DESC", "<") if question.descending else ("ASC", ">")
    value, behind = after if after else (None, None)
    if question.sort:
        number = sortable_place(shape, view, question.sort)
        column = cell(number, "t")
        if after is None or value is not None:
            step = [Sql(f"{column} IS NOT NULL")]
            if after:
                mark = bound(shape.columns[number - 1], str(value))
                step = [Sql(f"({column}, t.n) {more} ({mark.text}, %s)", (*mark.values, after[1]))]
            order = f"{column} {way}, t.n {way}"
            yield _statement(shape, view, question, shown, met + step, order)
        met = [*met, Sql(f"{column} IS NULL")]
        if value is not None:
            behind = None
    if behind is not None:
        met = [*met, Sql(f"t.n {more} %s", (behind,))]
    yield _statement(shape, view, question, shown, met, f"t.n {way}")


def _whole_order(shape: Shape, view: View, question: Question) -> str:
    way = "DESC" if question.descending else "ASC"
    if not question.sort:
        return f"t.n {way}"
    return f"{cell(sortable_place(shape, view, question.sort), 't')} {way} NULLS LAST, t.n {way}"


def _statement(
    shape: Shape,
    view: View,
    question: Question,
    shown: Sequence[Sql],
    met: Sequence[Sql],
    order: str,
) -> Sql:
    sort = (
        f"{cell(sortable_place(shape, view, question.sort), 't')}::text"
        if question.sort
        else "NULL"
    )
    listed = ", ".join(["t.n", sort, *(each.text for each in shown)])
    rows = where(met)
    skipped = f" OFFSET {int(question.offset)}" if question.offset and not question.cursor else ""
    text = f"SELECT {listed} FROM {name(shape.content)} t{rows.text} ORDER BY {order}{skipped}"
    return Sql(text, (*values_of(shown), *rows.values))


def _place_after(shape: Shape, view: View, question: Question) -> tuple[str | None, int] | None:
    if not question.cursor:
        return None
    parts = read_cursor(question.cursor)
    if len(parts) != 5 or parts[1:3] != [question.sort, question.descending]:
        raise bad_cursor()
    if number_in(parts[0]) != shape.content:
        raise ContentReplaced(
            _("The table was loaded anew meanwhile."), next_step=_("Begin again.")
        )
    value = parts[3]
    if value is not None and not (question.sort and isinstance(value, str)):
        raise bad_cursor()
    if question.sort:
        open_place(shape, view, question.sort)
    return value, number_in(parts[4])


def _cursor_behind(shape: Shape, question: Question, row: Sequence[Value]) -> str:
    return write_cursor(shape.content, question.sort, question.descending, row[1], row[0])
