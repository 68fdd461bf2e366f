"""A parcel goes out: prepared, reviewed by somebody else, packed under the next number, taken."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import new_file_key, open_sealed, running_sm3
from liupan.foundation.documents.facade import list_files
from liupan.foundation.journal.facade import operation, record, refused_when_taken
from liupan.foundation.parcels.events import (
    ParcelPacked,
    ParcelPrepared,
    ParcelRefused,
    ParcelReleased,
    ParcelTaken,
    ParcelWithdrawn,
    PartLookedAt,
)
from liupan.foundation.parcels.formats.cards import key_id
from liupan.foundation.parcels.formats.contents import (
    LONGEST_TEXT,
    MOST_PARTS,
    Contents,
    PartInfo,
    mark_of,
    mark_values,
)
from liupan.foundation.parcels.formats.envelopes import ENDING, Address, write_parcel
from liupan.foundation.parcels.kinds import Part, Seekable, all_kinds
from liupan.foundation.parcels.models import Outgoing, Peer, PeerCard
from liupan.foundation.parcels.operations.keeping import (
    MEGABYTE,
    AboveCeiling,
    NotNow,
    SecondPersonNeeded,
    about,
    ceiling_of,
    is_outward,
    locked_outgoing,
    own_instance,
    require_said,
    require_state,
    signing_key,
    trusted,
)
from liupan.foundation.parcels.policies import CARRY, RELEASE, SEND
from liupan.foundation.parcels.screening import screen_parts
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.screening.facade import Purpose
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput, NotAuthorised, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy, Zone
from liupan.kernel.statements import insert

PIECE = 64 * 1024
CHECKS = ("content", "level", "personal", "target")
"""What the reviewer says to have looked at; `wording.checks` has the words."""
OF_TYPE = "parcels.outgoing"
State = Outgoing.State


class TooLarge(InvalidInput):
    """The parcel is larger than was agreed with the other station."""


class AlreadySent(Refusal):
    """A form that was sent twice at once: the other one made the parcel."""


class KindNotAgreed(InvalidInput):
    """This kind of parcel does not travel to that station."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A packed parcel on its way out; `content` in pieces, to be read once."""

    name: str
    size: int
    sm3: str
    content: Iterator[bytes]


@operation
def prepare_parcel(
    *,
    kind: str,
    peer_id: UUID,
    parts: Sequence[Part],
    purpose: str,
    unit_id: UUID,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
    once: UUID | None = None,
) -> UUID:
    """Prepare a parcel for another station; its id, `once` where one is given.

    It is packed at once, unless it goes to a zone that protects less or screening found what
    blocks: then somebody else releases it first.

    Raises `AboveCeiling`, `TooLarge`, `KindNotAgreed`, `InvalidInput`, `NotAuthorised`,
    `NotClean`, `NotNow`.
    """
    require(actor, SEND, unit_id=unit_id)
    require_said(purpose=purpose)
    peer, card = trusted(peer_id)
    signing_key()
    if kind not in all_kinds() or kind not in peer.kinds:
        raise KindNotAgreed(_("Parcels of this kind do not travel to this station."))
    _require_levels([part.mark.level for part in parts], peer, actor)
    _require_texts(purpose, parts)
    row = Outgoing(
        id=once or uuid7(), peer=peer, kind=kind, purpose=purpose.strip(), unit_id=unit_id,
        data=data or {}, state=State.WAITING, prepared_at=now, prepared_by=actor.id,
    )  # fmt: skip
    screened = _stage(row, parts, now)
    with refused_when_taken(AlreadySent(_("This parcel was prepared already."))):
        insert(row)
    fact = ParcelPrepared(
        **about(row), purpose=row.purpose, parts=len(parts), findings=len(screened.findings)
    )
    record(fact, actor=actor, now=now)
    if not (is_outward(peer) or screened.has_blocks):
        _pack(row, peer, card, actor, now)
    return row.id


@operation
def release_parcel(
    *, parcel_id: UUID, opinion: str, checks: Collection[str], actor: Actor, now: datetime
) -> UUID:
    """Let a parcel go after reviewing it for secrecy (保密审查), and pack it.

    Raises `SecondPersonNeeded`, `NotNow`, `InvalidInput` unless everything was looked at and said,
    and what changed since it was prepared: `AboveCeiling`, `TooLarge`, `KindNotAgreed`.
    """
    row = _decided(parcel_id, actor)
    require_said(opinion=opinion)
    if set(CHECKS) - set(checks):
        words = _("Look at each point before you release it.")
        raise InvalidInput(words, fields={"checks": [words]})
    peer, card = trusted(row.peer_id)
    _require_levels([part.mark.level for part in _contents(row).parts], peer, actor)
    if row.kind not in peer.kinds:
        raise KindNotAgreed(_("Parcels of this kind do not travel to this station."))
    _require_scanned(row, actor)
    row.decided_at, row.decided_by, row.opinion = now, actor.id, opinion.strip()
    row.save(update_fields=["decided_at", "decided_by", "opinion"])
    fact = ParcelReleased(**about(row), opinion=row.opinion, checks=" ".join(CHECKS))
    record(fact, actor=actor, now=now)
    _pack(row, peer, card, actor, now)
    return row.id


@operation
def refuse_parcel(*, parcel_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Do not let it go, and say why. Raises `SecondPersonNeeded`, `NotNow`, `InvalidInput`."""
    row = _decided(parcel_id, actor)
    require_said(opinion=opinion)
    row.state, row.decided_at, row.decided_by = State.REFUSED, now, actor.id
    row.opinion = opinion.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "opinion"])
    record(ParcelRefused(**about(row), opinion=row.opinion), actor=actor, now=now)
    _drop_parts(row)
    return row.id


@operation
def withdraw_parcel(*, parcel_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Take one's own parcel back before it was released. Raises `NotNow`, `InvalidInput`."""
    row = locked_outgoing(parcel_id, actor)
    own(actor, row.prepared_by)
    require_said(reason=reason)
    require_state(row, State.WAITING)
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    record(ParcelWithdrawn(**about(row), reason=reason.strip()), actor=actor, now=now)
    _drop_parts(row)
    return row.id


@operation
def take_parcel(*, parcel_id: UUID, actor: Actor, now: datetime) -> PackedFile:
    """Take the packed file onto a medium: again and again until its receipt is there, each logged.

    Raises `NotNow`, `Missing`, `FileLost`.
    """
    row = locked_outgoing(parcel_id, actor)
    require(actor, CARRY, unit_id=row.unit_id, secrecy=Secrecy(row.secrecy))
    require_state(row, State.PACKED, State.TAKEN, State.NOT_TAKEN)
    trusted(row.peer_id)
    assert row.file_id
    if row.state == State.PACKED:
        row.state, row.taken_at = State.TAKEN, now
    row.times_taken += 1
    row.save(update_fields=["state", "taken_at", "times_taken"])
    record(ParcelTaken(**about(row), times=row.times_taken), actor=actor, now=now)
    content = PARCELS.read(row.file_id, row.unit_id, row.file_key)
    return PackedFile(f"{row.peer.city}-{row.number}{ENDING}", row.size, row.sm3, content)


@operation
def look_at_part(
    *, parcel_id: UUID, part: int, actor: Actor, now: datetime
) -> tuple[PartInfo, Iterator[bytes]]:
    """A part of a parcel that waits, for who reviews or prepared it. Raises `Missing`, `NotNow`."""
    row = locked_outgoing(parcel_id, actor)
    if row.prepared_by != actor.id:
        require(actor, RELEASE, unit_id=row.unit_id, secrecy=Secrecy(row.secrecy))
    else:
        own(actor, row.prepared_by)
    require_state(row, State.WAITING)
    parts = _contents(row).parts
    if not 0 <= part < len(parts):
        raise NotNow(_("There is no such part."))
    record(PartLookedAt(**about(row), part=part), actor=actor, now=now)
    return parts[part], _content_of(row, part, _parts_key(row))


def drop_file(row: Outgoing) -> None:
    """Take the packed file off the disk once this transaction has committed."""
    if row.file_id:
        transaction.on_commit(partial(PARCELS.remove, row.file_id))


def _decided(parcel_id: UUID, actor: Actor) -> Outgoing:
    row = locked_outgoing(parcel_id, actor)
    require(actor, RELEASE, unit_id=row.unit_id, secrecy=Secrecy(row.secrecy))
    if row.prepared_by == actor.id:
        raise SecondPersonNeeded(
            _("Nobody releases what they prepared themselves."),
            next_step=_("Somebody else with the right to review it decides."),
        )
    require_state(row, State.WAITING)
    return row


def _require_levels(levels: Iterable[Secrecy], peer: Peer, actor: Actor) -> None:
    """Raises `AboveCeiling`, `NotAuthorised`."""
    highest = max(levels, default=Secrecy.PUBLIC)
    if highest > ceiling_of(peer):
        raise AboveCeiling(
            _("A part is above the level that may go to %(city)s.") % {"city": peer.city},
            next_step=_("Leave it out. Nothing above the target's level ever goes there."),
        )
    if highest > actor.clearance:
        raise NotAuthorised(_("A part is above your clearance."))


def _require_texts(purpose: str, parts: Sequence[Part]) -> None:
    """Raises `InvalidInput`."""
    wrong: dict[str, list[str]] = {}
    if not 0 < len(parts) <= MOST_PARTS:
        wrong["attachments"] = [_("Between 1 and 1,000 parts.")]
    longest = max((len(text) for p in parts for text in (p.name, p.title, p.mark.condition)),
                  default=0)  # fmt: skip
    if longest > LONGEST_TEXT:
        wrong["attachments"] = [_("A name or title is too long.")]
    if len(purpose) > LONGEST_TEXT:
        wrong["purpose"] = [_("At most 500 characters.")]
    if wrong:
        raise InvalidInput(_("Something is not possible."), fields=wrong)


def _require_scanned(row: Outgoing, actor: Actor) -> None:
    """Raises `NotNow` while what was handed in has not passed the virus scanner."""
    for file in list_files([row.id], actor).get(row.id, ()):
        if file.scan not in ("clean", "unscanned"):
            raise NotNow(
                _("%(name)s has not passed the virus scanner.") % {"name": file.name},
                next_step=_("Come back in a few minutes."),
            )


# --- Parts while they wait ----------------------------------------------------------------------


def _stage(row: Outgoing, parts: Sequence[Part], now: datetime) -> Any:
    """Write the parts, encrypted, and screen them; the row, unsaved, knows them. What a rolled back
    transaction leaves is swept."""
    key, row.parts_key = new_file_key(row.unit_id)
    room, staged = row.peer.max_mb * MEGABYTE, list[tuple[UUID, PartInfo]]()
    for part in parts:
        file_id, info = _kept(part, key, room)
        room -= info.size
        staged.append((file_id, info))
    row.parts = [_values(file_id, info) for file_id, info in staged]
    contents = _contents(row)
    row.secrecy = int(contents.level)
    try:
        contents.to_bytes()
    except ValueError as error:
        raise InvalidInput(_("The list of parts is too long.")) from error
    screened = screen_parts(
        [(info, partial(PARCELS.opened, file_id, key.hex())) for file_id, info in staged],
        said=row.purpose, level=contents.level, day=clock.on(now),
        for_=Purpose.PUBLICATION if row.peer.zone == Zone.INTERNET else Purpose.DOCUMENT,
    )  # fmt: skip
    row.findings, row.unread = list(screened.findings), list(screened.unread)
    return screened


def _kept(part: Part, key: bytes, room: int) -> tuple[UUID, PartInfo]:
    file_id, digest, size = uuid7(), running_sm3(), 0
    writer = PARCELS.write(file_id, key)
    try:
        for piece in _pieces(part):
            size += len(piece)
            if size > room:
                raise TooLarge(
                    _("The parcel is larger than was agreed with the other station."),
                    fields={"attachments": [_("Send fewer at once.")]},
                )
            digest.update(piece)
            writer.write(piece)
        writer.close()
    finally:
        writer.abandon()
    info = PartInfo(
        name=safe_name(part.name), title=part.title.strip(), mark=part.mark, size=size,
        sm3=digest.finalize().hex(),
    )  # fmt: skip
    return file_id, info


def _pieces(part: Part) -> Iterator[bytes]:
    if isinstance(part.content, bytes):
        yield part.content
    elif isinstance(part.content, Seekable):
        part.content.seek(0)
        while piece := part.content.read(PIECE):
            yield piece
    else:
        yield from part.content


def _values(file_id: UUID, info: PartInfo) -> dict[str, Any]:
    return {
        "file": str(file_id),
        "name": info.name,
        "title": info.title,
        "mark": mark_values(info.mark),
        "size": info.size,
        "sm3": info.sm3,
    }


def _contents(row: Outgoing) -> Contents:
    parts = tuple(
        PartInfo(
            name=one["name"], title=one["title"], mark=mark_of(one["mark"]), size=one["size"],
            sm3=one["sm3"],
        )
        for one in row.parts
    )  # fmt: skip
    return Contents(kind=row.kind, purpose=row.purpose, parts=parts, data=row.data)


def _parts_key(row: Outgoing) -> str:
    key = open_sealed([(row.unit_id, row.parts_key)])[0]
    if key is None:
        raise NotNow(_("The parts of this parcel cannot be read any more."))
    return key


def _content_of(row: Outgoing, part: int, key: str) -> Iterator[bytes]:
    return PARCELS.opened(UUID(row.parts[part]["file"]), key)


def _drop_parts(row: Outgoing) -> None:
    """Take the parts off the disk once this transaction has committed."""
    files = [UUID(one["file"]) for one in row.parts]
    transaction.on_commit(partial(PARCELS.remove, *files))


# --- Packing ------------------------------------------------------------------------------------


def _pack(row: Outgoing, peer: Peer, card: PeerCard, actor: Actor, now: datetime) -> None:
    """Write the file under the station's next number, which its lock keeps without gap."""
    peer.sent += 1
    peer.save(update_fields=["sent"])
    row.number, row.card, row.packed_at = peer.sent, card, now
    key, signing_key_id = signing_key()
    address = Address(
        sender=own_instance(), receiver=peer.instance_id, signing_key_id=signing_key_id,
        encryption_key_id=key_id(bytes(card.encryption_key)),
        encryption_key=bytes(card.encryption_key),
    )  # fmt: skip
    parts_key = _parts_key(row)
    inside = (
        piece for part in range(len(row.parts)) for piece in _content_of(row, part, parts_key)
    )
    packed = write_parcel(
        parcel_id=row.id, number=row.number, address=address, contents=_contents(row),
        pieces=inside, key=key, packed_at=now, ceiling=ceiling_of(peer),
    )  # fmt: skip
    row.file_id, row.file_key, row.sm3, row.size = _written(packed, row.unit_id)
    row.state = State.PACKED
    row.save()
    record(ParcelPacked(**about(row), size=row.size), actor=actor, now=now)
    _drop_parts(row)


def _written(pieces: Iterable[bytes], unit_id: UUID) -> tuple[UUID, str, str, int]:
    file_id, digest, (key, sealed_key) = uuid7(), running_sm3(), new_file_key(unit_id)
    writer = PARCELS.write(file_id, key)
    try:
        for piece in pieces:
            digest.update(piece)
            writer.write(piece)
        writer.close()
    finally:
        writer.abandon()
    return file_id, sealed_key, digest.finalize().hex(), writer.size
