"""Which services a unit's systems may see, and by which of its grants they may use them, as it
stands at this moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.catalogue.facade import GrantRef, Mode, list_grants
from liupan.capabilities.exchange.models import Service, System, Usage
from liupan.capabilities.exchange.queries.allowing import is_here
from liupan.capabilities.exchange.rules.services import State
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A service that is online, with the unit's live grants for queries of it."""

    code: str
    title: str
    provider_code: str
    provider_name: str
    resource_id: UUID
    grants: tuple[GrantRef, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A unit or a system that takes part; `subsystem` is empty for the unit itself."""

    unit_code: str
    name: str
    subsystem: str = ""


def list_offered(unit_id: UUID, *, now: datetime, provider_code: str = "") -> list[Offered]:
    """Services that are online here: public ones, and whatever the unit has a live grant for."""
    grants = _live(unit_id, now)
    found = [one for one in _online(provider_code) if is_here(one)]
    names = list_units({one.provider_id for one in found})
    return [
        Offered(
            code=one.code,
            title=one.title,
            provider_code=one.provider.code,
            provider_name=names[one.provider_id].name if one.provider_id in names else "",
            resource_id=one.resource_id,
            grants=grants.get(one.resource_id, ()),
        )
        for one in found
        if one.secrecy == Secrecy.PUBLIC or one.resource_id in grants
    ]


def _live(unit_id: UUID, now: datetime) -> dict[UUID, tuple[GrantRef, ...]]:
    found: dict[UUID, tuple[GrantRef, ...]] = {}
    for grant in list_grants(now=now, consumer_ids=[unit_id], live_only=True):
        if Mode.QUERY in grant.modes:
            found[grant.resource_id] = (*found.get(grant.resource_id, ()), grant)
    return found


def _online(provider_code: str) -> "QuerySet[Service]":
    rows = Service.objects.filter(state=State.ONLINE.value).select_related("provider")
    return (rows.filter(provider__code=provider_code) if provider_code else rows).order_by("code")


def list_members() -> list[Member]:
    """Units that give or take, then their systems, by code. Two queries and one for names."""
    systems = list(System.objects.filter(closed_at=None).select_related("unit"))
    providers = [one.provider for one in _online("")]
    units = {unit.id: unit for unit in [*providers, *(one.unit for one in systems)]}
    names = list_units(units)
    own = [
        Member(unit.code, names[unit.id].name)
        for unit in sorted(units.values(), key=lambda one: one.code)
    ]
    return own + sorted(
        (Member(one.unit.code, one.name, one.code) for one in systems),
        key=lambda one: (one.unit_code, one.subsystem),
    )


def services_of_resources(resource_ids: Collection[UUID]) -> dict[UUID, str]:
    """Codes of the services that deliver these resources now."""
    rows = Service.objects.filter(resource_id__in=set(resource_ids), state=State.ONLINE.value)
    return dict(rows.values_list("resource_id", "code"))


def calls_today(grant_ids: Collection[UUID], *, now: datetime) -> dict[UUID, int]:
    """Calls made today by grant; those without any are absent. One query."""
    rows = Usage.objects.filter(grant_id__in=set(grant_ids), day=clock.on(now))
    return dict(rows.values_list("grant_id", "calls"))
