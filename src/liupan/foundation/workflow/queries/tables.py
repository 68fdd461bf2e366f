"""Decision tables for those who bring them: versions, who asks them, trying one with values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.workflow.models import Definition, Table
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.tables import Said, check_table
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRef:
    """A version of a decision table."""

    id: UUID
    code: str
    number: int
    digest: str
    is_deployed: bool
    kept_at: datetime
    deployed_at: datetime | None
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A version with what was found in it: `findings` do not keep it from being asked. `names`:
    what it reads, with types; `rules` of the deciding table as (tests, results); `asked_by`:
    processes."""

    found: TableRef
    objections: tuple[str, ...]
    findings: tuple[str, ...]
    names: Mapping[str, str]
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    rules: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    asked_by: tuple[tuple[UUID, str], ...]


def list_tables(*, code: str = "") -> list[TableRef]:
    """All versions, those of one table together, the latest first. One query."""
    rows = Table.objects.filter(**({"code": code} if code else {})).defer("source")
    return [_ref(row) for row in rows.order_by("code", "-number")]


def find_table(table_id: UUID) -> TableRef:
    """A version. Raises `Missing`."""
    return _ref(_row(table_id))


def table_source_of(table_id: UUID) -> bytes:
    """The file of a version, byte for byte as it came. Raises `Missing`."""
    return bytes(_row(table_id).source)


def describe_table(table_id: UUID) -> TablePage:
    """A version and what was found in it. Two queries. Raises `Missing`."""
    row = _row(table_id)
    checked = check_table(bytes(row.source))
    deciding = checked.read.decisions[-1].table if checked.read else None
    inputs = tuple(one.label for one in deciding.inputs) if deciding else ()
    outputs = tuple(one.name for one in deciding.outputs) if deciding else ()
    return TablePage(
        found=_ref(row),
        objections=checked.objections,
        findings=checked.findings,
        names=checked.read.names if checked.read else {},
        columns=(inputs, outputs),
        rules=tuple((one.tests, one.results) for one in (deciding.rules if deciding else ())),
        asked_by=_asked_by(row.code),
    )


def ask_table(*, table_id: UUID, values: Mapping[str, Any], actor: Actor) -> Said:
    """What a version decides from these values; nothing is written.

    Raises `NotAuthorised`, `Missing`, and what keeps it from deciding.
    """
    require(actor, DEPLOY)
    checked = check_table(bytes(_row(table_id).source))
    if checked.read is None:
        raise Refusal(checked.objections[0])
    return checked.read.ask(values)


def _asked_by(code: str) -> tuple[tuple[UUID, str], ...]:
    rows = Definition.objects.filter(is_deployed=True).order_by("code", "-number")
    latest = rows.distinct("code").values_list("id", "name", "outline")
    return tuple(
        (one, name)
        for one, name, outline in latest
        if any(asked == code for asked, *_more in outline.get("tables", {}).values())
    )


def _row(table_id: UUID) -> Table:
    row = Table.objects.filter(id=table_id).first()
    if row is None:
        raise Missing(_("There is no such decision table."))
    return row


def _ref(row: Table) -> TableRef:
    return TableRef(
        id=row.id,
        code=row.code,
        number=row.number,
        digest=row.digest,
        is_deployed=row.is_deployed,
        kept_at=row.kept_at,
        deployed_at=row.deployed_at,
        objections=tuple(row.objections),
    )
