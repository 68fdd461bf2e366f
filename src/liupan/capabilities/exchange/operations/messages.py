"""Recording messages: one statement of its own, durable before anything is delivered.

The log is a chain of its own (see `sequencing`), so a message leaves no fact in the journal, and a
call waits for nobody's link.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.types.numeric import Int8

from liupan.capabilities.exchange.rules.calls import Message
from liupan.kernel.errors import Fault
from liupan.kernel.statements import kept_plan

COLUMNS = (
    "id", "at_us", "request_id", "way", "door", "system_id", "consumer_id", "provider_id",
    "service_id", "service", "grant_id", "grant_version", "case_number", "method", "status", "code",
    "fault", "row_count", "sent", "took_us", "request_hash", "response_hash",
)  # fmt: skip
LONGEST = 255
"""Characters of what a caller says that are kept: a refusal of a hostile call is kept too."""
_NO_PART = "23514"
_ROW = f"({', '.join(['%s'] * len(COLUMNS))})"
_INTO = f"INSERT INTO exchange_message ({', '.join(COLUMNS)}) VALUES "  # noqa: S608


class NotLogged(Fault):
    """The message could not be written: nothing may be delivered."""


def record_message(message: Message) -> None:
    """Write a message to the log (交换日志), in a transaction of its own; then deliver.

    Outside a transaction: within one the message would vanish with it. One statement. Raises
    `NotLogged`.
    """
    record_messages([message])


def record_messages(messages: Iterable[Message]) -> None:
    """The same of many, in one statement."""
    rows = [_values(message) for message in messages]
    if not rows:
        return
    try:
        _insert(rows)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _NO_PART:
            raise NotLogged(_("The message log cannot be written; nothing was sent.")) from error
        _make_months({row[1] for row in rows})
        _insert(rows)


def _insert(rows: Sequence[Sequence[Any]]) -> None:
    # Within a transaction a savepoint, so that a missing month can be made; else none, and no cost.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        if len(rows) == 1:
            _insert_one(rows[0])
        else:
            _insert_many(rows)


def _insert_one(row: Sequence[Any]) -> None:
    """As calls do: by a plan that is kept. Numbers are of one width, or each had its own plan."""
    values = [Int8(one) if isinstance(one, int) else one for one in row]
    with kept_plan() as cursor:
        cursor.execute(_INTO + _ROW, values)


def _insert_many(rows: Sequence[Sequence[Any]]) -> None:
    values = [value for row in rows for value in row]
    with connection.cursor() as cursor:
        cursor.execute(_INTO + ", ".join([_ROW] * len(rows)), values)


def make_month(at_us: int) -> None:
    """Make the part of the log for a moment's month, unless it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_make_month(%s)", [at_us])


def _make_months(moments: Iterable[int]) -> None:
    for at_us in sorted(moments):
        make_month(at_us)


def _values(one: Message) -> tuple[Any, ...]:
    return (
        one.id, one.at_us, _kept(one.request_id), one.way.value, _kept(one.door), one.system_id,
        one.consumer_id, one.provider_id, one.service_id, _kept(one.service), one.grant_id,
        one.grant_version, _kept(one.case), _kept(one.method), one.status, _kept(one.code),
        one.fault.value, one.rows, one.sent, one.took_us, _kept(one.request_hash),
        _kept(one.response_hash),
    )  # fmt: skip


def _kept(said: str) -> str:
    """What PostgreSQL can hold of it: no NUL, no lone surrogate, not endless."""
    plain = said.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return plain[:LONGEST]
