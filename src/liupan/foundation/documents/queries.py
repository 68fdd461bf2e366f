"""Reads of `documents`, each scoped by who asks: level first, then the thing's own guard."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from liupan.foundation.crypto.facade import FileLost, SealedFolder, Undecipherable, running_sm3
from liupan.foundation.documents.guarding import readable
from liupan.foundation.documents.models import Content, File
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

FILES = SealedFolder("documents")
"""Where the contents lie."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as others see it: `size` in bytes, `sm3` of the content in hexadecimal."""

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


def ref(file: File) -> FileRef:
    """The row by value; its content was read with it."""
    return FileRef(
        id=file.id,
        name=file.name,
        media_type=file.content.media_type,
        size=file.content.size,
        sm3=file.content.sm3,
        secrecy=Secrecy(file.content.secrecy),
        kept_at=file.kept_at,
        kept_by=file.kept_by,
        of_type=file.of_type,
        of_id=file.of_id,
    )


def list_files(of_ids: Collection[UUID], actor: Actor) -> dict[UUID, tuple[FileRef, ...]]:
    """The files of each thing that the actor may read, oldest first; without any, no entry.

    One query, and those of the guards of the types that occur.
    """
    found: dict[UUID, tuple[FileRef, ...]] = {}
    for row in visible(File.objects.filter(of_id__in=set(of_ids)), actor):
        found[row.of_id] = (*found.get(row.of_id, ()), ref(row))
    return found


def visible(rows: "QuerySet[File]", actor: Actor) -> list[File]:
    """Of these files those that stand and that the actor may read, oldest first."""
    standing = rows.filter(withdrawn_at=None, content__secrecy__lte=actor.clearance)
    files = list(standing.select_related("content").order_by("kept_at", "id"))
    allowed = readable(actor, {(file.of_type, file.of_id) for file in files})
    return [file for file in files if file.of_id in allowed]


def known(content_ids: set[UUID]) -> set[UUID]:
    """Those of the contents on the disk that have a row."""
    return set(Content.objects.filter(id__in=content_ids).values_list("id", flat=True))


def count_contents() -> int:
    """How many contents are kept."""
    return Content.objects.count()


def list_lost() -> list[UUID]:
    """Contents whose file is not on the disk, which only an incident can bring about."""
    ids = Content.objects.order_by("id").values_list("id", flat=True)
    return [content_id for content_id in ids.iterator() if not FILES.has(content_id)]


def list_altered() -> Iterator[UUID]:
    """Contents that cannot be read as they were handed in; reads every one, flat in memory."""
    for content in Content.objects.order_by("id").iterator(100):
        if not _is_whole(content):
            yield content.id


def _is_whole(content: Content) -> bool:
    digest, size = running_sm3(), 0
    try:
        for piece in FILES.read(content.id, content.owner_unit_id, content.sealed_key):
            digest.update(piece)
            size += len(piece)
    except (FileLost, Undecipherable):
        return False
    return size == content.size and digest.finalize().hex() == content.sm3
