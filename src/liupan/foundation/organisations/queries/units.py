"""Units as they stood on a day: names, places, the tree, successions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet

from liupan.foundation.changes.facade import is_alone, remembered, remembered_alone
from liupan.foundation.organisations.models import Succession, Unit, UnitName, UnitPlace, UnitTree
from liupan.foundation.organisations.queries.days import on_day
from liupan.foundation.organisations.rules import county_of

FEW = 3
"""Units that a sole writer looks up one by one, to remember them."""


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as others see it: its name and place are those of the day that was asked for.

    `county_code` is "" for units of the city itself.
    """

    id: UUID
    code: str
    name: str
    short_name: str
    category: str
    division_code: str
    parent_id: UUID | None
    uscc: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    version: int = 0
    order: int = 0

    @property
    def county_code(self) -> str:
        return county_of(self.division_code)

    @property
    def is_open(self) -> bool:
        return self.valid_to is None


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree, in the order in which a tree is read; the top has depth 0.

    `has_next`: a later sibling follows, so that lines can be drawn.
    """

    unit: UnitRef
    depth: int
    has_children: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class NameInTime:
    """A name a unit bore from a day to the day before another."""

    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PlaceInTime:
    """Where a unit stood from a day to the day before another."""

    parent_id: UUID | None
    parent_name: str
    division_name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SuccessionRef:
    """One unit took over from another on a day."""

    predecessor_id: UUID
    predecessor_name: str
    successor_id: UUID
    successor_name: str
    on: date


def list_units(ids: Iterable[UUID]) -> dict[UUID, UnitRef]:
    """The units among `ids` by id, as they are today or were at their end. One query."""
    wanted = set(ids)
    if is_alone() and len(wanted) <= FEW:
        return {one: unit for one in wanted if (unit := _unit(one))}
    if connection.in_atomic_block:
        return {unit.id: _today(unit) for unit in _with_division(id__in=wanted)}
    known = _every_unit()
    return {one: known[one] for one in wanted if one in known}


@remembered_alone("organisations.units", most=4096)
def _unit(unit_id: UUID) -> UnitRef | None:
    found = _with_division(id=unit_id).first()
    return _today(found) if found else None


@remembered("organisations.units", most=1)
def _every_unit() -> Mapping[UUID, UnitRef]:
    """Units that ever were: some thousand in a city after many years."""
    return MappingProxyType({unit.id: _today(unit) for unit in _with_division()})


def _with_division(**chosen: Any) -> QuerySet[Any]:
    return Unit.objects.filter(**chosen).annotate(division_code=F("division__code"))


def find_unit(code: str) -> UnitRef | None:
    """The unit of this code, open or not. One query."""
    found = _with_division(code=code).first()
    return _today(found) if found else None


def list_units_on(
    day: date, *, tops: Collection[UUID] | None = None, ids: Collection[UUID] | None = None
) -> list[UnitRef]:
    """All units that existed on `day` with their name and place of that day. One query, and one
    that asks whether a unit has changed since.

    Args:
        tops: only these units and what stands below them today.
        ids: only these.
    """
    asked = (None if chosen is None else frozenset(chosen) for chosen in (tops, ids))
    return list(_units_on(day, *asked))


@remembered("organisations.units", most=256)
def _units_on(
    day: date, tops: frozenset[UUID] | None, ids: frozenset[UUID] | None
) -> tuple[UnitRef, ...]:
    rows = _on(day)
    if tops is not None:
        below = UnitTree.objects.filter(ancestor_id__in=tops).values("descendant_id")
        rows = rows.filter(id__in=below)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    return tuple(_that_day(unit) for unit in rows.order_by("order", "code"))


def list_tree(day: date, *, top: UUID | None = None) -> list[Branch]:
    """The tree as it stood on `day`, whole or below `top`, parents before children. One query."""
    return list(_tree(day, top))


@remembered("organisations.units", most=64)
def _tree(day: date, top: UUID | None) -> tuple[Branch, ...]:
    units = list_units_on(day)
    known = {unit.id for unit in units}
    children: dict[UUID | None, list[UnitRef]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    tops = children[None] if top is None else [u for u in units if u.id == top]
    return tuple(_branches(tops, children, 0))


def search_units(words: str, day: date, *, limit: int = 20) -> list[UnitRef]:
    """Units that existed on `day`, found by any name they bore, pinyin, initials or code."""
    rows = _on(day)
    for word in words.lower().split():
        rows = rows.filter(Q(search_keys__contains=word) | Q(code__startswith=word))
    return [_that_day(unit) for unit in rows.order_by("order", "code")[:limit]]


def units_called(words: str, day: date, *, limit: int = 20) -> list[UnitRef]:
    """The units of `day` with just this name, short name, code or id; else those it is part of."""
    units = [branch.unit for branch in list_tree(day)]
    exact = [u for u in units if words in (u.name, u.short_name, u.code, str(u.id))]
    return exact or search_units(words, day, limit=limit)


def list_children(unit_id: UUID, day: date) -> list[UnitRef]:
    """The units that stood right below the unit on `day`. One query."""
    rows = _on(day).filter(Q(at__parent_id=unit_id)).order_by("order", "code")
    return [_that_day(unit) for unit in rows]


def list_ancestors(unit_id: UUID) -> list[UnitRef]:
    """What the unit stands under today, the root first, itself last. One query."""
    rows = Unit.objects.filter(
        id__in=UnitTree.objects.filter(descendant_id=unit_id).values("ancestor_id")
    ).annotate(division_code=F("division__code"))
    by_id = {unit.id: _today(unit) for unit in rows}
    line: list[UnitRef] = []
    above = by_id.get(unit_id)
    while above is not None:
        line.insert(0, above)
        above = by_id.get(above.parent_id) if above.parent_id else None
    return line


def list_lines_above(unit_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each unit the ids of all it stands under today, itself included. One query."""
    if is_alone() and len(unit_ids) <= FEW:
        return {unit: line for unit in unit_ids if (line := _line_above(unit))}
    lines: dict[UUID, set[UUID]] = defaultdict(set)
    pairs = UnitTree.objects.filter(descendant_id__in=unit_ids)
    for below, above in pairs.values_list("descendant_id", "ancestor_id"):
        lines[below].add(above)
    return {below: frozenset(above) for below, above in lines.items()}


@remembered_alone("organisations.units", most=4096)
def _line_above(unit_id: UUID) -> frozenset[UUID]:
    rows = UnitTree.objects.filter(descendant_id=unit_id)
    return frozenset(rows.values_list("ancestor_id", flat=True))


def list_names(unit_id: UUID) -> list[NameInTime]:
    """Every name the unit bore, the latest first. One query."""
    rows = UnitName.objects.filter(unit_id=unit_id).order_by("-valid_from")
    return [NameInTime(r.name, r.valid_from, r.valid_to) for r in rows]


def list_places(unit_id: UUID) -> list[PlaceInTime]:
    """Every place the unit had, the latest first. One query."""
    rows = UnitPlace.objects.filter(unit_id=unit_id).select_related("parent", "division")
    return [
        PlaceInTime(
            r.parent_id,
            r.parent.name if r.parent else "",
            r.division.name,
            r.valid_from,
            r.valid_to,
        )
        for r in rows.order_by("-valid_from")
    ]


def list_successions(unit_id: UUID) -> list[SuccessionRef]:
    """From whom the unit took over and who took over from it. One query."""
    rows = Succession.objects.filter(
        Q(predecessor_id=unit_id) | Q(successor_id=unit_id)
    ).select_related("predecessor", "successor")
    return [
        SuccessionRef(r.predecessor_id, r.predecessor.name, r.successor_id, r.successor.name, r.on)
        for r in rows.order_by("on", "id")
    ]


def find_root() -> UnitRef | None:
    """The unit at the top of the city's tree. One query."""
    rows = Unit.objects.filter(parent__isnull=True, valid_to__isnull=True)
    found = rows.annotate(division_code=F("division__code")).first()
    return _today(found) if found else None


def _on(day: date) -> QuerySet[Unit]:
    return (
        Unit.objects.filter(on_day(day))
        .annotate(
            called=FilteredRelation("names", condition=on_day(day, "names__")),
            at=FilteredRelation("places", condition=on_day(day, "places__")),
        )
        .annotate(
            name_then=F("called__name"),
            parent_then=F("at__parent_id"),
            division_code=F("at__division__code"),
        )
    )


def _today(unit: Unit) -> UnitRef:
    return _ref(unit, unit.name, unit.parent_id)


def _that_day(unit: Unit) -> UnitRef:
    return _ref(unit, unit.name_then, unit.parent_then)  # type: ignore[attr-defined]


def _ref(unit: Unit, name: str, parent_id: UUID | None) -> UnitRef:
    return UnitRef(
        id=unit.id,
        code=unit.code,
        name=name,
        short_name=unit.short_name,
        category=unit.category,
        division_code=unit.division_code,  # type: ignore[attr-defined]
        parent_id=parent_id,
        uscc=unit.uscc or "",
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        version=unit.version,
        order=unit.order,
    )


def _branches(
    units: list[UnitRef], children: dict[UUID | None, list[UnitRef]], depth: int
) -> Iterable[Branch]:
    for place, unit in enumerate(units, start=1):
        below = children.get(unit.id, [])
        yield Branch(unit, depth, bool(below), place < len(units))
        yield from _branches(below, children, depth + 1)
