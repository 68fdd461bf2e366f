"""Folders of encrypted files: SM4-GCM in chunks, each bound to its file, its place and whether it
is the last, so that nothing can be swapped, moved or cut off unseen. Flat in memory both ways.

A service above keeps a folder of its own and a row for each file: the file is whole and on disk
before its row commits, so a file without a row is an orphan and a row never lacks its file.
"""

import io
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.crypto.keys import open_sealed, seal
from liupan.foundation.crypto.primitives import Undecipherable, decrypt, encrypt
from liupan.kernel.errors import Fault

CHUNK = 64 * 1024
BATCH = 1000
ORPHANED_AFTER = 86400.0
"""Seconds: no transaction that would make a file known stays open so long."""
LENGTH = struct.Struct(">I")
KEY_SIZE = 16


class FileLost(Fault):
    """The file is not where it was kept any more."""


def new_file_key(owner_id: UUID) -> tuple[bytes, str]:
    """A fresh key, and the same sealed under its owner's: erasing the owner erases their files."""
    key = os.urandom(KEY_SIZE)
    return key, seal(owner_id, [key.hex()])[0]


class SealedWriter(io.RawIOBase):
    """Writes one encrypted file. It appears at its place, whole and on disk, at `close`."""

    def __init__(self, place: Path, file_id: UUID, key: bytes) -> None:
        super().__init__()
        self.size = 0
        self._file_id = file_id
        self._key = key
        self._held = bytearray()
        self._index = 0
        self.place = place
        self.place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._half = self.place.with_suffix(f".{os.getpid()}.part")
        self._out: BinaryIO = self._half.open("xb")
        self._half.chmod(0o600)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._held += data
        length = len(data)
        self.size += length
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return length

    def close(self) -> None:
        if self.closed:
            return
        try:
            self._seal(bytes(self._held), last=True)
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()
            self._half.rename(self.place)
            _to_disk(self.place.parent)
        except OSError:  # the disk is full, or broken: nothing of it stays
            self.abandon()
            self.place.unlink(missing_ok=True)
            raise
        super().close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        if not self.closed:
            super().close()
            with suppress(OSError):  # what it still holds finds no room
                self._out.close()
            self._half.unlink(missing_ok=True)

    def __del__(self) -> None:
        if hasattr(self, "_out"):
            self.abandon()

    def _seal(self, text: bytes, *, last: bool) -> None:
        self._out.write(_chunk(text, self._file_id, self._key, self._index, last=last))
        self._index += 1


@dataclass(frozen=True, slots=True)
class SealedFolder:
    """The encrypted files of one service, in `LIUPAN_HOME/files/NAME`."""

    name: str

    @property
    def path(self) -> Path:
        """Where the files lie."""
        return Path(settings.MEDIA_ROOT) / self.name

    def path_of(self, file_id: UUID) -> Path:
        """Place of a file; spread over 256 folders by the last byte of its id."""
        return self.path / f"{file_id.bytes[-1]:02x}" / file_id.hex

    def write(self, file_id: UUID, key: bytes) -> SealedWriter:
        """Begin a file; nothing is at its place before the writer is closed."""
        return SealedWriter(self.path_of(file_id), file_id, key)

    def read(self, file_id: UUID, owner_id: UUID, sealed_key: str) -> Iterator[bytes]:
        """The file's content in chunks. Raises `FileLost` at once, `Undecipherable` later."""
        return self.opened(file_id, open_sealed([(owner_id, sealed_key)])[0])

    def opened(self, file_id: UUID, key: str | None) -> Iterator[bytes]:
        """The same with a key that was unsealed before, of an erased owner None."""
        if key is None:
            raise FileLost(_("This file's owner was erased, and the file with them."))
        try:
            source = self.source(file_id)
        except FileNotFoundError as error:
            raise FileLost(_("This file is not where it was kept any more.")) from error
        return _opened(source, file_id, bytes.fromhex(key))

    def source(self, file_id: UUID) -> BinaryIO:
        """The encrypted file itself. Raises `FileNotFoundError`."""
        return self.path_of(file_id).open("rb")

    def remove(self, *file_ids: UUID) -> None:
        """Take the files off the disk."""
        for file_id in file_ids:
            self.path_of(file_id).unlink(missing_ok=True)

    def has(self, file_id: UUID) -> bool:
        """Whether the file is on the disk."""
        return self.path_of(file_id).exists()

    def missing(self, file_ids: Iterable[UUID]) -> Iterator[UUID]:
        """Those of the files that are not there. Ids come in ascending order."""
        return (file_id for file_id in file_ids if not self.has(file_id))

    def sweep(self, known: Callable[[set[UUID]], set[UUID]]) -> int:
        """Remove files older than a day that nobody knows, and half ones; returns how many.

        Args:
            known: those of the ids that have a row; asked for a thousand at a time.
        """
        found, removed = self._left_since(time.time() - ORPHANED_AFTER), 0
        while batch := list(islice(found, BATCH)):
            kept = known({file_id for _path, file_id in batch if file_id})
            orphans = [path for path, file_id in batch if file_id not in kept]
            for path in orphans:
                path.unlink(missing_ok=True)
            removed += len(orphans)
        return removed

    def _left_since(self, moment: float) -> Iterator[tuple[Path, UUID | None]]:
        """Files last written before `moment` (Unix time), with their id; None for half ones."""
        for path in self.path.glob("*/*"):
            if path.stat().st_mtime < moment:
                yield path, None if path.suffix else UUID(hex=path.name)


def _to_disk(folder: Path) -> None:
    """A new name in a folder outlives a loss of power only when the folder was written too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def seal_pieces(pieces: Iterable[bytes], file_id: UUID, key: bytes) -> Iterator[bytes]:
    """What comes piece by piece as the chunks of a sealed file, for one that lies elsewhere."""
    held, index = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield _chunk(bytes(held[:CHUNK]), file_id, key, index, last=False)
            del held[:CHUNK]
            index += 1
    yield _chunk(bytes(held), file_id, key, index, last=True)


def open_pieces(source: BinaryIO, file_id: UUID, key: bytes) -> Iterator[bytes]:
    """What `seal_pieces` sealed. Raises `Undecipherable` at the first chunk that was altered."""
    return _opened(source, file_id, key)


def _chunk(text: bytes, file_id: UUID, key: bytes, index: int, *, last: bool) -> bytes:
    sealed = encrypt(key, text, _bound(file_id, index, last))
    return LENGTH.pack(len(sealed)) + sealed


def _opened(source: BinaryIO, file_id: UUID, key: bytes) -> Iterator[bytes]:
    with source:
        index = 0
        sealed = _next(source)
        while sealed is not None:
            following = _next(source)
            yield decrypt(key, sealed, _bound(file_id, index, following is None))
            sealed, index = following, index + 1
        if not index:
            raise Undecipherable("empty file")


def _next(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH.size)
    if not head:
        return None
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    if not 0 < length <= CHUNK + 64:
        raise Undecipherable("file was altered")
    return source.read(length)


def _bound(file_id: UUID, index: int, last: bool) -> bytes:
    return file_id.bytes + struct.pack(">Q?", index, last)
