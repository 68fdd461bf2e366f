"""Files come in parts, so that a lost connection or a kill costs one part and no more (续传)."""

from datetime import datetime, timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.foundation.crypto.facade import new_file_key
from liupan.foundation.documents.disks import telling_when_full
from liupan.foundation.documents.events import UploadBegun, UploadDropped
from liupan.foundation.documents.models import Part, Upload
from liupan.foundation.documents.operations.keeping import MEGABYTE, require_size
from liupan.foundation.documents.policies import SCAN
from liupan.foundation.documents.queries import UploadRef, upload_ref
from liupan.foundation.documents.sniffing import EmptyFile, fitting, kind_of
from liupan.foundation.documents.uploads import UPLOADS, UploadReader, forget
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, TooMany
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7

PART = MEGABYTE
"""Bytes of a part at most."""
OPEN, OPEN_BYTES = 20, 200 * MEGABYTE
"""What one person may have on its way in at most: files, bytes together."""
KEPT = timedelta(days=1)
"""An upload that nobody went on with for so long is dropped."""


class OutOfPlace(Refusal):
    """The part does not begin where the last one ended. `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(
            _("This part does not go on where the last one ended."),
            next_step=_("Go on from where the upload stands."),
        )
        self.received = received


class Incomplete(Refusal):
    """Parts of the file are still missing."""


@operation
def begin_upload(*, name: str, size: int, stamp: str, actor: Actor, now: datetime) -> UploadRef:
    """Announce a file. The same file (name, size, stamp) that is on its way already goes on.

    Raises `EmptyFile`, `TooLarge`, `TooMany`.
    """
    own(actor, actor.id)
    if size <= 0:
        raise EmptyFile(_("This file is empty."), next_step=_("Choose the right one."))
    require_size(size)
    _one_at_a_time(actor)
    tidy, stamp = safe_name(name), stamp[:100]
    mine = Upload.objects.filter(owner_id=actor.id)
    same = mine.filter(name=tidy, size=size, stamp=stamp).order_by("-begun_at").first()
    if same:
        nothing_changed()
        return upload_ref(same)
    _require_room(mine.count(), mine.aggregate(bytes=Sum("size"))["bytes"] or 0, size)
    upload = Upload.objects.create(
        owner_id=actor.id, name=tidy, stamp=stamp, size=size, begun_at=now, touched_at=now
    )
    # Its level is not known yet: nobody below the person's own clearance reads its name.
    fact = UploadBegun(thing_id=upload.id, name=tidy, size=size, secrecy=actor.clearance)
    record(fact, actor=actor, now=now)
    return upload_ref(upload)


@operation
def add_part(
    *, upload_id: UUID, offset: int, content: bytes, actor: Actor, now: datetime
) -> UploadRef:
    """Take the part that begins at `offset`; it is on the disk, encrypted, before its row commits.

    Raises `Missing`, `OutOfPlace`, `InvalidInput`, `DiskFull`.
    """
    upload = _mine(upload_id, actor)
    if offset != upload.received:
        raise OutOfPlace(upload.received)
    if not 0 < len(content) <= min(PART, upload.size - offset):
        raise InvalidInput(_("This part is not of the announced size."))
    part_id, (key, sealed_key) = uuid7(), new_file_key(actor.id)
    with telling_when_full():
        writer = UPLOADS.write(part_id, key)
        try:
            writer.write(content)
            writer.close()
        finally:
            writer.abandon()
    Part.objects.create(
        id=part_id, upload=upload, offset=offset, size=len(content), sealed_key=sealed_key
    )
    upload.received, upload.touched_at = offset + len(content), now
    upload.save(update_fields=["received", "touched_at"])
    nothing_changed()  # for the journal: a file is told of when it begins and when it is kept
    return upload_ref(upload)


@operation
def finish_upload(*, upload_id: UUID, actor: Actor, now: datetime) -> UploadRef:
    """Look at a file that has come whole as `keep_file` will, so that a refusal is told at once.

    Raises `Missing`, `Incomplete`, and what `sniffing.kind_of` refuses.
    """
    upload = _mine(upload_id, actor)
    nothing_changed()
    if upload.received < upload.size:
        raise Incomplete(_("Parts of this file are still missing."))
    fitting(upload.name, kind_of(cast(BinaryIO, UploadReader(upload))))
    return upload_ref(upload)


@operation
def drop_upload(*, upload_id: UUID, actor: Actor, now: datetime) -> None:
    """Give up an upload. Raises `Missing`."""
    _drop(_mine(upload_id, actor), actor, now)


@operation
def drop_stale_uploads(*, actor: Actor, now: datetime) -> int:
    """Drop what nobody went on with for a day; how many. For the worker."""
    require(actor, SCAN)
    stale = Upload.objects.select_for_update(skip_locked=True).filter(touched_at__lt=now - KEPT)
    dropped = list(stale[:1000])
    for upload in dropped:
        _drop(upload, actor, now)
    if not dropped:
        nothing_changed()
    return len(dropped)


def _drop(upload: Upload, actor: Actor, now: datetime) -> None:
    fact = UploadDropped(
        thing_id=upload.id, name=upload.name, received=upload.received, secrecy=actor.clearance
    )
    record(fact, actor=actor, now=now)
    forget(upload.id)


def _mine(upload_id: UUID, actor: Actor) -> Upload:
    own(actor, actor.id)
    mine = Upload.objects.select_for_update().filter(id=upload_id, owner_id=actor.id)
    upload = mine.first()
    if upload is None:
        raise Missing(_("There is no such upload."))
    return upload


def _one_at_a_time(actor: Actor) -> None:
    """Two at once must not both find room for the last one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [actor.id.int % 2**63])


def _require_room(count: int, taken: int, size: int) -> None:
    if count >= OPEN or taken + size > OPEN_BYTES:
        raise TooMany(
            ngettext(
                "You have %(n)d file on its way in; that is as much as one person may.",
                "You have %(n)d files on their way in; that is as much as one person may.",
                count,
            )
            % {"n": count},
            next_step=_("Finish or cancel one of them; what is left alone goes after a day."),
        )
