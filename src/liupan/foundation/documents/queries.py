"""Reads of `documents`, each scoped by who asks: level first, then the thing's own guard."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import FileLost, SealedFolder, Undecipherable, running_sm3
from liupan.foundation.documents.guarding import following_types, readable
from liupan.foundation.documents.models import Content, File, MarkChange, Scan, Upload
from liupan.foundation.documents.stores import FILES
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import CEILING, Mark, Secrecy
from liupan.kernel.statements import asked


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as others see it: `size` in bytes, `sm3` of the content in hexadecimal.

    Versions of one document share `document_id`; `scan` is what the virus scanner said.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sm3: str
    secrecy: Secrecy
    kept_at: datetime
    kept_by: UUID
    of_type: str
    of_id: UUID
    document_id: UUID
    number: int
    mark: Mark
    scan: str
    finding: str


def ref(file: File) -> FileRef:
    """The row by value; its content was read with it."""
    return FileRef(
        id=file.id,
        name=file.name,
        media_type=file.content.media_type,
        size=file.content.size,
        sm3=file.content.sm3,
        secrecy=Secrecy(file.secrecy),
        kept_at=file.kept_at,
        kept_by=file.kept_by,
        of_type=file.of_type,
        of_id=file.of_id,
        document_id=file.document_id,
        number=file.number,
        mark=mark_of(file),
        scan=file.content.scan,
        finding=file.content.finding,
    )


def mark_of(file: File) -> Mark:
    """The file's secrecy mark."""
    return Mark(
        level=Secrecy(file.secrecy),
        since=file.mark_since,
        years=file.mark_years,
        until=file.mark_until,
        condition=file.mark_condition,
    )


def told(file: File) -> dict[str, Any]:
    """What every fact says of a file."""
    return {
        "thing_id": file.id,
        "concerned": (file.of_id,),
        "secrecy": Secrecy(file.secrecy),
        "name": file.name,
        "of_type": file.of_type,
        "of_id": file.of_id,
    }


def ceiling(actor: Actor | None = None) -> Secrecy:
    """The highest level that this network may hold, and that the actor may see."""
    highest = CEILING[settings.LIUPAN_ZONE]
    return highest if actor is None else min(highest, actor.clearance)


def list_files(of_ids: Collection[UUID], actor: Actor) -> dict[UUID, tuple[FileRef, ...]]:
    """The files of each thing that the actor may read, every version, oldest first; without any,
    no entry.

    One query, and those of the guards of the types that occur.
    """
    found: dict[UUID, tuple[FileRef, ...]] = {}
    for row in visible(File.objects.filter(of_id__in=set(of_ids)), actor):
        found[row.of_id] = (*found.get(row.of_id, ()), ref(row))
    return found


def visible(rows: "QuerySet[File]", actor: Actor) -> list[File]:
    """Of these files those that stand and that the actor may read, oldest first."""
    standing = rows.filter(withdrawn_at=None, secrecy__lte=ceiling(actor))
    return _allowed(list(standing.select_related("content").order_by("kept_at", "id")), actor)


def visible_one(file_id: UUID, actor: Actor) -> list[File]:
    """The same for one file, which is asked for most."""
    return _allowed(_standing(file_id, ceiling(actor)), actor)


@asked
def _standing(file_id: UUID, ceiling: int) -> QuerySet[File]:
    rows = File.objects.filter(id=file_id, withdrawn_at=None, secrecy__lte=ceiling)
    return rows.select_related("content")


def _allowed(files: list[File], actor: Actor) -> list[File]:
    allowed = readable(actor, {file.id: (file.of_type, file.of_id) for file in files})
    return [file for file in files if file.id in allowed]


def known(content_ids: set[UUID]) -> set[UUID]:
    """Those of the contents on the disk that have a row."""
    return set(Content.objects.filter(id__in=content_ids).values_list("id", flat=True))


def count_contents() -> int:
    """How many contents are kept."""
    return Content.objects.count()


def list_lost() -> list[UUID]:
    """Contents whose file is nowhere, which only an incident can bring about.

    Raises what the object storage says, where there is one."""
    ids = Content.objects.order_by("id").values_list("id", flat=True)
    return list(FILES.missing(ids.iterator()))


def list_altered() -> Iterator[UUID]:
    """Contents that cannot be read as they were handed in; reads every one, flat in memory."""
    for content in Content.objects.order_by("id").iterator(100):
        if not is_whole(content, FILES):
            yield content.id


def is_whole(content: Content, store: SealedFolder) -> bool:
    """Whether the content, as it lies there, is what was handed in."""
    digest, size = running_sm3(), 0
    try:
        for piece in store.read(content.id, content.owner_unit_id, content.sealed_key):
            digest.update(piece)
            size += len(piece)
    except (FileLost, Undecipherable):
        return False
    return size == content.size and digest.finalize().hex() == content.sm3


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """A change of a mark: marks as they are printed. `state`: done, asked, granted, refused."""

    id: UUID
    before: str
    after: str
    reason: str
    state: str
    asked_at: datetime
    asked_by: UUID
    decided_at: datetime | None
    decided_by: UUID | None
    answer: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file with its versions, the newest first, and what became of its mark."""

    file: FileRef
    owner_unit_id: UUID
    versions: tuple[FileRef, ...]
    changes: tuple[ChangeRef, ...]


def find_file(file_id: UUID, actor: Actor) -> FileView | None:
    """A file that the actor may read; None otherwise. Three queries, and the guard's."""
    found = visible(File.objects.filter(id=file_id), actor)
    if not found:
        return None
    [file] = found
    versions = visible(File.objects.filter(document_id=file.document_id), actor)
    changes = MarkChange.objects.filter(file=file).order_by("-asked_at", "-id")
    return FileView(
        ref(file),
        file.content.owner_unit_id,
        tuple(ref(one) for one in sorted(versions, key=lambda one: -one.number)),
        tuple(_change(one) for one in changes),
    )


def _change(row: MarkChange) -> ChangeRef:
    names = ChangeRef.__dataclass_fields__
    return ChangeRef(**{name: getattr(row, name) for name in names})


@dataclass(frozen=True, slots=True)
class Ending:
    """A state secret whose period ends or has ended."""

    file_id: UUID
    name: str
    mark: Mark
    owner_unit_id: UUID
    ends_on: date


def list_ending(until: date) -> list[Ending]:
    """State secrets whose period ends by that day, the soonest first. For unattended work.

    Without those that bear the mark of a document: its office watches that.
    """
    rows = File.objects.filter(
        withdrawn_at=None, mark_ends_on__lte=until, secrecy__lte=ceiling()
    ).select_related("content")
    rows = rows.exclude(of_type__in=following_types())
    return [
        Ending(row.id, row.name, mark_of(row), row.content.owner_unit_id, row.mark_ends_on)
        for row in rows.order_by("mark_ends_on", "id")
        if row.mark_ends_on
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a lower mark that waits; marks as they are printed."""

    file_id: UUID
    name: str
    before: str
    after: str
    asked_at: datetime


def list_asked(actor: Actor, unit_ids: Collection[UUID] | None) -> list[Asked]:
    """Requests for lower marks that wait, of files that the actor may read, the oldest first.

    `unit_ids`: of these units' files; None of all.
    """
    rows = MarkChange.objects.filter(state=MarkChange.State.ASKED).exclude(asked_by=actor.id)
    if unit_ids is not None:
        rows = rows.filter(file__content__owner_unit_id__in=unit_ids)
    asked = {row.file_id: row for row in rows.order_by("asked_at")[:500]}
    files = visible(File.objects.filter(id__in=asked), actor) if asked else []
    return [
        Asked(f.id, f.name, asked[f.id].before, asked[f.id].after, asked[f.id].asked_at)
        for f in sorted(files, key=lambda f: asked[f.id].asked_at)
    ]


def list_checking(limit: int) -> list[UUID]:
    """Contents that wait for the virus scanner, the oldest first."""
    waiting = Content.objects.filter(scan=Scan.CHECKING).order_by("id")
    return list(waiting.values_list("id", flat=True)[:limit])


def checking(content_id: UUID) -> Iterator[bytes] | None:
    """The content in pieces while it waits for the virus scanner, else None."""
    content = Content.objects.filter(id=content_id, scan=Scan.CHECKING).first()
    if content is None:
        return None
    return pieces_of(content)


def pieces_of(content: Content) -> Iterator[bytes]:
    """The content; its file is opened when the first piece is asked for: none stays open."""
    yield from FILES.read(content.id, content.owner_unit_id, content.sealed_key)


@dataclass(frozen=True, slots=True)
class UploadRef:
    """How far a file on its way in is, in bytes; `stamp` is what the browser knows it by."""

    id: UUID
    name: str
    stamp: str
    size: int
    received: int


def upload_ref(upload: Upload) -> UploadRef:
    """The row by value."""
    return UploadRef(upload.id, upload.name, upload.stamp, upload.size, upload.received)


def list_uploads(actor: Actor) -> list[UploadRef]:
    """One's own files on their way in."""
    rows = Upload.objects.filter(owner_id=actor.id).order_by("begun_at")
    return [upload_ref(row) for row in rows]


def find_upload_of(actor: Actor, upload_id: UUID) -> UploadRef:
    """One's own file on its way in. Raises `Missing`."""
    row = Upload.objects.filter(owner_id=actor.id, id=upload_id).first()
    if row is None:
        raise Missing(_("There is no such upload."))
    return upload_ref(row)
