"""The machine door in the form of X-Road's protocol for REST (r1), with its metadata services."""

import base64
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from liupan.capabilities.exchange.doors import check_client, ids_of, refused, served
from liupan.capabilities.exchange.operations.calling import (
    Outcome,
    Said,
    Work,
    answer_known,
    answer_rows,
)
from liupan.capabilities.exchange.queries.addresses import own_instance
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.door_refusals import (
    address_unknown,
    method_not_taken,
)
from liupan.capabilities.exchange.queries.places import is_of
from liupan.capabilities.exchange.queries.telling import (
    tell_clients,
    tell_methods,
    tell_specification,
)
from liupan.capabilities.exchange.rules.answers import Answer
from liupan.capabilities.exchange.rules.calls import Way
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.capabilities.exchange.rules.xroad import (
    DATA,
    LONGEST,
    MEMBER_CLASS,
    Address,
    error_type,
    made_ids,
    request_digest,
)
from liupan.foundation.design.facade import for_systems

METHODS = ("GET", "POST")


class R1:
    """Answers with X-Road's headers; a refusal has `X-Road-Error` and X-Road's words in its body.

    `address`: what is called; None for what has none. `methods`: that it takes.
    """

    name = "r1"

    def __init__(self, address: Address | None, *, methods: tuple[str, ...] = METHODS) -> None:
        self.address, self.methods = address, methods

    def check(self, asked: Asked, caller: Caller) -> None:
        """Method, client and the head of the address. Raises `CallRefused`."""
        if asked.method not in self.methods:
            raise method_not_taken(self.methods)
        check_client(asked, caller, is_needed=self.address is not None)
        if self.address is None:
            return
        at = self.address.instance, self.address.member_class, self.address.subsystem
        if at != (own_instance(), MEMBER_CLASS, DATA):
            raise address_unknown()

    def given(self, asked: Asked, said: Said, content: bytes) -> Answer:
        """Content with X-Road's headers."""
        return Answer(status=200, body=content, headers=self._headers(asked, said))

    def refused(self, asked: Asked, said: Said, outcome: Outcome) -> Answer:
        """Problem details that say X-Road's three words as well: type, message, detail."""
        assert outcome.error is not None
        kind = error_type(outcome.error.code, outcome.fault)
        headers = {**self._headers(asked, said), "X-Road-Error": kind}
        words = {"type": kind, "message": outcome.error.message, "detail": str(said.id)}
        return refused(said, outcome.error, headers, **words)

    def _headers(self, asked: Asked, said: Said) -> dict[str, str]:
        digest = request_digest(asked, made_ids(said.id, said.request_id))
        found = ids_of(said) | {"X-Road-Request-Hash": base64.b64encode(digest).decode()}
        client = asked.headers.get("x-road-client", "")
        if client.isascii() and client.isprintable() and 0 < len(client) <= LONGEST:
            found["X-Road-Client"] = client
        if self.address is not None:
            found["X-Road-Service"] = str(self.address)[:LONGEST]
        return found


@csrf_exempt
@for_systems
def service(request: HttpRequest, rest: str = "", **address: str) -> HttpResponse:
    """Rows of a service: GET with filters in the query, POST with filters in the body."""
    at = Address(**address)
    return served(request, R1(at), at.service, partial(_rows, at, rest))


@csrf_exempt
@for_systems
def list_clients(request: HttpRequest) -> HttpResponse:
    """Who takes part."""
    return _told(request, None, "listClients", tell_clients)


@csrf_exempt
@for_systems
def list_methods(request: HttpRequest, **address: str) -> HttpResponse:
    """Services of a provider."""
    return _of_provider(request, "listMethods", tell_methods, address, allowed_only=False)


@csrf_exempt
@for_systems
def allowed_methods(request: HttpRequest, **address: str) -> HttpResponse:
    """Those that the caller may use now."""
    return _of_provider(request, "allowedMethods", tell_methods, address, allowed_only=True)


@csrf_exempt
@for_systems
def get_openapi(request: HttpRequest, **address: str) -> HttpResponse:
    """A service's description, as the caller's grant has it."""
    return _of_provider(request, "getOpenAPI", tell_specification, address)


@csrf_exempt
@for_systems
def elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of this form that names nothing."""
    return served(request, R1(None), "", _nothing, way=Way.META)


def _rows(
    at: Address, rest: str, caller: Caller, asked: Asked, said: Said, now: datetime
) -> Outcome:
    if rest.strip("/") or not is_of(at.service, at.member):
        return _nothing(caller, asked, said, now)
    return answer_rows(caller, asked, said, now)


def _nothing(caller: Caller, asked: Asked, said: Said, now: datetime) -> Outcome:
    return Outcome(caller=caller, case=said.case, error=address_unknown())


def _of_provider(
    request: HttpRequest, name: str, tell: Callable[..., Any], address: dict[str, str], **more: Any
) -> HttpResponse:
    at = Address(**address, service=name)
    return _told(request, at, name, partial(tell, provider=at.member, **more))


def _told(
    request: HttpRequest, at: Address | None, name: str, tell: Callable[..., Any]
) -> HttpResponse:
    work: Work = partial(answer_known, tell=tell)
    return served(request, R1(at, methods=("GET",)), name, work, way=Way.META)
