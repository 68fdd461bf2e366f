"""Files go out as attachments, never shown in place: what is in them acts on nobody's behalf."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.foundation.design.facade import signed_in
from liupan.foundation.documents.operations.opening import open_file, open_files
from liupan.foundation.documents.packing import packed
from liupan.foundation.documents.views.reading import actor_of
from liupan.kernel import clock


@require_GET
@signed_in
def file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """One file."""
    opened = open_file(file_id=file_id, actor=actor_of(request), now=clock.now())
    answer = StreamingHttpResponse(opened.content, content_type=opened.ref.media_type)
    answer["Content-Length"] = str(opened.ref.size)
    return _guarded(answer, opened.ref.name)


@require_GET
@signed_in
def files(request: HttpRequest, of_id: UUID) -> HttpResponseBase:
    """All files of a thing as one ZIP, with their digests."""
    opened = open_files(of_id=of_id, actor=actor_of(request), now=clock.now())
    answer = StreamingHttpResponse(packed(opened), content_type="application/zip")
    return _guarded(answer, f"{_('files')}.zip")


def _guarded(answer: StreamingHttpResponse, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
