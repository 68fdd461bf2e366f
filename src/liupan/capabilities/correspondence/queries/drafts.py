"""Single drafts of a document, for whoever writes: the document is locked."""

from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.correspondence.models import Draft, Outgoing
from liupan.kernel.statements import asked


def find_draft(document_id: UUID, n: int) -> Draft | None:
    """The draft with this number. One query."""
    return _numbered.first(document_id, n)


def get_draft(document: Outgoing) -> Draft:
    """The document's current draft. One query."""
    [found] = _numbered(document.id, document.draft_number)
    return found


def last_draft(document_id: UUID) -> Draft | None:
    """The latest draft, if there is one. One query."""
    return _latest.first(document_id)


@asked
def _numbered(document_id: UUID, n: int) -> QuerySet[Draft]:
    return Draft.objects.filter(document_id=document_id, n=n)


@asked
def _latest(document_id: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(document_id=document_id).order_by("-n")[:1]
