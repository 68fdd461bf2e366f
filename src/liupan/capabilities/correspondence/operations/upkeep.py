"""Templates, codes and circles have one life: added, changed, retired, restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import Upkept
from liupan.capabilities.correspondence.models import Circle, Code, Template
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.foundation.journal.facade import nothing_changed, record
from liupan.foundation.organisations.facade import find_root
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion

Row = Code | Template | Circle
R = TypeVar("R", Code, Template, Circle)
Changed = dict[str, tuple[str, str]]
LONGEST = 1000
"""Characters of a value that the journal keeps; of longer ones their beginning."""


class NameTaken(InvalidInput):
    """Another one is called so."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, when, and by which fact it is told."""

    fact: type[Upkept]
    actor: Actor
    now: datetime


def require_upkeep(actor: Actor, unit_id: UUID | None) -> None:
    """Raises `NotAuthorised` unless the actor manages the unit; the city, for what is of all."""
    root = find_root() if unit_id is None else None
    require(actor, MANAGE, unit_id=root.id if root else unit_id)


def locked(kind: type[R], row_id: UUID, actor: Actor) -> R:
    """The row, locked, for who may change it. Raises `Missing`, `NotAuthorised`."""
    row: R | None = kind.objects.select_for_update().filter(id=row_id).first()
    if row is None:
        require(actor, MANAGE)
        raise Missing(_("There is nothing like this."))
    require_upkeep(actor, row.unit_id)
    return row


def require_version(row: Row, version: int, theirs: Mapping[str, object]) -> None:
    """Raises `StaleVersion` with what is stored when somebody changed the row meanwhile."""
    if row.version != version:
        raise StaleVersion(
            _("Somebody changed this meanwhile."),
            theirs={**theirs, "version": row.version},
            next_step=_("Look at what it says now and decide again."),
        )


def apply(row: Row, values: Mapping[str, Any]) -> Changed:
    """Put the values on the row, unsaved: field to before and after."""
    changed: Changed = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = (str(before)[:LONGEST], str(value)[:LONGEST])
            setattr(row, name, value)
    return changed


def tell(row: Row, act: str, changed: Changed, by: By) -> UUID:
    """Leave the fact; returns the row's id."""
    fact = by.fact(thing_id=row.id, act=act, unit_id=row.unit_id, name=str(row), changed=changed)
    record(fact, actor=by.actor, now=by.now)
    return row.id


def put_in_use(row: Row, is_active: bool, by: By) -> None:
    """Retire the row, or restore it. What was made with it stays as it is."""
    if row.is_active == is_active:
        nothing_changed()
        return
    row.is_active = is_active
    row.version += 1
    row.save(update_fields=["is_active", "version"])
    tell(row, "restored" if is_active else "retired", {}, by)
