"""A service is tried out by a person of the consumer: decided, counted and logged as any call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liupan.capabilities.exchange.events.trying import ServiceTried
from liupan.capabilities.exchange.operations.admitting import admit, give_back
from liupan.capabilities.exchange.operations.calling import json_of
from liupan.capabilities.exchange.operations.keeping_answers import CODE, answered
from liupan.capabilities.exchange.operations.telling import telling
from liupan.capabilities.exchange.policies import TRY
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.asking import Wanted
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.rules.calls import Call, Fault
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.journal.facade import operation, record
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import LiupanError

NOBODY = UUID(int=0)
MOST = 20
"""Rows that a try-out shows."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came: items, and rows in their order."""

    items: Sequence[str]
    rows: Sequence[Sequence[Any]]
    taken_at: datetime | None = None
    """Of an answer of before alone."""


def try_service(*, call: Call, wanted: Wanted, actor: Actor, now: datetime) -> Tried:
    """Ask a service by a grant of the person's unit (在线调试). It uses quota up and is in the log
    before anything is shown.

    Raises what `allow`, `admit` and `query` do, `NotAuthorised`, `NotLogged`.
    """
    note_trial(call=call, actor=actor, now=now)
    with telling(call, door="page", method="TRY", asked=repr(wanted)) as told:
        told.allowed = allowed = allow(call, now=now)
        question = wanted.question(allowed.names)
        admit(_person(allowed), allowed.grant, now=now)
        try:
            given = answered(allowed, question, now=now)
        except LiupanError:
            give_back(allowed.grant.id, now=now)
            raise
        page = given.page
        if given.taken_at:
            told.code, told.fault = CODE, Fault.PROVIDER
        items = {field: item for item, field in allowed.names.items()}
        body = json_of(page.rows)
        told.rows, told.sent, told.response_hash = len(page.rows), len(body), sm3(body).hex()
    return Tried([items[one.name] for one in page.columns], page.rows, given.taken_at)


@operation
def note_trial(*, call: Call, actor: Actor, now: datetime) -> None:
    """Who asks, before anything is asked. Raises `NotAuthorised`."""
    assert call.unit_id
    require(actor, TRY, unit_id=call.unit_id)
    fact = ServiceTried(
        thing_id=UUID(call.request_id), service=call.service, grant=call.grant, case=call.case,
        unit_id=call.unit_id,
    )  # fmt: skip
    record(fact, actor=actor, now=now)


def _person(allowed: Allowed) -> Caller:
    """Counted by grant alone: a session proves the person, so there is no nonce."""
    return Caller(
        credential_id=NOBODY, system_id=NOBODY, system_code="", unit_id=allowed.consumer_id,
        unit_code="",
    )  # fmt: skip
