"""Rows that an office has in hand are put into a table at once: no file, no job.

For what is computed or short; files of people come by `start_load`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.foundation.tables import physical
from liupan.foundation.tables.loading import Findings, check, rows_in
from liupan.foundation.tables.models import Load
from liupan.foundation.tables.operations import (
    Filled,
    begin_filling,
    lock_table,
    publish_load,
)
from liupan.foundation.tables.policies import LOAD_TABLES
from liupan.foundation.tables.queries import columns_of, newest_structure
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import Secrecy

MOST = 100_000
"""Rows that are put in at once."""


@transaction.atomic
def fill_table(
    *,
    table_id: UUID,
    names: Sequence[str],
    rows: Iterable[Sequence[str]],
    actor: Actor,
    now: datetime,
) -> UUID:
    """Put these rows into a table in place of what it holds; the load's id.

    Args:
        names: columns of the table, in the order of the cells.
        rows: cells as a file would have them, at most `MOST`; read while the connection copies,
            so that they come from memory.

    The fact it leaves is that of `publish_load`. Raises `InvalidInput` where any row is wrong,
    `Missing`, `NotAuthorised`.
    """
    table = lock_table(table_id)
    require(actor, LOAD_TABLES, unit_id=table.unit_id, secrecy=Secrecy(table.secrecy))
    load = Load.objects.create(
        table=table, structure_id=newest_structure(table.id), mode=Load.Mode.REPLACE,
        size=0, file_name="", sealed_key="", asked_at=now, asked_by=actor.id,
    )  # fmt: skip
    load, content = begin_filling(load.id, now)
    columns, findings = columns_of(load.structure_id), Findings()
    lines = ((n, list(row)) for n, row in enumerate(_few(rows), start=1))
    physical.copy_in(content, rows_in(lines, names, columns, findings))
    check(content, columns, findings)
    if findings.wrong:
        raise InvalidInput(
            _("%(count)s rows do not fit the table's columns.") % {"count": findings.wrong}
        )
    physical.make_indexes(content, columns)
    filled = Filled(
        content=content, rows_read=findings.rows_read, quality=dict(findings.counts)
    )  # fmt: skip
    publish_load(load_id=load.id, filled=filled, actor=actor, now=now)
    return load.id


def _few(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    for n, row in enumerate(rows):
        if n >= MOST:
            raise InvalidInput(_("More than %(most)s rows come as a file.") % {"most": f"{MOST:,}"})
        yield row
