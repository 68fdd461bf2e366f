"""A large export of a list is the small one, only later."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest
from openpyxl import load_workbook

from liupan.foundation.design.listing import exports
from liupan.foundation.jobs import listing
from liupan.foundation.jobs.progress import Progress

LINES: list[list[object]] = [
    ["heads", "=1+1"],
    [datetime(2017, 11, 15, 1, tzinfo=UTC), date(2017, 11, 15)],
    [Decimal(0), Decimal("1.50")],
    [None, -5],
]


def _large(kind: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    made = io.BytesIO()

    @contextmanager
    def file(name: str, media_type: str) -> Iterator[io.BytesIO]:
        assert (name, media_type) == (f"x.{kind}", exports.KINDS[kind])
        yield made

    progress: Any = SimpleNamespace(actor=None, file=file, advance=lambda: None)
    monkeypatch.setattr(listing, "table_of", lambda export: iter(LINES))
    listing.export_list(
        cast(Progress, progress), page="", query="", address={}, kind=kind, name="x"
    )
    return made.getvalue()


def test_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _large("csv", monkeypatch) == "".join(exports.csv_lines(LINES)).encode()


def _values(file: IO[bytes]) -> list[tuple[object, ...]]:
    with file, closing(load_workbook(file)) as book:
        return list(book.worksheets[0].values)


def test_xlsx(monkeypatch: pytest.MonkeyPatch) -> None:
    small = _values(exports.xlsx_file(LINES))
    assert _values(io.BytesIO(_large("xlsx", monkeypatch))) == small
    assert [str(value) for value in small[1]] == ["2017-11-15 09:00:00", "2017-11-15 00:00:00"]
    assert small[2] == (0, 1.5)
