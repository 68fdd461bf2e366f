"""Lists for those who bring processes and watch over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from liupan.foundation.workflow.models import Definition, Instance
from liupan.foundation.workflow.rules.checking import Objection
from liupan.kernel.errors import Missing

HEAVY = ("source", "specification", "outline")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionRef:
    """A version of a process."""

    id: UUID
    code: str
    number: int
    name: str
    digest: str
    origin: str
    origin_label: str | Promise
    is_deployed: bool
    kept_at: datetime
    deployed_at: datetime | None
    tried_at: datetime | None
    objections: tuple[Objection, ...]
    running: int = 0
    instances: int = 0


@dataclass(frozen=True, slots=True)
class InstanceLine:
    """An instance in a list."""

    id: UUID
    title: str
    url: str
    process: str
    number: int
    unit_id: UUID
    state: str
    state_label: str | Promise
    started_at: datetime
    ended_at: datetime | None
    open_steps: tuple[str, ...]


def list_definitions(*, code: str = "") -> list[DefinitionRef]:
    """All versions, those of one process together, the latest first. Two queries."""
    rows = Definition.objects.filter(**({"code": code} if code else {})).defer(*HEAVY)
    return _definitions(rows.order_by("code", "-number"))


def find_definition(definition_id: UUID) -> DefinitionRef:
    """A version. Raises `Missing`."""
    found = _definitions(Definition.objects.filter(id=definition_id).defer(*HEAVY))
    if not found:
        raise Missing(_("There is no such process."))
    return found[0]


def source_of(definition_id: UUID) -> bytes:
    """The file of a version, byte for byte as it came. Raises `Missing`."""
    found = Definition.objects.filter(id=definition_id).values_list("source", flat=True).first()
    if found is None:
        raise Missing(_("There is no such process."))
    return bytes(found)


def _definitions(rows: QuerySet[Definition]) -> list[DefinitionRef]:
    """Counted by themselves: joined with what they are, 100,000 instances took five times as long
    to count."""
    found = list(rows)
    running = Count("id", filter=Q(state=Instance.State.RUNNING))
    of_these = Instance.objects.filter(definition__in=found).values_list("definition_id")
    counted = of_these.annotate(every=Count("id"), running=running)
    counts = {one: numbers for one, *numbers in counted}
    return [_definition(row, *counts.get(row.id, (0, 0))) for row in found]


def _definition(row: Definition, instances: int, running: int) -> DefinitionRef:
    return DefinitionRef(
        id=row.id,
        code=row.code,
        number=row.number,
        name=row.name,
        digest=row.digest,
        origin=row.origin,
        origin_label=Definition.Origin(row.origin).label,
        is_deployed=row.is_deployed,
        kept_at=row.kept_at,
        deployed_at=row.deployed_at,
        tried_at=row.tried_at,
        objections=tuple(Objection(**one) for one in row.objections),
        running=running,
        instances=instances,
    )


def list_instances(
    *, state: str = "", code: str = "", limit: int = 100, after: UUID | None = None
) -> Sequence[InstanceLine]:
    """Instances for those who mend, the latest first. `after`: the last one of the page before.
    Two queries, three for a later page."""
    rows = Instance.objects.select_related("definition").defer(
        "marking", "data", *(f"definition__{name}" for name in HEAVY)
    )
    if state:
        rows = rows.filter(state=state)
    if code:
        rows = rows.filter(definition__code=code)
    before = Instance.objects.filter(id__in=[after] if after else [])
    last = before.values_list("started_at", "id").first()
    if last is not None:
        started_at, one = last
        rows = rows.filter(Q(started_at__lt=started_at) | Q(started_at=started_at, id__lt=one))
    page = list(rows.order_by("-started_at", "-id").prefetch_related("items")[:limit])
    return [_line(row) for row in page]


def _line(row: Instance) -> InstanceLine:
    open_ones = [item.name for item in row.items.all() if item.state == "open"]
    return InstanceLine(
        row.id,
        row.title,
        row.url,
        row.definition.name,
        row.definition.number,
        row.unit_id,
        row.state,
        Instance.State(row.state).label,
        row.started_at,
        row.ended_at,
        tuple(open_ones),
    )
