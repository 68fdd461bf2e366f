"""Writing the index, in the writer's transaction."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.search import rules
from liupan.foundation.search.registry import IndexEntry

BATCH = 500

_COLUMNS = (
    "thing_type", "thing_id", "title", "text", "url", "unit_id", "permission", "is_public",
    "secrecy", "at", "title_normal", "whole_normal", "digest", "title_tokens", "tokens",
)  # fmt: skip
_VALUES = ", ".join(["%s"] * 13 + ["array_to_tsvector(%s::text[])"] * 2)
_SET = ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[2:])


def index(*entries: IndexEntry) -> None:
    """Have these things found as they now are; in the caller's transaction."""
    index_all(entries)


def index_all(entries: Iterable[IndexEntry]) -> int:
    """The same for many; returns how many."""
    count = 0
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        rows = {(e.thing_type, e.thing_id): _row(e) for e in batch}
        _write(list(rows.values()))
        count += len(batch)
    return count


def unindex(thing_type: str, *thing_ids: UUID) -> None:
    """Have these things found no more; in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_entry WHERE thing_type = %s AND thing_id = ANY(%s)",
            [thing_type, list(thing_ids)],
        )


def digest(entry: IndexEntry) -> bytes:
    """What tells whether the index holds the entry as it should be."""
    text = json.dumps([str(v) for v in _values(entry)], ensure_ascii=False)
    return sm3(text.encode("utf-8", "replace"))


def _write(rows: list[list[Any]]) -> None:
    values = ", ".join([f"({_VALUES})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_entry ({', '.join(_COLUMNS)}) VALUES {values} "  # noqa: S608
            f"ON CONFLICT (thing_type, thing_id) DO UPDATE SET {_SET}",
            [value for row in rows for value in row],
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


def _row(entry: IndexEntry) -> list[Any]:
    title = rules.tokens(entry.title)
    return [
        *_values(entry),
        rules.normal(_storable(entry.title)),
        rules.normal(_storable(entry.title)) + rules.normal(_storable(entry.text)),
        digest(entry),
        sorted(title),
        sorted(title | rules.tokens(entry.text)),
    ]


def _storable(text: str) -> str:
    return "".join(c for c in text if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)


def in_batches(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    """The entries, so many at a time."""
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        yield batch
