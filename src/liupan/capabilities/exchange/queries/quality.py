"""How good a service's data are: what each load found wrong, by column, and how that moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.policies import keeps, visible_services
from liupan.foundation.tables.facade import FLAWS, LoadRef, list_loads
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FlawLine:
    """A flaw of a column in the latest load, and in the one before."""

    column: str
    flaw: str
    count: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """A load with its figures; `share` of rows that were taken in, in percent."""

    at: datetime
    file_name: str
    state: str
    rows: int
    wrong: int
    noted: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityView:
    """The report of a service's table."""

    code: str
    title: str
    flaws: Sequence[FlawLine]
    loads: Sequence[LoadLine]


def get_quality(actor: Actor, service_id: UUID) -> QualityView:
    """The report, for its keeper alone. Raises `Missing`."""
    service = Service.objects.filter(visible_services(actor), id=service_id).first()
    if service is None or not keeps(actor, service) or service.table_id is None:
        raise Missing(_("No table is hosted for this service."))
    loads = list_loads(service.table_id, limit=MOST)
    ended = [one for one in loads if one.ended_at]
    return QualityView(
        code=service.code, title=service.title, flaws=_flaws(ended), loads=[*map(_load, loads)]
    )


def _flaws(loads: Sequence[LoadRef]) -> list[FlawLine]:
    if not loads:
        return []
    before = {(q.column, q.flaw): q.count for q in loads[1].quality} if len(loads) > 1 else {}
    lines = [
        FlawLine(
            column=one.column, flaw=str(FLAWS[one.flaw]), count=one.count,
            before=before.get((one.column, one.flaw), 0),
        )
        for one in loads[0].quality
    ]  # fmt: skip
    return sorted(lines, key=lambda line: -line.count)


def _load(load: LoadRef) -> LoadLine:
    read = load.rows_read
    return LoadLine(
        at=load.asked_at,
        file_name=load.file_name,
        state=load.state,
        rows=read,
        wrong=load.wrong,
        noted=max(sum(one.count for one in load.quality) - load.wrong, 0),
        share=round(100 * (read - load.wrong) / read, 2) if read else None,
    )
