"""The designer of processes for the system administrator: draw, save as the next version."""

from base64 import b64decode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import (
    Designer,
    Problem,
    allows_style_attributes,
    city_moment,
    requires,
)
from liupan.foundation.workflow.facade import (
    DEPLOY,
    PROCESS,
    DefinitionRef,
    drop_sketch,
    find_definition,
    find_sketch,
    keep_sketch,
    list_definitions,
    list_tables,
    objection_in_words,
    redraw_process,
    services,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion


@allows_style_attributes(reason="bpmn.io's editor writes style attributes into its menus")
@requires(DEPLOY)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """Draw a version; saved, it becomes the next one."""
    if request.method == "POST":
        return _save(request, definition_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = find_definition(definition_id)
    crumbs = [
        (_("Processes"), reverse("console:processes")),
        (found.name, reverse("console:process", args=[found.id])),
        (_("Draw"), ""),
    ]
    context = {"found": found, "designer": _designer(found, actor), "crumbs": crumbs}
    return render(request, "console/process_draw.html", context)


def _save(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kept = redraw_process(
        definition_id=definition_id,
        version=sent_version(request),
        source=sent_source(request),
        actor=actor,
        now=clock.now(),
    )
    if kept == definition_id:
        messages.info(request, _("Nothing was changed; no new version was made."))
    else:
        messages.success(request, _("Saved as a new version. It is not deployed yet."))
    return redirect("console:process_draw", kept)


def sent_version(request: HttpRequest) -> int:
    """The number of the latest version when the file was opened. Raises `InvalidInput`."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError as error:
        raise InvalidInput(_("The version is missing.")) from error


def sent_source(request: HttpRequest) -> bytes:
    """The file comes as base64: a form's text would lose its line ends."""
    try:
        return b64decode(request.POST.get("source", ""), validate=True)
    except ValueError as error:
        raise InvalidInput(_("The file did not arrive whole. Save it again.")) from error


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def sketch(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """What one draws and has not saved: given back, kept, thrown away."""
    if request.method == "POST":
        return keep_sent(request, PROCESS, definition_id, "console:process_draw")
    found = find_definition(definition_id)
    return sketch_file(request, PROCESS, found.code)


def keep_sent(request: HttpRequest, kind: str, of_id: UUID, back: str) -> HttpResponse:
    """Keep what was sent as the actor's sketch, or drop it; the new revision as JSON."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("act") == "drop":
        drop_sketch(kind=kind, of_id=of_id, actor=actor, now=clock.now())
        return redirect(back, of_id)
    said = request.POST.get("revision", "")
    try:
        revision = keep_sketch(
            kind=kind, of_id=of_id, version=sent_version(request),
            revision=int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0,
            source=sent_source(request), actor=actor, now=clock.now(),
        )  # fmt: skip
    except StaleVersion as stale:
        return JsonResponse({"said": stale.message}, status=stale.status)
    words = _("Kept at %(at)s.") % {"at": city_moment(clock.now())}
    return JsonResponse({"revision": revision, "said": words})


def sketch_file(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The actor's sketch, byte for byte. Raises `Missing`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = find_sketch(kind, code, actor)
    if found is None:
        raise Missing(_("There is no such drawing."))
    answer = HttpResponse(found.source, content_type="application/xml")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{code}.xml"
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _designer(found: DefinitionRef, actor: Actor) -> Designer:
    here = reverse("console:process_draw", args=[found.id])
    keep_url = reverse("console:process_sketch", args=[found.id])
    own = find_sketch(PROCESS, found.code, actor)
    latest = max(one.number for one in list_definitions(code=found.code))
    return Designer(
        name=found.name,
        source_url=reverse("console:process_file", args=[found.id]),
        file_name=f"{found.code}-{found.number}.bpmn",
        key=f"process:{found.code}",
        save_url=here,
        version=own.based_on if own else latest,
        keep_url=keep_url,
        revision=own.revision if own else 0,
        sketch_url=keep_url if own else "",
        sketched_at=own.kept_at if own else None,
        problems=[
            Problem(
                element=one.element,
                name=one.name or one.element,
                reason=objection_in_words(one.reason, one.detail),
            )
            for one in found.objections
        ],
        services=tuple(services()),
        tables=sorted({one.code for one in list_tables() if one.is_deployed}),
    )
