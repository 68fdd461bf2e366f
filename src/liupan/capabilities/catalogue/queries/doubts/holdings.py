"""Who may use a resource on a day: what doubts, board and lineage need to know of grants.

Of any day: which version of a grant counted at its end, and whether the grant rested or was
revoked by then, come from what was kept when it happened.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.capabilities.catalogue.models import Grant, GrantedItem
from liupan.capabilities.catalogue.policies import FLAG
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.covering import covers, is_certain
from liupan.capabilities.catalogue.rules.permits import Mask
from liupan.capabilities.catalogue.rules.scopes import Rows, read_rows
from liupan.foundation.access.facade import rows as rights_over
from liupan.kernel import clock
from liupan.kernel.authority import Actor

IN_FORCE = """
SELECT given.id, given.resource_id, given.consumer_id, given.provider_id, counted.id,
    counted.rows, given.business, given.purpose_kind
FROM catalogue_grant given
JOIN LATERAL (
    SELECT * FROM catalogue_grantversion version
    WHERE version.grant_id = given.id AND version.at < %(end)s
    ORDER BY version.number DESC LIMIT 1
) counted ON true
JOIN LATERAL (
    SELECT step.kind FROM catalogue_grantstep step
    WHERE step.grant_id = given.id AND step.at < %(end)s AND step.kind <> 'narrow'
    ORDER BY step.at DESC, step.id DESC LIMIT 1
) latest ON latest.kind IN ('issue', 'resume')
WHERE counted.valid_from <= %(day)s AND counted.valid_until >= %(day)s
    AND given.secrecy <= %(level)s
    AND (%(resource)s::uuid IS NULL OR given.resource_id = %(resource)s)
    AND (%(grant)s::uuid IS NULL OR given.id = %(grant)s)
ORDER BY given.issued_at, given.id
"""
ANY_LEVEL = 32767


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A grant that was in force at the end of a day."""

    id: UUID
    resource_id: UUID
    consumer_id: UUID
    provider_id: UUID
    version_id: UUID
    rows: Rows
    business: str
    purpose_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A live grant: whose, which items by name and whether each is seen plain, which rows."""

    grant_id: UUID
    resource_id: UUID
    unit_id: UUID
    items: Mapping[str, bool]
    rows: Rows

    def covers(self, known: Mapping[str, str]) -> bool:
        """Whether a record with these values may be among its rows."""
        return covers(self.rows, known)

    def is_certain(self, known: Mapping[str, str]) -> bool:
        """Whether these values say so for sure."""
        return is_certain(self.rows, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantToUse:
    """A live grant under which the actor may doubt records."""

    id: UUID
    number: str
    title: str
    provider: str
    consumer: str
    business: str
    items: tuple[str, ...]


def grants_in_force(
    day: date,
    *,
    resource_id: UUID | None = None,
    grant_id: UUID | None = None,
    clearance: int = ANY_LEVEL,
) -> list[InForce]:
    """Grants in force at the end of a day, up to a level of secrecy. One query."""
    asked: dict[str, Any] = {
        "end": clock.start_of(day + timedelta(days=1)), "day": day, "level": int(clearance),
        "resource": resource_id, "grant": grant_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, asked)
        found = cursor.fetchall()
    return [
        InForce(
            id=row[0], resource_id=row[1], consumer_id=row[2], provider_id=row[3],
            version_id=row[4], rows=_rows(row[5]), business=row[6], purpose_kind=row[7],
        )
        for row in found
    ]  # fmt: skip


def list_holdings(
    day: date, *, resource_id: UUID | None = None, grant_id: UUID | None = None
) -> list[Holding]:
    """Grants in force on a day with their items. Two queries."""
    found = grants_in_force(day, resource_id=resource_id, grant_id=grant_id)
    items = _items(one.version_id for one in found)
    return [
        Holding(
            grant_id=one.id,
            resource_id=one.resource_id,
            unit_id=one.consumer_id,
            items=items.get(one.version_id, {}),
            rows=one.rows,
        )
        for one in found
    ]


def grants_to_use(actor: Actor, day: date) -> list[GrantToUse]:
    """Grants in force of the units for which the actor doubts records. Four queries."""
    if not actor.rights.get(FLAG.code):
        return []
    over = rights_over(actor, FLAG, unit="consumer_id", secrecy="secrecy")
    own = {one.id: one for one in Grant.objects.filter(over, valid_until__gte=day)}
    live = [one for one in grants_in_force(day) if one.id in own] if own else []
    items = _items(one.version_id for one in live)
    called = unit_names(unit for one in live for unit in (one.provider_id, one.consumer_id))
    return [
        GrantToUse(
            id=one.id,
            number=own[one.id].number,
            title=own[one.id].title,
            provider=called.get(one.provider_id, ""),
            consumer=called.get(one.consumer_id, ""),
            business=one.business,
            items=tuple(items.get(one.version_id, {})),
        )
        for one in live
    ]


def _items(versions: Iterable[UUID]) -> dict[UUID, dict[str, bool]]:
    """Items by version: the name, and whether it is seen plain. One query."""
    wanted: Collection[UUID] = set(versions)
    if not wanted:
        return {}
    rows = GrantedItem.objects.filter(grant_version__in=wanted).order_by("item__order")
    found: dict[UUID, dict[str, bool]] = {}
    for version, name, mask in rows.values_list("grant_version_id", "item__name", "mask"):
        found.setdefault(version, {})[name] = mask == Mask.NONE.value
    return found


def _rows(written: object) -> Rows:
    return read_rows(json.loads(written) if isinstance(written, str) else written)  # type: ignore[arg-type]
