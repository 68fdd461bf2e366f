"""Services from the provider's side: set up, mapped, opened, paused, resumed, ended."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.facade import Published, list_published
from liupan.capabilities.exchange import events
from liupan.capabilities.exchange.models import KeptAnswer, Service, ServiceField
from liupan.capabilities.exchange.policies import (
    KEEP_SERVICES,
    SUPERVISE,
    keeps,
    visible_services,
    zones_here,
)
from liupan.capabilities.exchange.rules.services import Act, Kind, State, may_act
from liupan.foundation.crypto.facade import seal
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.messaging.facade import Undelivered, refuse_target
from liupan.foundation.tables.facade import get_table
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
PATIENCE = (100, 30_000)
"""Milliseconds that a provider's system may be waited for."""
STALE = 24 * 60
"""Minutes that an answer of before may be old at most."""
ADDRESS, REASON = 1_000, 500


class NotNow(Refusal):
    """The act is not possible as the service stands."""


class AlreadyServed(InvalidInput):
    """The resource has a service already, or the code is taken."""


class NotServable(InvalidInput):
    """The resource is not published, or not of this unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the data stand: a hosted table, or the address of a system with what it is told.

    `secret` None: what was kept before stays. `stale_minutes`: how old an answer of before may be
    while that system is down; 0: none is given.
    """

    kind: Kind
    table_id: UUID | None = None
    address: str = ""
    secret: str | None = field(default=None, repr=False)
    timeout_ms: int = 5_000
    stale_minutes: int = 0


@operation
def set_up_service(
    *, resource_id: UUID, code: str, place: Place, actor: Actor, now: datetime
) -> UUID:
    """Set up a service of a published resource (服务配置); its id. It is not open yet.

    Raises `NotServable`, `AlreadyServed`, `InvalidInput`, `NotAuthorised`.
    """
    said = _published(resource_id)
    level = Secrecy(said.said.secrecy)
    require(actor, KEEP_SERVICES, unit_id=said.unit_id, secrecy=level)
    if said.said.zone not in zones_here() or level > actor.clearance:
        raise NotServable(_("This resource may not be delivered in this network."))
    if not CODE.fullmatch(code):
        raise InvalidInput(fields={"code": [_("Small letters, digits and hyphens, up to 64.")]})
    service = Service(
        id=uuid7(), code=code, title=said.said.title, resource_id=resource_id,
        provider_id=said.unit_id, secrecy=level, zone=said.said.zone, made_at=now,
    )  # fmt: skip
    _stand(service, place, said.unit_id)
    with refused_when_taken(_taken()):
        service.save(force_insert=True)
    record(events.ServiceSetUp(**_about(service), kind=service.kind), actor=actor, now=now)
    return service.id


@operation
def change_service(
    *, service_id: UUID, place: Place, version: int, actor: Actor, now: datetime
) -> None:
    """Have the data stand elsewhere. Raises `NotNow`, `StaleVersion`, `InvalidInput`."""
    service = kept_service(service_id, actor)
    _require_version(service, version)
    if service.state == State.ENDED:
        raise _not_now(service)
    before = _standing(service)
    _stand(service, place, service.provider_id)
    changed = tuple(n for n, value in _standing(service).items() if before[n] != value)
    if not changed:
        return nothing_changed()
    if service.state == State.ONLINE and not (service.table_id or service.address):
        raise _not_now(service)
    service.version += 1
    with refused_when_taken(_taken()):
        service.save()
    KeptAnswer.objects.filter(service_id=service.id).delete()  # what was said before is over
    record(events.ServiceChanged(**_about(service), changed=changed), actor=actor, now=now)
    return None


@operation
def map_items(
    *, service_id: UUID, fields: Mapping[str, str], version: int, actor: Actor, now: datetime
) -> None:
    """Say under which name the data hold each item; what has none is not delivered.

    Raises `InvalidInput` when an item is not the resource's, a column not the table's, or two
    items stand in one.
    """
    service = kept_service(service_id, actor)
    _require_version(service, version)
    wanted = {item: name for item, name in fields.items() if name}
    _require_fit(service, wanted)
    if dict(service.fields.values_list("item", "field")) == wanted:
        return nothing_changed()
    service.fields.all().delete()
    ServiceField.objects.bulk_create(
        ServiceField(service=service, order=order, item=item, field=name)
        for order, (item, name) in enumerate(wanted.items())
    )
    service.version += 1
    service.save(update_fields=["version"])
    record(events.ItemsMapped(**_about(service), items=tuple(wanted)), actor=actor, now=now)
    return None


@operation
def open_service(*, service_id: UUID, actor: Actor, now: datetime) -> None:
    """Let the service be called (上线). Raises `NotNow` without data or without items."""
    service = kept_service(service_id, actor)
    _require_act(service, Act.OPEN)
    if not (service.table_id or service.address) or not service.fields.exists():
        raise NotNow(
            _("The service has no data, or no item is mapped to them."),
            next_step=_("Name a table or an address, and map the items first."),
        )
    service.opened_at = now
    _move(service, State.ONLINE, "")
    record(events.ServiceOpened(**_about(service)), actor=actor, now=now)


@operation
def pause_service(*, service_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let nobody call for a time (暂停): its keeper, or the supervisor of the exchange."""
    service = _locked(service_id, actor)
    right = KEEP_SERVICES if keeps(actor, service) else SUPERVISE
    require(actor, right, unit_id=service.provider_id, secrecy=Secrecy(service.secrecy))
    _require_act(service, Act.PAUSE)
    _move(service, State.PAUSED, _reason(reason))
    record(events.ServicePaused(**_about(service), reason=service.reason), actor=actor, now=now)


@operation
def resume_service(*, service_id: UUID, actor: Actor, now: datetime) -> None:
    """Let it be called again (恢复)."""
    service = kept_service(service_id, actor)
    _require_act(service, Act.RESUME)
    _move(service, State.ONLINE, "")
    record(events.ServiceResumed(**_about(service)), actor=actor, now=now)


@operation
def end_service(*, service_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let nobody call any more (下线); its table and its messages stay."""
    service = kept_service(service_id, actor)
    _require_act(service, Act.END)
    service.ended_at = now
    _move(service, State.ENDED, _reason(reason))
    record(events.ServiceEnded(**_about(service), reason=service.reason), actor=actor, now=now)


def _published(resource_id: UUID) -> Published:
    found = list_published([resource_id]).get(resource_id)
    if found is None:
        raise NotServable(_("There is no such published resource."))
    return found


def _locked(service_id: UUID, actor: Actor) -> Service:
    rows = Service.objects.select_for_update().filter(visible_services(actor), id=service_id)
    service = rows.first()
    if service is None:
        raise Missing(_("There is no such service."))
    return service


def kept_service(service_id: UUID, actor: Actor) -> Service:
    """The service, locked, of whoever keeps it. Raises `Missing`, `NotAuthorised`."""
    service = _locked(service_id, actor)
    level = Secrecy(service.secrecy)
    require(actor, KEEP_SERVICES, unit_id=service.provider_id, secrecy=level)
    return service


def _stand(service: Service, place: Place, unit_id: UUID) -> None:
    service.kind = place.kind.value
    is_hosted = place.kind is Kind.HOSTED
    service.table_id = _table(place.table_id, unit_id, service) if is_hosted else None
    service.address = "" if is_hosted else _address(place.address)
    service.timeout_ms = _patience(place.timeout_ms)
    service.stale_minutes = 0 if is_hosted else _oldest(place.stale_minutes)
    if is_hosted:
        service.sealed_secret = ""
    elif place.secret is not None:
        service.sealed_secret = seal(service.id, [place.secret])[0] if place.secret else ""


def _table(table_id: UUID | None, unit_id: UUID, service: Service) -> UUID | None:
    if table_id is None:
        return None
    try:
        table = get_table(table_id)
    except Missing:
        table = None
    is_fit = table and table.unit_id == unit_id and not table.is_closed
    if not (table and is_fit and table.secrecy <= service.secrecy):
        raise InvalidInput(
            fields={"table_id": [_("This is no table of the unit, or above the resource's level.")]}
        )
    return table_id


def _address(address: str) -> str:
    wanted = address.strip()
    try:
        if len(wanted) > ADDRESS:
            raise Undelivered(_("too long"))
        refuse_target(wanted)
    except Undelivered as error:
        said = _("This address cannot be called: %(why)s.") % {"why": error}
        raise InvalidInput(fields={"address": [said]}) from error
    return wanted


def _patience(timeout_ms: int) -> int:
    least, most = PATIENCE
    if not least <= timeout_ms <= most:
        raise InvalidInput(fields={"timeout_ms": [_("From 100 to 30,000 milliseconds.")]})
    return timeout_ms


def _oldest(minutes: int) -> int:
    if not 0 <= minutes <= STALE:
        raise InvalidInput(fields={"stale_minutes": [_("From 0 to 1,440 minutes.")]})
    return minutes


def _standing(service: Service) -> dict[str, Any]:
    names = ("kind", "table_id", "address", "sealed_secret", "timeout_ms", "stale_minutes")
    return {name: getattr(service, name) for name in names}


def _require_fit(service: Service, fields: Mapping[str, str]) -> None:
    items = {one.name for one in _published(service.resource_id).said.items}
    if unknown := [item for item in fields if item not in items]:
        raise InvalidInput(_("%(item)s is no item of the resource.") % {"item": unknown[0]})
    if len(set(fields.values())) < len(fields):
        raise InvalidInput(_("Two items cannot stand in the same column."))
    columns = _columns(service)
    wrong = [n for n in fields.values() if len(n) > 100 or (columns and n not in columns)]
    if wrong:
        raise InvalidInput(_("The data have no column %(name)s.") % {"name": wrong[0][:100]})


def _columns(service: Service) -> frozenset[str]:
    """Of a hosted table; nothing where nobody knows."""
    if service.table_id is None:
        return frozenset()
    return frozenset(one.name for one in get_table(service.table_id).columns)


def _require_act(service: Service, act: Act) -> None:
    if not may_act(act, State(service.state)):
        raise _not_now(service)


def _require_version(service: Service, version: int) -> None:
    if service.version != version:
        raise StaleVersion(_("Somebody changed this service meanwhile."))


def _not_now(service: Service) -> NotNow:
    return NotNow(
        _("%(code)s is “%(state)s”: this is not possible now.")
        % {"code": service.code, "state": service.get_state_display()}
    )


def _move(service: Service, state: State, reason: str) -> None:
    service.state, service.reason = state.value, reason
    service.version += 1
    service.save()


def _reason(text: str) -> str:
    if not text.strip() or len(text) > REASON:
        raise InvalidInput(fields={"reason": [_("Say why, in up to 500 signs.")]})
    return text.strip()


def _taken() -> AlreadyServed:
    said = _("The resource has a service, the code or the table is taken.")
    return AlreadyServed(said, fields={"code": [said]})


def about_part(service: Service, thing_id: UUID) -> dict[str, Any]:
    """What every fact about something of a service carries."""
    return {
        "thing_id": thing_id,
        "concerned": (service.id, service.provider_id),
        "secrecy": Secrecy(service.secrecy),
        "service": service.code,
        "service_id": service.id,
    }


def _about(service: Service) -> dict[str, Any]:
    return {
        "thing_id": service.id,
        "concerned": (service.provider_id, service.resource_id),
        "secrecy": Secrecy(service.secrecy),
        "service": service.code,
        "provider_id": service.provider_id,
        "resource_id": service.resource_id,
    }
