"""What is known of hosted tables, their columns and loads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.tables.models import (
    Content,
    HostedTable,
    Load,
    QualityLine,
    Structure,
    StructureColumn,
)
from liupan.foundation.tables.rules.columns import Column, Flaw, Type
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRef:
    """A hosted table. `columns` are those of its content, or of its definition while it is empty;
    `content` is None without content."""

    id: UUID
    title: str
    unit_id: UUID
    secrecy: Secrecy
    columns: tuple[Column, ...]
    rows: int
    content: int | None
    position: int
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRef:
    """How many rows of a load had a flaw in a column, "" for the row as a whole."""

    column: str
    flaw: Flaw
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRef:
    """A load and its report."""

    id: UUID
    table_id: UUID
    mode: str
    state: str
    file_name: str
    job_id: UUID | None
    asked_at: datetime
    ended_at: datetime | None
    reason: str
    rows_read: int
    wrong: int
    added: int
    changed: int
    removed: int
    quality: tuple[QualityRef, ...]


def get_table(table_id: UUID) -> TableRef:
    """A hosted table. Raises `Missing`."""
    row = HostedTable.objects.select_related("current").filter(id=table_id).first()
    if row is None:
        raise no_table()
    return table_ref(row)


def list_tables(*, unit_id: UUID) -> list[TableRef]:
    """A unit's tables, newest first, the closed ones too."""
    rows = HostedTable.objects.select_related("current").filter(unit_id=unit_id).order_by("-id")
    return [table_ref(row) for row in rows]


def list_titles(unit_ids: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """The open tables of these units, to choose from: id and title, newest first. One query."""
    rows = HostedTable.objects.filter(unit_id__in=set(unit_ids), closed_at=None)
    return list(rows.order_by("-id").values_list("id", "title"))


def list_loads(table_id: UUID, *, limit: int = 50) -> list[LoadRef]:
    """A table's loads with their reports, newest first."""
    rows = Load.objects.filter(table_id=table_id).order_by("-asked_at", "-id")[:limit]
    return [_load_ref(row) for row in rows.prefetch_related("quality")]


def get_load(load_id: UUID) -> LoadRef:
    """A load. Raises `Missing`."""
    row = Load.objects.filter(id=load_id).prefetch_related("quality").first()
    if row is None:
        raise Missing(_("There is no such load."))
    return _load_ref(row)


def table_ref(row: HostedTable) -> TableRef:
    """The table as others see it."""
    content: Content | None = row.current
    structure_id = content.structure_id if content else newest_structure(row.id)
    return TableRef(
        id=row.id,
        title=row.title,
        unit_id=row.unit_id,
        secrecy=Secrecy(row.secrecy),
        columns=columns_of(structure_id),
        rows=content.rows if content else 0,
        content=content.number if content else None,
        position=content.last_n if content else 0,
        is_closed=row.closed_at is not None,
    )


def newest_structure(table_id: UUID) -> UUID:
    """The columns that the next load brings."""
    found = Structure.objects.filter(table_id=table_id).order_by("-number").values_list("id")[:1]
    return UUID(str(found[0][0]))


def columns_of(structure_id: UUID) -> tuple[Column, ...]:
    """A structure's columns, in their order. They never change, so they are kept in memory."""
    return _columns(structure_id)


@lru_cache(maxsize=1_000)
def _columns(structure_id: UUID) -> tuple[Column, ...]:
    rows = StructureColumn.objects.filter(structure_id=structure_id).order_by("number")
    return tuple(
        Column(
            name=row.name,
            type=Type(row.type),
            length=row.length,
            is_required=row.is_required,
            unit=row.unit,
            codes=tuple(row.codes),
            pattern=row.pattern,
            least=row.least,
            most=row.most,
            key=row.key,
            is_indexed=row.is_indexed,
        )
        for row in rows
    )


def no_table() -> Missing:
    """The table is absent or closed."""
    return Missing(_("There is no such table."))


def _load_ref(row: Load) -> LoadRef:
    lines: list[QualityLine] = sorted(row.quality.all(), key=lambda line: line.id)
    return LoadRef(
        id=row.id,
        table_id=row.table_id,
        mode=row.mode,
        state=row.state,
        file_name=row.file_name,
        job_id=row.job_id,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        reason=row.reason,
        rows_read=row.rows_read,
        wrong=row.wrong,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        quality=tuple(
            QualityRef(column=line.column, flaw=Flaw(line.flaw), count=line.count) for line in lines
        ),
    )
