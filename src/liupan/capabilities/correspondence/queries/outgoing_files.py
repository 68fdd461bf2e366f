"""The file of a draft: what would be printed, made when somebody asks for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Draft
from liupan.capabilities.correspondence.queries.outgoing_page import find_visible
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.foundation.documents.facade import Particulars, ofd_of_pdf, render_pdf
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft as a file, and what it may be called."""

    name: str
    content: bytes


def draft_file(actor: Actor, document_id: UUID, kind: str, *, now: datetime) -> DraftFile:
    """The current draft as PDF or OFD. Raises `Missing`, and what the typesetter refuses."""
    row = find_visible(actor, document_id, now)
    draft = Draft.objects.filter(document=row).order_by("-n").first()
    if draft is None:
        raise Missing(_("Nothing has been handed on yet."))
    source = source_of(row, draft)
    content = render_pdf(source).pdf
    if kind == "ofd":
        said = Particulars(title=source.title, secrecy=str(source.secrecy or ""))
        content = ofd_of_pdf(content, particulars=said, now=now, is_own=True)
    name = _("%(title)s, draft %(n)s") % {"title": row.title, "n": draft.n}
    return DraftFile(f"{name}.{kind}", content)
