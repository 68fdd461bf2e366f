"""A parcel as one file (docs/reference/parcels.md):

    LIUPAN-PARCEL/1 LF | length, head (JSON, in clear) | chunks | 0000 | length, signature

The head is what the courier may see. The chunks are SM4-GCM, each bound to the parcel, its place
and whether it is the last; their key is wrapped for the receiver. SM2 signs the SM3 of all before.
"""

import base64
import binascii
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import (
    SigningKey,
    Sm2PrivateKey,
    Sm2PublicKey,
    Undecipherable,
    UnusableKey,
    open_pieces,
    running_sm3,
    seal_pieces,
)
from liupan.foundation.parcels.formats.contents import LONGEST_LIST, Contents
from liupan.foundation.parcels.formats.signed import canonical, read_object
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy

MAGIC = b"LIUPAN-PARCEL/1\n"
DOMAIN = b"liupan-parcel/1\n"
LENGTH = struct.Struct(">I")
END = LENGTH.pack(0)
LONGEST_HEAD = 16 * 1024
LONGEST_SIGNATURE = 128
KEY_SIZE = 16
PIECE = 64 * 1024
ENDING = ".parcel"


class BadParcel(Refusal):
    """The file is no parcel, or not as it was packed. `cause` is its word in the log."""

    status = 422

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands in clear. `size` is of what is encrypted; keys are named by `cards.key_id`."""

    parcel_id: UUID
    number: int
    sender: UUID
    receiver: UUID
    signing_key: str
    encryption_key: str
    level: Secrecy
    size: int
    packed_at: datetime
    wrapped: bytes

    def to_bytes(self) -> bytes:
        """The head as it stands in the file."""
        return canonical(
            {
                "parcel": str(self.parcel_id),
                "number": self.number,
                "from": str(self.sender),
                "to": str(self.receiver),
                "signing_key": self.signing_key,
                "encryption_key": self.encryption_key,
                "level": int(self.level),
                "size": self.size,
                "packed_at": self.packed_at.isoformat(),
                "key": base64.b64encode(self.wrapped).decode(),
            }
        )

    @classmethod
    def from_bytes(cls, text: bytes) -> "Head":
        """Raises ValueError unless it is a head in its one spelling."""
        said = read_object(text)
        try:
            head = cls(
                parcel_id=UUID(said["parcel"]), number=said["number"], sender=UUID(said["from"]),
                receiver=UUID(said["to"]), signing_key=said["signing_key"],
                encryption_key=said["encryption_key"], level=Secrecy(said["level"]),
                size=said["size"], packed_at=datetime.fromisoformat(said["packed_at"]),
                wrapped=base64.b64decode(said["key"], validate=True),
            )  # fmt: skip
        except (KeyError, TypeError, AttributeError, binascii.Error) as error:
            raise ValueError("no head") from error
        if type(head.number) is not int or type(head.size) is not int:
            raise ValueError("no number")
        if not (0 < head.number < 2**31 and 0 < head.size < 2**50) or head.to_bytes() != text:
            raise ValueError("not the one spelling")
        if head.packed_at.tzinfo is None:
            raise ValueError("a moment without zone")
        return head


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Whom a parcel goes to and where it comes from; keys are SubjectPublicKeyInfo."""

    sender: UUID
    receiver: UUID
    signing_key_id: str
    encryption_key_id: str
    encryption_key: bytes


def write_parcel(
    *,
    parcel_id: UUID,
    number: int,
    address: Address,
    contents: Contents,
    pieces: Iterable[bytes],
    key: SigningKey,
    packed_at: datetime,
    ceiling: Secrecy,
) -> Iterator[bytes]:
    """The file, piece by piece, flat in memory.

    Raises ValueError above the ceiling, and when the pieces are not what the list says: nothing
    above it is encrypted, whatever called this.
    """
    if contents.level > ceiling:
        raise ValueError("above the ceiling")
    listed = contents.to_bytes()
    content_key = os.urandom(KEY_SIZE)
    head = Head(
        parcel_id=parcel_id, number=number, sender=address.sender, receiver=address.receiver,
        signing_key=address.signing_key_id, encryption_key=address.encryption_key_id,
        level=contents.level, size=LENGTH.size + len(listed) + contents.size,
        packed_at=packed_at,
        wrapped=Sm2PublicKey.from_spki(address.encryption_key).encrypt(content_key),
    )  # fmt: skip
    inside = _inside(listed, _checked(contents, pieces))
    yield from _signed(_unsigned(head, seal_pieces(inside, parcel_id, content_key)), key)


def _unsigned(head: Head, chunks: Iterable[bytes]) -> Iterator[bytes]:
    text = head.to_bytes()
    yield MAGIC + LENGTH.pack(len(text)) + text
    yield from chunks
    yield END


def _signed(pieces: Iterable[bytes], key: SigningKey) -> Iterator[bytes]:
    digest = running_sm3()
    for piece in pieces:
        digest.update(piece)
        yield piece
    signature = key.sign(DOMAIN + digest.finalize())
    yield LENGTH.pack(len(signature)) + signature


def _inside(listed: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield LENGTH.pack(len(listed)) + listed
    yield from pieces


def _checked(contents: Contents, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as they come; at the end ValueError unless they are the parts of the list."""
    found = 0
    for piece in pieces:
        found += len(piece)
        yield piece
    if found != contents.size:
        raise ValueError("the parts are not what the list says")


@dataclass(frozen=True, slots=True)
class Looked:
    """A whole file looked through: its head, digest (SM3, hexadecimal), size, where chunks begin
    and end, and what was signed with which signature."""

    head: Head
    sm3: str
    size: int
    begins: int
    ends: int
    signed: bytes
    signature: bytes

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether this key (SubjectPublicKeyInfo) signed the whole file."""
        with suppress(UnusableKey):
            return Sm2PublicKey.from_spki(public_key).verify(DOMAIN + self.signed, self.signature)
        return False


def look_through(source: BinaryIO) -> Looked:
    """Read a file once from its beginning; nothing is decrypted. Raises `BadParcel`."""
    source.seek(0)
    if not MAGIC.startswith(source.read(len(MAGIC))):  # only a parcel can have been cut off
        raise BadParcel("no_parcel", _("This file is no parcel."))
    source.seek(0)
    whole, signed = running_sm3(), running_sm3()

    def take(size: int, *, is_signed: bool = True) -> bytes:
        found = source.read(size)
        if len(found) != size:
            raise BadParcel("truncated", _("The file ends too early: it was not copied whole."))
        whole.update(found)
        if is_signed:
            signed.update(found)
        return found

    head = _head(take)
    begins = source.tell()
    while (length := LENGTH.unpack(take(LENGTH.size))[0]) > 0:
        if length > PIECE + 64:
            raise _altered()
        take(length)
    ends = source.tell() - LENGTH.size
    length = LENGTH.unpack(take(LENGTH.size, is_signed=False))[0]
    if not 0 < length <= LONGEST_SIGNATURE:
        raise _altered()
    signature = take(length, is_signed=False)
    if source.read(1):
        raise BadParcel("altered", _("Something was added to the file."))
    return Looked(
        head, whole.finalize().hex(), source.tell(), begins, ends, signed.finalize(), signature
    )


def _head(take: Callable[[int], bytes]) -> Head:
    take(len(MAGIC))
    length = LENGTH.unpack(take(LENGTH.size))[0]
    if not 0 < length <= LONGEST_HEAD:
        raise _altered()
    try:
        return Head.from_bytes(take(length))
    except ValueError as error:
        raise _altered() from error


def open_parcel(
    source: BinaryIO, looked: Looked, key: Sm2PrivateKey
) -> tuple[Contents, Iterator[bytes]]:
    """The list, and the bytes of the parts one after another. The signature was verified before.

    Raises `BadParcel`, also while the pieces are read: they are exactly as many as the list says.
    """
    try:
        content_key = key.decrypt(looked.head.wrapped)
        source.seek(looked.begins)
        pieces = open_pieces(
            cast(BinaryIO, _Within(source, looked.ends)), looked.head.parcel_id, content_key
        )
        held = _Held(pieces)
        length = LENGTH.unpack(held.take(LENGTH.size))[0]
        if length > LONGEST_LIST:
            raise ValueError("the list is too long")
        contents = Contents.from_bytes(held.take(length))
        if looked.head.size != LENGTH.size + length + contents.size:
            raise ValueError("head and list say different sizes")
    except (Undecipherable, ValueError) as error:
        raise _altered() from error
    return contents, _parts(held, contents.size)


def _parts(held: "_Held", size: int) -> Iterator[bytes]:
    """Never more than the list says: a parcel cannot unfold."""
    try:
        yield from held.rest(size)
    except (Undecipherable, ValueError) as error:
        raise _altered() from error


class _Held:
    """Pieces, of which some bytes are wanted first."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def take(self, size: int) -> bytes:
        while len(self._held) < size:
            piece = next(self._pieces, b"")
            if not piece:
                raise ValueError("too short")
            self._held += piece
        found, self._held = self._held[:size], self._held[size:]
        return found

    def rest(self, size: int) -> Iterator[bytes]:
        if self._held:
            size -= len(self._held)
            yield self._held
        for piece in self._pieces:
            size -= len(piece)
            if size < 0:
                raise ValueError("more than the list says")
            yield piece
        if size:
            raise ValueError("not what the list says")


class _Within:
    """A file up to a place, for who reads on till its end."""

    def __init__(self, source: BinaryIO, ends: int) -> None:
        self._source, self._ends = source, ends

    def read(self, size: int) -> bytes:
        return self._source.read(min(size, self._ends - self._source.tell()))

    def __enter__(self) -> "_Within":
        return self

    def __exit__(self, *_error: object) -> None:
        """The file stays open: it is its owner's."""


def _altered() -> BadParcel:
    return BadParcel("altered", _("The file is not as it was packed: it was altered or damaged."))
