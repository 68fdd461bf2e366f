"""Pages of services and systems: who sees what, and each act by its form."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.exchange.models import Credential, Service, System
from liupan.capabilities.exchange.tests.factories import (
    ITEMS,
    NOW,
    Town,
    grant,
    keeper,
    resource,
    service,
    supervisor,
    system,
    table,
)
from liupan.foundation.crypto.facade import Algorithm, make_signing_key
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.tables.facade import Column
from liupan.kernel import clock
from liupan.kernel.authority import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with clock.frozen(NOW):
        yield


def at(actor: Actor) -> Client:
    client = Client()
    enter(client, actor.id)
    return client


def at_service(name: str, made: Service) -> str:
    return reverse(f"exchange:{name}", args=[made.id])


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


ACTS = ("service-change", "service-map", "service-open", "service-pause", "service-end")


def test_a_service_is_set_up_mapped_opened_and_ended(place: Town) -> None:
    of, where = resource(place), table(place)
    client = at(keeper(place))
    said = {"resource_id": of, "code": "marriages", "kind": "hosted", "table_id": where,
            "timeout_ms": 5000}  # fmt: skip
    assert client.get(reverse("exchange:service-add")).status_code == 200
    assert client.post(reverse("exchange:service-add"), {**said, "code": "A B"}).status_code == 422
    made = client.post(reverse("exchange:service-add"), said)
    one = Service.objects.get(code="marriages")
    assert made.headers["Location"] == at_service("service-map", one)
    page = text(client.get(at_service("service-map", one)))
    assert page.count("<select") == len(ITEMS)
    columns = {f"item-{n}": column for n, column in enumerate(ITEMS.values())}
    client.post(at_service("service-map", one), {**columns, "version": 1})
    assert dict(one.fields.values_list("item", "field")) == ITEMS
    assert client.post(at_service("service-map", one), {**columns, "version": 1}).status_code == 409
    for act, said in (("open", {}), ("pause", {"reason": "升级。"}), ("resume", {})):
        assert client.get(at_service(f"service-{act}", one)).status_code == 200
        assert client.post(at_service(f"service-{act}", one), said).status_code == 302
    assert client.post(at_service("service-end", one), {}).status_code == 422
    client.post(at_service("service-end", one), {"reason": "停用。"})
    one.refresh_from_db()
    assert (one.state, one.reason) == ("ended", "停用。")
    assert client.post(at_service("service-open", one)).status_code == 409


def test_where_data_stand_is_for_the_keeper_alone(place: Town) -> None:
    of = resource(place)
    made = service(
        place, of, kind=Service.Kind.PROXIED, address="https://1.1.1.1/secret-way",
        sealed_secret="sealed-so",
    )  # fmt: skip
    has = grant(place, of)
    mine = text(at(keeper(place)).get(at_service("service", made)))
    assert "https://1.1.1.1/secret-way" in mine
    assert has.number in mine
    assert "sealed-so" not in mine
    watched = text(at(supervisor(place)).get(at_service("service", made)))
    assert has.number in watched
    theirs = text(at(keeper(place, "third")).get(at_service("service", made)))
    for page in (watched, theirs):
        assert "secret-way" not in page
        assert "nan_fang" not in page
        assert "男方姓名" in page
    assert has.number not in theirs


def test_who_comes_in_where(place: Town) -> None:
    made = service(place)
    names = ("service", *ACTS)
    for actor, seen in (
        (place.stranger, 403), (supervisor(place), 404), (keeper(place, "third"), 404),
    ):  # fmt: skip
        client = at(actor)
        codes = {name: client.get(at_service(name, made)).status_code for name in names}
        assert codes["service"] == (200 if seen == 404 else seen)
        assert codes["service-change"] in (403, 404)
        assert codes["service-map"] in (403, 404)
        for name in ACTS[2:]:
            sent = client.post(at_service(name, made), {"reason": "核查。"})
            is_watch = seen == 404 and name == "service-pause" and codes["service-map"] == 403
            assert sent.status_code == (302 if is_watch else 403) or sent.status_code in (403, 404)
    assert Client().get(at_service("service", made)).status_code == 302


def test_what_is_being_set_up_is_seen_by_its_unit(place: Town) -> None:
    made = service(place, state="preparing", table_id=None)
    assert at(keeper(place)).get(at_service("service", made)).status_code == 200
    assert at(keeper(place, "third")).get(at_service("service", made)).status_code == 404
    for who, count in ((keeper(place), 1), (keeper(place, "third"), 0)):
        page = text(at(who).get(reverse("exchange:services")))
        assert page.count(made.code) >= count
        assert (made.code in page) is bool(count)


def test_above_the_zone_is_not_there(place: Town) -> None:
    made = service(place)
    for change in ({"secrecy": 2}, {"zone": "intranet"}):
        Service.objects.filter(id=made.id).update(secrecy=0, zone="internet")
        Service.objects.filter(id=made.id).update(**change)
        assert at(keeper(place, "third")).get(at_service("service", made)).status_code == 404


def test_services_are_found(place: Town) -> None:
    made = service(place)
    client, url = at(keeper(place)), reverse("exchange:services")
    for choice, is_there in (
        (f"q={made.code[:6]}", True), ("q=没有的", False), ("state=paused", False),
        ("kind=hosted", True), ("mine=true", True),
    ):  # fmt: skip
        assert (made.code in text(client.get(f"{url}?{choice}"))) is is_there


def test_a_system_gets_a_key_and_loses_it(place: Town) -> None:
    grant_of = resource(place)
    service(place, grant_of)
    has = grant(place, grant_of)
    client = at(keeper(place, "police"))
    said = {"unit_id": place.units["police"], "code": "hukou", "name": "户籍系统", "contact": ""}
    client.post(reverse("exchange:system-add"), said)
    one = System.objects.get(code="hukou")
    url = reverse("exchange:credential-add", args=[one.id])
    page = client.post(url, {"kind": "hmac", "days": 30})
    made = Credential.objects.get(system=one)
    assert made.key_id in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    secret = text(page).split("<code>")[2].split("<")[0]
    assert len(secret) > 30
    again = text(client.get(reverse("exchange:system", args=[one.id])))
    assert secret not in again
    assert has.number in again
    assert "curl" in again
    spki = make_signing_key(Algorithm.SM2).public_key
    pem = f"-----BEGIN PUBLIC KEY-----\n{b64encode(spki).decode()}\n-----END PUBLIC KEY-----"
    assert client.post(url, {"kind": "sm2", "days": 30, "pem": "x"}).status_code == 422
    assert client.post(url, {"kind": "sm2", "days": 30, "pem": pem}).status_code == 302
    away = reverse("exchange:credential-revoke", args=[one.id, made.id])
    assert client.get(away).status_code == 200
    client.post(away, {"reason": "更换。"})
    made.refresh_from_db()
    assert made.revoked_at
    client.post(reverse("exchange:system-rename", args=[one.id]),
                {"name": "新名", "contact": "", "version": 1})  # fmt: skip
    client.post(reverse("exchange:system-close", args=[one.id]), {"reason": "停用。"})
    one.refresh_from_db()
    assert one.name == "新名"
    assert one.closed_at


def test_systems_are_their_units_own(place: Town) -> None:
    mine = system(place)
    other = keeper(place, "third")
    client = at(other)
    for name in ("system", "system-rename", "system-close", "credential-add"):
        assert client.get(reverse(f"exchange:{name}", args=[mine.id])).status_code == 404
    away = reverse("exchange:credential-revoke", args=[mine.id, uuid4()])
    assert client.post(away, {"reason": "x"}).status_code == 404
    assert mine.code not in text(client.get(reverse("exchange:systems")))
    assert mine.code in text(at(supervisor(place)).get(reverse("exchange:systems")))
    assert at(place.stranger).get(reverse("exchange:systems")).status_code == 403


def test_quality_is_shown_to_the_keeper(place: Town) -> None:
    columns = (Column(name="nan_fang", key=1), Column(name="deng_ji", codes=("甲",)))
    rows = [("1", "甲"), ("2", "乙"), ("3", "丙")]
    made = service(place, table_id=table(place, rows, columns=columns))
    page = text(at(keeper(place)).get(at_service("service-quality", made)))
    assert "deng_ji" in page
    assert ">2<" in page
    assert "100.0%" in page
    assert at(keeper(place, "third")).get(at_service("service-quality", made)).status_code == 404
    assert at(supervisor(place)).get(at_service("service-quality", made)).status_code == 403
