"""Systems for pages: lists, and one with its credentials and its unit's grants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, CharFilter

from liupan.capabilities.catalogue.facade import list_grants
from liupan.capabilities.exchange.models import Credential, Service, System
from liupan.capabilities.exchange.policies import keeps_system, visible_services, visible_systems
from liupan.capabilities.exchange.queries.rows import ShapedRows
from liupan.capabilities.exchange.queries.wording import modes_words
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

MOST = 20
"""Grants that a page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemLine:
    """A system as a list shows it."""

    id: UUID
    code: str
    name: str
    unit: str
    registered_at: datetime
    is_closed: bool
    credentials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialLine:
    """A credential; what it proves with is not shown."""

    id: UUID
    key_id: str
    kind: str
    made_at: datetime
    expires_at: datetime
    is_live: bool
    is_revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Callable:
    """What the system may call: a service, and the grant it is called under."""

    service_id: UUID
    service: str
    title: str
    grant: str
    modes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """A system with its credentials and what it may call."""

    line: SystemLine
    unit_id: UUID
    unit_code: str
    contact: str
    version: int
    is_kept: bool
    credentials: Sequence[CredentialLine]
    callables: Sequence[Callable]
    more: int
    """So many further grants that are not shown."""


class SystemFilters(FilterSet):
    """What can be chosen of systems."""

    q = CharFilter(label=gettext_lazy("Name or code of the system"), method="by_words")
    unit = UnitsFilter(label=gettext_lazy("Unit"), field_name="unit_id")
    closed = BooleanFilter(label=gettext_lazy("Closed"), method="by_end")

    class Meta:
        model = System
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[System], _name: str, value: str) -> QuerySet[System]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
        return rows

    def by_end(self, rows: QuerySet[System], _name: str, value: bool) -> QuerySet[System]:
        return rows.filter(closed_at__isnull=not value)


def list_systems(actor: Actor) -> ShapedRows[SystemLine]:
    """The systems the actor sees, for a list page. Choices: q, unit, closed."""
    return ShapedRows(_counted(visible_systems(actor)), SystemFilters, many=lines_of)


def get_system(actor: Actor, system_id: UUID, *, now: datetime) -> SystemView:
    """A system. Raises `Missing`."""
    system = _counted(visible_systems(actor)).filter(id=system_id).select_related("unit").first()
    if system is None:
        raise Missing(_("There is no such system."))
    callables = _callables(actor, system, now)
    return SystemView(
        line=lines_of([system])[0],
        unit_id=system.unit_id,
        unit_code=system.unit.code,
        contact=system.contact,
        version=system.version,
        is_kept=keeps_system(actor, system),
        credentials=[_credential(one) for one in system.credentials.order_by("-made_at")],
        callables=callables[:MOST],
        more=max(len(callables) - MOST, 0),
    )


def lines_of(rows: Sequence[Any]) -> list[SystemLine]:
    """As a list shows them. One query at most; credentials are annotated."""
    units = list_units({one.unit_id for one in rows})
    return [
        SystemLine(
            id=one.id,
            code=one.code,
            name=one.name,
            unit=units[one.unit_id].name,
            registered_at=one.registered_at,
            is_closed=one.closed_at is not None,
            credentials=one.live,
        )
        for one in rows
    ]


def _counted(seen: Q) -> QuerySet[System]:
    live = Q(credentials__revoked_at=None, credentials__expires_at__gt=clock.real_now())
    return System.objects.filter(seen).annotate(live=Count("credentials", filter=live))


def _credential(row: Credential) -> CredentialLine:
    is_live = row.revoked_at is None and row.expires_at > clock.real_now()
    return CredentialLine(
        id=row.id,
        key_id=row.key_id,
        kind=str(row.get_kind_display()),
        made_at=row.made_at,
        expires_at=row.expires_at,
        is_live=is_live,
        is_revoked=row.revoked_at is not None,
    )


def _callables(actor: Actor, system: System, now: datetime) -> list[Callable]:
    found = list_grants(now=now, consumer_ids=[system.unit_id], live_only=True)
    rows = Service.objects.filter(
        visible_services(actor), resource_id__in=[one.resource_id for one in found],
        state=Service.State.ONLINE,
    )  # fmt: skip
    served = {one.resource_id: one for one in rows}
    return [
        Callable(
            service_id=served[one.resource_id].id, service=served[one.resource_id].code,
            title=one.title, grant=one.number, modes=modes_words(one.modes),
        )
        for one in found
        if one.resource_id in served
    ]  # fmt: skip
