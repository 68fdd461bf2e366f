"""Administrative divisions come, change and end."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.events import (
    DivisionAbolished,
    DivisionCorrected,
    DivisionEntered,
    DivisionReplaced,
)
from liupan.foundation.organisations.models import Division, Unit, UnitPlace
from liupan.foundation.organisations.operations.checks import (
    CodeTaken,
    after,
    differences,
    locked_division,
    named,
    not_ahead,
    open_on,
    same_version,
    supersede,
)
from liupan.foundation.organisations.policies import require_city_wide
from liupan.foundation.organisations.rules import is_division_code
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.statements import insert, update


class StillInUse(Refusal):
    """Something open stands below it or in it."""


@operation
def enter_division(
    *,
    code: str,
    name: str,
    level: int,
    parent_id: UUID | None,
    valid_from: date,
    actor: Actor,
    now: datetime,
    valid_to: date | None = None,
) -> UUID:
    """Enter an administrative division with its code (GB/T 2260: 6 digits, GB/T 10114: 9).

    Raises `CodeTaken` when the code is in use within the same time, `InvalidInput`.
    """
    require_city_wide(actor)
    division = _create(code, name, level, parent_id, valid_from, valid_to)
    fact = DivisionEntered(
        thing_id=division.id,
        concerned=(parent_id,) if parent_id else (),
        division_code=division.code,
        name=division.name,
        level=level,
    )
    record(fact, actor=actor, now=now)
    return division.id


@operation
def replace_division(
    *, division_id: UUID, code: str, name: str, effective_on: date, actor: Actor, now: datetime
) -> UUID:
    """From a day on, another name or code stands for the same ground (更名、改码、撤乡设镇).

    The old row ends, a new one begins; what stands below and in it moves along. Returns the new
    division's id. Raises `NotOpen`, `LaterChange`, `NotYet`, `CodeTaken`.
    """
    require_city_wide(actor)
    old = locked_division(division_id)
    not_ahead(effective_on, now)
    open_on(old, effective_on, old.name)
    after(effective_on, old.valid_from)
    if (code.strip(), name.strip()) == (old.code, old.name):
        nothing_changed()
        return old.id
    old.valid_to = effective_on
    old.version += 1
    update(old, "valid_to", "version")
    new = _create(code, name, old.level, old.parent_id, effective_on, None)
    Division.objects.filter(parent=old, valid_to__isnull=True).update(parent=new)
    _take_units_along(old, new, effective_on)
    fact = DivisionReplaced(
        thing_id=old.id,
        concerned=(new.id,),
        successor_id=new.id,
        division_code=new.code,
        name=new.name,
        effective_on=effective_on,
    )
    record(fact, actor=actor, now=now)
    return new.id


@operation
def correct_division(
    *, division_id: UUID, version: int, name: str, actor: Actor, now: datetime
) -> None:
    """Put a slip in a division's name right; it has always been meant so. Raises `StaleVersion`."""
    require_city_wide(actor)
    division = locked_division(division_id)
    same_version(division, version, {"name": division.name})
    before, changed = differences(division, {"name": named(name)})
    if not changed:
        return nothing_changed()
    division.name = changed["name"]
    division.version += 1
    update(division, "name", "version")
    fact = DivisionCorrected(thing_id=division.id, before=before, after=changed)
    record(fact, actor=actor, now=now)
    return None


@operation
def abolish_division(*, division_id: UUID, effective_on: date, actor: Actor, now: datetime) -> None:
    """End a division from a day on. Raises `StillInUse` while something open is in it."""
    require_city_wide(actor)
    division = locked_division(division_id)
    not_ahead(effective_on, now)
    open_on(division, effective_on, division.name)
    after(effective_on, division.valid_from)
    below = Division.objects.filter(parent=division, valid_to__isnull=True).exists()
    if below or Unit.objects.filter(division=division, valid_to__isnull=True).exists():
        raise StillInUse(
            _("Divisions or units are still in “%(name)s”.") % {"name": division.name},
            next_step=_("Move or end them first."),
        )
    division.valid_to = effective_on
    division.version += 1
    update(division, "valid_to", "version")
    fact = DivisionAbolished(thing_id=division.id, effective_on=effective_on)
    record(fact, actor=actor, now=now)


def _create(
    code: str,
    name: str,
    level: int,
    parent_id: UUID | None,
    valid_from: date,
    valid_to: date | None,
) -> Division:
    code = code.strip()
    if not is_division_code(code, level):
        message = _("This is no division code of that level.")
        raise InvalidInput(message, fields={"code": [message]})
    overlapping = Division.objects.filter(code=code).exclude(valid_to__lte=valid_from)
    if valid_to:
        overlapping = overlapping.exclude(valid_from__gte=valid_to)
    if overlapping.exists():
        message = _("“%(value)s” is taken.") % {"value": code}
        raise CodeTaken(message, fields={"code": [message]})
    return insert(
        Division(
            code=code,
            name=named(name),
            level=level,
            parent_id=parent_id,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )


def _take_units_along(old: Division, new: Division, day: date) -> None:
    for unit in Unit.objects.filter(division=old, valid_to__isnull=True):
        place = unit.places.get(valid_to__isnull=True)
        supersede(place, day)
        insert(
            UnitPlace(
                unit=unit,
                parent_id=place.parent_id,
                division=new,
                valid_from=max(day, unit.valid_from),
            )
        )
    Unit.objects.filter(division=old, valid_to__isnull=True).update(division=new)
