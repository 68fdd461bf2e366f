"""Files of every kind, made here, and a thing to attach them to."""

import io
import zipfile
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from liupan.foundation.documents.facade import FileGuard, FileRef, guards, keep_file
from liupan.foundation.documents.guarding import _guards
from liupan.foundation.documents.models import File
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
TRIAL = "trials.item"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"


class Shelf:
    """Who may read which things, said by a test."""

    def __init__(self) -> None:
        self.open_to: dict[UUID, set[UUID]] = {}
        self.asked: list[Collection[UUID]] = []

    def opens(self, of_id: UUID, actor: Actor) -> None:
        self.open_to.setdefault(of_id, set()).add(actor.id)


SHELF = Shelf()


class TrialFiles(FileGuard):
    """Asks the shelf."""

    of_type = TRIAL

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        SHELF.asked.append(of_ids)
        return {of_id for of_id in of_ids if actor.id in SHELF.open_to.get(of_id, ())}


if TRIAL not in _guards:
    guards(TrialFiles)


def packed(*parts: str | tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with these parts, of the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for part in parts:
            name, content = (part, b"<x/>") if isinstance(part, str) else part
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def docx(*more: str | tuple[str, bytes]) -> bytes:
    return packed("[Content_Types].xml", "word/document.xml", *more)


def xlsx(*more: str | tuple[str, bytes]) -> bytes:
    return packed("[Content_Types].xml", "xl/workbook.xml", *more)


def ofd() -> bytes:
    return packed("OFD.xml", "Doc_0/Document.xml")


def reader(clearance: Secrecy = Secrecy.INTERNAL) -> Actor:
    """A member of staff with this clearance."""
    from liupan.kernel.authority import ActorKind

    return Actor(id=uuid7(), kind=ActorKind.STAFF, name="reader", clearance=clearance)


def kept(**said: Any) -> FileRef:
    """A file kept by somebody, who may read it."""
    given: dict[str, Any] = {
        "name": "割接记录.pdf", "content": PDF, "of_type": TRIAL, "of_id": uuid7(),
        "secrecy": Secrecy.INTERNAL, "actor": city.almighty(), "now": NOW, **said,
    }  # fmt: skip
    if "owner_unit_id" not in given:
        given["owner_unit_id"] = city.unit()
    with transaction.atomic():
        file = keep_file(**given)
    SHELF.opens(file.of_id, given["actor"])
    return file


def kept_ids() -> list[UUID]:
    """The files that there are, the newest first."""
    return list(File.objects.order_by("-id").values_list("id", flat=True))
