"""Roles, grants and clearances as the security administrator and the auditor read them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from liupan.foundation.access.models import Binding, Clearance, Role
from liupan.foundation.access.queries.bindings import on_day
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import units_below
from liupan.kernel.authority import ANYWHERE, Duty
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A role, what it permits, and how many grants of it hold today."""

    id: UUID
    code: str
    name: str
    duty: Duty
    needs_second_factor: bool
    is_built_in: bool
    permits: tuple[str, ...]
    version: int
    grants: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRef:
    """A grant: who has which role over what, by whom and when. Names are today's."""

    id: UUID
    role_code: str
    role_name: str
    duty: Duty
    account_id: UUID | None
    account_name: str
    post_id: UUID | None
    post_title: str
    post_unit: str
    everyone_in_id: UUID | None
    everyone_in: str
    unit_id: UUID | None
    unit_name: str
    valid_from: date
    valid_to: date | None
    granted_by: str
    granted_at: datetime
    version: int

    def holds_on(self, day: date) -> bool:
        """Whether the grant holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


@dataclass(frozen=True, slots=True)
class ClearanceRef:
    """A person's clearance; `version` 0 says that none was ever set and the default holds."""

    account_id: UUID
    account_name: str
    level: Secrecy
    version: int


def list_roles(day: date) -> list[RoleRef]:
    """All roles, administrators' first. Three queries."""
    counts = Counter(Binding.objects.filter(on_day(day)).values_list("role_id", flat=True))
    rows = Role.objects.prefetch_related("permissions").order_by("-duty", "name")
    return [_role(row, counts[row.id]) for row in rows]


def find_role(code: str) -> RoleRef | None:
    """The role of this code. Two queries."""
    row = Role.objects.prefetch_related("permissions").filter(code=code).first()
    return _role(row, 0) if row else None


def list_grants(
    *,
    tops: Collection[UUID],
    day: date | None = None,
    role_code: str = "",
    account_id: UUID | None = None,
    post_ids: Collection[UUID] | None = None,
    unit_id: UUID | None = None,
    granted_from: datetime | None = None,
) -> list[GrantRef]:
    """All grants within `tops` (what the reader may see), the newest first. One query.

    Args:
        day: only those that hold on this day.
        granted_from: only those granted at this moment or later.
    """
    rows = within(tops)
    if day:
        rows = rows.filter(on_day(day))
    if role_code:
        rows = rows.filter(role__code=role_code)
    if account_id:
        rows = rows.filter(account_id=account_id)
    if post_ids is not None:
        rows = rows.filter(post_id__in=post_ids)
    if unit_id:
        rows = rows.filter(
            Q(unit_id=unit_id) | Q(post__unit_id=unit_id) | Q(everyone_in_id=unit_id)
        )
    if granted_from:
        rows = rows.filter(granted_at__gte=granted_from)
    return _grants(rows.order_by("-granted_at", "-id"))


def list_ending_grants(
    *, tops: Collection[UUID], day: date, before: date, limit: int
) -> list[GrantRef]:
    """Grants that hold on `day` and end before another, the first to end first. One query."""
    return _grants(_ending(tops, day, before).order_by("valid_to", "id")[:limit])


def count_ending_grants(*, tops: Collection[UUID], day: date, before: date) -> int:
    """How many those are."""
    return _ending(tops, day, before).count()


def _ending(tops: Collection[UUID], day: date, before: date) -> QuerySet[Binding]:
    return within(tops).filter(on_day(day), valid_to__lt=before)


def within(tops: Collection[UUID]) -> QuerySet[Binding]:
    """The grants within `tops`."""
    if ANYWHERE in tops:
        return Binding.objects.all()
    below = units_below(tops)
    return Binding.objects.filter(Q(unit_id__in=below) | Q(post__unit_id__in=below))


def find_grant(binding_id: UUID) -> GrantRef | None:
    """One grant. One query."""
    return next(iter(_grants(Binding.objects.filter(id=binding_id))), None)


@asked
def _clearances(account_ids: list[UUID]) -> QuerySet[Clearance]:
    return Clearance.objects.filter(account_id__any_of=account_ids)


def list_clearances(account_ids: Collection[UUID]) -> list[ClearanceRef]:
    """The clearances of these people, also of those for whom none was set. Two queries."""
    found = {row.account_id: row for row in _clearances(list(account_ids))}
    listed = [
        ClearanceRef(
            account_id=person.id,
            account_name=person.name,
            level=Secrecy(found[person.id].level) if person.id in found else Secrecy.INTERNAL,
            version=found[person.id].version if person.id in found else 0,
        )
        for person in list_accounts(account_ids).values()
    ]
    return sorted(listed, key=lambda c: (-c.level, c.account_name, c.account_id))


def list_cleared(account_ids: Collection[UUID], level: Secrecy) -> frozenset[UUID]:
    """Those of the people who may see things of this level. Below state secrets it is everybody,
    and nothing is asked; else two queries."""
    if level < Secrecy.SECRET or not account_ids:
        return frozenset(account_ids)
    return frozenset(one.account_id for one in list_clearances(account_ids) if one.level >= level)


def list_set_clearances(*, offset: int = 0, limit: int = 50) -> list[ClearanceRef]:
    """The clearances that were set, the highest first, then by name. One query."""
    rows = Clearance.objects.annotate(account_name=F("account__name"))
    return [
        ClearanceRef(row.account_id, row.account_name, Secrecy(row.level), row.version)
        for row in rows.order_by("-level", "account_name", "account_id")[offset : offset + limit]
    ]


def _role(row: Role, grants: int) -> RoleRef:
    return RoleRef(
        id=row.id,
        code=row.code,
        name=row.name,
        duty=Duty(row.duty),
        needs_second_factor=row.needs_second_factor,
        is_built_in=row.is_built_in,
        permits=tuple(sorted(p.permission for p in row.permissions.all())),
        version=row.version,
        grants=grants,
    )


def _grants(rows: QuerySet[Binding]) -> list[GrantRef]:
    return [grant(row) for row in named(rows)]


def named(rows: QuerySet[Binding]) -> QuerySet[Binding]:
    """The grants with today's names of everybody and everything in them, in one query."""
    by = get_user_model().objects.filter(id=OuterRef("granted_by")).values("name")
    return rows.select_related("role").annotate(
        role_name=F("role__name"),
        account_name=F("account__name"),
        post_title=F("post__title"),
        post_unit=F("post__unit__name"),
        everyone_in_name=F("everyone_in__name"),
        unit_name=F("unit__name"),
        granted_by_name=Subquery(by),
    )


def grant(row: Any) -> GrantRef:
    """A row of `named` by value."""
    return GrantRef(
        id=row.id,
        role_code=row.role.code,
        role_name=row.role_name,
        duty=Duty(row.role.duty),
        account_id=row.account_id,
        account_name=row.account_name or "",
        post_id=row.post_id,
        post_title=row.post_title or "",
        post_unit=row.post_unit or "",
        everyone_in_id=row.everyone_in_id,
        everyone_in=row.everyone_in_name or "",
        unit_id=row.unit_id,
        unit_name=row.unit_name or "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        granted_by=row.granted_by_name or "",
        granted_at=row.granted_at,
        version=row.version,
    )
