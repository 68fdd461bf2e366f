"""Services for pages: lists, and one with its items, its data and the grants that use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.facade import GrantRef, list_grants, list_published
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.policies import (
    KEEP_SERVICES,
    SUPERVISE,
    keeps,
    over_services,
    visible_services,
)
from liupan.capabilities.exchange.queries.rows import ShapedRows
from liupan.capabilities.exchange.queries.wording import STANDINGS, modes_words
from liupan.capabilities.exchange.rules.services import Act, State, may_act
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.foundation.tables.facade import TableRef, get_table
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

MOST = 20
"""Grants that a page shows."""
MARKS = {
    State.PREPARING.value: "open", State.ONLINE.value: "done",
    State.PAUSED.value: "pause", State.ENDED.value: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service as a list shows it."""

    id: UUID
    code: str
    title: str
    provider: str
    kind: str
    state: str
    state_label: str
    mark: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """A grant that uses the service."""

    id: UUID
    number: str
    consumer: str
    modes: str
    business: str
    state_label: str
    is_live: bool
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service with everything its page shows. Where its data stand is for its keeper alone."""

    line: ServiceLine
    resource_id: UUID
    resource_code: str
    provider_id: UUID
    reason: str
    fields: Mapping[str, str]
    items: Sequence[str]
    acts: frozenset[Act]
    is_kept: bool
    grants: Sequence[GrantLine]
    more: int
    """So many further grants that are not shown."""
    version: int
    is_hosted: bool
    table: TableRef | None
    address: str
    has_secret: bool
    timeout_ms: int
    stale_minutes: int


class ServiceFilters(FilterSet):
    """What can be chosen of services."""

    q = CharFilter(label=gettext_lazy("Name or code of the service"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Service.State.choices, distinct=False
    )
    kind = MultipleChoiceFilter(
        label=gettext_lazy("Where the data stand"), choices=Service.Kind.choices, distinct=False
    )
    provider = UnitsFilter(label=pgettext_lazy("catalogue", "Provider"), field_name="provider_id")

    class Meta:
        model = Service
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Service], _name: str, value: str) -> QuerySet[Service]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word))
        return rows


def list_services(actor: Actor) -> ShapedRows[ServiceLine]:
    """The services the actor sees, for a list page. Choices: q, state, kind, provider, mine."""
    mine = over_services(actor, KEEP_SERVICES)
    chosen = {"mine": BooleanFilter(
        label=gettext_lazy("My unit's"),
        method=lambda rows, _name, value: rows.filter(mine) if value else rows,
    )}  # fmt: skip
    filters: type[FilterSet] = type("ServiceFiltersOfActor", (ServiceFilters,), chosen)
    rows = Service.objects.filter(visible_services(actor))
    return ShapedRows(rows, filters, many=lines_of)


def get_service(actor: Actor, service_id: UUID, *, now: datetime) -> ServiceView:
    """A service with what uses it. Raises `Missing`."""
    service = Service.objects.filter(visible_services(actor), id=service_id).first()
    if service is None:
        raise Missing(_("There is no such service."))
    is_kept = keeps(actor, service)
    published = list_published([service.resource_id]).get(service.resource_id)
    is_watched = is_kept or keeps(actor, service, SUPERVISE)
    grants = list_grants(now=now, resource_ids=[service.resource_id]) if is_watched else []
    return ServiceView(
        line=lines_of([service])[0],
        resource_id=service.resource_id,
        resource_code=published.code if published else "",
        provider_id=service.provider_id,
        reason=service.reason,
        fields=dict(service.fields.values_list("item", "field")) if is_kept else {},
        items=list(service.fields.values_list("item", flat=True)),
        acts=_acts(service, is_kept=is_kept, is_watched=is_watched),
        is_kept=is_kept,
        grants=_grants(grants[:MOST]),
        more=max(len(grants) - MOST, 0),
        version=service.version,
        is_hosted=service.kind == Service.Kind.HOSTED,
        table=_table(service) if is_kept else None,
        address=service.address if is_kept else "",
        has_secret=bool(service.sealed_secret) and is_kept,
        timeout_ms=service.timeout_ms,
        stale_minutes=service.stale_minutes,
    )


def lines_of(rows: Sequence[Any]) -> list[ServiceLine]:
    """As a list shows them. One query at most."""
    units = list_units({one.provider_id for one in rows})
    called = {unit.id: unit.short_name or unit.name for unit in units.values()}
    return [_line(one, called.get(one.provider_id, "")) for one in rows]


def _line(service: Service, provider: str) -> ServiceLine:
    return ServiceLine(
        id=service.id,
        code=service.code,
        title=service.title,
        provider=provider,
        kind=str(service.get_kind_display()),
        state=service.state,
        state_label=str(service.get_state_display()),
        mark=MARKS[service.state],
        opened_at=service.opened_at,
    )


def _acts(service: Service, *, is_kept: bool, is_watched: bool) -> frozenset[Act]:
    mine = frozenset(Act) if is_kept else frozenset({Act.PAUSE}) if is_watched else frozenset()
    return frozenset(one for one in mine if may_act(one, State(service.state)))


def _grants(found: Sequence[GrantRef]) -> list[GrantLine]:
    units = list_units({one.consumer_id for one in found})
    return [_grant(one, units[one.consumer_id].name) for one in found]


def _grant(grant: GrantRef, consumer: str) -> GrantLine:
    return GrantLine(
        id=grant.id,
        number=grant.number,
        consumer=consumer,
        modes=modes_words(grant.modes),
        business=grant.business,
        state_label=str(STANDINGS[grant.standing]),
        is_live=grant.is_live,
        valid_until=grant.valid_until,
    )


def _table(service: Service) -> TableRef | None:
    return get_table(service.table_id) if service.table_id else None
