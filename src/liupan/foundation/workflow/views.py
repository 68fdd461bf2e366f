"""What the picture of a process is drawn from."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liupan.foundation.design.facade import signed_in
from liupan.foundation.workflow.queries.reading import drawing_of
from liupan.kernel import clock


@require_GET
@signed_in
def drawing(request: HttpRequest, instance_id: UUID) -> HttpResponse:
    """The BPMN file of an instance, byte for byte."""
    source = drawing_of(instance_id, request.actor, clock.now())  # type: ignore[attr-defined]
    answer = HttpResponse(source, content_type="application/xml")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
