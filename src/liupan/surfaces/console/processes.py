"""Processes for the system administrator: versions, what runs, what is stuck."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.workflow.facade import (
    DEPLOY,
    MEND,
    STATES,
    NotExecutable,
    ailment_in_words,
    deploy_process,
    diagram_of,
    find_definition,
    inspect_instance,
    keep_process,
    list_definitions,
    list_instances,
    list_stuck,
    mend_process,
    objection_in_words,
    source_of,
    timeline_of,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput
from liupan.surfaces.console import refusals
from liupan.surfaces.console.acts import Act, Crumb
from liupan.surfaces.console.forms import PersonField

PAGE = 40


class ProcessForm(forms.Form):
    """A BPMN file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("BPMN 2.0, at most 4 MB. It is kept byte for byte."),
        widget=forms.FileInput(attrs={"accept": ".bpmn,.xml"}),
    )


@requires(DEPLOY, MEND)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All processes with their versions."""
    context = {
        "definitions": list_definitions(),
        "may_deploy": may(_actor(request), DEPLOY),
        "may_mend": may(_actor(request), MEND),
    }
    return render(request, "console/process_list.html", context)


@requires(DEPLOY)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a file as the next version of its process."""
    form = ProcessForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            source = form.cleaned_data["file"].read()
            kept = keep_process(source=source, actor=_actor(request), now=clock.now())
        except InvalidInput as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The file is kept. Look below whether it can be deployed."))
            return redirect("console:process", kept)
    context = {"form": form, "crumbs": _crumbs(_("Bring a process"))}
    status = 422 if form.is_bound else 200
    return render(request, "console/process_bring.html", context, status=status)


@requires(DEPLOY, MEND)
@require_safe
def version(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """A version: what stands against executing it, element by element, and who runs it."""
    found = find_definition(definition_id)
    context = {
        "found": found,
        "objections": [(o, objection_in_words(o.reason, o.detail)) for o in found.objections],
        "others": [d for d in list_definitions(code=found.code) if d.id != found.id],
        "may_deploy": may(_actor(request), DEPLOY),
        "crumbs": _crumbs(found.name),
    }
    return render(request, "console/process.html", context)


@requires(DEPLOY, MEND)
@require_safe
def file(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """The file of a version, byte for byte."""
    found = find_definition(definition_id)
    answer = HttpResponse(source_of(definition_id), content_type="application/xml")
    name = f"{found.code}-{found.number}.bpmn"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


class Deploy(Act):
    """Let a version be started from now on."""

    title = gettext_lazy("Deploy a process")
    verb = pgettext_lazy("process", "Deploy")
    form_class = forms.Form
    consequence = gettext_lazy(
        "What is started from now on follows this version; what runs keeps the version it has."
    )
    done = gettext_lazy("The version is deployed.")

    def what_follows(self) -> str:
        found = find_definition(self.kwargs["definition_id"])
        tried = "" if found.tried_at else _("No trial run of this version is on record.")
        return f"{self.consequence} {tried}".strip()

    def act(self, data: dict[str, Any]) -> str:
        definition_id = self.kwargs["definition_id"]
        try:
            deploy_process(definition_id=definition_id, actor=self.actor, now=clock.now())
        except NotExecutable as refusal:
            words = [
                f"{o.name or o.element}: {objection_in_words(o.reason, o.detail)}"
                for o in refusal.objections
            ]
            raise InvalidInput(refusal.message, fields={"": words}) from refusal
        return reverse("console:process", args=[definition_id])

    def crumbs(self) -> Sequence[Crumb]:
        found = find_definition(self.kwargs["definition_id"])
        here = reverse("console:process", args=[found.id])
        return [*_crumbs(found.name, here), (_("Deploy a process"), "")]


@requires(MEND)
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """Instances, the latest first, by state and process."""
    state = request.GET.get("state", "running")
    state = state if state in dict(STATES) else ""
    code = request.GET.get("code", "")
    found = list_instances(state=state, code=code, limit=PAGE + 1, after=_id(request))
    units = list_units(one.unit_id for one in found)
    context = {
        "rows": [(one, units[one.unit_id].name) for one in found[:PAGE]],
        "last": found[PAGE - 1].id if len(found) > PAGE else None,
        "states": [*STATES, ("all", _("all"))],
        "state": state or "all",
        "code": code,
        "codes": sorted({(d.code, d.name) for d in list_definitions() if d.is_deployed}),
        "crumbs": _crumbs(_("Running processes")),
    }
    return render(request, "console/process_running.html", context)


@requires(MEND)
@require_safe
def instance(request: HttpRequest, instance_id: UUID) -> HttpResponse:
    """Where an instance stands, without what people wrote in it."""
    found = inspect_instance(instance_id, _actor(request))
    here = reverse("console:processes_running")
    context = {
        "process": found,
        "events": timeline_of(found),
        "diagram": diagram_of(found),
        "crumbs": [*_crumbs(_("Running processes"), here), (found.title, "")],
    }
    return render(request, "console/process_instance.html", context)


@requires(MEND)
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Instances that cannot go on by themselves."""
    found = [
        (one, [ailment_in_words(a.kind, a.name) for a in one.ailments])
        for one in list_stuck(clock.now())
    ]
    context = {"rows": found, "crumbs": _crumbs(_("Stuck processes"))}
    return render(request, "console/process_stuck.html", context)


class MendForm(forms.Form):
    """Why, and who does what nobody can."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    give_to = PersonField(
        label=gettext_lazy("Give to"),
        required=False,
        help_text=gettext_lazy("Who does a step that nobody can do; else whom the process names."),
    )


class Mend(Act):
    """Bring an instance's steps and tokens together again."""

    title = gettext_lazy("Mend a process")
    verb = pgettext_lazy("process", "Mend")
    form_class = MendForm
    consequence = gettext_lazy(
        "Steps that are due are opened, those that are not any more are taken back, and steps "
        "nobody can do are given to somebody. Nothing that was done or said is changed."
    )
    done = gettext_lazy("The process is mended.")

    def act(self, data: dict[str, Any]) -> str:
        mend_process(
            instance_id=self.kwargs["instance_id"],
            reason=data["reason"],
            give_to=data["give_to"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:process_instance", args=[self.kwargs["instance_id"]])

    def crumbs(self) -> Sequence[Crumb]:
        found = inspect_instance(self.kwargs["instance_id"], self.actor)
        here = reverse("console:process_instance", args=[found.id])
        return [*_crumbs(found.title, here), (_("Mend a process"), "")]


def _crumbs(title: str, url: str = "") -> list[Crumb]:
    return [(_("Processes"), reverse("console:processes")), (title, url)]


def _id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
