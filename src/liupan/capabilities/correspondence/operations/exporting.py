"""The finished files of a document go out of the system (导出), and that they did is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentExported
from liupan.capabilities.correspondence.models import Outgoing, Rendition
from liupan.capabilities.correspondence.policies import EXPORT, READ, visible_outgoing
from liupan.foundation.documents.facade import open_file
from liupan.foundation.journal.facade import operation, record
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Secrecy


class NotTypesetYet(Refusal):
    """The document has no finished files."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file on its way out."""

    name: str
    content: bytes


@operation
def export_document(
    *, number: str, where: str, actor: Actor, now: datetime
) -> tuple[Exported, ...]:
    """The last OFD and PDF of the document with this number.

    Above internal it needs `EXPORT` besides. What is above the clearance or the zone's ceiling is
    not there. Raises `Missing`, `NotAuthorised`, `NotTypesetYet`.
    """
    require(actor, READ)
    found = Outgoing.objects.filter(visible_outgoing(actor), number=number).exclude(number="")
    document = found.first()
    if document is None:
        raise Missing(
            _("There is no document %(number)s.") % {"number": number},
            next_step=_("Give the number as it is printed, such as 固政发〔2017〕21号."),
        )
    level = Secrecy(document.secrecy)
    if level > Secrecy.INTERNAL:
        require(actor, EXPORT, unit_id=document.issuing_unit_id, secrecy=level)
    files = tuple(
        Exported(
            safe_name(f"{number}.{kind}"),
            b"".join(open_file(file_id=file_id, actor=actor, now=now).content),
        )
        for kind, file_id in last_files(document)
    )
    if not files:
        raise NotTypesetYet(
            _("%(number)s has no finished files yet.") % {"number": number},
            next_step=_("They are made once it has its number."),
        )
    fact = DocumentExported(
        thing_id=document.id, secrecy=level, number=number, where=where,
        files=tuple(one.name for one in files),
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return files


def last_files(document: Outgoing) -> list[tuple[str, UUID]]:
    """The last OFD and PDF and the signature of that PDF, as kind and id of the file; none of a
    document that went back for another text."""
    if document.rendered_at is None:
        return []
    rows = list(Rendition.objects.filter(document=document).order_by("kind"))
    newest = max((one.n for one in rows), default=0)
    return [(one.kind, one.file_id) for one in rows if one.n == newest]
