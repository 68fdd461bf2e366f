"""Hosted tables for tests, of this room and of others."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from liupan.foundation.jobs.tests.factories import allow, person, run_queued, unit
from liupan.foundation.tables.facade import (
    DEFINE_TABLES,
    LOAD_TABLES,
    Column,
    Filter,
    Mask,
    View,
    define_table,
    get_load,
    get_table,
    start_load,
)
from liupan.kernel.authority import Actor

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)


def keeper() -> tuple[Actor, UUID]:
    """Somebody who looks after the tables of a unit, and the unit."""
    government = unit()
    return allow(person(), DEFINE_TABLES, LOAD_TABLES, unit_id=government), government


def table(actor: Actor, unit_id: UUID, *columns: Column) -> UUID:
    """A table with these columns, empty."""
    return define_table(title="名册", unit_id=unit_id, columns=columns, actor=actor, now=NOW)


def hand_in(
    actor: Actor, table_id: UUID, content: "bytes | str", *, mode: str = "replace", **said: object
) -> UUID:
    """A file on its way; the load's id."""
    data = content.encode() if isinstance(content, str) else content
    return start_load(
        table_id=table_id, mode=mode, file_name="名册.csv", content=[data],
        actor=actor, now=NOW, **said,  # type: ignore[arg-type]
    )  # fmt: skip


def run(load_id: UUID) -> Any:
    """Run a load's job here and now."""
    job_id = get_load(load_id).job_id
    assert job_id
    return run_queued(job_id)


def load(actor: Actor, table_id: UUID, content: "bytes | str", **said: object) -> Any:
    """A file loaded, as a worker would."""
    return run(hand_in(actor, table_id, content, **said))  # type: ignore[arg-type]


def whole(table_id: UUID, scope: Sequence[Filter] = (), **masks: Mask) -> View:
    """All of a table."""
    names = tuple(column.name for column in get_table(table_id).columns)
    return View(columns=names, scope=tuple(scope), masks=masks)
