"""Every write of `documents`.

`keep_file` and `withdraw_file` are part of somebody else's operation: whoever may change the thing
may change its files. They join its transaction and refuse to work without one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import FileLost, new_file_key, open_sealed, running_sm3
from liupan.foundation.documents.events import FileKept, FileOpened, FileWithdrawn
from liupan.foundation.documents.guarding import require_guard
from liupan.foundation.documents.kinds import Kind
from liupan.foundation.documents.models import Content, File
from liupan.foundation.documents.queries import FILES, FileRef, ref, visible
from liupan.foundation.documents.sniffing import PIECE, fitting, kind_of
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, anyone
from liupan.kernel.errors import Fault, InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import CEILING, Secrecy

MEGABYTE = 1024 * 1024


class TooLarge(InvalidInput):
    """The file is larger than files may be here."""


class AboveCeiling(Refusal):
    """The level is higher than this network may hold."""


class AlreadyWithdrawn(Refusal):
    """The file was withdrawn before."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file on its way out; `content` in pieces, to be read once."""

    ref: FileRef
    content: Iterator[bytes]


def keep_file(
    *,
    name: str,
    content: BinaryIO | bytes,
    owner_unit_id: UUID,
    of_type: str,
    of_id: UUID,
    secrecy: Secrecy,
    actor: Actor,
    now: datetime,
) -> FileRef:
    """Attach a file to a thing, in the caller's transaction.

    The content is on the disk, encrypted, when this returns; of a transaction that rolls back it
    stays as an orphan and is swept. `content` must be open for seeking; it is read in pieces.
    Raises `TooLarge`, `AboveCeiling`, `NotAuthorised`, and what `sniffing.kind_of` refuses.
    """
    _require_transaction()
    require_guard(of_type)
    _require_level(secrecy, actor)
    source = BytesIO(content) if isinstance(content, bytes) else content
    _require_size(source)
    kind = kind_of(source)
    tidy = fitting(safe_name(name), kind)
    file = File.objects.create(
        content=_kept(source, kind, owner_unit_id, secrecy),
        name=tidy,
        of_type=of_type,
        of_id=of_id,
        kept_at=now,
        kept_by=actor.id,
    )
    fact = FileKept(
        **_told(file), media_type=kind.media_type, size=file.content.size, sm3=file.content.sm3
    )
    record(fact, actor=actor, now=now)
    return ref(file)


def withdraw_file(*, file_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take a file from its thing (撤回), in the caller's transaction; it stays kept, unseen.

    Raises `Missing`, `AlreadyWithdrawn`, and `InvalidInput` without a reason.
    """
    _require_transaction()
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why the file is withdrawn.")]})
    rows = File.objects.select_for_update(of=("self",)).select_related("content")
    file = rows.filter(id=file_id, content__secrecy__lte=actor.clearance).first()
    if file is None:
        raise Missing(_("There is no such file."))
    if file.withdrawn_at:
        raise AlreadyWithdrawn(_("This file was withdrawn already."))
    file.withdrawn_at, file.withdrawn_by, file.withdrawn_for = now, actor.id, reason.strip()
    file.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])
    record(FileWithdrawn(**_told(file), reason=file.withdrawn_for), actor=actor, now=now)


@operation
def open_file(*, file_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """Let somebody take a file. Raises `Missing`, `FileLost`."""
    anyone(actor)  # the thing's own guard says who may read it
    files = visible(File.objects.filter(id=file_id), actor)
    if not files:
        raise Missing(_("There is no such file."))
    [opened] = _opened(files, actor, now)
    return opened


@operation
def open_files(*, of_id: UUID, actor: Actor, now: datetime) -> list[OpenedFile]:
    """Let somebody take all files of a thing that they may read. Raises `Missing`, `FileLost`."""
    anyone(actor)  # the thing's own guard says who may read them
    files = visible(File.objects.filter(of_id=of_id), actor)
    if not files:
        raise Missing(_("There are no such files."))
    return _opened(files, actor, now)


def _opened(files: list[File], actor: Actor, now: datetime) -> list[OpenedFile]:
    """Each file, whose content is opened when its turn comes; that it is there is seen before."""
    _require_there(files)
    keys = open_sealed((f.content.owner_unit_id, f.content.sealed_key) for f in files)
    told = [f for f in files if f.content.secrecy > Secrecy.PUBLIC]
    for file in told:
        record(FileOpened(**_told(file)), actor=actor, now=now)
    if not told:
        nothing_changed()
    return [
        OpenedFile(ref(file), _pieces(file.content_id, key))
        for file, key in zip(files, keys, strict=True)
    ]


def _pieces(content_id: UUID, key: str | None) -> Iterator[bytes]:
    yield from FILES.opened(content_id, key)


def _require_there(files: list[File]) -> None:
    if lost := [file.name for file in files if not FILES.has(file.content_id)]:
        raise FileLost(
            _("%(name)s is not on the disk any more.") % {"name": lost[0]},
            next_step=_("The system administrator can bring it back from a backup."),
        )


def _told(file: File) -> dict[str, Any]:
    return {
        "thing_id": file.id,
        "concerned": (file.of_id,),
        "secrecy": Secrecy(file.content.secrecy),
        "name": file.name,
        "of_type": file.of_type,
        "of_id": file.of_id,
    }


def _kept(source: BinaryIO, kind: Kind, owner_unit_id: UUID, secrecy: Secrecy) -> Content:
    """The content, as it was kept before for the same unit and level, else kept now."""
    digest = _sm3(source)
    same = Content.objects.filter(sm3=digest, owner_unit_id=owner_unit_id, secrecy=secrecy)
    for content in same:
        if content.media_type == kind.media_type and FILES.has(content.id):
            return content
    content_id, (key, sealed_key) = uuid7(), new_file_key(owner_unit_id)
    writer = FILES.write(content_id, key)
    try:
        for piece in _read(source):
            writer.write(piece)
        writer.close()
    finally:
        writer.abandon()
    return Content.objects.create(
        id=content_id,
        owner_unit_id=owner_unit_id,
        secrecy=secrecy,
        sm3=digest,
        size=writer.size,
        media_type=kind.media_type,
        sealed_key=sealed_key,
    )


def _sm3(source: BinaryIO) -> str:
    digest = running_sm3()
    for piece in _read(source):
        digest.update(piece)
    return digest.finalize().hex()


def _read(source: BinaryIO) -> Iterator[bytes]:
    source.seek(0)
    while piece := source.read(PIECE):
        yield piece


def _require_size(source: BinaryIO) -> None:
    limit = settings.LIUPAN_FILE_MB
    if source.seek(0, 2) > limit * MEGABYTE:
        raise TooLarge(
            _("This file is larger than %(n)d MB.") % {"n": limit},
            next_step=_("Split it, or save it with smaller pictures."),
        )


def _require_level(secrecy: Secrecy, actor: Actor) -> None:
    if secrecy > CEILING[settings.LIUPAN_ZONE]:
        raise AboveCeiling(
            _("This network must not hold files of this secrecy level."),
            next_step=_("Hand it in on the network that may."),
        )
    if secrecy > actor.clearance:
        raise NotAuthorised(
            _("The file is above your clearance."),
            next_step=_("Somebody with that clearance hands it in."),
        )


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise Fault("files are kept inside an operation")
