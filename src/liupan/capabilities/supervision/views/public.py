"""The plan's key tasks as everybody sees them: how far each is, late stays late."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.supervision.queries.public import list_public_tasks
from liupan.capabilities.supervision.queries.shapes import PublicTask
from liupan.foundation.design.facade import as_csv, public
from liupan.kernel import clock

CHOICES = ("open", "late", "done", "none")
"""What can be chosen by `state` in the address: the page is kept in memory by it."""


@public
@require_safe
def plan_tasks(request: HttpRequest) -> HttpResponse:
    """Each key task of the plan in force: lead, due day, state in plain words, how far."""
    tasks = list_public_tasks(now=clock.now(), plan_code=_plan(request))
    wanted = request.GET.get("state", "")
    shown = [task for task in tasks if wanted not in CHOICES or wanted in _kinds(task)]
    context = {
        "groups": [(name, list(some)) for name, some in groupby(shown, lambda t: t.clause_name)],
        "shown": len(shown),
        "total": len(tasks),
        "tally": [(key, sum(key in _kinds(task) for task in tasks)) for key in CHOICES],
        "wanted": wanted if wanted in CHOICES else "",
        "plan": _plan(request),
        "today": clock.today(),
    }
    return render(request, "supervision/public.html", context)


@public
@require_safe
def plan_table(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    heads = [
        _("Task"), _("Clause"), pgettext("item", "Title"), _("End state"), _("Lead unit"),
        _("Due"), _("State"), _("Done, per cent"), _("Late since"),
    ]  # fmt: skip
    tasks = list_public_tasks(now=clock.now(), plan_code=_plan(request))
    rows = (
        [
            t.task_code, t.clause_name, t.title, t.end_state, t.lead, t.due_on, t.state_label,
            t.percent, t.late_since,
        ]
        for t in tasks
    )  # fmt: skip
    return as_csv(heads, rows, _("key tasks of the plan"))


def _plan(request: HttpRequest) -> str:
    return request.GET.get("plan", "")[:60]


def _kinds(task: PublicTask) -> set[str]:
    """Which choices a task belongs to; what is late and done is both."""
    done = task.state in ("closed", "archived")
    kinds = {"done"} if done else {"open"} if task.percent is not None else {"none"}
    return kinds | ({"late"} if task.is_late else set())
