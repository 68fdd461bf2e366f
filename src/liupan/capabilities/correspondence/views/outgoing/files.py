"""A draft to take along: PDF or OFD of what was handed on."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.queries.outgoing_files import draft_file
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import signed_in
from liupan.kernel import clock

TYPES = {"pdf": "application/pdf", "ofd": "application/ofd"}


@signed_in
@require_safe
def draft(request: HttpRequest, document_id: UUID, kind: str) -> HttpResponse:
    """The current draft as a file."""
    if kind not in TYPES:
        raise Http404
    found = draft_file(actor_of(request), document_id, kind, now=clock.now())
    answer = HttpResponse(found.content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
