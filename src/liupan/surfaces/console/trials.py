"""Running a process on trial before it is deployed: step by step, in memory, nobody is told."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import Diagram, DiagramStep, Event, StepState, requires
from liupan.foundation.workflow.facade import (
    DEPLOY,
    Move,
    Started,
    TrialPage,
    TrialRef,
    find_definition,
    objection_in_words,
    record_trial,
    try_process,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.surfaces.console.trial_forms import BeginForm, StepForm, shown, started_from, state_of

STATES = {"open": StepState.ACTIVE, "done": StepState.DONE, "undone": StepState.RETURNED}


@requires(DEPLOY)
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """What a version lacks, and a trial of it. Sent, `act` says what is done next."""
    act = request.POST.get("act", "")
    if act == "record":
        record_trial(
            definition_id=definition_id,
            started=started_from(request.POST.get("state", "")),
            actor=_actor(request),
            now=clock.now(),
        )
        messages.success(request, _("It is on record that this version was run on trial."))
        return redirect("console:process", definition_id)
    sent = request.POST.get("state", "")
    started: Started | None = started_from(sent) if sent and act != "begin" else None
    page = _tried(request, definition_id, started)
    begin = BeginForm(request.POST if act == "begin" else None, page.fields)
    forms: dict[int, StepForm] = {}
    if act == "begin" and not page.objections and begin.is_valid():
        started = Started(unit_id=begin.cleaned_data["unit"], values=begin.values())
        page = _tried(request, definition_id, started)
    elif started and page.trial:
        started = replace(started, moves=page.trial.moves)
        wanted = _next(request, started, page, page.trial, forms)
        if wanted is not started:
            started, page = wanted, _tried(request, definition_id, wanted)
    if act == "anew" and started:
        begin = _begin_anew(page, started)
        started, page = None, replace(page, trial=None)
    return _shown(request, definition_id, page, started, begin, forms)


def _next(
    request: HttpRequest, started: Started, page: TrialPage, trial: TrialRef,
    forms: dict[int, StepForm],
) -> Started:  # fmt: skip
    """The trial with what was sent; itself when that cannot be read, with the form that says so."""
    act, _colon, which = request.POST.get("act", "").partition(":")
    if act == "undo":
        return replace(started, moves=started.moves[:-1])
    step = next((one for one in trial.open_steps if str(one.order) == which), None)
    if step is None or act not in ("complete", "return", "tell"):
        return started
    if act == "tell":
        return _with(started, Move(act=act, step=step.order))
    form = StepForm(request.POST, step, page.outcomes)
    if not form.is_valid():
        forms[step.order] = form
        return started
    if act == "return":
        return _with(
            started, Move(act=act, step=step.order, to=int(form.cleaned_data.get("to") or 0))
        )
    outcome = form.cleaned_data["outcome"] or "agree"
    return _with(started, Move(act=act, step=step.order, outcome=outcome, values=form.values()))


def _with(started: Started, move: Move) -> Started:
    return replace(started, moves=(*started.moves, move))


def _begin_anew(page: TrialPage, started: Started) -> BeginForm:
    """The first form with what was entered in it."""
    fields = [replace(one, value=started.values.get(one.name)) for one in page.fields]
    return BeginForm(None, fields, initial={"unit": started.unit_id})


def _tried(request: HttpRequest, definition_id: UUID, started: Started | None) -> TrialPage:
    return try_process(
        definition_id=definition_id, started=started, actor=_actor(request), day=clock.today()
    )


def _shown(
    request: HttpRequest, definition_id: UUID, page: TrialPage, started: Started | None,
    begin: BeginForm, forms: dict[int, StepForm],
) -> HttpResponse:  # fmt: skip
    found = find_definition(definition_id)
    trial = page.trial
    here = reverse("console:process", args=[found.id])
    is_wrong = bool(forms) or bool(begin.errors) or bool(trial and trial.refused)
    context = {
        "found": found,
        "page": page,
        "trial": trial,
        "begin": begin,
        "open_steps": [
            (one, forms.get(one.order) or StepForm(None, one, page.outcomes))
            for one in (trial.open_steps if trial else ())
        ],
        "state": state_of(replace(started, moves=trial.moves)) if started and trial else "",
        "diagram": _diagram(page, reverse("console:process_file", args=[found.id])),
        "events": _events(trial) if trial else [],
        "values": [(name, shown(value)) for name, value in trial.values] if trial else [],
        "objections": [(o, objection_in_words(o.reason, o.detail)) for o in page.objections],
        "branches": [(one, _what_if(one.values)) for one in page.branches],
        "crumbs": [
            (_("Processes"), reverse("console:processes")),
            (found.name, here),
            (_("Trial run"), ""),
        ],
    }  # fmt: skip
    return render(request, "console/process_try.html", context, status=422 if is_wrong else 200)


def _what_if(values: tuple[tuple[str, str], ...] | None) -> str:
    pairs = (f"{name}: {words}" for name, words in values or ())
    return pgettext("between parts of a line", ", ").join(pairs)


def _diagram(page: TrialPage, url: str) -> Diagram:
    steps = {
        one.element: DiagramStep(
            id=one.element,
            name=one.name,
            state=StepState.WAITING if one.waits and one.state == "open" else STATES[one.state],
        )
        for one in (page.trial.steps if page.trial else ())
    }
    return Diagram(name=page.name, url=url, steps=tuple(steps.values()))


def _events(trial: TrialRef) -> list[Event]:
    begun = Event(act=_("Trial begun"), kind="sys")
    return [begun, *(_event(*one) for one in trial.told)]


def _event(kind: str, name: str, words: str) -> Event:
    match kind:
        case "back":
            return Event(act=name, kind="back", text=_("returned to “%(step)s”") % {"step": words})
        case "tell":
            return Event(act=name, kind="sys", text=_("the message “%(name)s” came")
                         % {"name": words})  # fmt: skip
        case "table":
            rule = _("rule %(rules)s") % {"rules": words} if words else _("no rule")
            return Event(act=name, kind="sys", text=rule)
        case "service":
            return Event(act=name, kind="sys", text=_("a service; not called on trial"))
        case "end":
            return Event(act=_("The process is over"), kind="sys")
    return Event(act=name, kind="act", text=words)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
