"""Whole tables as files, written while they are read: flat in memory, of one moment, in a
connection of their own, so that who streams may ask other things meanwhile and stop at any time.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.tables.columnar import forms_of
from liupan.foundation.tables.parquet import parquet
from liupan.foundation.tables.physical import name
from liupan.foundation.tables.rules.cells import FORMULA, guarded
from liupan.foundation.tables.rules.columns import TEXTS, Type
from liupan.foundation.tables.rules.marks import Mark
from liupan.foundation.tables.rules.reading import Filter, View
from liupan.foundation.tables.selecting import (
    BadFilter,
    Shape,
    Sql,
    conditions,
    marked,
    selected,
    shape_of,
    shown_columns,
    values_of,
    where,
)
from liupan.foundation.tables.workbooks import ROWS, workbook
from liupan.kernel.errors import Refusal

BLOCK = 64 * 1024
MISSING = "〓"
"""Stands where a sign is not in GBK, as printers have it. GB 18030 has every sign."""
ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030")
FETCHED = 2_000
GUARD = f"^'+[{re.escape(FORMULA)}]"


class TooLong(Refusal):
    """A sheet does not hold so many rows."""


class Export:
    """A file on its way out, to be iterated once and closed.

    `etag` is the same as long as the same bytes would be written: by it a broken download goes on
    (`ranged`). `rows`: how many were written so far.
    """

    def __init__(
        self,
        etag: str,
        chunks: Generator[bytes],
        link: BaseDatabaseWrapper | None,
        counted: "Counted",
    ) -> None:
        self.etag = etag
        self._chunks = chunks
        self._link = link
        self._counted = counted

    @property
    def rows(self) -> int:
        """How many rows were read for what was written so far."""
        return self._counted.rows

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        finally:
            self.close()

    def close(self) -> None:
        """Stop reading and give the connection back."""
        self._chunks.close()
        if self._link:
            _end(self._link)


class Counted:
    """Rows on their way."""

    def __init__(self) -> None:
        self.rows = 0


def export_csv(
    table_id: UUID,
    view: View,
    filters: Sequence[Filter] = (),
    *,
    encoding: str = "utf-8-sig",
    mark: Mark | None = None,
) -> Export:
    """The rows as CSV, safe to open in a spreadsheet.

    Args:
        mark: gives each row a mark of the file, in a last column.
        encoding: utf-8, utf-8-sig (with byte order mark), gbk or gb18030; what GBK lacks
            becomes 〓.

    Raises `Missing`, `NoContent`, `UnknownColumn`, `BadFilter`.
    """
    if encoding not in ENCODINGS:
        raise BadFilter(_("This encoding is not known."))
    shape, link = _snapshot(table_id)
    try:
        statement = _statement(shape, view, filters, _as_text, mark)
        heading = heading_of(_names(shape, view, mark))
    except BaseException:
        _end(link)
        raise
    counted = Counted()
    rows = encoded(_copied(link, statement, counted), encoding)
    begin = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    chunks = joined(begin, heading, rows, encoding)
    return Export(_etag(shape, statement, encoding), chunks, link, counted)


def export_parquet(
    table_id: UUID, view: View, filters: Sequence[Filter] = (), *, mark: Mark | None = None
) -> Export:
    """The rows as Parquet, typed as the columns are. Raises what `export_csv` does."""
    shape, link = _snapshot(table_id)
    try:
        statement = _statement(shape, view, filters, _as_it_is, mark)
        heading = _names(shape, view, mark)
        forms = forms_of(shape, view, conditions(shape, view, filters), link, is_marked=bool(mark))
    except BaseException:
        _end(link)
        raise
    counted = Counted()
    chunks = parquet(heading, forms, _batches(link, statement, counted))
    return Export(_etag(shape, statement, "parquet"), chunks, link, counted)


def export_xlsx(
    table_id: UUID,
    view: View,
    filters: Sequence[Filter] = (),
    *,
    title: str,
    mark: Mark | None = None,
) -> Export:
    """The rows as a workbook of one sheet. Raises `TooLong` and what `export_csv` does."""
    shape, link = _snapshot(table_id)
    try:
        statement = _statement(shape, view, filters, _as_it_is, mark)
        heading = _names(shape, view, mark)
        _require_short(shape, conditions(shape, view, filters), link)
    except BaseException:
        _end(link)
        raise
    counted = Counted()
    rows = (row for batch in _batches(link, statement, counted) for row in batch)
    chunks = workbook(heading, rows, title=title)
    return Export(_etag(shape, statement, f"xlsx{title}"), chunks, link, counted)


def ranged(chunks: Iterable[bytes], first: int, last: int | None = None) -> Iterator[bytes]:
    """The bytes from `first` to `last`, both included, as HTTP counts them."""
    at = 0
    end = None if last is None else last + 1
    for chunk in chunks:
        part = chunk[max(0, first - at) : None if end is None else max(0, end - at)]
        at += len(chunk)
        if part:
            yield part
        if end is not None and at >= end:
            return


def _snapshot(table_id: UUID) -> tuple[Shape, BaseDatabaseWrapper]:
    """A connection that sees the table as it is at this moment until it is closed."""
    shape = shape_of(table_id)
    link = _own_link()
    try:
        with link.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(
                "SELECT last_n, rows FROM tables_content WHERE number = %s", [shape.content]
            )
            position, rows = cursor.fetchone()
            # held, so that nobody takes the content away before the first row is read
            cursor.execute(f"SELECT 1 FROM {name(shape.content)} LIMIT 1")
    except BaseException:
        _end(link)
        raise
    return Shape(shape.content, position, rows, shape.columns), link


def _own_link() -> BaseDatabaseWrapper:
    """A connection beside the process's pool: a page server keeps one for each thread, and that
    one is the request's."""
    link = connections.create_connection("default")
    options = {k: v for k, v in link.settings_dict["OPTIONS"].items() if k != "pool"}
    link.settings_dict = {**link.settings_dict, "OPTIONS": options}
    return link


def _end(link: BaseDatabaseWrapper) -> None:
    with suppress(DatabaseError):
        link.rollback()
    link.close()


def _names(shape: Shape, view: View, mark: Mark | None) -> Sequence[str]:
    return with_mark([column.name for column in shown_columns(shape, view)], mark)


def with_mark(names: Sequence[str], mark: Mark | None) -> Sequence[str]:
    """The heading. The column of marks gives way to one of the same name."""
    last = mark.name if mark else ""
    while last in names:
        last += "_"
    return [*names, last] if last else names


def _statement(
    shape: Shape,
    view: View,
    filters: Sequence[Filter],
    shown: Callable[[Type, Sql], Sql],
    mark: Mark | None = None,
) -> Sql:
    made = [
        shown(Type.TEXT if column.name in view.masks else column.type, sql)
        for column, sql in zip(shown_columns(shape, view), selected(shape, view), strict=True)
    ]
    if mark:
        made.append(marked(mark))
    met = where(conditions(shape, view, filters))
    listed = ", ".join(each.text for each in made)
    text = f"SELECT {listed} FROM {name(shape.content)} t{met.text} ORDER BY t.n"
    return Sql(text, (*values_of(made), *met.values))


def _as_text(kind: Type, sql: Sql) -> Sql:
    """A cell as it stands in a CSV: yes and no in words, nothing that a spreadsheet runs."""
    text, values = sql.text, sql.values
    if kind is Type.LOGICAL:
        return Sql(f"CASE WHEN {text} THEN '是' WHEN NOT {text} THEN '否' END", values * 2)
    if kind not in TEXTS:
        return sql
    begins = f"left({text}, 1)"
    return Sql(
        f"CASE WHEN {begins} = ANY(%s) OR ({begins} = '''' AND {text} ~ %s)"
        f" THEN '''' || {text} ELSE {text} END",
        (*values, list(FORMULA), *values, *values, GUARD, *values, *values),
    )


def _as_it_is(_kind: Type, sql: Sql) -> Sql:
    return sql


def _require_short(shape: Shape, met: Sequence[Sql], link: BaseDatabaseWrapper) -> None:
    if shape.rows <= ROWS:
        return
    which = where(met)
    with link.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {name(shape.content)} t{which.text}"
            f" LIMIT {ROWS + 1}) found",
            which.values,
        )
        if cursor.fetchone()[0] > ROWS:
            raise TooLong(
                _("A sheet holds %(rows)s rows at most.") % {"rows": f"{ROWS:,}"},
                next_step=_("Take CSV, or filter the rows."),
            )


def _copied(link: BaseDatabaseWrapper, statement: Sql, counted: Counted) -> Iterator[bytes]:
    """Whole rows, in blocks."""
    held = bytearray()
    with (
        link.cursor() as cursor,
        cursor.copy(
            f"COPY ({statement.text}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')", statement.values
        ) as copy,
    ):
        for row in copy:
            held += row
            counted.rows += 1
            if len(held) >= BLOCK:
                yield bytes(held)
                held.clear()
    yield bytes(held)


def _batches(
    link: BaseDatabaseWrapper, statement: Sql, counted: Counted
) -> Iterator[Sequence[Sequence[object]]]:
    with link.chunked_cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        while rows := cursor.fetchmany(FETCHED):
            counted.rows += len(rows)
            yield rows


def encoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Blocks of UTF-8 in another encoding."""
    if encoding.startswith("utf-8"):
        return iter(blocks)
    return (block.decode().encode(encoding, "liupan.geta") for block in blocks)


def joined(begin: bytes, heading: str, rows: Iterator[bytes], encoding: str) -> Generator[bytes]:
    """A CSV from its parts."""
    yield begin + heading.encode(encoding.removesuffix("-sig"), "liupan.geta")
    yield from rows


def heading_of(names: Sequence[str]) -> str:
    """The first line of a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([guarded(each) for each in names])
    return text.getvalue()


def _etag(shape: Shape, statement: Sql, form: str) -> str:
    said = repr((shape.content, shape.position, statement.text, statement.values, form))
    return sm3(said.encode()).hex()


def _geta(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return MISSING * (error.end - error.start), error.end


codecs.register_error("liupan.geta", _geta)
