"""Rows that stand elsewhere, written as the files that tables are: the same forms, the same marks,
nothing that a spreadsheet runs. Their types are not known, so a cell is written as it came."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from liupan.foundation.tables.exporting import (
    ENCODINGS,
    Counted,
    Export,
    TooLong,
    encoded,
    heading_of,
    joined,
    with_mark,
)
from liupan.foundation.tables.parquet import parquet, text
from liupan.foundation.tables.rules.cells import guarded
from liupan.foundation.tables.rules.marks import Mark, mark_of
from liupan.foundation.tables.selecting import BadFilter
from liupan.foundation.tables.workbooks import ROWS, workbook

Cell = str | int | float | bool | None
Batches = Iterable[Sequence[Sequence[Cell]]]


def csv_of(
    names: Sequence[str], batches: Batches, *, encoding: str = "utf-8-sig", mark: Mark | None = None
) -> Export:
    """As `export_csv`, of rows that are read meanwhile."""
    if encoding not in ENCODINGS:
        raise BadFilter(_("This encoding is not known."))
    counted = Counted()
    blocks = (_lines(rows) for rows in _taken(batches, counted, mark))
    begin = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    heading = heading_of(with_mark(names, mark))
    return Export("", joined(begin, heading, encoded(blocks, encoding), encoding), None, counted)


def xlsx_of(
    names: Sequence[str], batches: Batches, *, title: str, mark: Mark | None = None
) -> Export:
    """As `export_xlsx`. Raises `TooLong` when the sheet is full."""
    counted = Counted()
    rows = (row for batch in _short(_taken(batches, counted, mark), counted) for row in batch)
    return Export("", workbook(with_mark(names, mark), rows, title=title), None, counted)


def parquet_of(names: Sequence[str], batches: Batches, *, mark: Mark | None = None) -> Export:
    """As `export_parquet`; every column is a text."""
    counted, heading = Counted(), with_mark(names, mark)
    texts = ([[_text(cell) for cell in row] for row in b] for b in _taken(batches, counted, mark))
    return Export("", parquet(heading, [text() for _each in heading], texts), None, counted)


def _taken(
    batches: Batches, counted: Counted, mark: Mark | None
) -> Iterator[list[list[Cell]]]:  # fmt: skip
    """Rows with their marks, counted."""
    for batch in batches:
        first = counted.rows + 1
        counted.rows += len(batch)
        yield [
            [*map(_whole, row), *([mark_of(mark.key, place)] if mark else [])]
            for place, row in enumerate(batch, start=first)
        ]


def _short(
    batches: Iterable[list[list[Cell]]], counted: Counted
) -> Iterator[list[list[Cell]]]:  # fmt: skip
    for batch in batches:
        if counted.rows > ROWS:
            raise TooLong(
                _("A sheet holds %(rows)s rows at most.") % {"rows": f"{ROWS:,}"},
                next_step=_("Take CSV, or filter the rows."),
            )
        yield batch


def _whole(cell: Cell) -> Cell:
    """Half a surrogate pair, which nothing can write down, becomes a question mark."""
    return cell.encode(errors="replace").decode() if isinstance(cell, str) else cell


def _lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(map(_plain, row) for row in rows)
    return held.getvalue().encode()


def _plain(cell: Cell) -> Cell:
    """As it stands in a CSV: yes and no in words, nothing that a spreadsheet runs."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return guarded(cell) if isinstance(cell, str) else cell


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return None if cell is None else str(cell)
