"""The permission matrix: every address × every kind of person × read and send gives the answer
that the mark of the address promises; nothing breaks."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from liupan.capabilities.exchange.queries import pulling
from liupan.foundation.access.middleware import _behind
from liupan.foundation.design import failures
from liupan.foundation.design.middleware import errors
from liupan.foundation.tables import exporting
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.surfaces.gateway import health
from tests.permissions.addresses import Address, addresses
from tests.permissions.city import FORGED, PEOPLE, SERIES, City
from tests.permissions.promises import Asked, fault_in
from tests.permissions.sharing import CODE, PRIVATE, share

SAMPLES: dict[str, dict[str, object]] = {
    "plan:": {"code": "T20"},
    "/api/v1/plan/": {"code": "T20"},
    "console:role": {"code": "staff"},
    "console:permission": {"code": "organisations.unit.manage"},
    "console:rule": {"code": "limits.licensing", "key": "decide"},
    "console:numbers": {"code": SERIES},
    "console:series": {"code": SERIES},
    "console:calendar": {"year": 2017, "day": "2017-11-15"},
    "opendata:": {"code": CODE, "form": "csv", "theme": "welfare"},
    "opendata:catalog": {"form": "ttl"},
    "opendata:dataset-linked": {"code": CODE, "form": "ttl"},
    "/api/v1/opendata/": {"code": CODE},
    "workbench:table": {"office": "organisations", "things": "units"},
}
"""Arguments by the beginning of an address's name, where they lead to something."""
BY_THING: dict[str, dict[str, str]] = {
    "/api/v1/exchange/": {"code": "service_code"},
    "opendata:gallery-one": {"number": "gallery_number"},
    "opendata:gallery-picture": {"number": "gallery_number"},
    "opendata:request-one": {"number": "request_number"},
}
"""Arguments whose value is only known when the thing was made."""
UNENTITLED = ("anonymous", "citizen", "stranger", "unproven", "newcomer", FORGED)
"""Who has a right on none of the things that are private."""
ABSENT: dict[str, object] = {
    "session_id": 1,
    "pk": 1,
    "year": 1,
    "uidb36": "abc",
    "key": "def",
    "number": 1,
    "a": 1,
    "b": 2,
    "n": 1,
}
"""Arguments that must be of a certain form; they lead to nothing."""


@pytest.fixture(scope="module")
def place(place: City) -> City:
    """The shared city with real things of catalogue, exchange and open data."""
    share(place)
    return place


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are not drawn: most answers are one, and how it looks is no matter here.

    A worker is alive and links the journal, so that `/healthz` has nothing to say.
    """
    for part in ("worker", "journal"):
        monkeypatch.setitem(health.CHECKS, part, lambda: "alive")
    for module in (errors, failures):
        monkeypatch.setattr(module, "render", _undrawn)


@pytest.fixture(autouse=True)
def within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole files are read by the test's own connection, which sees what it did not commit; the
    provider's database is nowhere."""
    monkeypatch.setattr(
        exporting, "_snapshot", lambda table_id: (exporting.shape_of(table_id), connection)
    )
    monkeypatch.setattr(exporting, "_end", lambda _link: None)
    monkeypatch.setattr(pulling, "columns_there", lambda _link: {})


def _undrawn(_request: HttpRequest, _name: str, *_more: object, status: int = 200) -> HttpResponse:
    return HttpResponse(status=status)


def test_every_address_has_a_mark() -> None:
    found = addresses()
    assert len(found) > 130
    unmarked = [a.route for a in found for _method, mark in a.marks if mark is None]
    assert unmarked == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_as_its_mark_promises(place: City, person: str) -> None:
    wrong, refused = [], Counter[str]()
    for asked, answer in walk(place, person):
        if person in UNENTITLED and holds_private(answer):
            wrong.append(f"{asked.method} {asked.address.route} shows what is private")
        refused[asked.address.route] += answer.status_code == 405
        if fault := fault_in(asked, answer):
            to = answer.headers.get("Location", "")
            wrong.append(f"{asked.method} {asked.address.route} {fault}: {answer.status_code} {to}")
    wrong += [f"{route} takes neither method" for route, times in refused.items() if times == 2]
    assert not wrong, "\n".join(wrong)


def test_public_pages_are_kept_for_visitors_alone(place: City) -> None:
    said = {
        person: place.client(person).get("/accessibility/").headers["Cache-Control"]
        for person in ("anonymous", "clerk")
    }
    assert said == {"anonymous": "no-cache", "clerk": "private, no-store"}


def walk(
    place: City, person: str, only: Sequence[str] = ()
) -> Iterator[tuple[Asked, HttpResponseBase]]:
    """Every address, read and sent to with nothing filled in; those in `only` are read alone."""
    credentials, factory, handler = place.credentials(person), RequestFactory(), WSGIHandler()
    handler.get_response(factory.get("/accessibility/", **credentials))  # the session has begun
    actors = {is_api: actor_at(place, person, is_api=is_api) for is_api in (False, True)}
    for address in addresses():
        if only and address.name not in only:
            continue
        for method in ("GET",) if only else ("GET", "POST"):
            request = factory.generic(method, address.url(given(place, address)), **credentials)
            request._dont_enforce_csrf_checks = True  # who may, not from which form
            with transaction.atomic():
                answer = handler.get_response(request)
                transaction.set_rollback(True)
            yield Asked(person, actors[address.is_api], address, method), answer
            for close in answer._resource_closers:  # not the request, which is of this test
                close()


def holds_private(answer: HttpResponseBase) -> bool:
    """Whether anything private stands in the answer, as it would be read."""
    parts = getattr(answer, "streaming_content", None) or [answer.content]  # type: ignore[attr-defined]
    return PRIVATE.encode() in b"".join(parts)


def actor_at(place: City, person: str, *, is_api: bool) -> Actor:
    """As whom the person stands there: a token is worth something below /api/ only."""
    if person in place.tokens:
        return _behind(f"Bearer {place.tokens[person]}") if is_api else ANONYMOUS
    return place.actor(person)


def given(place: City, address: Address) -> dict[str, object]:
    """The arguments of an address: real things where the city has them."""
    own = [more for start, more in SAMPLES.items() if address.name.startswith(start)]
    own += [
        {name: place.things[thing] for name, thing in more.items()}
        for start, more in BY_THING.items()
        if address.name.startswith(start)
    ]
    absent = dict.fromkeys(address.arguments, "00000000-0000-7000-8000-000000000000")
    ids = {name: value for name, value in absent.items() if name.endswith("_id")}
    return {**ids, **ABSENT, **place.things, **{k: v for more in own for k, v in more.items()}}


REAL = (
    "exchange:service", "exchange:system", "exchange:push", "exchange:upload", "exchange:source",
    "exchange:message", "exchange:hold-lift", "exchange:file", "opendata:ask",
    "opendata:staff-dataset", "opendata:submission", "opendata:application", "opendata:dataset",
    "opendata:gallery-one", "opendata:gallery-picture", "opendata:request-one", "opendata:rows",
    "/api/v1/opendata/datasets/<code>",
)  # fmt: skip
"""Addresses that must lead to something for whoever may do everything."""


def test_refusals_are_of_things_that_are_there(place: City) -> None:
    """Otherwise a missing right and a missing thing would look alike."""
    found = {asked.address.name: answer for asked, answer in walk(place, "officer", REAL)}
    assert {name: answer.status_code for name, answer in found.items()} == dict.fromkeys(REAL, 200)
