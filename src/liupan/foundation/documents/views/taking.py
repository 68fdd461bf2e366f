"""Files go out as attachments, never shown in place: what is in them acts on nobody's behalf."""

from pathlib import PurePath
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.foundation.design.facade import signed_in
from liupan.foundation.documents.kinds import PDF
from liupan.foundation.documents.operations.opening import copy_file, take_file, take_files
from liupan.foundation.documents.packing import packed
from liupan.foundation.documents.showing import reader_line
from liupan.foundation.documents.views.reading import actor_of
from liupan.kernel import clock


@require_GET
@signed_in
def file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """One file."""
    opened = take_file(file_id=file_id, actor=actor_of(request), now=clock.now())
    answer = StreamingHttpResponse(opened.content, content_type=opened.ref.media_type)
    answer["Content-Length"] = str(opened.ref.size)
    return _guarded(answer, opened.ref.name)


@require_GET
@signed_in
def files(request: HttpRequest, of_id: UUID) -> HttpResponseBase:
    """All files of a thing as one ZIP, with their digests."""
    opened = take_files(of_id=of_id, actor=actor_of(request), now=clock.now())
    answer = StreamingHttpResponse(packed(opened), content_type="application/zip")
    return _guarded(answer, f"{_('files')}.zip")


@require_GET
@signed_in
def copy(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A copy of one file with who reads it on every page."""
    actor, now = actor_of(request), clock.now()
    ref, content = copy_file(
        file_id=file_id, watermark=reader_line(actor, now), actor=actor, now=now
    )
    answer = HttpResponse(content, content_type=PDF.media_type)
    name = _("%(name)s (copy for reading)") % {"name": PurePath(ref.name).stem}
    return _guarded(answer, f"{name}.pdf")


def _guarded(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
