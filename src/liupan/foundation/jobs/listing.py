"""Large exports of list pages, as jobs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from liupan.foundation.design.facade import Export, table_of
from liupan.foundation.jobs.files import SealedWriter
from liupan.foundation.jobs.operations import start_job
from liupan.foundation.jobs.progress import Progress
from liupan.foundation.jobs.transferring import XLSX
from liupan.kernel import clock
from liupan.kernel.sheets import FORMULA

EXPORT = "jobs.export_list"


def start_list_export(export: Export) -> str:
    """What the list page calls; returns the address where the progress is seen."""
    job_id = start_job(
        EXPORT,
        {
            "page": export.page,
            "query": export.query,
            "address": export.arguments,
            "kind": export.kind,
            "name": export.name,
        },
        title=_("Export: %(table)s") % {"table": export.name},
        owner=export.actor,
        now=clock.now(),
    )
    return reverse("workbench:job", args=[job_id])


def export_list(
    progress: Progress, *, page: str, query: str, address: dict[str, str], kind: str, name: str
) -> None:
    """Write the lines of a list as its owner may see them now."""
    export = Export(
        page=page, query=query, arguments=address, kind=kind, name=name, actor=progress.actor
    )
    lines = _counted(table_of(export), progress)
    media_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    with progress.file(f"{name}.{kind}", media_type) as file:
        (_write_xlsx if kind == "xlsx" else _write_csv)(file, lines)


def _counted(lines: Iterable[Sequence[object]], progress: Progress) -> Iterable[Sequence[object]]:
    for line in lines:
        yield line
        progress.advance()


def _write_csv(file: SealedWriter, lines: Iterable[Sequence[object]]) -> None:
    text = io.TextIOWrapper(io.BufferedWriter(cast(io.RawIOBase, file)), "utf-8-sig", newline="")
    csv.writer(text).writerows([_safe(value) for value in line] for line in lines)
    text.flush()
    text.detach().detach()


def _write_xlsx(file: SealedWriter, lines: Iterable[Sequence[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet)
            cell.value = value if isinstance(value, int | float) else str(value or "")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text stays text, also when it begins like a formula
            cells.append(cell)
        sheet.append(cells)
    book.save(cast(BinaryIO, file))


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
