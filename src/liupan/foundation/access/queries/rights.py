"""What an account may do on a day, and why."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from liupan.foundation.access.models import Binding, Clearance, RolePermission
from liupan.foundation.access.queries.bindings import on_day, spans_of_people
from liupan.foundation.access.rules import Way, is_effective, overlap, separated
from liupan.foundation.changes.facade import is_alone, remembered
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import (
    Holder,
    PostHeld,
    find_installation,
    list_holders,
    list_lines_above,
    list_people_in,
    list_posts_held,
    list_units,
    settled,
)
from liupan.kernel.authority import ANYWHERE, Duty
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import find

NONE: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldRole(Way):
    """A role as it reaches one person, over which units, and by which grant."""

    binding_id: UUID
    role_id: UUID
    units: frozenset[UUID]
    needs_second_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a person has a right: permission → role → grant → post → granted by whom and when.

    `post_title` is "" for a grant to the person; `everyone_in` names the unit for a grant to all.
    `is_effective` is False where the wall between duties keeps the right from working.
    """

    account_id: UUID
    account_name: str
    permissions: tuple[str, ...]
    role_code: str
    role_name: str
    duty: Duty
    binding_id: UUID
    post_title: str
    post_unit: str
    everyone_in: str
    reach: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    granted_by: str
    granted_at: datetime
    is_effective: bool = True


def held_roles(account_id: UUID, day: date) -> list[HeldRole]:
    """The roles a person may use on `day`, the wall between duties observed. Three queries."""
    held, lines = _posts_and_lines(account_id, day)
    return separated(
        HeldRole(
            duty=Duty(row.role.duty),
            is_personal=row.everyone_in_id is None,
            binding_id=row.id,
            role_id=row.role_id,
            units=_reach(row, held, lines),
            needs_second_factor=row.role.needs_second_factor,
        )
        for row in _rows_reaching(account_id, held, lines, day)
    )


def rights_of(account_id: UUID, day: date) -> dict[str, frozenset[UUID]]:
    """Permission code to the units at the top of its reach, on `day`. Four queries.

    Over the city's root unit is over everything, so that nothing need be joined.
    """
    held = held_roles(account_id, day)
    units_by_role: dict[UUID, set[UUID]] = defaultdict(set)
    for role in held:
        units_by_role[role.role_id] |= role.units
    permits = RolePermission.objects.filter(role_id__in=units_by_role) if held else ()
    rights: dict[str, set[UUID]] = defaultdict(set)
    for permit in permits:
        rights[permit.permission] |= units_by_role[permit.role_id]
    found = find_installation()
    root = found.root_unit_id if found else None
    return {
        code: frozenset({ANYWHERE}) if root in units else frozenset(units)
        for code, units in rights.items()
    }


@remembered("access.rights", "organisations.units", "organisations.posts", most=2000)
def needs_second_factor(account_id: UUID, day: date) -> bool:
    """Whether a role the person holds on `day` asks for a second factor."""
    return any(role.needs_second_factor for role in held_roles(account_id, day))


def clearance_of(account_id: UUID) -> Secrecy:
    """The person's own clearance; internal until said otherwise."""
    row = find(Clearance, account_id)
    return Secrecy(row.level) if row else Secrecy.INTERNAL


def why(account_id: UUID, day: date) -> list[Reason]:
    """All that reaches a person on `day` and why, also what the wall between duties stops."""
    held, lines = _posts_and_lines(account_id, day)
    rows = _with_names(_rows_reaching(account_id, held, lines, day))
    return _reasons([_Reached(row, account_id, _reach(row, held, lines)) for row in rows], day)


def who_can(permission: str, day: date, *, unit_id: UUID | None = None) -> list[Reason]:
    """Who holds `permission` on `day`, over the unit when one is named, and why."""
    rows = _with_names(
        Binding.objects.filter(on_day(day), role__permissions__permission=permission)
    )
    reached = _everybody_reached(rows, day)
    if unit_id:
        line = list_lines_above([unit_id]).get(unit_id, frozenset())
        reached = [one for one in reached if one.units & line]
    return _reasons(reached, day)


def holders_of(permission: str, day: date, *, unit_id: UUID | None = None) -> frozenset[UUID]:
    """Accounts that hold `permission` over the unit, or over any, on `day`. Three small queries
    when remembered."""
    if unit_id is not None:
        return holders_over(permission, day, unit_ids=[unit_id])[unit_id]
    return frozenset(account for account, _units in _holders(permission, _settled(day)))


def holders_over(
    permission: str, day: date, *, unit_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """For each unit the accounts that hold `permission` over it on `day`. As many queries."""
    found = _holders(permission, _settled(day))
    lines = list_lines_above(unit_ids)
    return {
        unit: frozenset(account for account, units in found if units & lines.get(unit, NONE))
        for unit in unit_ids
    }


def _settled(day: date) -> date:
    """For who writes alone the first day since when people hold what they hold on `day`."""
    if not is_alone():
        return day
    grants = [one for one in _days_of_grants() if one <= day]
    return max([settled(day), *grants[-1:]])


@remembered("access.rights", most=1)
def _days_of_grants() -> tuple[date, ...]:
    """The days on which a grant began or ended. One query."""
    spans = Binding.objects.values_list("valid_from", "valid_to").distinct()
    return tuple(sorted({day for span in spans for day in span if day}))


@remembered(
    "access.rights", "organisations.units", "organisations.posts", most=64, in_transactions=True
)
def _holders(permission: str, day: date) -> tuple[tuple[UUID, frozenset[UUID]], ...]:
    """Who holds the permission and over which units, the wall between duties observed.

    Every notice asks, often hundreds in one transaction.
    """
    rows = Binding.objects.filter(on_day(day), role__permissions__permission=permission)
    reached = _everybody_reached(rows.select_related("role"), day)
    counts = _counts(reached, day)
    return tuple((one.account_id, one.units) for one in reached if counts(one))


@dataclass(frozen=True, slots=True)
class _Reached:
    """A grant, one of the people it reaches, and the units over which."""

    row: Binding
    account_id: UUID
    units: frozenset[UUID]


def _posts_and_lines(
    account_id: UUID, day: date
) -> tuple[list[PostHeld], dict[UUID, frozenset[UUID]]]:
    held = list_posts_held(account_id, day)
    return held, list_lines_above({post.unit_id for post in held}) if held else {}


def _rows_reaching(
    account_id: UUID, held: list[PostHeld], lines: dict[UUID, frozenset[UUID]], day: date
) -> QuerySet[Binding]:
    above = {unit for line in lines.values() for unit in line}
    return Binding.objects.filter(
        on_day(day),
        Q(account_id=account_id)
        | Q(post_id__in=[post.post_id for post in held])
        | Q(everyone_in_id__in=above),
    ).select_related("role")


def _with_names(rows: QuerySet[Binding]) -> QuerySet[Binding]:
    related = ("role", "post__unit", "everyone_in")
    named = rows.select_related(*related).prefetch_related("role__permissions")
    return named.order_by("role__duty", "role__name", "valid_from", "id")


def _reach(
    row: Binding, held: Iterable[PostHeld], lines: dict[UUID, frozenset[UUID]]
) -> frozenset[UUID]:
    if row.unit_id:
        return frozenset({row.unit_id})
    if row.post_id:
        return frozenset(post.unit_id for post in held if post.post_id == row.post_id)
    return frozenset(unit for unit, line in lines.items() if row.everyone_in_id in line)


def _everybody_reached(rows: Iterable[Binding], day: date) -> list[_Reached]:
    rows = list(rows)
    by_post: dict[UUID, list[Holder]] = defaultdict(list)
    for holder in list_holders({row.post_id for row in rows if row.post_id}, day):
        by_post[holder.post_id].append(holder)
    everyone: dict[UUID | None, list[Holder]] = {
        unit: list_people_in(unit, day, below=True)
        for unit in {row.everyone_in_id for row in rows if row.everyone_in_id}
    }
    reached: list[_Reached] = []
    for row in rows:
        if row.account_id and row.unit_id:
            reached.append(_Reached(row, row.account_id, frozenset({row.unit_id})))
            continue
        units: dict[UUID, set[UUID]] = defaultdict(set)
        people = by_post[row.post_id] if row.post_id else everyone.get(row.everyone_in_id, [])
        for person in people:
            units[person.account_id].add(row.unit_id or person.unit_id)
        reached += [_Reached(row, account, frozenset(found)) for account, found in units.items()]
    return reached


def _reasons(reached: list[_Reached], day: date) -> list[Reason]:
    people = {one.account_id for one in reached}
    names = list_accounts(people | {one.row.granted_by for one in reached})
    units = list_units({unit for one in reached for unit in one.units})
    counts = _counts(reached, day)
    return [
        Reason(
            account_id=one.account_id,
            account_name=names[one.account_id].name,
            permissions=tuple(sorted(p.permission for p in one.row.role.permissions.all())),
            role_code=one.row.role.code,
            role_name=one.row.role.name,
            duty=Duty(one.row.role.duty),
            binding_id=one.row.id,
            post_title=one.row.post.title if one.row.post else "",
            post_unit=one.row.post.unit.name if one.row.post else "",
            everyone_in=one.row.everyone_in.name if one.row.everyone_in else "",
            reach=tuple(sorted(units[unit].name for unit in one.units)),
            valid_from=one.row.valid_from,
            valid_to=one.row.valid_to,
            granted_by=names[one.row.granted_by].name if one.row.granted_by in names else "",
            granted_at=one.row.granted_at,
            is_effective=counts(one),
        )
        for one in reached
    ]


def _counts(reached: Iterable[_Reached], day: date) -> Callable[[_Reached], bool]:
    """Whether the wall between duties lets what reaches a person count on `day`."""
    personal = {
        person: {s.duty for s in spans if overlap(s.valid_from, s.valid_to, day, _next(day))}
        for person, spans in spans_of_people({one.account_id for one in reached}).items()
    }
    return lambda one: is_effective(
        Way(Duty(one.row.role.duty), one.row.everyone_in_id is None),
        personal.get(one.account_id, set()),
    )


def _next(day: date) -> date:
    return day + timedelta(days=1)
