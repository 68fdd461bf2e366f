"""Where contents lie: on the disk, or in a bucket (ADR 0094).

A file on its way into a bucket is first whole in `outgoing`, encrypted, and goes from there when
its row has committed. Until then it is the evidence by which the sweep finds an object that a
transaction undone, or a kill, left in the bucket: nothing else is ever deleted there, so that a
rehearsal or another installation with the same bucket cannot hurt it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction

from liupan.foundation.crypto.facade import SealedFolder, SealedWriter
from liupan.kernel.errors import LiupanError
from liupan.kernel.ids import uuid7

if TYPE_CHECKING:
    from liupan.foundation.documents.buckets import Bucket

ALIAS = "documents"
OUTGOING = SealedFolder("outgoing")
"""Files on their way into the bucket."""


def has_bucket() -> bool:
    """Whether contents are kept in a bucket."""
    return ALIAS in settings.STORAGES


def bucket() -> "Bucket":
    """The bucket, where one is set up."""
    return cast("Bucket", storages[ALIAS])


def bucket_place() -> str:
    """Service, bucket and prefix for an operator, without a key; empty where none is set up."""
    if not has_bucket():
        return ""
    said = settings.STORAGES[ALIAS]["OPTIONS"]
    return f"{said['endpoint_url']}/{said['bucket_name']}/{said['location']}".rstrip("/")


def try_bucket() -> None:
    """Write, list, read and delete an object. Raises `StorageFull`, `StorageSilent`,
    `StorageRefuses`."""
    bucket().try_out(uuid7())


class Bucketed(SealedFolder):
    """Sealed files in the bucket alone, for reading."""

    def source(self, file_id: UUID) -> BinaryIO:
        return bucket().reader(file_id)


class Contents(SealedFolder):
    """On the disk; where a bucket is set up, new ones go there, and older ones are read where they
    lie until `liupan documents move` has moved them."""

    def write(self, file_id: UUID, key: bytes) -> SealedWriter:
        if not has_bucket():
            return super().write(file_id, key)
        return _Outgoing(OUTGOING.path_of(file_id), file_id, key)

    def source(self, file_id: UUID) -> BinaryIO:
        # The disk first: what is being moved leaves it only when it is in the bucket.
        try:
            return super().source(file_id)
        except FileNotFoundError:
            if not has_bucket():
                raise
            return bucket().reader(file_id)

    def has(self, file_id: UUID) -> bool:
        return super().has(file_id) or (has_bucket() and bucket().has(file_id))

    def is_on_disk(self, file_id: UUID) -> bool:
        """Whether the file lies on the disk, be it also in the bucket."""
        return super().has(file_id)

    def missing(self, file_ids: Iterable[UUID]) -> Iterator[UUID]:
        if not has_bucket():
            yield from super().missing(file_ids)
            return
        names: Iterator[str] | None = None
        there: str | None = ""
        for file_id in file_ids:
            if self.is_on_disk(file_id):
                continue
            names = names or bucket().names()  # both ascend, so that neither is held in memory
            while there is not None and there < file_id.hex:
                there = next(names, None)
            if there != file_id.hex:
                yield file_id

    def remove(self, *file_ids: UUID) -> None:
        super().remove(*file_ids)
        if has_bucket():
            for file_id in file_ids:
                bucket().take_away(file_id)

    def sweep(self, known: Callable[[set[UUID]], set[UUID]]) -> int:
        swept = super().sweep(known)
        if has_bucket():
            swept += OUTGOING.sweep(partial(_settled, known))
        return swept


FILES = Contents("documents")
"""Where the contents lie."""
BUCKETED = Bucketed(FILES.name)


class _Outgoing(SealedWriter):
    """Whole on the disk first, then in the bucket. What fails on the way leaves its empty name:
    the service may have taken the object and only its answer been lost."""

    def close(self) -> None:
        if self.closed:
            return
        super().close()
        file_id = UUID(hex=self.place.name)
        try:
            bucket().put(file_id, self.place)
        except (LiupanError, OSError):
            os.truncate(self.place, 0)
            raise
        transaction.on_commit(partial(OUTGOING.remove, file_id))


def _settled(known: Callable[[set[UUID]], set[UUID]], file_ids: set[UUID]) -> set[UUID]:
    """Take from the bucket what no row came to know; then no name in `outgoing` is needed."""
    for file_id in file_ids - known(file_ids):
        bucket().take_away(file_id)
    return set()
