"""A call from the door to the log: proven, allowed, counted, answered, recorded.

Every way in uses this one; what differs is how a door writes its answers (`Door`).
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.operations.admitting import admit, claim, give_back
from liupan.capabilities.exchange.operations.keeping_answers import (
    CODE,
    age_of,
    answered,
    marked,
    old,
)
from liupan.capabilities.exchange.operations.messages import record_message
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.asking import read_wanted
from liupan.capabilities.exchange.queries.authenticating import Caller, authenticate, is_tried
from liupan.capabilities.exchange.queries.refusals import fault_of
from liupan.capabilities.exchange.rules.answers import Answer
from liupan.capabilities.exchange.rules.calls import Call, Fault, Message, Way
from liupan.capabilities.exchange.rules.services import Kind
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.capabilities.exchange.rules.xroad import made_ids, request_digest
from liupan.foundation.identity.facade import require_free
from liupan.foundation.tables.facade import Page, Question, count_rows
from liupan.kernel import clock, errors
from liupan.kernel.ids import uuid7

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What of a request is known before it is proven: what is called, and under which ids."""

    id: UUID
    request_id: str
    service: str
    case: str = ""
    way: Way = Way.QUERY


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a call ended: with content, or with an error."""

    caller: Caller | None = None
    allowed: Allowed | None = None
    case: str = ""
    content: Any = None
    rows: int = 0
    error: errors.LiupanError | None = None
    age: int | None = None
    """Seconds; of an answer of before alone."""

    @property
    def fault(self) -> Fault:
        """Whose fault it is that there is no content, or none of now."""
        if self.error:
            return fault_of(self.error)
        return Fault.NONE if self.age is None else Fault.PROVIDER


class Door(Protocol):
    """How one way in writes its answers."""

    name: str

    def check(self, asked: Asked, caller: Caller) -> None:
        """Refuse what the protocol of this way does not allow a caller."""

    def given(self, asked: Asked, said: Said, content: bytes) -> Answer:
        """Content, as JSON, in an answer."""

    def refused(self, asked: Asked, said: Said, outcome: Outcome) -> Answer:
        """A refusal in an answer."""


Work = Callable[[Caller, Asked, Said, datetime], Outcome]


class Broken(errors.Fault):
    """Something went wrong here."""

    status = 500


def serve(door: Door, asked: Asked, said: Said, work: Work) -> Answer:
    """The answer to a request; whatever comes of it is in the log before the answer leaves.

    A request without any proof is turned away and not recorded: it is nobody's message. Nor are
    wrong proofs beyond what may come in a minute: strangers do not fill the log.
    """
    began = time.perf_counter_ns()
    outcome = _outcome(door, asked, said, work)
    if not is_tried(asked):
        return _written(door, asked, said, outcome)
    try:
        if outcome.caller is None:
            require_free("unproven.ip", asked.origin)
            require_free("unproven.all", "")
    except errors.TooMany as error:
        return door.refused(asked, said, replace(outcome, error=error))
    answer = _written(door, asked, said, outcome)
    took = (time.perf_counter_ns() - began) // 1_000
    try:
        record_message(_message(door, asked, said, outcome, answer, took))
    except errors.LiupanError as error:  # what is not in the log does not leave
        return door.refused(asked, said, replace(outcome, content=None, error=error))
    return answer


def answer_rows(caller: Caller, asked: Asked, said: Said, now: datetime) -> Outcome:
    """Rows of a service by a grant of the caller's unit. What is refused uses no quota up."""
    try:
        wanted = read_wanted(asked)
        call = Call(
            request_id=said.request_id, system_id=caller.system_id, service=said.service,
            way=Way.QUERY, grant=wanted.grant, case=said.case or wanted.case,
        )  # fmt: skip
        allowed = allow(call, now=now, caller=caller)
        question = wanted.question(allowed.names)
    except errors.LiupanError as error:
        return Outcome(caller=caller, case=said.case, error=_or_replayed(caller, error))
    outcome = Outcome(caller=caller, allowed=allowed, case=call.case)
    try:
        admit(caller, allowed.grant, now=now)
    except errors.LiupanError as error:
        return replace(outcome, error=error)
    return _delivered(outcome, allowed, question, now, is_counted=wanted.is_counted)


def answer_known(
    caller: Caller, asked: Asked, said: Said, now: datetime, tell: Callable[..., Any]
) -> Outcome:
    """What `tell` says of services and grants; no data."""
    claim(caller)
    return Outcome(caller=caller, case=said.case, content=tell(caller, asked, now=now))


def _delivered(
    outcome: Outcome, allowed: Allowed, question: Question, now: datetime, *, is_counted: bool
) -> Outcome:
    try:
        given = answered(allowed, question, now=now)
        page = given.page
        content = _content(allowed, page)
        if is_counted and allowed.kind is Kind.HOSTED and allowed.table_id:
            counted = count_rows(allowed.table_id, allowed.view, question.filters)
            content["count"] = {"value": counted.value, "is_exact": counted.is_exact}
    except errors.LiupanError as error:
        give_back(allowed.grant.id, now=now)
        return replace(outcome, error=error)
    if given.taken_at is None:
        return replace(outcome, content=content, rows=len(page.rows))
    content["stale"] = marked(given.taken_at, now)
    age = age_of(given.taken_at, now)
    return replace(outcome, content=content, rows=len(page.rows), age=age)


def _content(allowed: Allowed, page: Page) -> dict[str, Any]:
    items = {field: item for item, field in allowed.names.items()}
    heads = [items[column.name] for column in page.columns]
    return {
        "service": allowed.service_code,
        "grant": allowed.grant.number,
        "rows": [dict(zip(heads, row, strict=True)) for row in page.rows],
        "next": page.cursor or None,
    }


def _or_replayed(caller: Caller, error: errors.LiupanError) -> errors.LiupanError:
    """A refused call uses its nonce up too."""
    try:
        claim(caller)
    except errors.LiupanError as replayed:
        return replayed
    return error


def _outcome(door: Door, asked: Asked, said: Said, work: Work) -> Outcome:
    caller: Caller | None = None
    try:
        caller = authenticate(asked, now=clock.real_now())
        door.check(asked, caller)
        return work(caller, asked, said, clock.now())
    except errors.LiupanError as error:
        return Outcome(caller=caller, case=said.case, error=error)
    except Exception:
        log.exception("a call failed: %s", said.id)
        return Outcome(caller=caller, case=said.case, error=_broken())


def _broken() -> Broken:
    return Broken(
        _("Something went wrong on the platform."),
        next_step=_("Tell the platform's operators the request id, and try again later."),
    )


def _written(door: Door, asked: Asked, said: Said, outcome: Outcome) -> Answer:
    if outcome.error is not None:
        return door.refused(asked, said, outcome)
    answer = door.given(asked, said, json_of(outcome.content))
    if outcome.age is None:
        return answer
    return replace(answer, headers={**answer.headers, **old(outcome.age)})


def json_of(content: Any) -> bytes:
    """JSON as doors write it: decimal numbers as text, so that no figure is rounded."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode()


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    assert isinstance(value, Decimal | UUID), type(value)
    return str(value)


def _message(
    door: Door, asked: Asked, said: Said, outcome: Outcome, answer: Answer, took: int
) -> Message:
    caller, allowed = outcome.caller, outcome.allowed
    grant = allowed.grant if allowed else None
    request = request_digest(asked, made_ids(said.id, said.request_id))
    return Message(
        id=said.id,
        at_us=int(clock.now().timestamp() * 1_000_000),
        request_id=said.request_id,
        way=said.way,
        door=door.name,
        system_id=caller.system_id if caller else None,
        consumer_id=caller.unit_id if caller else None,
        provider_id=allowed.provider_id if allowed else None,
        service_id=allowed.service_id if allowed else None,
        service=said.service,
        grant_id=grant.id if grant else None,
        grant_version=grant.version if grant else 0,
        case=outcome.case,
        method=asked.method,
        status=answer.status,
        code=outcome.error.code if outcome.error else CODE if outcome.age is not None else "",
        fault=outcome.fault,
        rows=outcome.rows,
        sent=len(answer.body),
        took_us=took,
        request_hash=request.hex(),
        response_hash=hashlib.sha512(answer.body).hexdigest(),
    )


def new_id() -> UUID:
    """Of a message."""
    return uuid7()
