"""A large export of a list is written like a small one."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from openpyxl import load_workbook

from liupan.foundation.design.facade import KINDS
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
        assert (name, media_type) == (f"x.{kind}", KINDS[kind])
        yield made

    progress: Any = SimpleNamespace(actor=None, file=file, advance=lambda: None)
    monkeypatch.setattr(listing, "table_of", lambda export: iter(LINES))
    listing.export_list(
        cast(Progress, progress), page="", query="", address={}, kind=kind, name="x"
    )
    return made.getvalue()


def test_csv_is_in_the_citys_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _large("csv", monkeypatch).decode("utf-8-sig").split() == [
        "heads,'=1+1",
        *("2017-11-15", "09:00:00,2017-11-15"),
        "0,1.50",
        ",-5",
    ]


def test_a_workbook_has_days_moments_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(load_workbook(io.BytesIO(_large("xlsx", monkeypatch)))) as book:
        heads, moments, numbers, rest = book.worksheets[0].values
    assert heads == ("heads", "'=1+1")
    assert [str(value) for value in moments] == ["2017-11-15 09:00:00", "2017-11-15 00:00:00"]
    assert numbers == (0, 1.5)
    assert rest[1] == -5
