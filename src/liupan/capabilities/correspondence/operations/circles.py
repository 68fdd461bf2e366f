"""Circles: units that documents go to together (发文范围), by the words printed for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import CircleChanged
from liupan.capabilities.correspondence.models import Circle
from liupan.capabilities.correspondence.operations.upkeep import (
    By,
    Changed,
    NameTaken,
    apply,
    locked,
    put_in_use,
    require_upkeep,
    require_version,
    tell,
)
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said


@dataclass(frozen=True, slots=True)
class CircleValues:
    """What a circle says: whose, the words printed for it, its units."""

    unit_id: UUID
    name: str
    members: tuple[UUID, ...]


@operation
def add_circle(*, values: CircleValues, actor: Actor, now: datetime) -> UUID:
    """Add a circle. Raises `NameTaken`, `InvalidInput`."""
    require_upkeep(actor, values.unit_id)
    _check(values)
    row = Circle(unit_id=values.unit_id, name=values.name)
    with refused_when_taken(_taken()):
        row.save(force_insert=True)
    row.members.set(list(values.members))  # type: ignore[arg-type]  # ids will do
    return tell(row, "added", _members((), values.members), By(CircleChanged, actor, now))


@operation
def change_circle(
    *, circle_id: UUID, values: CircleValues, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change a circle; where documents went already does not change.

    Raises `StaleVersion`, `NameTaken`, `InvalidInput`.
    """
    row = locked(Circle, circle_id, actor)
    require_upkeep(actor, values.unit_id)
    before = tuple(row.members.order_by("order", "code").values_list("id", flat=True))
    require_version(row, version, {"name": row.name, "members": list(_names(before))})
    _check(values)
    changed = apply(row, {"unit_id": values.unit_id, "name": values.name})
    changed |= _members(before, values.members)
    if not changed:
        nothing_changed()
        return row.id
    row.version += 1
    with refused_when_taken(_taken()):
        row.save()
    row.members.set(list(values.members))  # type: ignore[arg-type]  # ids will do
    return tell(row, "changed", changed, By(CircleChanged, actor, now))


@operation
def retire_circle(*, circle_id: UUID, is_active: bool, actor: Actor, now: datetime) -> None:
    """Retire a circle, or restore it. Documents that name it stay as they are."""
    put_in_use(locked(Circle, circle_id, actor), is_active, By(CircleChanged, actor, now))


def _check(values: CircleValues) -> None:
    require_said(name=values.name)
    if not values.members:
        raise InvalidInput(
            _("A circle has at least one unit."), fields={"members": [_("Name at least one unit.")]}
        )


def _members(before: tuple[UUID, ...], after: tuple[UUID, ...]) -> Changed:
    if set(before) == set(after):
        return {}
    return {"members": ("、".join(_names(before)), "、".join(_names(after)))}


def _names(units: tuple[UUID, ...]) -> list[str]:
    found = list_units(units)
    return [found[unit].name for unit in units if unit in found]


def _taken() -> NameTaken:
    return NameTaken(
        _("The unit has a circle of this name already."), fields={"name": [_("Choose another.")]}
    )
