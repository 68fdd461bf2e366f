"""What every page with a job on it needs: its state, its files, stop and try again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from liupan.foundation.design.facade import signed_in
from liupan.foundation.jobs.operations import cancel_job, retry_job, take_file
from liupan.foundation.jobs.queries import get_job
from liupan.foundation.jobs.showing import shown
from liupan.kernel import clock
from liupan.kernel.authority import Actor


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
@signed_in
def file(request: HttpRequest, job_id: UUID, role: str) -> HttpResponseBase:
    """A file of a job, as an attachment, never shown in place."""
    taken = take_file(job_id=job_id, role=role, actor=_actor(request), now=clock.now())
    answer = StreamingHttpResponse(taken.content, content_type=taken.media_type)
    answer["Content-Length"] = str(taken.size)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=taken.name
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@signed_in
def state(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The part of a page that shows how far a job is; asks for itself while the job is open."""
    found = get_job(_actor(request), job_id)
    answer = render(request, "jobs/state.html", {"shown": shown(found)})
    answer["Cache-Control"] = "no-store"
    if not found.is_open and request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop a job."""
    cancel_job(job_id=job_id, actor=_actor(request), now=clock.now())
    return _back(request, job_id)


@require_POST
@signed_in
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Hand in a job again."""
    retry_job(job_id=job_id, actor=_actor(request), now=clock.now())
    return _back(request, job_id)


def _back(request: HttpRequest, job_id: UUID) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return redirect(wanted)
    return redirect(f"/work/jobs/{job_id}/")
