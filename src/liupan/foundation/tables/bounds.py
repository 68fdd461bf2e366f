"""Statements that end after a time, one by one or with all that belongs to them in one message."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import OperationalError, ProgrammingError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from liupan.foundation.tables.selecting import Shape, Sql
from liupan.kernel.errors import Refusal

Value = str | int | float | Decimal | bool | date | datetime | None
Row = tuple[Value, ...]

PATIENCE_MS = 5_000
PATIENCE = """
SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)
"""
# Several statements in one message are one transaction; the limit is for each and ends with it.
IN_ONE_TRIP = f"""
SELECT current_id FROM tables_hostedtable WHERE id = %s AND closed_at IS NULL; {PATIENCE};
"""


class TooSlow(Refusal):
    """The question takes longer than anybody should wait."""

    status = 503


def rows_of(statement: Sql) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        return list(cursor.fetchall())


def rows_if_current(
    table_id: UUID, shape: Shape, statement: Sql, patience_ms: int
) -> list[Row] | None:
    """Rows of a table, if it still holds the content they were asked of. One round trip.

    Outside a transaction. Raises `TooSlow`.
    """
    values = (table_id, f"{int(patience_ms)}ms", *statement.values)
    try:
        with in_time(), connection.cursor() as cursor:
            cursor.execute(IN_ONE_TRIP + statement.text, values)
            found = cursor.fetchone()
            cursor.nextset()
            cursor.nextset()
            rows = list(cursor.fetchall())
    except ProgrammingError:  # that content was dropped meanwhile
        return None
    return rows if found == (shape.content,) else None


@contextmanager
def bounded(patience_ms: int) -> Iterator[None]:
    """Statements end after a time; within a longer transaction what was set before counts again."""
    nested = connection.in_atomic_block
    with in_time(), transaction.atomic():
        before = _set_patience(f"{int(patience_ms)}ms")
        yield
        if nested:
            _set_patience(before)


@contextmanager
def in_time() -> Iterator[None]:
    """What the database gave up is `TooSlow`."""
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise TooSlow(
            _("This question takes too long."),
            next_step=_("Ask for fewer rows, or have the column indexed."),
        ) from error


def _set_patience(value: str) -> str:
    """What was set before."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE, [value])
        return str(cursor.fetchone()[0])
