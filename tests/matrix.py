"""The permission matrix: every address × every kind of person gives the answer its mark promises.

An office inherits it:

    class TestMatrix(Matrix):
        namespace = "plan"

        def samples(self, view_name: str) -> dict[str, object]:
            return {"code": "coverage"} if view_name == "plan:target" else {}

Addresses with arguments nobody gives a sample for get an id of nothing, and may say "missing".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from liupan.foundation.access.facade import actor_for, apply_built_in_roles, grant_role
from liupan.foundation.design.facade import Entrance, entrance_of
from liupan.foundation.identity.presence import DEMO
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.facade import appoint, create_post
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import authority, clock
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind
from liupan.kernel.ids import uuid7

PEOPLE = (
    "anonymous",
    "citizen",
    "stranger",
    "clerk",
    "chief",
    "leader",
    "contact",
    "system",
    "security",
    "auditor",
)
SAMPLES = {
    "uuid": uuid7(),
    "int": 1,
    "slug": "nothing",
    "str": "nothing",
    "path": "nothing",
}
SIGN_IN = "/account/"
BEGINS_SESSION_ANEW = frozenset({"account_logout"})


@dataclass(frozen=True)
class Address:
    """One route: its name, how it is written, who may enter."""

    name: str
    pattern: URLPattern
    entrance: Entrance | None
    module: str


def addresses() -> list[Address]:
    """Every route of the installation, in order."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _walk(pattern.url_patterns, inner)
        elif pattern.name:
            name = ":".join(filter(None, [namespace, pattern.name]))
            view = pattern.callback
            yield Address(name, pattern, entrance_of(view), view.__module__)


@dataclass
class City:
    """A small city with one person of each kind; `things` are real ids by argument name."""

    root: UUID
    unit: UUID
    accounts: dict[str, UUID]
    things: dict[str, object]

    def actor(self, person: str) -> Actor:
        """The actor of a person."""
        if person == "anonymous":
            return ANONYMOUS
        with clock.frozen(city.NOW):
            return actor_for(self.accounts[person])

    def client(self, person: str) -> Client:
        """A browser in which the person has signed in."""
        client = Client(raise_request_exception=True)
        if person != "anonymous":
            enter(client, self.accounts[person])
            session = client.session
            session[DEMO] = True  # as strong as any role may ask
            session.save()
        return client


def build_city() -> City:
    """Root, one bureau, posts with holders, roles granted."""
    city.found()
    city.unit("固原市人民政府", category="government")
    apply_built_in_roles(now=city.NOW)
    unit = city.unit("固原市民政局")
    from liupan.foundation.organisations.facade import find_root

    found = find_root()
    assert found
    accounts = {
        "citizen": city.person(kind=ActorKind.CITIZEN),
        "stranger": city.person(),
    }
    grant = {"valid_from": city.BEGINNING, "actor": city.almighty(), "now": city.NOW}
    grant_role(role_code="staff", everyone_in_id=found.id, **grant)
    post = appointment = None
    for person, kind, role, over in (
        ("clerk", "clerk", "", None),
        ("chief", "chief", "", None),
        ("leader", "leader", "", None),
        ("contact", "contact", "unit-administrator", None),
        ("system", "administrator", "system-administrator", found.id),
        ("security", "administrator", "security-administrator", found.id),
        ("auditor", "administrator", "audit-administrator", found.id),
    ):
        accounts[person] = city.person(f"试{person}")
        post = create_post(unit_id=unit, title=f"岗{person}", kind=kind, **grant)
        appointment = appoint(post_id=post, account_id=accounts[person], **grant)
        if role:
            binding = grant_role(role_code=role, post_id=post, unit_id=over, **grant)
    things: dict[str, object] = {
        "unit_id": unit,
        "post_id": post,
        "appointment_id": appointment,
        "binding_id": binding,
        "account_id": accounts["clerk"],
        "division_id": city.division(),
    }
    return City(found.id, unit, accounts, things)


class Matrix:
    """Inherit and name a namespace; the tests come along."""

    namespace: ClassVar[str] = ""

    def samples(self, view_name: str) -> dict[str, object]:
        """Arguments for one address, where the city's own things are not enough."""
        return {}

    @pytest.mark.django_db
    @pytest.mark.timeout(300)
    @pytest.mark.parametrize("person", PEOPLE)
    def test_every_address_answers_as_its_mark_promises(self, person: str) -> None:
        place = build_city()
        client, actor, wrong = place.client(person), place.actor(person), []
        with clock.frozen(city.NOW):
            for address in self._mine():
                url = self._url(address, place)
                for method in ("get", "post"):
                    if method == "post" and address.name in BEGINS_SESSION_ANEW:
                        continue
                    answer = getattr(client, method)(url)
                    is_plain = method == "get" and "<" not in str(address.pattern.pattern)
                    if not is_as_promised(address.entrance, actor, answer, is_plain):
                        where = answer.headers.get("Location", "")
                        wrong.append(f"{method} {url}: {answer.status_code} {where}")
        assert wrong == []

    def _mine(self) -> list[Address]:
        return [a for a in addresses() if a.name.startswith(f"{self.namespace}:")]

    def _url(self, address: Address, place: City) -> str:
        from django.urls import reverse

        given = {**place.things, **self.samples(address.name)}
        converters = address.pattern.pattern.converters
        kwargs = {
            name: given.get(name, SAMPLES.get(_kind(converter), "nothing"))
            for name, converter in converters.items()
        }
        return reverse(address.name, kwargs=kwargs)


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()


def is_as_promised(
    entrance: Entrance | None, actor: Actor, answer: Any, is_plain: bool = False
) -> bool:
    """Whether the answer fits the mark: nobody is let in or kept out against it, nothing breaks.

    `is_plain`: reading a page without arguments, from which no scope can keep a holder out.
    """
    status, to = answer.status_code, answer.headers.get("Location", "")
    if status >= 500 or entrance is None:
        return False
    kept_out = status in (401, 403) or (status == 302 and to.startswith(SIGN_IN))
    if entrance.kind == "public":
        return not kept_out or status == 302
    if actor.is_anonymous:
        return kept_out or status == 405
    if entrance.kind == "signed_in":
        return not (status == 302 and "login" in to)
    holds = any(authority.may(actor, p) for p in entrance.permissions)
    if not holds:
        return kept_out or status == 405
    return not kept_out or (status == 403 and not is_plain)
