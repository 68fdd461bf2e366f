"""The one decision: whether a call gets data, and exactly which. Asked anew at every call, and
again during every stream; nothing that can be taken back is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from liupan.capabilities.catalogue.facade import (
    Condition,
    GrantRef,
    MaskPolicy,
    Mode,
    Standing,
    asking_grant,
    list_grants_between,
)
from liupan.capabilities.catalogue.facade import Mask as GrantMask
from liupan.capabilities.exchange.models import Service, ServiceField, System
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.wording import STANDINGS, modes_words
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.rules.services import Kind, State
from liupan.foundation.identity.facade import keyed_id
from liupan.foundation.tables.facade import Filter, Mask, MaskKind, Operator, View
from liupan.kernel import clock
from liupan.kernel.secrecy import CEILING, Zone
from liupan.kernel.statements import asked, together

CASE = 100
INWARDS = (Zone.INTERNET, Zone.EXTRANET, Zone.INTRANET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What a call may have now. `view`: the granted items as columns, their masks, the rows;
    `names`: under which field each granted item stands."""

    service_id: UUID
    service_code: str
    kind: Kind
    table_id: UUID | None
    address: str
    timeout_ms: int
    stale_minutes: int
    grant: GrantRef
    system_id: UUID | None
    consumer_id: UUID
    provider_id: UUID
    view: View
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """Who asks: a unit by one of its systems, or one of its people."""

    system_id: UUID | None
    unit_id: UUID


def allow(call: Call, *, now: datetime, caller: Caller | None = None) -> Allowed:
    """What the call may have now. One statement for a `caller` that has just been proven and names
    its grant; one more for each that is not so.

    Raises the refusals of `queries.refusals`: `SystemNotKnown`, `UnitNotThere`, `ServiceMissing`,
    `NoGrant`, `GrantNotNamed`, `GrantNotLive`, `ResourceWithdrawn`, `WrongWay`, `CaseNotNamed`,
    `ServicePaused`, `ServiceEnded`, `NothingDelivered`, `RowsUnfit`.
    """
    side = _side(call, caller, clock.on(now))
    service, grant = _asked_for(call, side, now)
    _require_live(grant)
    _require_purpose(call, grant)
    _require_open(service)
    return _allowed(service, side, grant)


def _side(call: Call, caller: Caller | None, day: date) -> Side:
    if call.system_id is None:
        return _nobody(call)
    if caller and caller.unit_from and caller.system_id == call.system_id:
        _require_unit(caller.unit_from, caller.unit_to, day)
        return Side(caller.system_id, caller.unit_id)
    return _system(call.system_id, day)


def _nobody(call: Call) -> Side:
    """A person of the unit asks, without a system; their right was asked before."""
    if call.unit_id is None:
        raise refusals.system_not_known()
    return Side(None, call.unit_id)


def _system(system_id: UUID, day: date) -> Side:
    system = _of_id.first(system_id)
    if system is None or system.closed_at:
        raise refusals.system_not_known()
    _require_unit(system.unit.valid_from, system.unit.valid_to, day)
    return Side(system.id, system.unit_id)


def _require_unit(since: date, until: date | None, day: date) -> None:
    if day < since or (until is not None and day >= until):
        raise refusals.unit_not_there()


@asked
def _of_id(system_id: UUID) -> "QuerySet[System]":
    return System.objects.select_related("unit").filter(id=system_id).order_by("id")


def _asked_for(call: Call, side: Side, now: datetime) -> tuple[Service, GrantRef]:
    code = call.service if "\0" not in call.service else ""
    if not call.grant or "\0" in call.grant:
        service = _service(_of_code.first(code))
        return service, _meant(call, side, service, now)
    found, grant = together(_of_code.asking(code), asking_grant(_key(call.grant), now=now))
    service = _service(found)
    if grant is None or (grant.consumer_id, grant.resource_id) != (
        side.unit_id,
        service.resource_id,
    ):
        raise refusals.no_grant()
    return service, grant


def _service(service: Service | None) -> Service:
    if service is None or service.state == State.PREPARING or not is_here(service):
        raise refusals.service_missing()
    return service


@asked
def _of_code(code: str) -> "QuerySet[Service]":
    return Service.objects.filter(code=code).order_by("id")


def is_here(service: Service) -> bool:
    """Whether this installation's network may hold what the service gives."""
    zone = Zone(settings.LIUPAN_ZONE)
    is_within = INWARDS.index(Zone(service.zone)) <= INWARDS.index(zone)
    return is_within and service.secrecy <= CEILING[zone]


def _meant(call: Call, side: Side, service: Service, now: datetime) -> GrantRef:
    if call.grant:  # no name that a grant could have
        raise refusals.no_grant()
    found = list_grants_between(side.unit_id, service.resource_id, now=now)
    if not found:
        raise refusals.no_grant()
    return _alone([one for one in found if one.is_live], call.way) or found[0]


def _key(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text


def _alone(live: Sequence[GrantRef], way: Way) -> GrantRef | None:
    """The one that is meant, where one is: of those that fit the way, else of all."""
    fitting = [one for one in live if fits(way, one)] or list(live)
    if len(fitting) > 1:
        raise refusals.grant_not_named()
    return fitting[0] if fitting else None


def fits(way: Way, grant: GrantRef) -> bool:
    """Whether this is one of the grant's ways of use; who asks what there is uses nothing."""
    return way is Way.META or Mode(way.value) in grant.modes


def _require_live(grant: GrantRef) -> None:
    if grant.standing is not Standing.IN_FORCE:
        raise refusals.grant_not_live(grant.number, STANDINGS[grant.standing])
    if not grant.is_live:
        raise refusals.resource_withdrawn()
    if grant.secrecy > CEILING[Zone(settings.LIUPAN_ZONE)]:
        raise refusals.service_missing()


def _require_purpose(call: Call, grant: GrantRef) -> None:
    if not fits(call.way, grant):
        raise refusals.wrong_way(modes_words(grant.modes))
    case = call.case
    if call.way is not Way.META and not (case.strip() and case.isprintable() and len(case) <= CASE):
        raise refusals.case_not_named()


def _require_open(service: Service) -> None:
    if service.state == State.PAUSED:
        raise refusals.service_paused()
    if service.state == State.ENDED:
        raise refusals.service_ended()


def _allowed(service: Service, side: Side, grant: GrantRef) -> Allowed:
    fields = _fields(service.id, service.version)
    view = view_of(grant, fields)
    return Allowed(
        service_id=service.id,
        service_code=service.code,
        kind=Kind(service.kind),
        table_id=service.table_id,
        address=service.address,
        timeout_ms=service.timeout_ms,
        stale_minutes=service.stale_minutes,
        grant=grant,
        system_id=side.system_id,
        consumer_id=side.unit_id,
        provider_id=service.provider_id,
        view=view,
        names={one.name: fields[one.name] for one in grant.items if one.name in fields},
    )


@lru_cache(maxsize=1_024)
def _fields(service_id: UUID, _version: int) -> Mapping[str, str]:
    """Field by item. A service's version grows with every change of them."""
    return dict(_of_service(service_id))


@asked
def _of_service(service_id: UUID) -> "QuerySet[ServiceField, tuple[str, str]]":
    rows = ServiceField.objects.filter(service_id=service_id).order_by("order")
    return rows.values_list("item", "field")


def view_of(grant: GrantRef, fields: Mapping[str, str]) -> View:
    """What a grant lets see of a service with these fields.

    Raises `NothingDelivered`, `RowsUnfit`.
    """
    given = [one for one in grant.items if one.name in fields]
    if not given:
        raise refusals.nothing_delivered()
    masks = {fields[one.name]: _mask(one.mask, grant.id) for one in given}
    return View(
        columns=tuple(fields[one.name] for one in given),
        masks={name: mask for name, mask in masks.items() if mask is not None},
        scope=tuple(_filter(one, fields) for one in grant.rows),
    )


def _filter(condition: Condition, fields: Mapping[str, str]) -> Filter:
    if condition.item not in fields:
        raise refusals.rows_unfit(condition.item)
    return Filter(fields[condition.item], Operator(condition.operator.value), condition.values)


def _mask(policy: MaskPolicy, grant_id: UUID) -> Mask | None:
    if policy.mask is GrantMask.NONE:
        return None
    if policy.mask is GrantMask.KEEP:
        return Mask(kind=MaskKind.ENDS, keep=policy.first, keep_last=policy.last)
    if policy.mask is GrantMask.HASH:
        return Mask(kind=MaskKind.HASH, salt=_salt(grant_id))
    return Mask(kind=MaskKind.HIDE)


@lru_cache(maxsize=4_096)
def _salt(grant_id: UUID) -> bytes:
    """A grant's own: values given to two consumers cannot be put together by their digests."""
    return keyed_id("exchange.mask", str(grant_id)).bytes
