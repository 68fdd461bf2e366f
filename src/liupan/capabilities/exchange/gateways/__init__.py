"""The way out to providers' systems: a question in JSON, rows back; whose fault it is if not.

The question: `{"columns": […], "filters": [{"column", "operator", "values"}], "sort", "descending",
"limit", "offset", "cursor"}`. The answer: `{"rows": [{field: value}], "cursor": ""}`. What the
other side leaves unfiltered is left out here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

from liupan.capabilities.exchange.gateways.breakers import Busy, Open, breaker_of
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.provided import Told
from liupan.foundation.messaging.facade import (
    NotCallable,
    Undelivered,
    ask,
    call,
    refuse_target,
)

MOST = 8 * 1024 * 1024
CURSOR, TEXT = 2_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a provider's system is asked, where, for how long."""

    service_id: UUID
    address: str
    secret: str = field(repr=False)
    timeout_ms: int
    question: Mapping[str, Any]
    limit: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows by field, as they came, and where to go on."""

    rows: tuple[Mapping[str, Told], ...]
    cursor: str


class Amiss(Exception):
    """The answer is none."""


def ask_provider(asked: Asked) -> Answer:
    """Rows of the provider's system. Raises `ProviderSilent`, `ProviderAmiss`, `ProviderUnwell`,
    `ProviderBusy`, `AddressUnfit`."""
    try:
        with breaker_of(asked.service_id).passing((Undelivered, Amiss)):
            return _asked(asked)
    except Busy as error:
        raise refusals.provider_busy() from error
    except Open as error:
        raise refusals.provider_unwell() from error
    except Amiss as error:
        raise refusals.provider_amiss() from error
    except Undelivered as error:
        _tell(error)


def _asked(asked: Asked) -> Answer:
    body = json.dumps(asked.question, ensure_ascii=False).encode(errors="replace")
    seconds = asked.timeout_ms / 1000
    try:
        came = ask(asked.address, body=body, secret=asked.secret, most=MOST, seconds=seconds)
    except NotCallable as error:  # nobody was asked, so nobody failed
        raise refusals.address_unfit() from error
    return _read(came.body, asked.limit)


def _tell(error: Undelivered) -> NoReturn:
    if error.status:
        raise refusals.provider_amiss() from error
    raise refusals.provider_silent() from error


def _read(body: bytes, limit: int) -> Answer:
    try:
        told = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Amiss("no JSON") from error
    rows, cursor = (
        (told.get("rows"), told.get("cursor", "")) if isinstance(told, dict) else ({}, "")
    )
    if not isinstance(rows, list) or len(rows) > limit:
        raise Amiss("no rows, or more than were asked for")
    if not isinstance(cursor, str) or len(cursor) > CURSOR:
        raise Amiss("no place to go on")
    if not all(map(_is_row, rows)):
        raise Amiss("no plain values")
    return Answer(tuple(rows), cursor)


def _parts(told: object) -> tuple[object, object]:
    return (told.get("rows"), told.get("cursor", "")) if isinstance(told, dict) else (None, "")


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(map(_is_plain, row.values()))


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= TEXT
    return value is None or isinstance(value, int | float | bool)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def may_be_called(address: str) -> str:
    """Why changes cannot be pushed to an address, or ""."""
    try:
        refuse_target(address)
    except Undelivered as error:
        return str(error)
    return ""


def push(address: str, *, batch_id: UUID, stamp: str, secret: str, body: dict[str, Any]) -> None:
    """POST changes to a system, signed with HMAC-SM3 as notices to machines are. 2xx: taken.

    Raises `Undelivered`.
    """
    call(address, delivery_id=batch_id, stamp=stamp, secret=secret, body=body)
