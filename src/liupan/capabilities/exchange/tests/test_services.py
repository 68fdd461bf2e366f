"""What a provider does with its services, who may, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from liupan.capabilities.exchange import events
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.operations.services import (
    AlreadyServed,
    NotNow,
    NotServable,
    Place,
    change_service,
    end_service,
    map_items,
    open_service,
    pause_service,
    resume_service,
    set_up_service,
)
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.rules.services import Kind
from liupan.capabilities.exchange.tests.factories import (
    ITEMS,
    NOW,
    Town,
    call,
    grant,
    keeper,
    resource,
    service,
    supervisor,
    system,
    table,
    withdrawn,
)
from liupan.foundation.crypto.facade import open_sealed
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(place: Town) -> dict[str, Any]:
    return {"actor": keeper(place), "now": NOW}


def fresh(service_id: Any) -> Service:
    return Service.objects.get(id=service_id)


def test_a_service_from_nothing_to_its_first_call(place: Town, by: dict[str, Any]) -> None:
    of = resource(place)
    has, where = grant(place, of), Place(kind=Kind.HOSTED, table_id=table(place))
    made = set_up_service(resource_id=of, code="marriages", place=where, **by)
    with pytest.raises(NotNow):  # nothing is mapped
        open_service(service_id=made, **by)
    map_items(service_id=made, fields={**ITEMS, "女方姓名": ""}, version=1, **by)
    open_service(service_id=made, **by)
    found = allow(call(system(place), fresh(made)), now=NOW)
    assert (found.grant.id, tuple(found.names)) == (has.id, ("男方姓名", "登记日期"))
    pause_service(service_id=made, reason="系统升级。", **by)
    resume_service(service_id=made, **by)
    end_service(service_id=made, reason="由新系统取代。", **by)
    with pytest.raises(NotNow):
        resume_service(service_id=made, **by)
    set_up_service(resource_id=of, code="marriages-2", place=replace(where, table_id=None), **by)


@pytest.mark.parametrize("who", ["stranger", "reader", "elsewhere", "supervisor"])
def test_nobody_else_keeps_it(place: Town, who: str) -> None:
    actors: dict[str, Actor] = {
        "stranger": place.stranger, "reader": place.reader,
        "elsewhere": keeper(place, "police"), "supervisor": supervisor(place),
    }  # fmt: skip
    made, as_them = service(place), {"actor": actors[who], "now": NOW}
    where = Place(kind=Kind.HOSTED)
    refused = (NotAuthorised, Missing)
    with pytest.raises(refused):
        set_up_service(
            resource_id=resource(place, title="另一项"), code="x", place=where, **as_them
        )
    with pytest.raises(refused):
        map_items(service_id=made.id, fields={}, version=1, **as_them)
    with pytest.raises(refused):
        change_service(service_id=made.id, place=where, version=1, **as_them)
    with pytest.raises(refused):
        end_service(service_id=made.id, reason="x", **as_them)
    if who == "supervisor":
        pause_service(service_id=made.id, reason="核查。", **as_them)
        with pytest.raises(refused):
            resume_service(service_id=made.id, **as_them)
    else:
        with pytest.raises(refused):
            pause_service(service_id=made.id, reason="x", **as_them)


def test_one_service_for_a_resource(place: Town, by: dict[str, Any]) -> None:
    made, where = service(place), Place(kind=Kind.HOSTED)
    other = resource(place, title="另一项")
    for of, code in ((made.resource_id, "other"), (other, made.code)):
        with pytest.raises(AlreadyServed):
            set_up_service(resource_id=of, code=code, place=where, **by)
    taken = Place(kind=Kind.HOSTED, table_id=made.table_id)
    with pytest.raises(AlreadyServed):
        set_up_service(resource_id=other, code="third", place=taken, **by)


@pytest.mark.parametrize("code", ["", "A", "a_b", "-a", "a-", "a" * 65, "a/b", "甲", "a\n"])
def test_codes_are_plain(place: Town, by: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput):
        set_up_service(resource_id=resource(place), code=code, place=Place(kind=Kind.HOSTED), **by)


def test_only_what_is_published_and_may_be_here(place: Town, by: dict[str, Any]) -> None:
    of, where = resource(place), Place(kind=Kind.HOSTED)
    withdrawn(place, of)
    with pytest.raises(NotServable):
        set_up_service(resource_id=of, code="gone", place=where, **by)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://1.1.1.1/", "http://1.1.1.1/", "https://127.0.0.1/", "https://10.0.0.1/",
        "https://169.254.169.254/", "https://u:p@1.1.1.1/", "javascript:alert(1)", "",
        "https://[::1]/", "https://1.1.1.1/" + "a" * 1_000,
    ],
)  # fmt: skip
def test_addresses_that_are_not_called(place: Town, by: dict[str, Any], address: str) -> None:
    where = Place(kind=Kind.PROXIED, address=address)
    with pytest.raises(InvalidInput):
        set_up_service(resource_id=resource(place), code="proxied", place=where, **by)


def test_what_the_other_system_is_told_lies_sealed(place: Town, by: dict[str, Any]) -> None:
    where = Place(kind=Kind.PROXIED, address="https://1.1.1.1/rows", secret="口令一")
    made = set_up_service(resource_id=resource(place), code="proxied", place=where, **by)
    assert "口令一" not in fresh(made).sealed_secret
    assert open_sealed([(made, fresh(made).sealed_secret)]) == ["口令一"]
    change_service(
        service_id=made, place=replace(where, secret=None, timeout_ms=900), version=1, **by
    )
    assert open_sealed([(made, fresh(made).sealed_secret)]) == ["口令一"]
    with pytest.raises(StaleVersion):
        change_service(service_id=made, place=where, version=1, **by)
    hosted = Place(kind=Kind.HOSTED, table_id=table(place))
    change_service(service_id=made, place=hosted, version=2, **by)
    assert not fresh(made).sealed_secret
    assert "口令一" not in repr(where)


def test_tables_of_others_are_not_taken(place: Town, by: dict[str, Any]) -> None:
    other = replace(place, units={**place.units, "bureau": place.units["third"]})
    for table_id in (table(other), resource(place)):
        where = Place(kind=Kind.HOSTED, table_id=table_id)
        with pytest.raises(InvalidInput):
            set_up_service(resource_id=resource(place), code="marriages", place=where, **by)


@pytest.mark.parametrize(
    "fields",
    [
        {"没有": "nan_fang"}, {"男方姓名": "nan_fang", "女方姓名": "nan_fang"},
        {"男方姓名": "没有"}, {"男方姓名": "x" * 101},
    ],
)  # fmt: skip
def test_items_are_mapped_to_what_is_there(
    place: Town, by: dict[str, Any], fields: dict[str, str]
) -> None:
    made = service(place)
    with pytest.raises(InvalidInput):
        map_items(service_id=made.id, fields=fields, version=1, **by)
    assert fresh(made.id).version == 1


def test_facts_hold_neither_address_nor_secret(place: Town, by: dict[str, Any]) -> None:
    heard: list[str] = [name for name in events.__all__ if "Service" in name]
    fields = {f for name in heard for f in getattr(events, name).__dataclass_fields__}
    assert not fields & {"address", "secret", "sealed_secret"}
