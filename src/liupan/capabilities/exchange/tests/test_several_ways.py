"""One grant by query, by file and as changes; a way that is taken away is gone at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.exchange.models import Service, SharedFile
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.rules.calls import Message, Way
from liupan.capabilities.exchange.tests.calling import INSTANCE, by_hmac
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import NOW, Town, without
from liupan.capabilities.exchange.tests.factories import call as calling
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock

WAYS = (Way.QUERY, Way.FILE, Way.FEED)


@pytest.fixture
def made(place: Town, told: list[Message], one_connection: None) -> Iterator[Made]:
    with clock.frozen(NOW):
        yield Made(place, modes=frozenset(Mode))


def test_one_grant_in_three_ways(made: Made) -> None:
    for way in WAYS:
        found = allow(calling(made.system, made.service, way), now=NOW)
        assert found.grant.id == made.grant.id
    program = by_hmac(made.system)
    code = made.service.code
    assert len(program.v1(code).json()["rows"]) == 3
    assert (
        len(
            program.call(f"/api/v1/exchange/services/{code}/changes", {"case": "2017-15"}).json()[
                "changes"
            ]
        )
        == 3
    )
    file = program.call(
        f"/api/v1/exchange/services/{code}/files", {"case": "2017-15"}, method="POST"
    )
    assert file.json()["state"] == "live"
    (told,) = program.call("/api/v1/exchange/grants").json()["grants"]
    assert (told["mode"], told["modes"]) == ("query", ["query", "file", "feed"])


@pytest.mark.parametrize(("gone", "way"), list(zip(Mode, WAYS, strict=True)))
def test_a_way_that_is_taken_away_is_gone(made: Made, gone: Mode, way: Way) -> None:
    without(made.place, made.grant.id, gone)
    for one in WAYS:
        if one is not way:
            allow(calling(made.system, made.service, one), now=NOW)
    with pytest.raises(refusals.WrongWay):
        allow(calling(made.system, made.service, way), now=NOW)
    with pytest.raises(refusals.WrongWay):
        allow(calling(made.system, made.service, way, grant=made.grant.number), now=NOW)


def test_methods_of_xroad_follow_the_ways(made: Made) -> None:
    program = by_hmac(made.system)
    path = f"/r1/{INSTANCE}/GOV/bureau/data/allowedMethods"
    headers = {"headers": {"X-Road-Client": program.name}}
    assert made.service.code in program.call(path, **headers).content.decode()
    without(made.place, made.grant.id, Mode.QUERY)
    assert made.service.code not in program.call(path, **headers).content.decode()


def test_a_file_that_goes_out_stops_when_its_way_is_taken_away(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liupan.capabilities.exchange.rules.files.ASK_AGAIN", -1.0)
    taken = made.take(made.start())
    without(made.place, made.grant.id, Mode.FILE)
    with pytest.raises(refusals.WrongWay):
        b"".join(taken.chunks)
    with pytest.raises(refusals.WrongWay):
        made.take(SharedFile.objects.get().id)


def test_the_page_offers_each_way(made: Made) -> None:
    client = Client()
    enter(client, made.actor.id)
    at: dict[str, Any] = {"args": [made.grant.id]}
    links = [reverse("exchange:file-ask", **at), reverse("exchange:push-add", **at)]
    page = client.get(reverse("exchange:mine")).content.decode()
    assert all(link in page for link in links)
    without(made.place, made.grant.id, Mode.FEED)
    page = client.get(reverse("exchange:mine")).content.decode()
    assert links[0] in page
    assert links[1] not in page
    assert client.get(links[1]).status_code == 404
    assert Service.objects.get(id=made.service.id).state == "online"
