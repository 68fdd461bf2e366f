"""Tables in and out as jobs: hand in → dry run → look → confirm → one transaction; export.

What the tables are stands in `kernel.transfers`; nothing here knows a single one of them.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.jobs import keeping
from liupan.foundation.jobs.events import ExportAsked, ImportConfirmed, TableHandedIn
from liupan.foundation.jobs.models import Job, JobFile
from liupan.foundation.jobs.operations import start_job
from liupan.foundation.jobs.progress import AlreadyDone, Progress
from liupan.foundation.jobs.queries import get_job, read_upload
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel import clock, sheets, transfers
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.transfers import Cell, Checked, Column, Exporter, Importer, RowError, RowsRefused

CHECK, APPLY, EXPORT = "jobs.check_table", "jobs.import_table", "jobs.export_table"
UPLOAD_LIMIT = 20 * 1024 * 1024
FIRST_ERRORS = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "xlsx": (XLSX, "xlsx"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "csv-gb18030": ("text/csv; charset=gb18030", "csv"),
}


class TooLarge(InvalidInput):
    """The file is larger than can be taken in."""


class NotCheckedYet(Refusal):
    """The file must pass the dry run without errors before it is taken in."""


def get_exporter(name: str) -> Exporter:
    """The declared table. Raises `Missing`."""
    found = transfers.exporters().get(name)
    if found is None:
        raise Missing(_("There is no such table."))
    return found


def get_importer(name: str) -> Importer:
    """The declared table that comes in. Raises `Missing`."""
    found = get_exporter(name)
    if not isinstance(found, Importer):
        raise Missing(_("This table does not come in."))
    return found


def table_template(table: str) -> bytes:
    """An empty workbook with the headings the table asks for. Raises `Missing`."""
    found = get_importer(table)
    file = io.BytesIO()
    sheets.write_xlsx(file, found.columns, (), title=str(found.title))
    return file.getvalue()


@operation
def hand_in_table(
    *, table: str, file_name: str, content: bytes, actor: Actor, now: datetime
) -> UUID:
    """Keep the file and have it checked; returns the job whose page shows what was found.

    Raises `TooLarge`, `UnreadableFile`, `NotAuthorised`.
    """
    found = get_importer(table)
    require(actor, found.permission)
    if len(content) > UPLOAD_LIMIT:
        raise TooLarge(
            _("The file has more than %(limit)s MB.") % {"limit": UPLOAD_LIMIT // 1024**2},
            next_step=_("Hand it in in parts."),
            fields={"file": [_("Too large.")]},
        )
    media_type = _sniff(content)
    job_id = start_job(
        CHECK,
        {"table": table},
        title=_("Check: %(table)s") % {"table": found.title},
        owner=actor,
        now=now,
    )
    with keeping.new_file(
        job_id, actor.id, JobFile.Role.UPLOAD, name=file_name, media_type=media_type
    ) as file:
        file.write(content)
    fact = TableHandedIn(thing_id=job_id, table=table, size=len(content))
    record(fact, actor=actor, now=now)
    return job_id


@operation
def confirm_import(*, check_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take in what the dry run found right, in one transaction; returns the job that does it.

    Confirming again returns the same job. Raises `NotCheckedYet`.
    """
    check = get_job(actor, check_id)
    table = get_importer(str(check.arguments.get("table")))
    require(actor, table.permission)
    if check.name != CHECK or check.owner_id != actor.id:
        raise Missing(_("There is no such job."))
    if check.state != Job.State.DONE or check.outcome.get("errors", 1):
        raise NotCheckedYet(
            _("This file has not passed the check."),
            next_step=_("Correct the rows that are marked and hand it in again."),
        )
    row = Job.objects.select_for_update(no_key=True).get(id=check_id)
    if applied := row.outcome.get("applied_by"):
        nothing_changed()
        return UUID(applied)
    job_id = start_job(
        APPLY,
        {"table": table.name, "check_id": str(check_id)},
        title=_("Import: %(table)s") % {"table": table.title},
        owner=actor,
        now=now,
    )
    row.outcome = {**row.outcome, "applied_by": str(job_id)}
    row.save(update_fields=["outcome"])
    fact = ImportConfirmed(
        thing_id=job_id, concerned=(check_id,), table=table.name, check_id=check_id
    )
    record(fact, actor=actor, now=now)
    return job_id


@operation
def export_table(*, table: str, form: str, actor: Actor, now: datetime) -> UUID:
    """Have a table written to a file, as the actor may see it today; returns the job.

    Args:
        form: xlsx, csv (UTF-8) or csv-gb18030.
    """
    found = get_exporter(table)
    require(actor, found.permission)
    if form not in FORMATS:
        raise InvalidInput(_("This form is not known."), fields={"form": [_("Not known.")]})
    job_id = start_job(
        EXPORT,
        {"table": table, "form": form},
        title=_("Export: %(table)s") % {"table": found.title},
        owner=actor,
        now=now,
    )
    record(ExportAsked(thing_id=job_id, table=table, form=form), actor=actor, now=now)
    return job_id


def check_table(progress: Progress, *, table: str) -> None:
    """The dry run of a file that was handed in."""
    importer = get_importer(table)
    require(progress.actor, importer.permission)
    progress.say(_("Reading the file"))
    rows = _rows(progress.job_id, importer)
    progress.expect(len(rows), _("Checking rows"))
    found = importer.check(
        rows, actor=progress.actor, now=progress.now(), report=_reporter(progress)
    )
    _tell(progress, importer, rows, found)


def import_table(progress: Progress, *, table: str, check_id: str) -> None:
    """Take in a checked file, all rows or none, exactly once."""
    importer = get_importer(table)
    require(progress.actor, importer.permission)
    progress.say(_("Reading the file"))
    rows = _rows(UUID(check_id), importer)
    progress.expect(len(rows), _("Writing rows"))
    try:
        with progress.once() as results:
            written = importer.apply(
                rows, actor=progress.actor, now=progress.now(), report=_reporter(progress)
            )
            results.update(_figures(written))
            progress.outcome.update(results)
    except AlreadyDone:
        progress.outcome.update(progress.receipt() or {})
    except RowsRefused as error:
        _tell(progress, importer, rows, Checked(errors=error.errors))
        raise
    progress.message = _("%(count)s rows were taken in.") % {"count": len(rows)}


def write_table(progress: Progress, *, table: str, form: str) -> None:
    """Write an export, a row at a time."""
    exporter = get_exporter(table)
    require(progress.actor, exporter.permission)
    day = clock.on(progress.now())
    media_type, ending = FORMATS[form]
    progress.expect(exporter.count(actor=progress.actor, day=day), _("Writing rows"))
    rows = _counted(exporter.rows(actor=progress.actor, day=day), progress)
    name = f"{exporter.title}-{day.isoformat()}.{ending}"
    with progress.file(name, media_type) as file:
        count = _write(file, form, exporter, rows)
    progress.outcome["rows"] = count
    progress.message = _("%(count)s rows were written.") % {"count": count}


def _write(
    file: io.RawIOBase, form: str, exporter: Exporter, rows: Iterator[Mapping[str, Cell]]
) -> int:
    if form == "xlsx":
        binary = cast(BinaryIO, file)
        return sheets.write_xlsx(binary, exporter.columns, rows, title=str(exporter.title))
    encoding = "gb18030" if form == "csv-gb18030" else "utf-8-sig"
    text = io.TextIOWrapper(io.BufferedWriter(file), encoding, newline="")
    count = sheets.write_csv(text, exporter.columns, rows)
    text.flush()
    text.detach().detach()
    return count


def _counted(
    rows: Iterator[Mapping[str, Cell]], progress: Progress
) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        yield row
        progress.advance()


def _rows(check_id: UUID, importer: Importer) -> list[transfers.Row]:
    return sheets.read_rows(io.BytesIO(read_upload(check_id)), importer.columns)


def _reporter(progress: Progress) -> Callable[[int, int], None]:
    return progress.report


def _figures(found: Checked) -> dict[str, Any]:
    return {
        "added": found.added,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "errors": len(found.errors),
    }


def _tell(
    progress: Progress, importer: Importer, rows: Sequence[transfers.Row], found: Checked
) -> None:
    progress.outcome.update(_figures(found))
    progress.outcome["rows"] = len(rows)
    progress.outcome["first_errors"] = [
        {"row": e.row, "column": e.column, "value": e.value[:200], "reason": e.reason}
        for e in islice(found.errors, FIRST_ERRORS)
    ]
    if not found.errors:
        progress.message = _("All rows are right.")
        return
    progress.message = _("%(count)s errors were found.") % {"count": len(found.errors)}
    name = _("%(table)s - rows with errors.xlsx") % {"table": importer.title}
    with progress.file(name, XLSX, role="errors") as file:
        columns = [*importer.columns, Column(key="$error", label=_("Error"))]
        wrong = _wrong_rows(rows, found.errors)
        sheets.write_xlsx(cast(BinaryIO, file), columns, wrong, title=str(importer.title))


def _wrong_rows(
    rows: Sequence[transfers.Row], errors: Sequence[RowError]
) -> Iterator[Mapping[str, Cell]]:
    """The original rows that were wrong, each with all that is wrong in it."""
    reasons: dict[int, list[str]] = {}
    for error in errors:
        where = f"{error.column}: " if error.column else ""
        reasons.setdefault(error.row, []).append(f"{where}{error.reason}")
    for row in rows:
        if row.number in reasons:
            yield {**row.cells, "$error": "; ".join(reasons.pop(row.number))}
    for number, texts in sorted(reasons.items()):  # about the file, or a row that is not there
        yield {"$error": _("Row %(row)s: %(why)s") % {"row": number, "why": "; ".join(texts)}}


def _sniff(content: bytes) -> str:
    """Media type by the content itself; the name says nothing. Raises `UnreadableFile`."""
    if content.startswith(b"PK\x03\x04"):
        return XLSX
    if not content.strip() or b"\0" in content[:4096] or content.startswith((b"%PDF", b"\xd0\xcf")):
        raise sheets.UnreadableFile(
            _("This file is neither CSV nor XLSX."),
            next_step=_("Save it from your spreadsheet program as XLSX or CSV."),
            fields={"file": [_("Neither CSV nor XLSX.")]},
        )
    return "text/csv"
