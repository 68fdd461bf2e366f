"""Administrative divisions as they stood on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.foundation.organisations.models import Division
from liupan.foundation.organisations.queries.days import on_day


@dataclass(frozen=True, slots=True)
class DivisionRef:
    """A division as others see it; `level` is 1 region, 2 city, 3 county, 4 township."""

    id: UUID
    code: str
    name: str
    level: int
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None
    version: int


def list_divisions(day: date, *, level: int | None = None) -> list[DivisionRef]:
    """The divisions that existed on `day`, by code. One query."""
    rows = Division.objects.filter(on_day(day)).order_by("code")
    return [_ref(row) for row in (rows.filter(level=level) if level else rows)]


def find_division(code: str, day: date) -> DivisionRef | None:
    """The division that had this code on `day`. One query."""
    row = Division.objects.filter(on_day(day), code=code).first()
    return _ref(row) if row else None


def find_division_by_id(division_id: UUID) -> DivisionRef | None:
    """The division with this id, open or not. One query."""
    row = Division.objects.filter(id=division_id).first()
    return _ref(row) if row else None


def list_former_divisions(day: date) -> list[DivisionRef]:
    """The divisions that had ended by `day`, the latest first. One query."""
    return [_ref(r) for r in Division.objects.filter(valid_to__lte=day).order_by("-valid_to")]


def _ref(row: Division) -> DivisionRef:
    return DivisionRef(
        id=row.id,
        code=row.code,
        name=row.name,
        level=row.level,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
    )
