"""Rows of an open dataset: a page, how many, the values of a column, whole as a file."""

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.foundation.tables.facade import (
    Count,
    Facet,
    Filter,
    Page,
    Question,
    TooSlow,
    Value,
    count_rows,
    export_csv,
    export_parquet,
    export_xlsx,
    get_page,
    list_facet,
)
from liupan.kernel.errors import Missing

COUNTED = 1_000
HASTE_MS = 300
"""How long a page waits for a count; it says so where it did not get one."""
CHUNK = 5_000


class Chunks(Protocol):
    """A file on its way out."""

    etag: str

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@dataclass
class JsonLines:
    """Rows as one JSON object each (JSON Lines), read page by page."""

    etag: str
    chunks: Generator[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks

    def close(self) -> None:
        """Stop reading."""
        self.chunks.close()


def get_rows(shown: Shown, question: Question) -> Page:
    """A page of the columns that everybody sees. Raises what `tables.get_page` does."""
    return get_page(_table(shown), shown.view, question)


def count(shown: Shown, filters: Sequence[Filter] = ()) -> Count | None:
    """How many rows: all are known, of some up to 1,000 are counted; None where counting would
    keep people waiting."""
    try:
        return count_rows(_table(shown), shown.view, filters, up_to=COUNTED, patience_ms=HASTE_MS)
    except TooSlow:
        return None


def get_facet(shown: Shown, column: str, filters: Sequence[Filter], *, limit: int) -> Facet:
    """The most frequent values of a column."""
    return list_facet(_table(shown), shown.view, column, filters, limit=limit)


def export(shown: Shown, form: str, filters: Sequence[Filter], *, encoding: str) -> Chunks:
    """The rows as a file. Raises `Missing` for a form that is not known, and what `tables` does."""
    table_id = _table(shown)
    if form == "csv":
        return export_csv(table_id, shown.view, filters, encoding=encoding)
    if form == "xlsx":
        return export_xlsx(table_id, shown.view, filters, title=shown.line.title[:31])
    if form == "parquet":
        return export_parquet(table_id, shown.view, filters)
    if form == "jsonl":
        return _json_lines(shown, filters)
    raise Missing


def as_json(value: Value) -> str | int | float | bool | None:
    """A value as JSON has it; decimals keep every digit as text only where a float would lose."""
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**53
            else _real(value)
        )
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _real(value: Decimal) -> int | float | str:
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


def _json_lines(shown: Shown, filters: Sequence[Filter]) -> JsonLines:
    first = get_rows(shown, Question(filters=tuple(filters), limit=CHUNK))
    return JsonLines("", _lines(shown, Question(filters=tuple(filters), limit=CHUNK), first))


def _lines(shown: Shown, question: Question, page: Page) -> Generator[bytes]:
    names = [column.name for column in page.columns]
    while True:
        said = (dict(zip(names, map(as_json, row), strict=True)) for row in page.rows)
        yield "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in said).encode()
        if not page.cursor:
            return
        page = get_rows(shown, replace(question, cursor=page.cursor))


def _table(shown: Shown) -> UUID:
    if shown.table_id is None:
        raise no_dataset()
    return shown.table_id
