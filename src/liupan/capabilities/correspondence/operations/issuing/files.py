"""The finished files of a document: kept, found, read."""

from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.correspondence.models import Outgoing, Rendition
from liupan.capabilities.correspondence.operations.drafting import TYPE
from liupan.capabilities.correspondence.operations.printing import Printed
from liupan.foundation.documents.facade import keep_file, open_file
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Mark, Secrecy
from liupan.kernel.statements import asked, insert


def last_file(document: Outgoing, kind: Rendition.Kind) -> Rendition:
    """The latest finished file of a kind."""
    [found] = _last(document.id, kind)
    return found


@asked
def _last(document_id: UUID, kind: Rendition.Kind) -> QuerySet[Rendition]:
    return Rendition.objects.filter(document_id=document_id, kind=kind).order_by("-n")[:1]


def keep_printed(document: Outgoing, made: Printed, by: By) -> None:
    """Keep both files as they were typeset, as the next ones of the document."""
    last = document.renditions.order_by("-n").first()
    n = last.n + 1 if last else 1
    for kind, content in ((Rendition.Kind.PDF, made.pdf), (Rendition.Kind.OFD, made.ofd)):
        keep_finished(document, kind, content, n, made.pages, made.places, 0, by)


def keep_finished(
    document: Outgoing,
    kind: Rendition.Kind,
    content: bytes,
    n: int,
    pages: int,
    places: list[dict[str, float]],
    seals: int,
    by: By,
) -> Rendition:
    """Keep one finished file of the document, at its level and with its mark."""
    level = Secrecy(document.secrecy)
    since = clock.on(document.signed_off_at or by.now)
    file = keep_file(
        name=safe_name(f"{document.number} {document.title}.{kind.value}"), content=content,
        owner_unit_id=document.issuing_unit_id, of_type=TYPE, of_id=document.id, secrecy=level,
        mark=Mark.parse(document.mark, since=since) if document.mark else None,
        actor=by.actor, now=by.now,
    )  # fmt: skip
    return insert(Rendition(
        document=document, kind=kind, n=n, draft=document.signed_draft or 0, file_id=file.id,
        sm3=file.sm3, pages=pages, places=places, seals=seals, made_at=by.now,
    ))  # fmt: skip


def content_of(rendition: Rendition, by: By) -> bytes:
    """The file itself."""
    opened = open_file(file_id=rendition.file_id, actor=by.actor, now=by.now)
    return b"".join(opened.content)
