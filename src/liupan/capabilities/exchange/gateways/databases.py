"""The way to providers' databases: one named table or view is read, nothing is written there.

The statement is made here of names alone. The connection is read-only, in one snapshot, with a
limit of time, rows and bytes; it goes to the address that was looked at, not to a name that may
lead elsewhere by then.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any

import psycopg
from psycopg import sql

from liupan.capabilities.exchange.queries import source_refusals as refusals
from liupan.capabilities.exchange.rules.pulling import Database, Tls
from liupan.foundation.messaging.facade import Undelivered, callable_address

CONNECT_SECONDS = 10
OPTIONS = (
    "-c default_transaction_read_only=on -c DateStyle=ISO -c TimeZone=Asia/Shanghai"
    " -c search_path=pg_catalog -c statement_timeout={ms} -c lock_timeout=10000"
)
_PROOFS = {Tls.NONE: "scram-sha-256", Tls.REQUIRED: "scram-sha-256,md5"}
COLUMNS = """
SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = %s AND c.relname = %s AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT 400
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Database):
    """The same with the limits of reading."""

    seconds: int
    most_rows: int


def may_be_read(host: str) -> str:
    """Why a host cannot be read from, or ""."""
    try:
        callable_address(host)
    except Undelivered as error:
        return str(error)
    return ""


def columns_there(link: Link) -> dict[str, str]:
    """Columns of the table or view with their types. Raises `SourceSilent`, `SourceAmiss`."""
    with _connected(link) as connection:
        return _columns(connection, link)


def read_rows(link: Link, columns: dict[str, str]) -> tuple[int, Iterator[bytes]]:
    """Rows as CSV in UTF-8 with a heading, to be read once: how many, and the bytes.

    `columns`: column there by the heading it gets. Raises `SourceSilent`, `SourceAmiss`, also
    while the bytes are read.
    """
    stream = _streamed(link, columns)
    return int(next(stream)), stream  # the first thing it gives is their number


def _streamed(link: Link, columns: dict[str, str]) -> Iterator[bytes]:
    with _connected(link) as connection, connection.cursor() as cursor:
        known = _columns(connection, link)
        if gone := [there for there in columns.values() if there not in known]:
            raise refusals.column_gone(gone[0])
        counted = sql.SQL("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {}) s")
        cursor.execute(counted.format(_relation(link), sql.Literal(link.most_rows + 1)))
        count = int((cursor.fetchone() or (0,))[0])
        if count > link.most_rows:
            raise refusals.too_many_rows(link.most_rows)
        yield str(count).encode()
        wanted = sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(_cell(there, known[there]), sql.Identifier(heading))
            for heading, there in columns.items()
        )
        copy = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, HEADER)")
        with cursor.copy(copy.format(wanted, _relation(link))) as rows:
            for part in rows:
                yield bytes(part)


def _columns(connection: Any, link: Link) -> dict[str, str]:
    found = dict(connection.execute(COLUMNS, [link.schema, link.relation]).fetchall())
    if not found:
        raise refusals.table_missing(f"{link.schema}.{link.relation}")
    return found


def _relation(link: Link) -> sql.Identifier:
    return sql.Identifier(link.schema, link.relation)


def _cell(name: str, kind: str) -> sql.Composable:
    """Moments with a zone are written as the city's clock shows them."""
    column = sql.Identifier(name)
    return sql.SQL("{}::timestamp").format(column) if kind == "timestamptz" else column


@contextmanager
def _connected(link: Link) -> Iterator[Any]:
    try:
        connection = psycopg.connect(**_where(link), **_how(link))
    except psycopg.Error as error:
        raise refusals.source_silent() from error
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with closing(connection), _cut_off(connection, link.seconds):
        try:
            yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            raise refusals.source_forbidden() from error
        except psycopg.errors.QueryCanceled as error:
            raise refusals.source_slow(link.seconds) from error
        except psycopg.Error as error:
            raise refusals.source_broken() from error


def _where(link: Link) -> dict[str, Any]:
    try:
        address = callable_address(link.host)
    except Undelivered as error:
        raise refusals.host_unfit() from error
    return {"host": link.host, "hostaddr": address, "port": link.port}


def _how(link: Link) -> dict[str, Any]:
    """Nothing of our own environment reaches the other side: no password file, no Kerberos; nor
    does the password itself, where nobody has proven who that is."""
    guarded = {"require_auth": _PROOFS[link.tls]} if link.tls in _PROOFS else {}
    rooted = {"sslrootcert": "system"} if link.tls is Tls.VERIFIED else {}
    return {
        "dbname": link.database, "user": link.username, "password": link.password,
        "sslmode": link.tls.value, "connect_timeout": CONNECT_SECONDS, "gssencmode": "disable",
        "passfile": "/dev/null", "application_name": "Liupan", "client_encoding": "UTF8",
        "tcp_user_timeout": 30_000, "options": OPTIONS.format(ms=link.seconds * 1000),
        **guarded, **rooted,
    }  # fmt: skip


@contextmanager
def _cut_off(connection: Any, seconds: int) -> Iterator[None]:
    """A server that says nothing for longer is not waited for."""
    timer = Timer(seconds + CONNECT_SECONDS, _hang_up, [connection.pgconn.socket])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(number: int) -> None:
    line = socket(fileno=number)
    try:
        line.shutdown(SHUT_RDWR)
    except OSError:  # it is closed already
        return
    finally:
        line.detach()
