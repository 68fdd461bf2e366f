"""What services say of themselves: X-Road's and GovStack's metadata, the simple form's lists.

Both spell the same things differently; an answer says them in both ways, so that clients of either
find what they look for.
"""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.facade import GrantRef, Mode, list_grants
from liupan.capabilities.exchange.queries.addresses import address_of_service, own_instance
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.door_refusals import unreadable
from liupan.capabilities.exchange.queries.offered import (
    Member,
    Offered,
    calls_today,
    list_members,
    list_offered,
    services_of_resources,
)
from liupan.capabilities.exchange.queries.specifying import specification
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.capabilities.exchange.rules.xroad import DATA, MEMBER_CLASS

ENDPOINTS = [{"method": "GET", "path": "/"}, {"method": "POST", "path": "/"}]


def tell_clients(caller: Caller, asked: Asked, *, now: datetime) -> dict[str, Any]:
    """listClients: who takes part. Of another instance than this one nobody is known."""
    asked_for = parse_qs(asked.query)
    wanted = (asked_for.get("instanceId") or asked_for.get("xRoadInstance") or [own_instance()])[0]
    found = list_members() if wanted == own_instance() else []
    return {"member": [{"name": one.name, "id": _member(one)} for one in found]}


def tell_methods(
    caller: Caller, asked: Asked, *, now: datetime, provider: str, allowed_only: bool
) -> dict[str, Any]:
    """listMethods and allowedMethods: a provider's services; those the caller may use now."""
    only = parse_qs(asked.query).get("serviceId", [""])[0].rpartition("/")[2]
    found = [
        one
        for one in list_offered(caller.unit_id, now=now, provider_code=provider)
        if (one.grants or not allowed_only) and only in ("", one.code)
    ]
    return {
        "member": [_service(one) for one in found],
        "service": [_service_of_xroad(one) for one in found],
    }


def tell_specification(
    caller: Caller, asked: Asked, *, now: datetime, provider: str
) -> dict[str, Any]:
    """getOpenAPI: a service as the caller's grant has it. Raises what `allow` raises."""
    given = parse_qs(asked.query)
    code = given.get("serviceCode", [""])[0]
    if not code:
        raise unreadable(_("serviceCode names the service."))
    call = Call(
        request_id="", system_id=caller.system_id, service=code, way=Way.META,
        grant=given.get("grant", [""])[0],
    )  # fmt: skip
    return specification(allow(call, now=now), address_of_service(provider, code))


def tell_services(caller: Caller, asked: Asked, *, now: datetime) -> dict[str, Any]:
    """The simple form: services that are online here, of one provider where `provider` says so."""
    provider = parse_qs(asked.query).get("provider", [""])[0].replace("\0", "")
    found = list_offered(caller.unit_id, now=now, provider_code=provider)
    return {
        "services": [
            {
                "code": one.code,
                "title": one.title,
                "provider": one.provider_code,
                "provider_name": one.provider_name,
                "grants": [grant.number for grant in one.grants],
            }
            for one in found
        ]
    }


def tell_grants(caller: Caller, asked: Asked, *, now: datetime) -> dict[str, Any]:
    """The simple form: the grants of the calling system's unit as they stand now; with `live=1`
    those that are in force."""
    live = parse_qs(asked.query).get("live") == ["1"]
    found = list_grants(now=now, consumer_ids=[caller.unit_id], live_only=live)
    used = calls_today([one.id for one in found], now=now)
    codes = services_of_resources([one.resource_id for one in found])
    return {
        "grants": [
            _grant(one, codes.get(one.resource_id, ""), used.get(one.id, 0)) for one in found
        ]
    }


def _grant(one: GrantRef, service: str, used: int) -> dict[str, Any]:
    return {
        "number": one.number,
        "resource": one.resource_code,
        "title": one.title,
        "service": service or None,
        "mode": min(one.modes, key=list(Mode).index).value,  # the first; kept for older callers
        "modes": [mode.value for mode in Mode if mode in one.modes],
        "standing": one.standing.value,
        "is_live": one.is_live,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "quota": one.quota,
        "used_today": used,
        "purpose": one.purpose,
        "items": [{"name": item.name, "mask": item.mask.mask.value} for item in one.items],
    }


def _member(one: Member) -> dict[str, str]:
    kind = ("APPLICATION", "SUBSYSTEM") if one.subsystem else ("MEMBER", "MEMBER")
    return _both(*kind, one.unit_code, one.subsystem)


def _both(kind: str, xroad_kind: str, unit_code: str, subsystem: str) -> dict[str, str]:
    found = {
        "objectType": kind, "instanceId": own_instance(), "memberClass": MEMBER_CLASS,
        "memberCode": unit_code, "object_type": xroad_kind, "xroad_instance": own_instance(),
        "member_class": MEMBER_CLASS, "member_code": unit_code,
    }  # fmt: skip
    if subsystem:
        found |= {"applicationCode": subsystem, "subsystem_code": subsystem}
    return found


def _service(one: Offered) -> dict[str, Any]:
    return {
        "objectType": "SERVICE", "serviceType": "OPENAPI", "instanceId": own_instance(),
        "memberClass": MEMBER_CLASS, "memberCode": one.provider_code, "applicationCode": DATA,
        "serviceCode": one.code, "endpointList": {"member": ENDPOINTS},
    }  # fmt: skip


def _service_of_xroad(one: Offered) -> dict[str, Any]:
    return {
        "object_type": "SERVICE", "service_type": "OPENAPI", "xroad_instance": own_instance(),
        "member_class": MEMBER_CLASS, "member_code": one.provider_code, "subsystem_code": DATA,
        "service_code": one.code, "endpoint_list": ENDPOINTS,
    }  # fmt: skip
