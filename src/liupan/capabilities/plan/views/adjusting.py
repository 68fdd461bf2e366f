"""What may be set while an edition is in force: steps and figure of a target, lead of a task."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.plan.forms import (
    Bounds,
    TargetForm,
    TaskForm,
    rows_of,
    rows_wished,
    step_forms,
    steps_of,
)
from liupan.capabilities.plan.operations.targets import reshape_target, revise_task
from liupan.capabilities.plan.policies import MANAGE_PLAN, require_keeper
from liupan.capabilities.plan.queries.board import TargetView, get_target, get_task
from liupan.capabilities.plan.views.reading import actor_of, asked
from liupan.capabilities.plan.views.shown import Shown, crumbs
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def edit_target(request: HttpRequest, code: str) -> HttpResponse:
    """Bind a target to a figure and set its yearly steps."""
    wish = asked(request)
    edition = wish.edition()
    require_keeper(actor_of(request), edition.unit_id)
    target = get_target(edition.id, code, wish.day)
    shown = Shown(target, None, carried=wish.parameters)
    stored = {
        "version": target.version,
        "measure": target.measure.code if target.measure else "",
    }
    wished = rows_wished(request.POST)
    sent = request.POST if request.method == "POST" and wished is None else None
    form = TargetForm(sent, initial=stored if wished is None else request.POST.dict())
    steps = step_forms(sent, rows_of(target.steps) if wished is None else wished, _bounds(target))
    if sent is not None and form.is_valid() and steps.is_valid():
        try:
            reshape_target(
                target_id=target.id,
                measure=form.cleaned_data["measure"] or None,
                steps=steps_of(steps.cleaned_data),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                actor=actor_of(request),
                now=clock.now(),
            )
        except InvalidInput as error:
            form.add_error("reason" if "reason" in error.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(shown.url)
    context = {
        "edition": edition,
        "shown": shown,
        "form": form,
        "steps": steps,
        "crumbs": crumbs(shown.name, _("Steps and figure"), plan=wish),
    }
    status = 200 if sent is None else 422
    return render(request, "plan/edit_target.html", context, status=status)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def edit_task(request: HttpRequest, code: str) -> HttpResponse:
    """Set lead, due day and end state of a key task."""
    wish = asked(request)
    edition = wish.edition()
    require_keeper(actor_of(request), edition.unit_id)
    task = get_task(edition.id, code, wish.day)
    form = TaskForm(
        request.POST or None,
        initial={
            "version": task.version,
            "lead": task.lead,
            "due_on": task.due_on,
            "end_state": task.end_state,
        },
    )
    if request.method == "POST" and form.is_valid():
        revise_task(
            task_id=task.id,
            changes={name: form.cleaned_data[name] for name in ("lead", "due_on", "end_state")},
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect(reverse("plan:tasks") + wish.query)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "plan/edit_task.html",
        {"task": task, "form": form, "asked": wish, "crumbs": crumbs(_("Key tasks"), plan=wish)},
        status=status,
    )


def _bounds(target: TargetView) -> Bounds:
    return Bounds(target.comparison, target.unit, target.baseline_on, target.deadline_on)
