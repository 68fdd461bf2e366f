"""What plan officers do: enter, adopt, set steps, bind figures, have figures computed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.plan.forms import StepFormSet, TargetForm, TaskForm, steps_of
from liupan.capabilities.plan.operations import (
    adopt_edition,
    discard_draft,
    enter_shipped_plan,
    reshape_target,
    revise_task,
)
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries import (
    describe_edition,
    get_edition,
    get_target,
    get_task,
    list_editions,
)
from liupan.capabilities.plan.views.shown import Shown, crumbs
from liupan.foundation.design.facade import requires
from liupan.foundation.measures.facade import COMPUTE, take_snapshots
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import InvalidInput


@requires(MANAGE_PLAN)
def editions(request: HttpRequest) -> HttpResponse:
    """All plans and their editions."""
    context = {
        "editions": list_editions(clock.today()),
        "may_compute": may(request.actor, COMPUTE),  # type: ignore[attr-defined]
        "crumbs": crumbs(_("Look after the plan")),
    }
    return render(request, "plan/manage.html", context)


@requires(MANAGE_PLAN)
@require_POST
def enter(request: HttpRequest) -> HttpResponseRedirect:
    """Enter the shipped 2015 plan of Guyuan as a draft."""
    enter_shipped_plan(actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("The plan was entered as a draft."))
    return redirect("plan:manage")


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Bring a draft into force, after saying what follows from it."""
    if request.method == "POST":
        adopt_edition(edition_id=edition_id, actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("The edition is in force."))
        return redirect("plan:manage")
    found = next((e for e in list_editions(clock.today()) if e.id == edition_id), None)
    return render(
        request,
        "plan/confirm_adopt.html",
        {"edition": found, "crumbs": crumbs(_("Look after the plan"))},
    )


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Give a draft up, after saying what follows from it."""
    if request.method == "POST":
        discard_draft(edition_id=edition_id, actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("The draft was discarded."))
        return redirect("plan:manage")
    found = next((e for e in list_editions(clock.today()) if e.id == edition_id), None)
    return render(
        request,
        "plan/confirm_discard.html",
        {"edition": found, "crumbs": crumbs(_("Look after the plan"))},
    )


@requires(COMPUTE)
@require_POST
def compute(request: HttpRequest) -> HttpResponseRedirect:
    """Have all figures of today computed now."""
    take_snapshots(day=clock.today(), actor=request.actor, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("All figures were computed from the records."))
    return redirect("plan:board")


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def edit_target(request: HttpRequest, code: str) -> HttpResponse:
    """Bind a target to a figure and set its yearly steps."""
    today = clock.today()
    edition = describe_edition(get_edition(), today)
    target = get_target(edition.id, code, today)
    form = TargetForm(
        request.POST or None,
        initial={
            "version": target.version,
            "measure": target.measure.code if target.measure else "",
        },
    )
    steps = StepFormSet(
        request.POST or None,
        prefix="steps",
        initial=[{"day": s.day, "figure": f"{s.figure.normalize():f}"} for s in target.steps],
    )
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        try:
            reshape_target(
                target_id=target.id,
                measure=form.cleaned_data["measure"] or None,
                steps=steps_of(steps.cleaned_data),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                actor=request.actor,  # type: ignore[attr-defined]
                now=clock.now(),
            )
        except InvalidInput as error:
            form.add_error("reason" if "reason" in error.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan:target", code=code)
    shown = Shown(target, None)
    context = {
        "edition": edition,
        "shown": shown,
        "form": form,
        "steps": steps,
        "crumbs": crumbs(shown.name, _("Steps and figure")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/edit_target.html", context, status=status)


@requires(MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def edit_task(request: HttpRequest, code: str) -> HttpResponse:
    """Set lead, due day and end state of a key task."""
    task = get_task(get_edition().id, code, clock.today())
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
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("plan:tasks")
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "plan/edit_task.html",
        {"task": task, "form": form, "crumbs": crumbs(_("Key tasks"))},
        status=status,
    )
