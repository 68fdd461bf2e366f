"""A file that came in parts, read as one: nothing of it is put together on the disk."""

import io
from bisect import bisect_right
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import SealedFolder
from liupan.foundation.documents.models import Part, Upload
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

UPLOADS = SealedFolder("uploads")
"""Where the parts lie, each under a key of its own, sealed with the person's."""


class UploadReader(io.RawIOBase):
    """Reads an upload that has come whole; holds one part in memory at a time."""

    def __init__(self, upload: Upload) -> None:
        super().__init__()
        self.name = upload.name
        self.upload_id = upload.id
        self.size = upload.size
        self._owner_id = upload.owner_id
        self._parts = list(upload.parts.order_by("offset"))
        self._offsets = [part.offset for part in self._parts]
        self._place = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def require_owner(self, actor: Actor) -> None:
        """Raises `Missing` for anybody else: nobody attaches what another handed in."""
        if actor.id != self._owner_id:
            raise Missing(_("There is no such upload."))

    def use_up(self) -> None:
        """Forget the upload in the caller's transaction; its parts go after the commit."""
        forget(self.upload_id)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        if begin + offset < 0:
            raise ValueError("before the beginning")
        self._place = begin + offset
        return self._place

    def read(self, size: int | None = -1) -> bytes:
        wanted = self.size if size is None or size < 0 else size
        pieces = list[bytes]()
        while wanted > 0 and self._place < self.size:
            piece = self._from_here(wanted)
            pieces.append(piece)
            wanted -= len(piece)
            self._place += len(piece)
        return b"".join(pieces)

    def _from_here(self, wanted: int) -> bytes:
        index = bisect_right(self._offsets, self._place) - 1
        if self._held[0] != index:
            part = self._parts[index]
            self._held = (index, b"".join(UPLOADS.read(part.id, self._owner_id, part.sealed_key)))
        begin = self._place - self._offsets[index]
        return self._held[1][begin : begin + wanted]


def find_upload(upload_id: UUID) -> UploadReader | None:
    """An upload that has come whole, for a form; that it is the actor's own is asked when it is
    kept. Two queries."""
    upload = Upload.objects.filter(id=upload_id).first()
    return UploadReader(upload) if upload and upload.received == upload.size else None


def forget(upload_id: UUID) -> None:
    """Delete the upload's rows; its parts go off the disk when that is committed."""
    part_ids = list(Part.objects.filter(upload_id=upload_id).values_list("id", flat=True))
    Upload.objects.filter(id=upload_id).delete()
    transaction.on_commit(lambda: UPLOADS.remove(*part_ids))


def known_parts(part_ids: set[UUID]) -> set[UUID]:
    """Those of the parts on the disk that have a row."""
    return set(Part.objects.filter(id__in=part_ids).values_list("id", flat=True))
