"""Units are established, renamed, moved and corrected."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations import installation
from liupan.foundation.organisations.events import (
    UnitCorrected,
    UnitEstablished,
    UnitMoved,
    UnitRenamed,
)
from liupan.foundation.organisations.models import Unit, UnitName, UnitPlace
from liupan.foundation.organisations.operations.checks import (
    after,
    choice_of,
    differences,
    free,
    locked_division,
    locked_unit,
    named,
    not_ahead,
    open_on,
    same_version,
    supersede,
    valid_uscc,
)
from liupan.foundation.organisations.policies import MANAGE_UNITS
from liupan.foundation.organisations.tree import lock_tree, refresh_tree, stands_under
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.pinyin import initials, syllables
from liupan.kernel.statements import insert, update


class UnderItself(Refusal):
    """A unit cannot stand under itself or under a unit below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit to be established. `uscc` is its unified social credit code, when it has one."""

    code: str
    name: str
    category: str
    division_id: UUID
    parent_id: UUID | None
    valid_from: date
    short_name: str = ""
    uscc: str | None = None
    order: int = 0


@operation
def establish_unit(
    *,
    code: str,
    name: str,
    category: str,
    division_id: UUID,
    parent_id: UUID | None,
    valid_from: date,
    actor: Actor,
    now: datetime,
    short_name: str = "",
    uscc: str | None = None,
    order: int = 0,
) -> UUID:
    """Establish a unit below its parent (the root has none).

    Raises `CodeTaken`, `NotOpen` when the parent does not exist on that day, `InvalidInput`.
    """
    require(actor, MANAGE_UNITS, unit_id=parent_id)
    lock_tree()
    new = NewUnit(
        code=code,
        name=name,
        category=category,
        division_id=division_id,
        parent_id=parent_id,
        valid_from=valid_from,
        short_name=short_name,
        uscc=uscc,
        order=order,
    )
    unit = establish(new, actor, now)
    refresh_tree([unit.id])
    if parent_id is None:
        installation.forget()
    return unit.id


@operation
def rename_unit(
    *,
    unit_id: UUID,
    name: str,
    effective_on: date,
    actor: Actor,
    now: datetime,
    short_name: str | None = None,
) -> None:
    """Give a unit another name from a day on (更名); its former names are kept by date.

    Raises `NotYet`, `NotOpen`, `LaterChange`.
    """
    require(actor, MANAGE_UNITS, unit_id=unit_id)
    unit = locked_unit(unit_id)
    name = named(name)
    if unit.name == name:
        return nothing_changed()
    not_ahead(effective_on, now)
    open_on(unit, effective_on, unit.name)
    after(effective_on, unit.valid_from)
    supersede(unit.names.get(valid_to__isnull=True), effective_on)
    insert(UnitName(unit=unit, name=name, valid_from=effective_on))
    former, unit.name = unit.name, name
    if short_name is not None:
        unit.short_name = short_name.strip()
    _save(unit, "name", "short_name")
    fact = UnitRenamed(thing_id=unit.id, former_name=former, name=name, effective_on=effective_on)
    record(fact, actor=actor, now=now)
    return None


@operation
def move_unit(
    *,
    unit_id: UUID,
    parent_id: UUID,
    effective_on: date,
    actor: Actor,
    now: datetime,
    division_id: UUID | None = None,
) -> None:
    """Let a unit stand under another unit from a day on (划转隶属), with all that is below it.

    Needs the right over both parents. Raises `UnderItself`, `NotYet`, `NotOpen`, `LaterChange`.
    """
    lock_tree()
    unit = locked_unit(unit_id)
    require(actor, MANAGE_UNITS, unit_id=unit.parent_id)
    require(actor, MANAGE_UNITS, unit_id=parent_id)
    division_id = division_id or unit.division_id
    if (unit.parent_id, unit.division_id) == (parent_id, division_id):
        return nothing_changed()
    not_ahead(effective_on, now)
    move(unit, parent_id, division_id, effective_on, actor, now)
    refresh_tree([unit.id])
    return None


@operation
def correct_unit(
    *,
    unit_id: UUID,
    version: int,
    actor: Actor,
    now: datetime,
    name: str | None = None,
    short_name: str | None = None,
    category: str | None = None,
    uscc: str | None = None,
    order: int | None = None,
) -> None:
    """Put a slip in a unit's data right; it has always been meant so. None leaves a field alone.

    A new name from a day on is `rename_unit`. Raises `StaleVersion`, `CodeTaken`, `InvalidInput`.
    """
    require(actor, MANAGE_UNITS, unit_id=unit_id)
    unit = locked_unit(unit_id)
    theirs: dict[str, object] = {
        field: getattr(unit, field) or ""
        for field in ("name", "short_name", "category", "uscc", "order")
    }
    same_version(unit, version, theirs)
    given: dict[str, str | int | None] = {
        "name": named(name) if name is not None else None,
        "short_name": short_name.strip() if short_name is not None else None,
        "category": choice_of(Unit.Category.values, category, "category") if category else None,
        "order": order,
    }
    wanted = {field: given[field] for field in given if given[field] is not None}
    if uscc is not None:
        wanted["uscc"] = valid_uscc(uscc)
        free(Unit, "uscc", wanted["uscc"], but=unit.id)
    before, changed = differences(unit, wanted)
    if not changed:
        return nothing_changed()
    for field in changed:
        setattr(unit, field, wanted[field])
    _save(unit, *changed)
    if "name" in changed:
        unit.names.filter(valid_to__isnull=True).update(name=unit.name)
    record(UnitCorrected(thing_id=unit.id, before=before, after=changed), actor=actor, now=now)
    return None


def establish(new: NewUnit, actor: Actor, now: datetime) -> Unit:
    """Write one new unit and its fact; the caller holds the tree's lock and refreshes it."""
    code = named(new.code, "code")
    uscc = valid_uscc(new.uscc)
    free(Unit, "code", code)
    free(Unit, "uscc", uscc)
    division = locked_division(new.division_id)
    open_on(division, max(new.valid_from, division.valid_from), division.name)
    if new.parent_id:
        parent = locked_unit(new.parent_id)
        open_on(parent, new.valid_from, parent.name)
    elif Unit.objects.filter(parent__isnull=True, valid_to__isnull=True).exists():
        message = _("The city has its root unit; choose the unit above this one.")
        raise InvalidInput(message, fields={"parent_id": [message]})
    unit = insert(
        Unit(
            code=code,
            name=named(new.name),
            short_name=new.short_name.strip(),
            search_keys=search_keys(new.name, new.short_name),
            category=choice_of(Unit.Category.values, new.category, "category"),
            division=division,
            parent_id=new.parent_id,
            uscc=uscc,
            order=new.order,
            valid_from=new.valid_from,
        )
    )
    insert(UnitName(unit=unit, name=unit.name, valid_from=unit.valid_from))
    insert(
        UnitPlace(
            unit=unit, parent_id=unit.parent_id, division=division, valid_from=unit.valid_from
        )
    )
    fact = UnitEstablished(
        thing_id=unit.id,
        concerned=(unit.parent_id,) if unit.parent_id else (),
        unit_code=unit.code,
        name=unit.name,
        category=unit.category,
        parent_id=unit.parent_id,
        valid_from=unit.valid_from,
    )
    record(fact, actor=actor, now=now)
    return unit


def move(
    unit: Unit, parent_id: UUID, division_id: UUID, day: date, actor: Actor, now: datetime
) -> None:
    """Write one move and its fact; the caller holds the tree's lock and refreshes it."""
    parent = locked_unit(parent_id)
    if stands_under(parent.id, unit.id):
        raise UnderItself(_("A unit cannot stand under itself or under a unit below it."))
    open_on(unit, day, unit.name)
    open_on(parent, day, parent.name)
    after(day, unit.valid_from)
    supersede(unit.places.get(valid_to__isnull=True), day)
    insert(UnitPlace(unit=unit, parent_id=parent_id, division_id=division_id, valid_from=day))
    former, unit.parent_id, unit.division_id = unit.parent_id, parent_id, division_id
    _save(unit, "parent", "division")
    fact = UnitMoved(
        thing_id=unit.id,
        concerned=tuple(x for x in (former, parent_id) if x),
        former_parent_id=former,
        parent_id=parent_id,
        division_id=division_id,
        effective_on=day,
    )
    record(fact, actor=actor, now=now)


def search_keys(*names: str) -> str:
    """Names, their pinyin without gaps and their initials, in lower case, to find a unit by."""
    found: list[str] = []
    for name in filter(None, names):
        found += [name, "".join(syllables(name)), "".join(initials(name))]
    return " ".join(found).lower()


def _save(unit: Unit, *fields: str) -> None:
    unit.version += 1
    former = unit.names.values_list("name", flat=True)
    unit.search_keys = search_keys(unit.name, unit.short_name, *former)
    update(unit, *fields, "search_keys", "version")
