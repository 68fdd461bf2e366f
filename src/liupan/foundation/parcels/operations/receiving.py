"""A parcel comes in: verified, delivered exactly once, or turned away with a sentence in the log.

What is turned away leaves a row and nothing of what lay inside.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import new_file_key, running_sm3
from liupan.foundation.design.facade import city_moment
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.parcels.events import ParcelArrived, ParcelTurnedAway
from liupan.foundation.parcels.formats.contents import Contents, PartInfo, mark_values
from liupan.foundation.parcels.formats.envelopes import (
    BadParcel,
    Looked,
    look_through,
    open_parcel,
)
from liupan.foundation.parcels.kinds import Arrived, ArrivedPart, all_kinds
from liupan.foundation.parcels.models import Incoming, Peer, PeerCard
from liupan.foundation.parcels.operations.keeping import (
    MEGABYTE,
    ceiling_of,
    decryption_key,
    own_instance,
)
from liupan.foundation.parcels.policies import CARRY
from liupan.foundation.parcels.stores import PARCELS
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import NotAuthorised, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import CEILING, Secrecy
from liupan.kernel.statements import insert

State = Incoming.State
OF_TYPE = "parcels.incoming"


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a file: the entry of the log, its state and cause, a sentence for people."""

    id: UUID
    state: str
    cause: str
    sentence: str

    @property
    def is_arrived(self) -> bool:
        """Whether it was delivered, now."""
        return self.state == State.ARRIVED


class _Away(BadParcel):
    """The file is a parcel, and is not taken."""


@operation
def receive_parcel(*, source: BinaryIO, file_name: str, actor: Actor, now: datetime) -> Received:
    """Take in a file that came over the medium (导入). Never raises for what is wrong with the
    file: it is turned away, and the entry in the log says why.

    Raises `NotAuthorised` where the importer's clearance is too low, `NoStation`.
    """
    require(actor, CARRY)
    own_instance()
    row = Incoming(
        id=uuid7(), state=State.REFUSED, received_at=now, received_by=actor.id,
        file_name=safe_name(file_name)[:200],
    )  # fmt: skip
    try:
        looked, peer = _proven(source, row)
        contents, pieces = _opened(source, looked, peer, row, actor)
        _deliver(row, peer, contents, pieces, actor, now)
    except BadParcel as bad:
        return _turned_away(row, bad, actor, now)
    fact = ParcelArrived(
        thing_id=row.id, concerned=(peer.id,), secrecy=contents.level, peer_id=peer.id,
        city=peer.city, number=looked.head.number, parcel_id=looked.head.parcel_id,
        kind=row.kind, sm3=row.sm3, parts=len(contents.parts),
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    sentence = _("Parcel %(number)s of %(city)s was taken in.") % {
        "number": looked.head.number, "city": peer.city
    }  # fmt: skip
    return Received(row.id, State.ARRIVED, "", sentence)


# --- Whose it is, and whether it is whole ---------------------------------------------------------


def _proven(source: BinaryIO, row: Incoming) -> tuple[Looked, Peer]:
    """The parcel with the station that signed it, locked. Raises `BadParcel`."""
    row.size = source.seek(0, 2)
    row.sm3 = _sm3(source)
    looked = look_through(source)
    head = looked.head
    if head.receiver != own_instance():
        raise _Away("elsewhere", _("This parcel is for another station."))
    peer = Peer.objects.select_for_update().filter(instance_id=head.sender).first()
    if peer is None or peer.state == Peer.State.KNOWN:
        raise _Away("unknown", _("It says to come from a station that is not trusted here."))
    row.peer = peer
    _require_signed(looked, peer)
    row.is_signed, row.parcel_id, row.number = True, head.parcel_id, head.number
    row.packed_at, row.secrecy = head.packed_at, int(min(head.level, _here()))
    _require_first(looked, peer, row)
    return looked, peer


def _require_signed(looked: Looked, peer: Peer) -> None:
    card = PeerCard.objects.filter(peer=peer, signing_key_id=looked.head.signing_key).first()
    if card is None or card.trusted_at is None:
        raise _Away("unknown_key", _("It is signed with a key that nobody here compared."))
    if card.retired_at or peer.state == Peer.State.ENDED:
        raise _Away("retired_key", _("It is signed with a key that does not hold any more."))
    if not looked.is_signed_by(bytes(card.signing_key)):
        raise _Away("altered", _("The signature does not hold: the file was altered."))


def _require_first(looked: Looked, peer: Peer, row: Incoming) -> None:
    """Each parcel once: the station is locked, and two unique constraints stand behind."""
    arrived = Incoming.objects.filter(state=State.ARRIVED)
    before = arrived.filter(parcel_id=looked.head.parcel_id).first()
    if before:
        row.state = State.AGAIN
        words = _("It was taken in already, on %(moment)s.")
        raise _Away("again", words % {"moment": city_moment(before.received_at)})
    if arrived.filter(peer=peer, number=looked.head.number).exists():
        words = _("Another parcel with the number %(number)s came from there before.")
        raise _Away("number", words % {"number": looked.head.number})


def _sm3(source: BinaryIO) -> str:
    source.seek(0)
    digest = running_sm3()
    while piece := source.read(MEGABYTE):
        digest.update(piece)
    return digest.finalize().hex()


# --- What is in it --------------------------------------------------------------------------------


def _opened(
    source: BinaryIO, looked: Looked, peer: Peer, row: Incoming, actor: Actor
) -> tuple[Contents, Iterator[bytes]]:
    """The list, within everything that was agreed. Raises `BadParcel`, `NotAuthorised`."""
    head = looked.head
    if head.size > peer.max_mb * MEGABYTE + 2 * MEGABYTE:
        raise _Away("too_large", _("It is larger than was agreed with this station."))
    _require_level(head.level, peer)
    found = decryption_key(head.encryption_key)
    if found is None:
        raise _Away("other_key", _("It is encrypted for a key that is not ours."))
    key, ours = found
    if ours.replaced_at and head.packed_at >= ours.replaced_at:
        raise _Away("old_key", _("It is encrypted for a key of ours that was replaced before."))
    contents, pieces = open_parcel(source, looked, key)
    _require_level(contents.level, peer)
    if contents.level != head.level:
        raise _Away("level", _("Inside is another level than it says outside."))
    if contents.kind not in peer.kinds or contents.kind not in all_kinds():
        raise _Away("kind", _("Parcels of this kind are not taken from this station."))
    if contents.level > actor.clearance:
        raise NotAuthorised(
            _("The parcel is above your clearance."),
            next_step=_("Somebody with that clearance takes it in."),
        )
    return contents, pieces


def _require_level(level: Secrecy, peer: Peer) -> None:
    if level > ceiling_of(peer):
        raise _Away("above_ceiling", _("Something in it is above the level that may come here."))


def _here() -> Secrecy:
    return CEILING[settings.LIUPAN_ZONE]


# --- Delivered ------------------------------------------------------------------------------------


def _deliver(
    row: Incoming,
    peer: Peer,
    contents: Contents,
    pieces: Iterator[bytes],
    actor: Actor,
    now: datetime,
) -> None:
    """Verify every part, then hand all to the kind; of what it refuses nothing stays."""
    unit_id = peer.unit_id
    assert unit_id
    assert row.number
    assert row.parcel_id
    key, _sealed = new_file_key(unit_id)
    parts = list[ArrivedPart]()
    try:
        for found in _split(contents, pieces, parts, key):
            if found != parts[-1].info.sm3:
                raise _Away("altered", _("A part is not what the list says."))
        arrived = Arrived(
            id=row.id, parcel_id=row.parcel_id, number=row.number, peer_id=peer.id,
            city=peer.city, unit_id=unit_id, purpose=contents.purpose, data=contents.data,
            parts=parts,
        )  # fmt: skip
        _handed_over(row, contents, arrived, actor, now)
    finally:  # what was kept of it, its kind kept
        with suppress(OSError):
            PARCELS.remove(*(part.file_id for part in parts))


def _handed_over(
    row: Incoming, contents: Contents, arrived: Arrived, actor: Actor, now: datetime
) -> None:
    try:
        with transaction.atomic():
            row.state, row.kind, row.purpose = State.ARRIVED, contents.kind, contents.purpose
            row.parts = [_values(part.info) for part in arrived.parts]
            row.secrecy = int(contents.level)
            insert(row)
            row.led_to = all_kinds()[contents.kind].deliver(arrived, actor=actor, now=now)
            row.save(update_fields=["led_to"])
    except NotAuthorised:
        raise
    except Refusal as refusal:
        row.state, row.parts, row.purpose, row.led_to = State.REFUSED, [], "", ""
        raise _Away("not_taken", f"{refusal.message} {refusal.next_step}".strip()) from refusal


def _split(
    contents: Contents, pieces: Iterator[bytes], parts: list[ArrivedPart], key: bytes
) -> Iterator[str]:
    """Write each part into a file of its own; yields the digest of what came."""
    held = b""
    for info in contents.parts:
        digest, left, file_id = running_sm3(), info.size, uuid7()
        writer = PARCELS.write(file_id, key)
        parts.append(ArrivedPart(info, file_id, key.hex()))
        try:
            while left:
                held = held or next(pieces, b"")
                if not held:
                    raise _Away("truncated", _("The file ends too early."))
                piece, held = held[:left], held[left:]
                left -= len(piece)
                digest.update(piece)
                writer.write(piece)
            writer.close()
        finally:
            writer.abandon()
        yield digest.finalize().hex()
    if held or next(pieces, b""):
        raise _Away("altered", _("There is more in it than the list says."))


def _values(info: PartInfo) -> dict[str, object]:
    return {
        "name": safe_name(info.name),
        "title": info.title,
        "mark": mark_values(info.mark),
        "size": info.size,
        "sm3": info.sm3,
    }


# --- Turned away ----------------------------------------------------------------------------------


def _turned_away(row: Incoming, bad: BadParcel, actor: Actor, now: datetime) -> Received:
    if row.state != State.AGAIN:
        row.state = State.REFUSED
    row.cause, row.sentence = bad.cause, bad.message
    insert(row)
    fact = ParcelTurnedAway(
        thing_id=row.id, concerned=(row.peer_id,) if row.peer_id else (),
        secrecy=Secrecy(row.secrecy), city=row.peer.city if row.peer else "", number=row.number,
        sm3=row.sm3, cause=bad.cause,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return Received(row.id, row.state, bad.cause, bad.message)
