"""Files are kept and withdrawn, as part of somebody else's operation.

Whoever may change the thing may change its files: both join the caller's transaction and refuse to
work without one.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import new_file_key, running_sm3
from liupan.foundation.documents.disks import telling_when_full
from liupan.foundation.documents.events import FileKept, FileWithdrawn
from liupan.foundation.documents.guarding import require_guard
from liupan.foundation.documents.kinds import Kind
from liupan.foundation.documents.models import Content, File, Scan
from liupan.foundation.documents.queries import FileRef, ceiling, mark_of, ref, told
from liupan.foundation.documents.sniffing import PIECE, fitting, kind_of
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.uploads import UploadReader
from liupan.foundation.jobs.facade import defer
from liupan.foundation.journal.facade import record
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import LONGEST_YEARS, Mark, Secrecy, highest_of
from liupan.kernel.statements import asked, insert, update

MEGABYTE = 1024 * 1024
SCAN_TASK = "documents.scan_content"


class TooLarge(InvalidInput):
    """The file is larger than files may be here."""


class AboveCeiling(Refusal):
    """The level is higher than this network may hold."""


class AlreadyWithdrawn(Refusal):
    """The file was withdrawn before."""


class HoldsVirus(InvalidInput):
    """The virus scanner found something in the file."""


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
    mark: Mark | None = None,
    follows: UUID | None = None,
    follows_same_name: bool = False,
) -> FileRef:
    """Attach a file to a thing, in the caller's transaction.

    The content is on the disk, encrypted, when this returns; of a transaction that rolls back it
    stays as an orphan and is swept. `content` must be open for seeking; it is read in pieces. An
    `UploadReader` must be the actor's own, and its upload is used up.

    Args:
        mark: level and period; without it a state secret has the longest period of `secrecy`.
        follows: the file of the same thing of which this is a new version.
        follows_same_name: it is a new version of the thing's file with the same name, if any.

    Raises `TooLarge`, `AboveCeiling`, `NotAuthorised`, `DiskFull`, `HoldsVirus`, `Missing`, and
    what `sniffing.kind_of` refuses.
    """
    _require_transaction()
    require_guard(of_type)
    mark = mark or plain_mark(secrecy, now)
    require_level(mark.level, actor)
    source = BytesIO(content) if isinstance(content, bytes) else content
    require_size(source.seek(0, 2))
    if isinstance(source, UploadReader):
        source.require_owner(actor)
    kind = kind_of(source)
    tidy = fitting(safe_name(name), kind)
    former = _former(of_id, actor, follows, tidy if follows_same_name else "")
    if former:  # what was said in one version is said in the next until its mark is lowered
        mark = highest_of([mark_of(former), mark])
    file = _entered(
        File(
            content=_kept(source, kind, owner_unit_id, mark.level), name=tidy, of_type=of_type,
            of_id=of_id, kept_at=now, kept_by=actor.id,
        ),
        mark, former,
    )  # fmt: skip
    if isinstance(source, UploadReader):
        source.use_up()
    fact = FileKept(
        **told(file), media_type=kind.media_type, size=file.content.size, sm3=file.content.sm3
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
    file = rows.filter(id=file_id, secrecy__lte=ceiling(actor)).first()
    if file is None:
        raise Missing(_("There is no such file."))
    if file.withdrawn_at:
        raise AlreadyWithdrawn(_("This file was withdrawn already."))
    file.withdrawn_at, file.withdrawn_by, file.withdrawn_for = now, actor.id, reason.strip()
    update(file, "withdrawn_at", "withdrawn_by", "withdrawn_for")
    record(FileWithdrawn(**told(file), reason=file.withdrawn_for), actor=actor, now=now)


def plain_mark(secrecy: Secrecy, now: datetime) -> Mark:
    """The level with the longest period it may have."""
    return Mark(level=secrecy, since=clock.on(now) if secrecy in LONGEST_YEARS else None)


def put_mark(file: File, mark: Mark) -> None:
    """Write the mark into the row, unsaved."""
    file.secrecy = mark.level
    file.mark_since, file.mark_years, file.mark_until = mark.since, mark.years, mark.until
    file.mark_condition, file.mark_ends_on = mark.condition, mark.ends_on


def require_level(secrecy: Secrecy, actor: Actor) -> None:
    """Raises `AboveCeiling`, `NotAuthorised`."""
    if secrecy > ceiling():
        raise AboveCeiling(
            _("This network must not hold files of this secrecy level."),
            next_step=_("Hand it in on the network that may."),
        )
    if secrecy > actor.clearance:
        raise NotAuthorised(
            _("The file is above your clearance."),
            next_step=_("Somebody with that clearance hands it in."),
        )


def require_size(size: int) -> None:
    """Raises `TooLarge`. `size` in bytes."""
    limit = settings.LIUPAN_FILE_MB
    if size > limit * MEGABYTE:
        raise TooLarge(
            _("This file is larger than %(n)d MB.") % {"n": limit},
            next_step=_("Split it, or save it with smaller pictures."),
        )


def _former(of_id: UUID, actor: Actor, follows: UUID | None, name: str) -> File | None:
    """The newest version of the document that the new file goes on with; its first is locked."""
    if not (follows or name):
        return None
    seen = File.objects.filter(of_id=of_id, secrecy__lte=ceiling(actor), withdrawn_at=None)
    said = seen.filter(id=follows) if follows else seen.filter(name=name)
    found = said.order_by("-number", "-kept_at").first()
    if found is None:
        if follows:
            raise Missing(_("There is no such file."))
        return None
    File.objects.select_for_update().get(id=found.document_id)
    return File.objects.filter(document_id=found.document_id).order_by("-number")[0]


def _entered(file: File, mark: Mark, former: File | None) -> File:
    """The row, as the next version where it goes on with one."""
    file.document_id = former.document_id if former else file.id
    if former:
        file.number = former.number + 1
    put_mark(file, mark)
    insert(file)
    return file


def _kept(source: BinaryIO, kind: Kind, owner_unit_id: UUID, secrecy: Secrecy) -> Content:
    """The content, as it was kept before for the same unit and level, else kept now."""
    digest = _sm3(source)
    for content in _same(digest, owner_unit_id, secrecy):
        if content.media_type == kind.media_type and FILES.has(content.id):
            _require_clean(content)
            return content
    content_id, (key, sealed_key) = uuid7(), new_file_key(owner_unit_id)
    size = _written(source, content_id, key)
    content = Content(
        id=content_id,
        owner_unit_id=owner_unit_id,
        secrecy=secrecy,
        sm3=digest,
        size=size,
        media_type=kind.media_type,
        sealed_key=sealed_key,
        scan=Scan.CHECKING if settings.LIUPAN_CLAMD else Scan.UNSCANNED,
    )
    insert(content)
    if settings.LIUPAN_CLAMD:
        defer(SCAN_TASK, content_id=str(content.id))
    return content


@asked
def _same(sm3: str, owner_unit_id: UUID, secrecy: int) -> QuerySet[Content]:
    return Content.objects.filter(sm3=sm3, owner_unit_id=owner_unit_id, secrecy=secrecy)


def _written(source: BinaryIO, content_id: UUID, key: bytes) -> int:
    """Write the content, encrypted; its size in bytes. Raises `DiskFull`, and then left nothing."""
    with telling_when_full():
        writer = FILES.write(content_id, key)
        try:
            for piece in _read(source):
                writer.write(piece)
            writer.close()
        finally:
            writer.abandon()
    return writer.size


def _require_clean(content: Content) -> None:
    if content.scan == Scan.INFECTED:
        raise HoldsVirus(
            _("The virus scanner found %(name)s in this file.") % {"name": content.finding},
            next_step=_("Have the computer it comes from checked, and save the file anew."),
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


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise Fault("files are kept inside an operation")
