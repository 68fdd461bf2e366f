"""The job that fills a content from a file: rows checked one by one, copied in by parts.

Each part is a transaction of its own, so that no long one holds up the journal's chain; nobody
sees the content before it is published. A run that died left a content that the next run drops.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import BinaryIO, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liupan.foundation.jobs.facade import FORMATS, Progress
from liupan.foundation.tables import physical
from liupan.foundation.tables.models import Load
from liupan.foundation.tables.opening import UnreadableFile, find_form, read_lines
from liupan.foundation.tables.operations import (
    FILES,
    Filled,
    TooManyWrong,
    begin_filling,
    merges,
    publish_load,
    refuse_load,
)
from liupan.foundation.tables.proposing import heading
from liupan.foundation.tables.queries import columns_of
from liupan.foundation.tables.rules.cells import BadCell, Reader, reader
from liupan.foundation.tables.rules.columns import NUMBERS, Column, Flaw, whole
from liupan.foundation.tables.wording import FLAWS
from liupan.kernel import sheets, transfers
from liupan.kernel.errors import Refusal
from liupan.kernel.transfers import Cell, RowError

PART = 20_000
"""Rows copied in one transaction."""
LISTED = 10_000
"""Flaws that the file of errors lists; all are counted."""
SHOWN = 200
SPECIAL = re.compile("[\\\\\n\r\0]")
ESCAPED = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
CHECK_SECONDS = 600
"""How long PostgreSQL may look through what was loaded."""


@dataclass(slots=True)
class Findings:
    """What is wrong in a file: counted by column and flaw, the first ones listed."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[RowError] = field(default_factory=list)
    rows_read: int = 0
    wrong: int = 0

    def note(self, row: int, column: str, value: str, flaw: Flaw, count: int = 1) -> None:
        """One flaw, or so many of which one is listed."""
        self.counts[column, flaw.value] += count
        if len(self.listed) < LISTED:
            self.listed.append(RowError(row, column, value[:SHOWN], str(FLAWS[flaw])))


def load(progress: Progress, *, load_id: str) -> None:
    """Load a file; what was published or refused before stays as it is."""
    row, content = begin_or_none(UUID(load_id), progress)
    if row is None:
        return
    columns = columns_of(row.structure_id)
    findings = Findings()
    try:
        _fill(row, content, columns, findings, progress)
        _require_few_wrong(row, findings)
        _index(row, content, columns, progress)
        filled = _filled(content, findings)
        publish_load(load_id=row.id, filled=filled, actor=progress.actor, now=progress.now())
    except Refusal as error:
        _refuse(row, content, findings, error, progress)
        raise
    _tell(findings, progress)
    progress.outcome.update(rows=findings.rows_read, wrong=findings.wrong)
    progress.message = _("%(count)s rows were loaded.") % {
        "count": f"{findings.rows_read - findings.wrong:,}"
    }


def begin_or_none(load_id: UUID, progress: Progress) -> tuple[Load | None, int]:
    """The load and an empty content for it; None when it has ended."""
    if not Load.objects.filter(id=load_id, state=Load.State.WAITING).exists():
        return None, 0
    return begin_filling(load_id, progress.now())


def _fill(
    row: Load,
    content: int,
    columns: tuple[Column, ...],
    findings: Findings,
    progress: Progress,
) -> None:
    read = 0

    def counted() -> Iterator[bytes]:
        nonlocal read
        for chunk in FILES.read(row.id, row.asked_by, row.sealed_key):
            read += len(chunk)
            yield chunk

    form = find_form(counted, encoding=row.encoding, delimiter=row.delimiter, sheet=row.sheet)
    progress.expect(row.size, _("Reading rows"))
    read = 0
    lines = read_lines(counted, form)
    rows = rows_in(lines, heading(lines), columns, findings)
    while part := list(islice(rows, PART)):
        with transaction.atomic():
            physical.copy_in(content, part)
        progress.report(min(read, row.size), row.size)
    progress.say(_("Checking rows"))
    with transaction.atomic():
        physical.analyze(content)
    appends = row.mode == Load.Mode.APPEND
    merging = merges(row.table.current, row.structure_id, columns, row.mode)
    known_in = row.table.current_id if appends and merging else None
    check(content, columns, findings, known_in=known_in)


def rows_in(
    lines: Iterable[tuple[int, list[str]]],
    names: Sequence[str],
    columns: Sequence[Column],
    findings: Findings,
) -> Iterator[bytes]:
    """Rows that are right, as PostgreSQL's COPY takes them; the others are noted.

    Raises `UnreadableFile` when headings and columns do not fit.
    """
    width = len(names)
    pairs = _pairs(names, columns)
    tabs = len(pairs) - 1
    for number, line in lines:
        findings.rows_read += 1
        if len(line) > width:
            if any(line[width:]):
                findings.wrong += 1
                findings.note(number, "", "", Flaw.RAGGED)
                continue
            del line[width:]
        line.extend([""] * (width + 1 - len(line)))
        try:
            cells = [read(line[place]) for read, place in pairs]
            joined = "\t".join(cells)
            if SPECIAL.search(joined) or joined.count("\t") != tabs:
                joined = "\t".join(map(_escaped, cells))
            yield f"{number}\t{number}\t{joined}\n".encode()
        except (BadCell, UnicodeEncodeError):
            findings.wrong += 1
            _note_cells(number, line, pairs, columns, findings)


def check(
    content: int, columns: Sequence[Column], findings: Findings, *, known_in: int | None = None
) -> None:
    """Look through what was copied in: take out rows that the key forbids, note the rest.

    `known_in` is the content an append goes to: what has a key in it stays out.
    """
    places = physical.key_numbers(columns)
    key_name = "、".join(columns[place - 1].name for place in places)
    if places:
        empty = " OR ".join(f"{physical.cell(place, 's')} IS NULL" for place in places)
        _take_out(content, f"WHERE {empty}", key_name, Flaw.KEY_MISSING, findings)
        keys = ", ".join(map(physical.cell, places))
        twice = (
            f"USING (SELECT n AS at, row_number() OVER (PARTITION BY {keys} ORDER BY n) AS place"
            f" FROM {physical.name(content)}) d WHERE s.n = d.at AND d.place > 1"
        )
        _take_out(content, twice, key_name, Flaw.KEY_TWICE, findings)
    if places and known_in:
        there = f"USING {physical.name(known_in)} t WHERE {physical.same_key(columns, 's', 't')}"
        _take_out(content, there, key_name, Flaw.KEY_KNOWN, findings)
    for place, column in enumerate(columns, start=1):
        for flaw, condition, values in _conditions(physical.cell(place), column):
            _note_rows(content, place, column, flaw, condition, values, findings)


def _conditions(
    cell: str, column: Column
) -> Iterator[tuple[Flaw, str, list[Decimal | str | list[str]]]]:
    if column.is_required and not column.key:
        yield Flaw.MISSING, f"{cell} IS NULL", []
    if column.type in NUMBERS and column.least is not None:
        yield Flaw.OUT_OF_RANGE, f"{cell} < %s", [column.least]
    if column.type in NUMBERS and column.most is not None:
        yield Flaw.OUT_OF_RANGE, f"{cell} > %s", [column.most]
    if column.codes:
        yield Flaw.NOT_A_CODE, f"{cell} <> ALL(%s)", [list(column.codes)]
    if column.pattern:
        yield Flaw.PATTERN, f"{cell} !~ %s", [whole(column.pattern)]


def _note_rows(
    content: int,
    place: int,
    column: Column,
    flaw: Flaw,
    condition: str,
    values: list[Decimal | str | list[str]],
    findings: Findings,
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{CHECK_SECONDS}s"])
        cursor.execute(f"SELECT count(*) FROM {physical.name(content)} WHERE {condition}", values)
        count = int(cursor.fetchone()[0])
        if not count:
            return
        cursor.execute(
            f"SELECT n, {physical.cell(place)}::text FROM {physical.name(content)}"
            f" WHERE {condition} ORDER BY n LIMIT {LISTED}",
            values,
        )
        found = cursor.fetchall()
    for number, value in found:
        findings.note(number, column.name, value or "", flaw)
    findings.counts[column.name, flaw.value] += count - len(found)


def _take_out(content: int, which: str, key_name: str, flaw: Flaw, findings: Findings) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {physical.name(content)} s {which} RETURNING s.n)"
            f" SELECT n, count(*) OVER () FROM gone ORDER BY n LIMIT {LISTED}"
        )
        found = cursor.fetchall()
    for number, _count in found:
        findings.note(number, key_name, "", flaw)
    if found:
        findings.wrong += found[0][1]
        findings.counts[key_name, flaw.value] += found[0][1] - len(found)


def _pairs(names: Sequence[str], columns: Sequence[Column]) -> list[tuple[Reader, int]]:
    known = {column.name for column in columns}
    if unknown := [name for name in names if name not in known]:
        raise UnreadableFile(
            _("The table has no columns called %(names)s.") % {"names": "、".join(unknown[:10])},
            next_step=_("Correct the headings, or define the columns first."),
        )
    missing = [c.name for c in columns if (c.is_required or c.key) and c.name not in names]
    if missing:
        raise UnreadableFile(
            _("The first row lacks these headings: %(missing)s.")
            % {"missing": "、".join(missing[:10])}
        )
    places = {name: place for place, name in enumerate(names)}
    return [(reader(column), places.get(column.name, len(names))) for column in columns]


def _note_cells(
    number: int,
    line: Sequence[str],
    pairs: Sequence[tuple[Reader, int]],
    columns: Sequence[Column],
    findings: Findings,
) -> None:
    for (read, place), column in zip(pairs, columns, strict=True):
        try:
            _escaped(read(line[place])).encode()
        except BadCell as error:
            findings.note(number, column.name, line[place], error.flaw)
        except UnicodeEncodeError:
            findings.note(number, column.name, ascii(line[place]), Flaw.NOT_TEXT)


def _escaped(text: str) -> str:
    if "\0" in text:
        raise BadCell(Flaw.NOT_TEXT)
    return "".join(ESCAPED.get(sign, sign) for sign in text)


def _require_few_wrong(row: Load, findings: Findings) -> None:
    if findings.wrong > row.allowed_wrong:
        raise TooManyWrong(
            _("%(wrong)s rows are wrong, %(allowed)s were allowed. Nothing was taken in.")
            % {"wrong": f"{findings.wrong:,}", "allowed": row.allowed_wrong},
            next_step=_("Download the list of errors, correct the file and load it again."),
        )


def _index(row: Load, content: int, columns: Sequence[Column], progress: Progress) -> None:
    """Before it is seen, and only where it takes the place of what is there."""
    if merges(row.table.current, row.structure_id, columns, row.mode):
        return
    progress.say(_("Indexing"))
    with transaction.atomic():
        physical.make_indexes(content, columns)


def _filled(content: int, findings: Findings) -> Filled:
    return Filled(
        content=content,
        rows_read=findings.rows_read,
        wrong=findings.wrong,
        quality=dict(findings.counts),
    )


def _refuse(
    row: Load, content: int, findings: Findings, error: Refusal, progress: Progress
) -> None:
    _tell(findings, progress)
    refuse_load(
        load_id=row.id,
        reason=error.message,
        filled=_filled(content, findings),
        actor=progress.actor,
        now=progress.now(),
    )


def _tell(findings: Findings, progress: Progress) -> None:
    """The file that says what is wrong in which row."""
    if not findings.listed:
        return
    columns = [
        transfers.Column(key="row", label=_("Row")),
        transfers.Column(key="column", label=_("Column")),
        transfers.Column(key="value", label=_("What stands there")),
        transfers.Column(key="reason", label=_("What is wrong")),
    ]
    rows: Iterator[Mapping[str, Cell]] = (
        {"row": e.row, "column": e.column, "value": _shown(e.value), "reason": e.reason}
        for e in sorted(findings.listed, key=lambda e: e.row)
    )
    media_type, ending = FORMATS["xlsx"]
    with progress.file(_("rows with errors") + f".{ending}", media_type, role="errors") as file:
        sheets.write_xlsx(cast(BinaryIO, file), columns, rows, title=_("Errors"))


def _shown(value: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in value)
