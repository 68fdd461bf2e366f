"""The file of a draft: what would be printed, made when somebody asks for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Draft
from liupan.capabilities.correspondence.queries.copies import PDF
from liupan.capabilities.correspondence.queries.outgoing_page import find_visible
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.marks import is_counted
from liupan.foundation.documents.facade import (
    Particulars,
    copied,
    ofd_of_pdf,
    reader_line,
    render_pdf,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy


class OnlyCounted(NotAuthorised):
    """The file leaves the system only as a copy that is counted."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft as a file, and what it may be called."""

    name: str
    content: bytes


def draft_file(actor: Actor, document_id: UUID, kind: str, *, now: datetime) -> DraftFile:
    """The current draft as PDF or OFD; above public every page bears who reads it and when.

    Raises `Missing`, `OnlyCounted` for a state secret, and what the typesetter refuses.
    """
    row = find_visible(actor, document_id)
    if is_counted(Secrecy(row.secrecy)):
        raise OnlyCounted(
            _("A state secret leaves the system only as a counted copy."),
            next_step=_("Print it from its page, if you may."),
        )
    draft = Draft.objects.filter(document=row).order_by("-n").first()
    if draft is None:
        raise Missing(_("Nothing has been handed on yet."))
    source = source_of(row, draft)
    content = render_pdf(source).pdf
    if row.secrecy > Secrecy.PUBLIC:
        head = _("Draft %(n)s, not issued") % {"n": draft.n}
        content = copied(PDF, [content], reader_line(actor, now), head)
    if kind == "ofd":
        said = Particulars(title=source.title, secrecy=str(source.secrecy or ""))
        content = ofd_of_pdf(content, particulars=said, now=now)
    name = _("%(title)s, draft %(n)s") % {"title": row.title, "n": draft.n}
    return DraftFile(f"{name}.{kind}", content)
