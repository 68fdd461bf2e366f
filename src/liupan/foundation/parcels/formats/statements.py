"""The statement of a station's log with one peer (对账单), which travels back over the medium.

It says what came from the peer and what went to it, so one file proves receipt and lets both logs
be compared in both directions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import SigningKey
from liupan.foundation.parcels.formats import signed
from liupan.foundation.parcels.formats.signed import NotSigned

KIND = "statement"
ENDING = ".statement"
ARRIVED, REFUSED, SENT = "arrived", "refused", "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A parcel in a log. `state`: arrived, refused or sent; `cause` is why it was refused."""

    number: int
    parcel_id: UUID
    sm3: str
    state: str
    at: datetime
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The log of `sender` with `receiver`: what it received from it, what it sent to it."""

    sender: UUID
    receiver: UUID
    made_at: datetime
    received: tuple[Entry, ...]
    sent: tuple[Entry, ...]


def write_statement(statement: Statement, key: SigningKey) -> bytes:
    """The statement as a file."""
    values = {
        "from": str(statement.sender),
        "to": str(statement.receiver),
        "made_at": statement.made_at.isoformat(),
        "received": _values(statement.received),
        "sent": _values(statement.sent),
    }
    return signed.sign(KIND, values, key)


def sender_of(text: bytes) -> UUID:
    """Whose statement it claims to be. Raises `NotSigned`."""
    return _statement(signed.values_of(KIND, text)).sender


def read_statement(text: bytes, public_key: bytes) -> Statement:
    """Raises `NotSigned` unless it is whole and signed by this key."""
    return _statement(signed.verify(KIND, text, public_key))


def _values(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "parcel": str(one.parcel_id),
            "sm3": one.sm3,
            "state": one.state,
            "at": one.at.isoformat(),
            "cause": one.cause,
        }
        for one in entries
    ]


def _statement(values: dict[str, Any]) -> Statement:
    try:
        return Statement(
            sender=UUID(values["from"]), receiver=UUID(values["to"]),
            made_at=datetime.fromisoformat(values["made_at"]),
            received=_entries(values["received"], (ARRIVED, REFUSED)),
            sent=_entries(values["sent"], (SENT,)),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotSigned(_("This is no statement of a station's log.")) from error


def _entries(said: Sequence[dict[str, Any]], states: tuple[str, ...]) -> tuple[Entry, ...]:
    found = tuple(
        Entry(
            number=int(one["number"]), parcel_id=UUID(one["parcel"]), sm3=str(one["sm3"]),
            state=str(one["state"]), at=datetime.fromisoformat(one["at"]), cause=str(one["cause"]),
        )
        for one in said
    )  # fmt: skip
    if any(one.state not in states for one in found):
        raise ValueError("no such state")
    return found
