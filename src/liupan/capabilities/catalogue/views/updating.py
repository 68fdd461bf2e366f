"""Changes of law and duty, update tasks, and the acts on them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.catalogue.forms.demands import ReasonForm
from liupan.capabilities.catalogue.forms.updating import AnswerForm, ChangeForm, ConfirmForm
from liupan.capabilities.catalogue.operations.updating import (
    WhatChanged,
    answer_statement,
    confirm_change,
    drop_change,
    record_change,
    state_unchanged,
)
from liupan.capabilities.catalogue.policies import CHANGE, EDIT, READ
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.queries.updating import (
    ChangeLine,
    ChangeView,
    TaskLine,
    TaskView,
    get_change,
    get_task,
    list_changes,
    list_tasks,
)
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.doing import do, sent
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    Preset,
    Role,
    city_day,
    requires,
    state,
)
from liupan.foundation.design.facade import clock as drawn_clock
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place

POST = ("GET", "HEAD", "POST")


class ChangeList(ListPage[ChangeLine]):
    """All changes of law and duty."""

    key = "catalogue.changes"
    title = gettext_lazy("Changes of law and duty")
    lead = gettext_lazy("Each opens update tasks for the entries that it concerns.")
    search_hint = gettext_lazy("Title or law")
    begin_title = gettext_lazy("No change was recorded")
    begin_text = gettext_lazy("When a law or a duty changes, the entries it concerns are found.")
    template_name = "catalogue/office_list.html"
    default_sort = "-effective"
    presets = (Preset(pgettext_lazy("changes", "To be confirmed"), "state=drawn", is_counted=True),)
    columns = (
        Column[ChangeLine](key="title", label=pgettext_lazy("change", "Change"),
                           value=lambda c: c.title, role=Role.TITLE,
                           url=lambda c: place("catalogue:change", c.id)),
        Column[ChangeLine](key="kind", label=pgettext_lazy("change", "What changed"),
                           value=lambda c: c.kind_label, sort="kind", role=Role.ORIGIN),
        Column[ChangeLine](key="about", label=gettext_lazy("Law, or units"),
                           value=lambda c: c.about, role=Role.MORE),
        Column[ChangeLine](key="effective", label=gettext_lazy("In force from"),
                           value=lambda c: c.effective_on, sort="effective_on", role=Role.DUE),
        Column[ChangeLine](key="done", label=gettext_lazy("Tasks done"),
                           value=lambda c: f"{c.done} / {c.tasks}" if c.tasks else "",
                           role=Role.NUMBER),
        Column[ChangeLine](key="state", label=gettext_lazy("State"),
                           value=lambda c: c.state_label,
                           cell=lambda c: state(c.mark, c.state_label), sort="state",
                           role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[ChangeLine]:
        return list_changes(self.actor)

    def more_context(self) -> dict[str, Any]:
        records = may(self.actor, CHANGE) or may(self.actor, EDIT)
        return {
            "record_url": place("catalogue:change-record") if records else "",
        }


class TaskList(ListPage[TaskLine]):
    """All update tasks."""

    key = "catalogue.updates"
    title = gettext_lazy("Update tasks of entries")
    search_hint = gettext_lazy("Code of the entry, or change")
    begin_title = gettext_lazy("No update task yet")
    begin_text = gettext_lazy("They open when a change of law or duty is confirmed.")
    template_name = "catalogue/office_list.html"
    default_sort = "due"
    opens_with = "state=live"
    presets = (
        Preset(pgettext_lazy("tasks", "Not done"), opens_with),
        Preset(pgettext_lazy("tasks", "Late"), "late=true", is_counted=True),
        Preset(pgettext_lazy("tasks", "To be accepted"), "state=stated", is_counted=True),
    )
    columns = (
        Column[TaskLine](key="code", label=gettext_lazy("Code"), value=lambda t: t.code,
                         sort="resource__code", role=Role.NUMBER),
        Column[TaskLine](key="title", label=gettext_lazy("Name of the resource"),
                         value=lambda t: t.title, role=Role.TITLE,
                         url=lambda t: place("catalogue:update", t.id)),
        Column[TaskLine](key="unit", label=pgettext_lazy("task", "Unit"), value=lambda t: t.unit,
                         sort="unit__order", role=Role.UNIT),
        Column[TaskLine](key="change", label=pgettext_lazy("change", "Change"),
                         value=lambda t: t.change, role=Role.ORIGIN),
        Column[TaskLine](key="due", label=gettext_lazy("Due"), value=lambda t: t.due_on,
                         sort="due_on", role=Role.DUE),
        Column[TaskLine](key="outcome", label=gettext_lazy("How it ended"),
                         value=lambda t: t.outcome, role=Role.MORE),
        Column[TaskLine](key="clock", label=pgettext_lazy("column", "Clock"),
                         value=lambda t: t.clock.text if t.clock else "",
                         cell=lambda t: drawn_clock(t.clock.badge if t.clock else None),
                         role=Role.CLOCK),
        Column[TaskLine](key="state", label=gettext_lazy("State"), value=lambda t: t.state_label,
                         cell=lambda t: state(t.mark, t.state_label), sort="state",
                         role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[TaskLine]:
        return list_tasks(self.actor, now=clock.now())


@requires(CHANGE, EDIT)
@require_http_methods(POST)
def record(request: HttpRequest) -> HttpResponse:
    """A law that changed, or a duty that moved."""
    actor = actor_of(request)

    def run(said: dict[str, Any]) -> UUID:
        told = {name: said[name] for name in WhatChanged.__slots__}
        return record_change(
            what=WhatChanged(**told), once=said["once"], actor=actor, now=clock.now()
        )

    return do(
        request,
        title=_("Record a change"),
        verb=_("Find the entries it concerns"),
        done=_("The change was recorded; confirm which entries it concerns."),
        form=ChangeForm(sent(request), actor=actor, day=clock.today()),
        run=run,
        back_url=reverse("catalogue:changes"),
        next_url=lambda made: reverse("catalogue:change", args=[made]),
        crumbs=_changes((_("Record a change"), "")),
        draft="change-new",
    )


@requires(READ)
@require_safe
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """A change: before it is confirmed the entries it concerns, then its tasks."""
    found = get_change(actor_of(request), change_id, now=clock.now())
    context = {
        "found": found,
        "line": [state(found.line.mark, found.line.state_label), found.line.kind_label],
        "facts": _facts(found),
        "confirm_url": reverse("catalogue:change-confirm", args=[change_id]),
        "drop_url": reverse("catalogue:change-drop", args=[change_id]),
        "crumbs": _changes((found.line.title, "")),
    }
    return render(request, "catalogue/change.html", context)


@requires(CHANGE, EDIT)
@require_http_methods(POST)
def confirm(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Open a task for each entry that is chosen."""
    actor = actor_of(request)
    found = _to_decide(request, change_id)
    choices = [
        (str(one), f"{code} {title}（{unit}）") for one, code, title, unit, _why in found.affected
    ]

    def run(said: dict[str, Any]) -> int:
        return confirm_change(
            change_id=change_id, resource_ids=said["resource_ids"], actor=actor, now=clock.now()
        )

    n = len(choices)
    return _do_change(
        request,
        found,
        ConfirmForm(sent(request), choices=choices),
        title=_("Confirm which entries are concerned"),
        verb=_("Open the tasks"),
        consequence=ngettext(
            "%(n)s entry was found. Each chosen one gets a task with a limit.",
            "%(n)s entries were found. Each chosen one gets a task with a limit.",
            n,
        )
        % {"n": n},
        run=run,
    )


@requires(CHANGE, EDIT)
@require_http_methods(POST)
def drop(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """The change concerns no entry."""
    found = _to_decide(request, change_id)
    return _do_change(
        request,
        found,
        ReasonForm(sent(request)),
        title=_("It concerns no entry"),
        verb=_("Drop the change"),
        run=lambda said: drop_change(
            change_id=change_id, reason=said["words"], actor=actor_of(request), now=clock.now()
        ),
    )


@requires(READ)
@require_safe
def update(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A task: which entry, why, until when, what was said."""
    found = get_task(actor_of(request), task_id, now=clock.now())
    line = found.line
    acts: list[tuple[Text, str]] = []
    if found.may_answer:
        acts.append((_("Answer the statement"), reverse("catalogue:update-answer", args=[task_id])))
    if found.may_edit:
        acts.append((_("Open the entry"), place("catalogue:resource", line.resource_id)))
    if found.may_state:
        acts.append((_("Nothing changes"), reverse("catalogue:update-state", args=[task_id])))
    shown: list[Text] = [state(line.mark, line.state_label), line.code, line.unit]
    if line.clock:
        shown.append(drawn_clock(line.clock.badge))
    context = {
        "found": found,
        "line": shown,
        "facts": _task_facts(found),
        "acts": [(words, url, n == 0) for n, (words, url) in enumerate(acts)],
        "crumbs": _tasks((line.code, "")),
    }
    return render(request, "catalogue/update.html", context)


@requires(EDIT)
@require_http_methods(POST)
def state_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The unit says why nothing changes."""
    actor = actor_of(request)
    found = get_task(actor, task_id, now=clock.now())
    if not found.may_state:
        raise NotPossible(_("This is not possible now."))
    return _do_task(
        request,
        found,
        ReasonForm(sent(request), label=_("Why nothing changes")),
        title=_("Nothing changes"),
        verb=pgettext("grounds", "State"),
        consequence=_("The data authority accepts it, or returns the task; meanwhile the limit"
                      " stands still."),
        run=lambda said: state_unchanged(
            task_id=task_id, statement=said["words"], actor=actor, now=clock.now()
        ),
    )  # fmt: skip


@requires(CHANGE)
@require_http_methods(POST)
def answer(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The data authority accepts that nothing changes, or not."""
    actor = actor_of(request)
    found = get_task(actor, task_id, now=clock.now())
    if not found.may_answer:
        raise NotPossible(_("This is not possible now."))
    return _do_task(
        request,
        found,
        AnswerForm(sent(request)),
        title=_("Answer the statement"),
        verb=pgettext("statement", "Answer"),
        consequence=found.statement,
        run=lambda said: answer_statement(
            task_id=task_id, accept=said["accept"], opinion=said["words"], actor=actor,
            now=clock.now(),
        ),
    )  # fmt: skip


def _to_decide(request: HttpRequest, change_id: UUID) -> ChangeView:
    found = get_change(actor_of(request), change_id, now=clock.now())
    if not found.may_decide:
        raise NotPossible(_("This is not possible now."))
    return found


def _do_change(request: HttpRequest, found: ChangeView, form: Any, **said: Any) -> HttpResponse:
    url = reverse("catalogue:change", args=[found.line.id])
    return do(
        request, form=form, lead=found.line.title, back_url=url, done=_("It was recorded."),
        crumbs=_changes((found.line.title, url), (said["title"], "")), **said,
    )  # fmt: skip


def _do_task(request: HttpRequest, found: TaskView, form: Any, **said: Any) -> HttpResponse:
    url = reverse("catalogue:update", args=[found.line.id])
    return do(
        request, form=form, lead=found.line.title, back_url=url, done=_("It was recorded."),
        crumbs=_tasks((found.line.code, url), (said["title"], "")), **said,
    )  # fmt: skip


def _facts(found: ChangeView) -> list[Fact]:
    told: list[tuple[Text, Text]] = [
        (_("Law"), found.law),
        (_("Article"), found.article),
        (_("Unit whose duties changed"), found.unit),
        (_("Unit that takes over"), found.to_unit),
        (_("In force from"), city_day(found.line.effective_on)),
        (_("Remark"), found.note),
        (pgettext("day", "Recorded"), city_day(found.line.recorded_on)),
        (_("Recorded by"), found.recorded_by),
    ]
    return [Fact(name=name, value=value) for name, value in told if value]


def _task_facts(found: TaskView) -> list[Fact]:
    line = found.line
    told: list[tuple[Text, Text]] = [
        (pgettext("day", "Opened"), city_day(line.opened_on)),
        (_("Due"), city_day(line.due_on)),
        (_("Limit"), f"{line.clock.limit} {line.clock.citation}".strip() if line.clock else ""),
        (_("What the unit said"), found.statement),
        (_("Why it was not accepted"), found.answer),
        (_("How it ended"), line.outcome),
        (pgettext("day", "Done"), city_day(line.done_on) if line.done_on else ""),
        (pgettext("tasks", "Late"), _("yes, and it stays so") if line.is_late else ""),
    ]
    return [Fact(name=name, value=value) for name, value in told if value]


def _changes(*further: Crumb) -> Sequence[Crumb]:
    return crumbs((_("Changes"), reverse("catalogue:changes")), *further)


def _tasks(*further: Crumb) -> Sequence[Crumb]:
    return crumbs((_("Update tasks"), reverse("catalogue:updates")), *further)
