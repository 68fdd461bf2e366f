"""What the doors say of services and grants: in the words of GovStack's and X-Road's metadata."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.tests.calling import INSTANCE, Program, by_hmac
from liupan.capabilities.exchange.tests.factories import (
    ITEMS,
    NOW,
    Town,
    grant,
    resource,
    resumed,
    service,
    suspended,
    system,
)
from liupan.kernel import clock

pytestmark = pytest.mark.django_db

TEXT = {"type": "string"}
KIND = {"enum": ["MEMBER", "APPLICATION", "SERVICE"]}
PLACE = {"objectType": KIND, "instanceId": TEXT, "memberClass": TEXT, "memberCode": TEXT,
         "applicationCode": TEXT}  # fmt: skip


def listed(of: dict[str, Any]) -> dict[str, Any]:
    """GovStack's lists: an object with `member`."""
    items = {"type": "object", "properties": of, "required": [*of][:1]}
    return {"type": "object", "required": ["member"],
            "properties": {"member": {"type": "array", "items": items}}}  # fmt: skip


CLIENTS = listed({"id": {"type": "object", "properties": PLACE}, "name": TEXT})
METHODS = listed(
    {
        "serviceCode": TEXT,
        **PLACE,
        "serviceType": TEXT,
        "serviceVersion": TEXT,
        "endpointList": listed({"method": TEXT, "path": TEXT}),
    }
)


@pytest.fixture(autouse=True)
def at_the_time() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def made(place: Town) -> Any:
    of = resource(place)
    return service(place, of), grant(place, of), by_hmac(system(place))


def ask(program: Program, what: str, query: str = "", member: str = "bureau") -> Any:
    path = f"/r1/{INSTANCE}/GOV/{member}/data/{what}"
    return program.call(path, query, headers={"X-Road-Client": program.name})


def codes(program: Program, what: str) -> list[str]:
    answer = ask(program, what)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    Draft202012Validator(METHODS).validate(body)
    ours = [one["serviceCode"] for one in body["member"]]
    assert ours == [one["service_code"] for one in body["service"]]
    return ours


def test_who_takes_part(made: Any) -> None:
    _to, _has, program = made
    answer = program.call("/listClients")
    assert answer.status_code == 200, answer.content
    Draft202012Validator(CLIENTS).validate(answer.json())
    ids = [one["id"] for one in answer.json()["member"]]
    units = [one["memberCode"] for one in ids if one["objectType"] == "MEMBER"]
    assert {"bureau", "police"} <= set(units)
    assert program.system.code in [one.get("applicationCode") for one in ids]
    assert all(one["xroad_instance"] == one["instanceId"] == INSTANCE for one in ids)
    assert program.call("/listClients", "instanceId=OTHER").json() == {"member": []}


def test_methods_follow_grants_at_once(made: Any, place: Town) -> None:
    to, has, program = made
    assert codes(program, "listMethods") == [to.code]
    assert codes(program, "allowedMethods") == [to.code]
    suspended(place, has.id)
    assert codes(program, "listMethods") == [to.code]
    assert codes(program, "allowedMethods") == []
    resumed(place, has.id)
    assert codes(program, "allowedMethods") == [to.code]
    other = by_hmac(system(place, "third"))
    assert codes(other, "allowedMethods") == []
    assert ask(program, "listMethods", member="police").json()["member"] == []


def test_what_is_not_public_is_shown_by_a_grant_alone(made: Any, place: Town) -> None:
    to, _has, program = made
    Service.objects.update(secrecy=1)
    assert codes(program, "listMethods") == [to.code]
    assert codes(by_hmac(system(place, "third")), "listMethods") == []
    Service.objects.update(state=Service.State.PAUSED, reason="检修")
    assert codes(program, "listMethods") == []


def test_a_description_holds_the_granted_items_alone(made: Any, place: Town) -> None:
    to, has, program = made
    answer = ask(program, "getOpenAPI", f"serviceCode={to.code}")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["openapi"] == "3.0.3"
    row = body["components"]["schemas"]["Row"]["properties"]
    assert list(row) == list(ITEMS)
    assert row["登记日期"]["format"] == "date"
    names = {one["name"] for one in body["paths"]["/"]["get"]["parameters"]}
    assert {"登记日期__ge", "limit", "cursor", "X-Road-Client"} <= names
    assert "nei_bu" not in answer.content.decode()
    assert body["servers"] == [{"url": f"/r1/{INSTANCE}/GOV/bureau/data/{to.code}"}]
    suspended(place, has.id)
    refused = ask(program, "getOpenAPI", f"serviceCode={to.code}")
    assert (refused.status_code, refused["X-Road-Error"]) == (403, "Client.GrantNotLive")
    assert ask(program, "getOpenAPI").status_code == 400


def test_the_simple_form_lists_services_and_grants(made: Any, place: Town) -> None:
    to, has, program = made
    (one,) = program.call("/api/v1/exchange/services").json()["services"]
    assert (one["code"], one["provider"], one["grants"]) == (to.code, "bureau", [has.number])
    program.v1(to.code)
    (held,) = program.call("/api/v1/exchange/grants").json()["grants"]
    assert (held["number"], held["service"], held["used_today"]) == (has.number, to.code, 1)
    assert [item["name"] for item in held["items"]] == [item.name for item in has.items]
    assert program.call("/api/v1/exchange/services", "provider=police").json() == {"services": []}
    suspended(place, has.id)
    assert program.call("/api/v1/exchange/grants", "live=1").json() == {"grants": []}
    assert len(program.call("/api/v1/exchange/grants").json()["grants"]) == 1
    other = by_hmac(system(place, "third"))
    assert other.call("/api/v1/exchange/grants").json() == {"grants": []}


def test_lists_are_asked_once_for_each_signature(made: Any) -> None:
    _to, _has, program = made
    said = {"nonce": "k" * 20}
    assert program.call("/listClients", **said).status_code == 200
    assert program.call("/listClients", **said).status_code == 401


def test_govstack_names_the_client_in_its_own_header(made: Any) -> None:
    to, _has, program = made
    path = f"/r1/{INSTANCE}/GOV/bureau/data/listMethods"
    answer = program.call(path, headers={"X-GovStack-Client": program.name})
    assert [one["serviceCode"] for one in answer.json()["member"]] == [to.code]
    assert program.call(path).json()["type"] == "Client.Unreadable"
