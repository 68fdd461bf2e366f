"""The designer of processes for the system administrator: draw, save as the next version."""

from base64 import b64decode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import Designer, Problem, allows_style_attributes, requires
from liupan.foundation.workflow.facade import (
    DEPLOY,
    DefinitionRef,
    find_definition,
    list_definitions,
    objection_in_words,
    redraw_process,
    services,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput


@allows_style_attributes(reason="bpmn.io's editor writes style attributes into its menus")
@requires(DEPLOY)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """Draw a version; saved, it becomes the next one."""
    if request.method == "POST":
        return _save(request, definition_id)
    found = find_definition(definition_id)
    crumbs = [
        (_("Processes"), reverse("console:processes")),
        (found.name, reverse("console:process", args=[found.id])),
        (_("Draw"), ""),
    ]
    context = {"found": found, "designer": _designer(found), "crumbs": crumbs}
    return render(request, "console/process_draw.html", context)


def _save(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kept = redraw_process(
        definition_id=definition_id,
        version=_version(request),
        source=_source(request),
        actor=actor,
        now=clock.now(),
    )
    if kept == definition_id:
        messages.info(request, _("Nothing was changed; no new version was made."))
    else:
        messages.success(request, _("Saved as a new version. It is not deployed yet."))
    return redirect("console:process_draw", kept)


def _version(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError as error:
        raise InvalidInput(_("The version is missing.")) from error


def _source(request: HttpRequest) -> bytes:
    """The file comes as base64: a form's text would lose its line ends."""
    try:
        return b64decode(request.POST.get("source", ""), validate=True)
    except ValueError as error:
        raise InvalidInput(_("The file did not arrive whole. Save it again.")) from error


def _designer(found: DefinitionRef) -> Designer:
    here = reverse("console:process_draw", args=[found.id])
    return Designer(
        name=found.name,
        source_url=reverse("console:process_file", args=[found.id]),
        file_name=f"{found.code}-{found.number}.bpmn",
        key=f"process:{found.code}",
        save_url=here,
        version=max(one.number for one in list_definitions(code=found.code)),
        problems=[
            Problem(
                element=one.element,
                name=one.name or one.element,
                reason=objection_in_words(one.reason, one.detail),
            )
            for one in found.objections
        ],
        services=tuple(services()),
    )
