"""A small file loaded here and now, without a job: what a program brings, not a person's upload."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.tables import physical
from liupan.foundation.tables.events import LoadStarted
from liupan.foundation.tables.loading import Findings, check, rows_in
from liupan.foundation.tables.models import Load
from liupan.foundation.tables.opening import find_form, read_lines
from liupan.foundation.tables.operations import (
    FileTooLarge,
    Filled,
    begin_filling,
    lock_table,
    merges,
    publish_load,
)
from liupan.foundation.tables.policies import LOAD_TABLES
from liupan.foundation.tables.proposing import heading
from liupan.foundation.tables.queries import columns_of, newest_structure
from liupan.foundation.tables.rules.columns import Column
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Secrecy

LARGEST = 4 * 1024**2
"""Bytes: a longer one would hold up the journal's chain."""


@operation
def load_at_once(
    *,
    table_id: UUID,
    mode: str,
    file_name: str,
    content: bytes,
    allowed_wrong: int = 0,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Load a small file in one transaction; the load's id. See `start_load`.

    Raises `FileTooLarge`, `TooManyWrong`, `UnreadableFile`, `Missing`, `NotAuthorised`.
    """
    table = lock_table(table_id)
    require(actor, LOAD_TABLES, unit_id=table.unit_id, secrecy=Secrecy(table.secrecy))
    if len(content) > LARGEST:
        raise FileTooLarge(_("The file is too large to be loaded at once."))
    if mode not in Load.Mode.values:
        raise InvalidInput(_("This kind of load is not known."))
    load = Load.objects.create(
        table=table, structure_id=newest_structure(table.id), mode=mode, size=len(content),
        file_name=safe_name(file_name), sealed_key="", allowed_wrong=allowed_wrong,
        asked_at=now, asked_by=actor.id,
    )  # fmt: skip
    fact = LoadStarted(
        thing_id=load.id, concerned=(table.id,), secrecy=Secrecy(table.secrecy),
        table_id=table.id, mode=mode, size=load.size,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    publish_load(load_id=load.id, filled=_filled(load.id, content, now), actor=actor, now=now)
    return load.id


def _filled(load_id: UUID, content: bytes, now: datetime) -> Filled:
    load, number = begin_filling(load_id, now)
    columns = columns_of(load.structure_id)
    findings = Findings()
    form = find_form(lambda: [content])
    lines = read_lines(lambda: [content], form)
    physical.copy_in(number, rows_in(lines, heading(lines), columns, findings))
    _finish(load, number, columns, findings)
    return Filled(
        content=number,
        rows_read=findings.rows_read,
        wrong=findings.wrong,
        quality=dict(findings.counts),
    )


def _finish(load: Load, number: int, columns: tuple[Column, ...], findings: Findings) -> None:
    merging = merges(load.table.current, load.structure_id, columns, load.mode)
    known_in = load.table.current_id if merging and load.mode == Load.Mode.APPEND else None
    check(number, columns, findings, known_in=known_in)
    if not merging:
        physical.make_indexes(number, columns)
