"""Tables as files: CSV (UTF-8 or GB 18030) and XLSX in, both out, safe to open in a spreadsheet."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from time import monotonic
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from liupan.kernel.errors import InvalidInput
from liupan.kernel.transfers import Cell, Column, Row

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes a workbook may unpack to; a small file that swells beyond it is an attack."""
ROWS, COLUMNS, CELLS = 200_000, 256, 4_000_000
"""A table's last row, its widest one, and how much it may hold."""
EMPTY_ROWS = 10_000
"""So many empty rows one after another end a table: what stands below them is no part of it."""
PATIENCE = 60.0
"""Seconds a file may take to read."""
LANGUAGES = ("zh-hans", "en")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet run a cell as a formula (CSV injection); full-width signs do too."""


class UnreadableFile(InvalidInput):
    """The file is no table we can read."""


class TooLarge(UnreadableFile):
    """The file holds more than a table may."""


def read_rows(file: BinaryIO, columns: Sequence[Column]) -> list[Row]:
    """The rows of a CSV or XLSX file below its heading; empty rows are left out.

    Headings may stand in any order and language, as labels or keys. Raises `UnreadableFile`.
    """
    lines = iter(_lines(file.read()))
    places = _places(next(lines, []), columns)
    return [
        Row(number, {c.key: _bare(line, places.get(c.key)) for c in columns})
        for number, line in enumerate(lines, start=2)
        if any(cell.strip() for cell in line)
    ]


def write_csv(file: TextIO, columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> int:
    """Write a table as CSV and return how many rows; open `file` as `utf-8-sig`, newline ""."""
    writer = csv.writer(file)
    writer.writerow([str(c.label) for c in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  counts
        writer.writerow([_safe(row.get(c.key)) for c in columns])
    return count


def write_xlsx(
    file: BinaryIO, columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]], *, title: str
) -> int:
    """Write a table as XLSX with a frozen heading and return how many rows. Flat in memory."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in r"[]:*?/\\")[:31] or "1")
    sheet.freeze_panes = "A2"

    def cell(value: Cell) -> SheetCell | None:
        if value is None or value == "":
            return None  # a cell that is not there costs nothing, here and for who reads it
        made: SheetCell = WriteOnlyCell(sheet)
        made.value = value
        if isinstance(value, str):
            made.data_type = "s"  # text stays text, also when it begins like a formula
        return made

    sheet.append([cell(str(c.label)) for c in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  counts
        sheet.append([cell(row.get(c.key)) for c in columns])
    book.save(file)
    return count


def _lines(data: bytes) -> Iterator[list[str]]:
    return _within(_xlsx_lines(data) if data.startswith(b"PK\x03\x04") else _csv_lines(data))


def _within(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """The lines, as long as they are no more than a table may hold. Raises `TooLarge`."""
    until = monotonic() + PATIENCE
    cells = empty = 0
    for number, line in enumerate(lines, start=1):
        cells += len(line)
        if number > ROWS or cells > CELLS or len(line) > COLUMNS:
            raise TooLarge(
                _("This table is too large: at most %(rows)s rows of %(columns)s cells.")
                % {"rows": f"{ROWS:,}", "columns": COLUMNS},
                next_step=_("Split it, and clear what lies outside the table."),
            )
        if monotonic() > until:
            raise TooLarge(_("This table takes too long to read."))
        empty = 0 if any(line) else empty + 1
        if empty > EMPTY_ROWS:
            return
        yield line


def _csv_lines(data: bytes) -> Iterator[list[str]]:
    text = _text(data)
    heading = text.partition("\n")[0]
    separator = max(",\t;", key=heading.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise UnreadableFile(
            _("This file is not a table: %(reason)s.") % {"reason": error}
        ) from error


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(
        _("This file is neither CSV nor XLSX."),
        next_step=_("Save it from your spreadsheet program as XLSX or CSV."),
    )


def _xlsx_lines(data: bytes) -> Iterator[list[str]]:
    """The first sheet's rows, up to their last filled cell, whatever size the file says it has."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > UNPACKED_LIMIT:
            raise TooLarge(_("This workbook is too large."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a tiny file may claim a million rows
            for line in sheet.iter_rows(values_only=True, max_row=ROWS + 1, max_col=COLUMNS + 1):
                yield _trimmed([_as_text(value) for value in line])
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise UnreadableFile(_("This workbook is damaged.")) from error


def _trimmed(line: list[str]) -> list[str]:
    while line and not line[-1]:
        line.pop()
    return line


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _places(heading: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    names = {name: c.key for c in columns for name in (c.key, *_labels(c))}
    found = {names[h.strip()]: place for place, h in enumerate(heading) if h.strip() in names}
    missing = [str(c.label) for c in columns if c.is_required and c.key not in found]
    if missing:
        raise UnreadableFile(
            _("The first row lacks these headings: %(missing)s.") % {"missing": ", ".join(missing)},
            next_step=_("Start from the template, or from an export."),
        )
    return found


def _labels(column: Column) -> Iterator[str]:
    for language in LANGUAGES:
        with override(language):
            yield str(column.label)


def _bare(line: Sequence[str], place: int | None) -> str:
    text = line[place].strip() if place is not None and place < len(line) else ""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


def _safe(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
