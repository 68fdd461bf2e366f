"""The machine door in its simple form: services, rows, grants. Callers prove themselves as systems
(`rules/signing.py`); accounts and their tokens have no entrance here."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from liupan.capabilities.exchange.doors import (
    check_client,
    ids_of,
    refused,
    served,
)
from liupan.capabilities.exchange.operations.calling import (
    Outcome,
    Said,
    answer_known,
    answer_rows,
)
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.telling import tell_grants, tell_services
from liupan.capabilities.exchange.rules.answers import Answer
from liupan.capabilities.exchange.rules.calls import Way
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.foundation.design.facade import for_systems

router = Router(tags=["exchange"])


class ServiceOut(Schema):
    """A service that is online; `grants` by which the unit may query it now."""

    code: str
    title: str
    provider: str
    provider_name: str
    grants: list[str]


class ServicesOut(Schema):
    """Services."""

    services: list[ServiceOut]


class ItemOut(Schema):
    """A granted item; `mask` is none, keep, hash or hide."""

    name: str
    mask: str


class GrantOut(Schema):
    """A grant as it stands now; `quota` calls a day. `modes`: query, file, feed; `mode`: the
    first of them."""

    number: str
    resource: str
    title: str
    service: str | None
    mode: str
    modes: list[str]
    standing: str
    is_live: bool
    valid_from: date
    valid_until: date
    quota: int
    used_today: int
    purpose: str
    items: list[ItemOut]


class GrantsOut(Schema):
    """Grants."""

    grants: list[GrantOut]


class CountOut(Schema):
    """How many rows: exactly, or at least so many."""

    value: int
    is_exact: bool


class StaleOut(Schema):
    """When the provider's system gave the answer, and how old it is now."""

    taken_at: str
    age_seconds: int


class RowsOut(Schema):
    """Rows by names of items; `next` is the cursor of those that follow, null at the end. `stale`
    stands in an answer of before alone: the provider's system is down."""

    service: str
    grant: str
    rows: list[dict[str, Any]]
    next: str | None
    count: CountOut | None = None
    stale: StaleOut | None = None


def parameter(name: str, text: str, **schema: Any) -> dict[str, Any]:
    """A parameter of the query, for the description."""
    return {"in": "query", "name": name, "description": text, "schema": schema}


ASKED = {
    "parameters": [
        parameter("sort", "an item; with - in front, downwards", type="string"),
        parameter("limit", "rows at once", type="integer", minimum=1, maximum=1000, default=50),
        parameter("cursor", "next of the page before", type="string"),
        parameter("count", "1: how many rows there are", type="string", enum=["1"]),
        parameter("grant", "number of the grant, where several fit", type="string"),
        parameter("case", "number of the matter that is handled", type="string"),
    ]
}


class V1:
    """Answers plainly, with the ids of the message in the headers."""

    name = "v1"

    def check(self, asked: Asked, caller: Caller) -> None:
        """A client that is named is the one that signed."""
        check_client(asked, caller, is_needed=False)

    def given(self, asked: Asked, said: Said, content: bytes) -> Answer:
        """Content."""
        return Answer(status=200, body=content, headers=ids_of(said))

    def refused(self, asked: Asked, said: Said, outcome: Outcome) -> Answer:
        """Problem details."""
        assert outcome.error is not None
        return refused(said, outcome.error, ids_of(said))


@router.get(
    "services", response=ServicesOut, summary="Services that are online",
    url_name="exchange_services",
    openapi_extra={"parameters": [parameter("provider", "code of a unit", type="string")]},
)  # fmt: skip
@for_systems
def services(request: HttpRequest) -> HttpResponse:
    """Those everybody may know of, and those the unit has a grant for."""
    work = partial(answer_known, tell=tell_services)
    return served(request, V1(), "services", work, way=Way.META)


@router.get(
    "services/{code}/rows", response=RowsOut, summary="Rows of a service by a grant",
    url_name="exchange_rows", openapi_extra=ASKED,
)  # fmt: skip
@for_systems
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Filters are parameters `item__op=value`: eq, ne, lt, le, gt, ge, in, contains, starts,
    empty, filled."""
    return served(request, V1(), code, answer_rows)


@router.get(
    "grants", response=GrantsOut, summary="Grants of the calling system's unit",
    url_name="exchange_grants",
    openapi_extra={
        "parameters": [parameter("live", "1: in force alone", type="string", enum=["1"])]
    },
)  # fmt: skip
@for_systems
def grants(request: HttpRequest) -> HttpResponse:
    """As they stand now, with today's calls."""
    work = partial(answer_known, tell=tell_grants)
    return served(request, V1(), "grants", work, way=Way.META)
