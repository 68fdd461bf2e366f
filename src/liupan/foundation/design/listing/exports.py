"""A list as a file: small ones are streamed at once, large ones are handed to `jobs`."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any, Final, TypeVar
from urllib.parse import quote

from django.http import HttpResponseBase, StreamingHttpResponse

from liupan.foundation.design.listing.columns import Column, plain
from liupan.foundation.design.pictures.files import plain_cell
from liupan.kernel import clock
from liupan.kernel.authority import Actor

T = TypeVar("T")

SMALL: Final = 5_000
"""Rows that are exported at once; more go through the installed exporter."""

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A large export, as `jobs` needs it to make the file later.

    `page` is the dotted name of the list page's class; `query` its choices; `arguments` those of
    the address. `listing.page.table_of` reads the rows again from these.
    """

    page: str
    query: str
    arguments: dict[str, str]
    kind: str
    name: str
    actor: Actor


Exporter = Callable[[Export], str]
"""Starts the job and returns the address where its progress is seen."""

_exporter: Exporter | None = None


def install_exporter(exporter: Exporter) -> None:
    """Called once, by `jobs`, at start-up."""
    global _exporter
    _exporter = exporter


def exporter() -> Exporter | None:
    """What large exports are handed to; None while there is nothing."""
    return _exporter


def table(columns: Sequence[Column[T]], rows: Iterable[T]) -> Iterator[list[object]]:
    """Heads, then one line per row, as plain values."""
    yield [str(column.label) for column in columns]
    for row in rows:
        yield [column.value(row) for column in columns]


def stream(lines: Iterable[Sequence[object]], kind: str, name: str) -> HttpResponseBase:
    """The lines as a file that is sent while it is read."""
    content = csv_lines(lines) if kind == "csv" else chunks(xlsx_file(lines))
    return StreamingHttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{kind}"},
    )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(lines: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV (RFC 4180) with a byte-order mark, so that spreadsheets read Chinese."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([plain_cell(_text(cell)) for cell in line])


def _text(cell: object) -> object:
    """ISO days and moments in the city's time; machines read these files."""
    if isinstance(cell, datetime):
        return cell.astimezone(clock.CITY).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, (int, float, Decimal)) else plain(cell)


def write_table(file: IO[bytes], kind: str, lines: Iterable[Sequence[object]]) -> None:
    """Write the lines as CSV or XLSX: a large export is made as a small one is."""
    if kind == "csv":
        file.writelines(line.encode() for line in csv_lines(lines))
    else:
        _fill(file, lines)


def xlsx_file(lines: Iterable[Sequence[object]]) -> IO[bytes]:
    """A workbook of one sheet in a temporary file."""
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    _fill(file, lines)
    file.seek(0)
    return file


def _fill(file: IO[bytes], lines: Iterable[Sequence[object]]) -> None:
    """Write the workbook row by row."""
    from openpyxl import Workbook  # most pages do without

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([_cell(cell) for cell in line])
    book.save(file)


def _cell(cell: object) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(clock.CITY).replace(tzinfo=None)
    if isinstance(cell, (date, int, float, Decimal)):
        return cell
    text = plain(cell)
    # openpyxl takes a leading "=" for a formula; a quote in front keeps it text.
    return plain_cell(text)


def chunks(file: IO[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """A file in pieces; closed at its end."""
    with file:
        while piece := file.read(size):
            yield piece
