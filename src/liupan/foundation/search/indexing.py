"""Writing the index, in the writer's transaction."""

import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.search import rules
from liupan.foundation.search.registry import IndexEntry
from liupan.kernel.statements import kept_plan

BATCH = 500

_COLUMNS = (
    "thing_type", "thing_id", "title", "text", "url", "unit_id", "permission", "is_public",
    "secrecy", "at", "title_normal", "whole_normal", "digest", "title_tokens", "tokens",
)  # fmt: skip
_TYPES = (
    "text", "uuid", "text", "text", "text", "uuid", "text", "boolean",
    "smallint", "timestamptz", "text", "text", "bytea", "text", "text",
)  # fmt: skip
_LISTS = ", ".join(f"%s::{kind}[]" for kind in _TYPES)
_VALUES = ", ".join(
    [*_COLUMNS[:-2], *(f"array_to_tsvector(string_to_array({c}, ' '))" for c in _COLUMNS[-2:])]
)
_SET = ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[2:])


def index(*entries: IndexEntry) -> None:
    """Have these things found as they now are; in the caller's transaction."""
    index_all(entries)


def index_all(entries: Iterable[IndexEntry]) -> int:
    """The same for many, all or none; returns how many."""
    batches = in_batches(entries)
    batch = next(batches, [])
    count = len(batch)
    if count < BATCH:
        _write(_rows(batch))
        return count
    # The next rows are cut while the database writes these.
    with transaction.atomic(), ThreadPoolExecutor(1) as aside:
        _collect_tokens("'64MB'", "'128MB'")
        rows = aside.submit(_rows, batch)
        for batch in batches:
            ready, rows = rows.result(), aside.submit(_rows, batch)
            _write(ready)
            count += len(batch)
        *most, last = rows.result()
        _write(most)
        _collect_tokens("'64kB'", "'128MB'")
        _write([last])
        _collect_tokens("DEFAULT", "DEFAULT")
    return count


def _collect_tokens(limit: str, memory: str) -> None:
    """In this transaction, put so many tokens by before sorting them into their index.

    Sorting in large pieces is many times faster, and what is put by slows every search down. So
    the last entry of many is written with a low limit, and everything is sorted in.
    """
    with connection.cursor() as cursor:
        for name, value in {"gin_pending_list_limit": limit, "work_mem": memory}.items():
            cursor.execute(f"SET LOCAL {name} TO {value}")


def unindex(thing_type: str, *thing_ids: UUID) -> None:
    """Have these things found no more; in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_entry WHERE thing_type = %s AND thing_id = ANY(%s)",
            [thing_type, list(thing_ids)],
        )


def digest(entry: IndexEntry) -> bytes:
    """What tells whether the index holds the entry as it should be."""
    return _digest(_values(entry))


def _digest(values: list[Any]) -> bytes:
    text = json.dumps([str(v) for v in values], ensure_ascii=False)
    return sm3(text.encode("utf-8", "replace"))


def _write(rows: list[list[Any]]) -> None:
    if not rows:
        return
    with kept_plan() as cursor:
        cursor.execute(
            f"INSERT INTO search_entry ({', '.join(_COLUMNS)}) "  # noqa: S608
            f"SELECT {_VALUES} FROM unnest({_LISTS}) AS given ({', '.join(_COLUMNS)}) "
            f"ON CONFLICT (thing_type, thing_id) DO UPDATE SET {_SET}",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _values(entry: IndexEntry) -> list[Any]:
    return [
        entry.thing_type,
        entry.thing_id,
        _storable(entry.title),
        _storable(entry.text),
        entry.url,
        entry.unit_id,
        entry.permission.code if entry.permission else "",
        entry.is_public,
        entry.secrecy.value,
        entry.at,
    ]


def _rows(entries: list[IndexEntry]) -> list[list[Any]]:
    return list({(e.thing_type, e.thing_id): _row(e) for e in entries}.values())


def _row(entry: IndexEntry) -> list[Any]:
    values = _values(entry)
    title, text = values[2], values[3]
    in_title = rules.tokens(title)
    normal = rules.normal(title)
    return [
        *values,
        normal,
        normal + rules.normal(text),
        _digest(values),
        " ".join(in_title),
        " ".join(in_title | rules.tokens(text)),
    ]


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("", text)


def in_batches(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    """The entries, so many at a time."""
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        yield batch
