"""Statements of logs go out and come in; what came back moves the parcels it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.foundation.parcels.events import (
    ParcelAnswered,
    ParcelOverdue,
    StatementMade,
    StatementTaken,
)
from liupan.foundation.parcels.formats.signed import NotSigned
from liupan.foundation.parcels.formats.statements import (
    ARRIVED,
    ENDING,
    Entry,
    Statement,
    read_statement,
    sender_of,
    write_statement,
)
from liupan.foundation.parcels.models import Outgoing, Peer
from liupan.foundation.parcels.operations.keeping import (
    about,
    own_instance,
    signing_key,
    trusted,
)
from liupan.foundation.parcels.operations.sending import drop_file
from liupan.foundation.parcels.policies import CARRY, TEND
from liupan.foundation.parcels.queries.logs import received_from, sent_to
from liupan.foundation.parcels.rules.comparing import Difference, Logged, compare
from liupan.kernel.authority import Actor, require
from liupan.kernel.work import place

OVERDUE = declare_kind("parcels.overdue", gettext_lazy("No receipt came for a parcel of yours"))
ANSWERED = declare_kind("parcels.answered", gettext_lazy("A parcel of yours was refused there"))
State = Outgoing.State


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two logs beside each other: what went there, what came from there, and when they said so."""

    peer_id: UUID
    city: str
    made_at: datetime
    out: tuple[Difference, ...]
    into: tuple[Difference, ...]
    sent: int
    received: int

    @property
    def agrees(self) -> bool:
        """Whether both logs say the same."""
        return not (self.out or self.into)


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A statement on its way out."""

    name: str
    content: bytes


@operation
def make_statement(*, peer_id: UUID, actor: Actor, now: datetime) -> StatementFile:
    """Our log with a station, signed: the receipt of what came from there, to be carried back.

    Raises `NoStation`, `Missing`, `NotNow`.
    """
    require(actor, CARRY)
    peer, _card = trusted(peer_id)
    key, _key_id = signing_key()
    statement = Statement(
        sender=own_instance(), receiver=peer.instance_id, made_at=now,
        received=tuple(received_from(peer.id)), sent=tuple(sent_to(peer.id)),
    )  # fmt: skip
    fact = StatementMade(
        thing_id=peer.id, city=peer.city, received=len(statement.received),
        sent=len(statement.sent),
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    name = f"{peer.city}-{now:%Y%m%d-%H%M}{ENDING}"
    return StatementFile(name, write_statement(statement, key))


@operation
def take_statement(*, data: bytes, actor: Actor, now: datetime) -> Comparison:
    """Take in a statement that came back: what it says arrived has arrived, what was refused says
    why, and both logs are compared. Taken twice, it changes nothing.

    Raises `NotSigned`.
    """
    require(actor, CARRY)
    statement, peer = _read(data)
    said: dict[int, list[Entry]] = {}
    for one in statement.received:
        said.setdefault(one.number, []).append(one)
    open_ones = peer.outgoing.filter(state__in=[State.PACKED, State.TAKEN, State.NOT_TAKEN])
    for row in open_ones.select_for_update(of=("self",)).select_related("peer"):
        _answer(row, said.get(row.number or 0, []), actor, now)
    found = _compared(statement, peer)
    fact = StatementTaken(
        thing_id=peer.id, city=peer.city, received=len(statement.received),
        sent=len(statement.sent), differences=len(found.out) + len(found.into),
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return found


@operation
def remind_of_parcel(*, parcel_id: UUID, days: int, actor: Actor, now: datetime) -> None:
    """Tell whoever sent it, once, that no receipt came within `days`."""
    require(actor, TEND)
    row = Outgoing.objects.select_for_update(of=("self",)).select_related("peer").get(id=parcel_id)
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    record(ParcelOverdue(**about(row), days=days), actor=actor, now=now)
    title = _("No receipt for parcel %(number)s to %(city)s yet")
    notify(
        [row.prepared_by], title=title % {"number": row.number, "city": row.peer.city},
        kind=OVERDUE.code, now=now, url=place("parcels:outgoing", row.id), group=str(row.id),
    )  # fmt: skip


def _read(data: bytes) -> tuple[Statement, Peer]:
    peer = Peer.objects.filter(instance_id=sender_of(data)).first()
    if peer is None:
        raise NotSigned(_("It comes from a station that is not known here."))
    peer, card = trusted(peer.id)
    statement = read_statement(data, bytes(card.signing_key))
    if statement.receiver != own_instance():
        raise NotSigned(_("This statement is for another station."))
    return statement, peer


def _answer(row: Outgoing, entries: Iterable[Entry], actor: Actor, now: datetime) -> None:
    """Move the parcel as the statement says of exactly these bytes."""
    said = [one for one in entries if (one.parcel_id, one.sm3) == (row.id, row.sm3)]
    has_arrived = any(one.state == ARRIVED for one in said)
    if not said or (row.state == State.NOT_TAKEN and not has_arrived):
        return
    row.state = State.ARRIVED if has_arrived else State.NOT_TAKEN
    row.cause, row.answered_at = "" if has_arrived else said[-1].cause[:100], now
    row.save(update_fields=["state", "cause", "answered_at"])
    record(ParcelAnswered(**about(row), cause=row.cause), actor=actor, now=now)
    if has_arrived:
        drop_file(row)
        return
    title = _("Parcel %(number)s was refused in %(city)s")
    notify(
        [row.prepared_by], title=title % {"number": row.number, "city": row.peer.city},
        kind=ANSWERED.code, now=now, url=place("parcels:outgoing", row.id), group=str(row.id),
    )  # fmt: skip


def _compared(statement: Statement, peer: Peer) -> Comparison:
    """Both directions; what was packed after the statement was made cannot be in it."""
    ours = [one for one in sent_to(peer.id) if one.at <= statement.made_at]
    told = {one.number for one in statement.sent}
    here = [one for one in received_from(peer.id)
            if one.number in told or one.at <= statement.made_at]  # fmt: skip
    return Comparison(
        peer.id, peer.city, statement.made_at,
        out=tuple(compare(_logged(ours), _logged(statement.received))),
        into=tuple(compare(_logged(statement.sent), _logged(here))),
        sent=len(ours), received=len(here),
    )  # fmt: skip


def _logged(entries: Iterable[Entry]) -> list[Logged]:
    return [
        Logged(one.number, one.parcel_id, one.sm3, "" if one.state in (ARRIVED, "sent") else
               one.cause or "refused")
        for one in entries
    ]  # fmt: skip
