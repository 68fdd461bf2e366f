"""A bucket of an S3 service, by django-storages. Loaded only where one is set up (`STORAGES`).

What lies in it is encrypted already; the service needs to be trusted with nothing but keeping it.
"""

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from boto3 import Session
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from liupan.foundation.documents.disks import StorageFull, StorageRefuses, StorageSilent
from liupan.kernel.errors import LiupanError

FOLDER = "documents/"
RANGE = 2 * 1024 * 1024
"""Bytes asked for at once, and held in memory, while an object is read."""
TRIES = 3
ONE_PUT = 5 * 1024**3
"""Bytes below which an object is sent in one request: it is there whole or not at all."""
FULL = {"QuotaExceeded", "ServiceQuotaExceeded", "InsufficientStorage", "NoSpaceLeft"}
FULL |= {"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity"}
HTTP_FULL, OUT_OF_RANGE, ABSENT, DENIED = 507, 416, 404, (401, 403)


MAKING = threading.Lock()


@cache
def _session(key_id: str, secret: str) -> Any:
    """Keeps the descriptions of the service that were read."""
    return Session(aws_access_key_id=key_id, aws_secret_access_key=secret)


class Bucket(S3Storage):
    """The objects of this Liupan, each under `PREFIX/documents/ID`; no object is ever changed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            client_config=Config(
                s3={"addressing_style": options.pop("addressing_style", "path")},
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=30,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Services other than Amazon's do not know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            transfer_config=TransferConfig(multipart_threshold=ONE_PUT, use_threads=False),
            file_overwrite=True,  # names are never given twice; asking each time would cost a way
            **options,
        )
        self._made: Any = None

    @property
    def connection(self) -> Any:
        """One for all threads: making one reads descriptions of megabytes. Its client may be used
        by all; only the making may not go on twice at once."""
        with MAKING:
            if self._made is None:
                self._made = super().connection
            return self._made

    def _create_session(self) -> Any:
        return _session(self.access_key, self.secret_key)

    @property
    def client(self) -> Any:
        """The service's own interface."""
        return self.connection.meta.client

    def put(self, file_id: UUID, path: Path) -> None:
        """Send a file. Raises `StorageFull`, `StorageSilent`, `StorageRefuses`."""
        with telling(), path.open("rb") as source:
            self.save(_name(file_id), File(source))

    def has(self, file_id: UUID) -> bool:
        """Whether the object is there; of a bucket that is not, raises `StorageRefuses`."""
        with telling():
            if self.exists(_name(file_id)):
                return True
            self.client.head_bucket(Bucket=self.bucket_name)
        return False

    def take_away(self, file_id: UUID) -> None:
        """Delete the object, if it is there."""
        with telling():
            self.delete(_name(file_id))

    def names(self) -> Iterator[str]:
        """The ids of all objects in hexadecimal, in ascending order."""
        before = len(self.location + FOLDER)
        with telling():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=self.location + FOLDER
            )
            for page in pages:
                yield from (entry["Key"][before:] for entry in page.get("Contents", ()))

    def reader(self, file_id: UUID) -> BinaryIO:
        """The object, to be read forward. Raises `FileNotFoundError`."""
        return cast(BinaryIO, ObjectReader(self, file_id))

    def part(self, file_id: UUID, begin: int) -> tuple[bytes, int]:
        """`RANGE` bytes of the object from `begin` on, and how many it has in all.

        Raises `FileNotFoundError`.
        """
        for tried in range(1, TRIES + 1):
            try:
                with telling():
                    return self._part(file_id, begin)
            except StorageSilent:  # it broke off within the answer, which the client does not mend
                if tried == TRIES:
                    raise
        raise AssertionError

    def _part(self, file_id: UUID, begin: int) -> tuple[bytes, int]:
        wanted = f"bytes={begin}-{begin + RANGE - 1}"
        try:
            answer = self.client.get_object(
                Bucket=self.bucket_name, Key=self.location + _name(file_id), Range=wanted
            )
        except ClientError as error:
            if _code(error) == "NoSuchKey":
                raise FileNotFoundError(file_id.hex) from error
            if _status(error) == OUT_OF_RANGE:  # nothing is in it
                return b"", 0
            raise
        with answer["Body"] as body:
            return body.read(), int(answer["ContentRange"].rpartition("/")[2])

    def try_out(self, file_id: UUID) -> None:
        """Write, list, read and delete one object under a fresh id: all that is needed later."""
        name, said = f"trial/{file_id.hex}", os.urandom(32)
        with telling():
            self.save(name, File(io.BytesIO(said)))
            key = {"Bucket": self.bucket_name, "Key": self.location + name}
            read = self.client.get_object(**key)["Body"].read()
            self.client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
            self.client.delete_object(**key)
        if read != said:
            raise StorageRefuses(_("The object storage gives back something else than it took."))


class ObjectReader(io.RawIOBase):
    """An object, read forward in ranges: flat in memory, and no line stays open meanwhile."""

    def __init__(self, bucket: Bucket, file_id: UUID) -> None:
        super().__init__()
        self._bucket, self._file_id, self._place = bucket, file_id, 0
        held, self._size = bucket.part(file_id, 0)
        self._held = bytearray(held)
        self._place = len(held)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._size if size < 0 else size
        while len(self._held) < wanted and self._place < self._size:
            more, _size = self._bucket.part(self._file_id, self._place)
            if not more:
                break
            self._held += more
            self._place += len(more)
        taken = bytes(self._held[:wanted])
        del self._held[:wanted]
        return taken


@contextmanager
def telling() -> Iterator[None]:
    """Raises `StorageFull`, `StorageSilent`, `StorageRefuses` for what the service says."""
    try:
        yield
    except ClientError as error:
        raise _told(error) from error
    except (BotoCoreError, HTTPError) as error:
        raise _silent() from error


def _told(error: ClientError) -> LiupanError:
    if _code(error) in FULL or _status(error) == HTTP_FULL:
        return StorageFull(
            _("The object storage of this Liupan is full; nothing of the file was kept."),
            next_step=_("Tell the system administrator, and hand the file in again later."),
        )
    mend = _("The system administrator runs `liupan doctor` and mends what it says.")
    if _status(error) == ABSENT:
        said = _("The object storage has no such bucket, or not any more.")
        return StorageRefuses(said, next_step=mend)
    if _status(error) in DENIED:
        said = _("The object storage refuses this Liupan (%(code)s).")
        return StorageRefuses(said % {"code": _code(error)}, next_step=mend)
    return _silent()


def _silent() -> StorageSilent:
    return StorageSilent(
        _("The object storage does not answer."),
        next_step=_("Try again in a few minutes; if it stays so, tell the system administrator."),
    )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _name(file_id: UUID) -> str:
    return FOLDER + file_id.hex
