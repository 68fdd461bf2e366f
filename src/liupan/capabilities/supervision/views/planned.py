"""Key tasks of a plan become items together (规划任务立项)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from liupan.capabilities.plan.facade import EditionView
from liupan.capabilities.supervision.forms.planned import ForAllForm, TaskRow, task_rows
from liupan.capabilities.supervision.operations.planned import register_tasks
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.planned import list_plans, list_untaken
from liupan.capabilities.supervision.views.acting import crumbs
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.ids import uuid7

MOST = 20
"""Tasks on one page; the next ones come when these are done."""


@dataclass
class _Page:
    """The plan, its tasks without item, and what was sent."""

    plan: EditionView | None
    plans: Sequence[EditionView]
    rows: list[TaskRow]
    common: ForAllForm
    left: int
    refused: str = ""


@requires(SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def from_plan(request: HttpRequest) -> HttpResponse:
    """The plan's key tasks without item, with the units their words name: register the chosen
    ones, or hand them over at once."""
    actor, now = actor_of(request), clock.now()
    page = _page(request, actor, now)
    if request.method == "POST" and _is_whole(page):
        made = _register(page, request, actor, now)
        if made:
            _tell(request, made)
            return redirect(request.get_full_path())
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/from_plan.html", _context(page, now), status=status)


def _page(request: HttpRequest, actor: Actor, now: datetime) -> _Page:
    today = clock.on(now)
    sent = request.POST if request.method == "POST" else None
    plans = list_plans(today)
    wanted = request.GET.get("plan", "")[:60]
    first = next((one for one in plans if not one.is_county), plans[0] if plans else None)
    plan = next((one for one in plans if one.plan_code == wanted), first)
    found = list_untaken(plan.plan_code, today) if plan else []
    common = ForAllForm(sent, actor=actor, today=today)
    rows = task_rows(sent, found[:MOST], today)
    return _Page(plan, plans, rows, common, left=max(len(found) - MOST, 0))


def _is_whole(page: _Page) -> bool:
    """Whether what was chosen can be registered; the errors stand at their places."""
    picked = [row for row in page.rows if row.is_picked]
    if not picked:
        page.refused = _("Choose at least one key task.")
    valid = [row.form.is_valid() for row in picked]
    return page.common.is_valid() and bool(picked) and all(valid)


def _register(page: _Page, request: HttpRequest, actor: Actor, now: datetime) -> int:
    """How many were registered; 0 with the errors at their places."""
    said = page.common.cleaned_data
    picked = [row for row in page.rows if row.is_picked]
    try:
        made = register_tasks(
            tasks=[row.draft(said) for row in picked], actor=actor, now=now,
            once=said["once"] or uuid7(),
            hand_over=request.POST.get("then") == "hand-over", opinion=said["opinion"],
        )  # fmt: skip
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        of_row = {row.found.task.code: row.form for row in picked}
        for code, texts in wrong.fields.items():
            if code in of_row:
                of_row[code].add_error(None, texts)
        page.refused = wrong.message
    except Refusal as refusal:
        page.refused = f"{refusal.message} {refusal.next_step}".strip()
    else:
        return len(made)
    return 0


def _tell(request: HttpRequest, made: int) -> None:
    if request.POST.get("then") == "hand-over":
        said = ngettext(
            "%(n)s key task is registered and handed over.",
            "%(n)s key tasks are registered and handed over.",
            made,
        )
    else:
        said = ngettext(
            "%(n)s key task is registered. Hand it over from the list.",
            "%(n)s key tasks are registered. Hand them over from the list.",
            made,
        )
    messages.success(request, said % {"n": made})


def _context(page: _Page, now: datetime) -> dict[str, object]:
    return {
        "page": page,
        "clauses": _by_clause(page.rows),
        "units": unit_options(clock.on(now)),
        "list_url": reverse("supervision:list"),
        "crumbs": crumbs((_("From the plan"), "")),
    }


def _by_clause(rows: Sequence[TaskRow]) -> list[tuple[str, list[TaskRow]]]:
    groups: dict[str, list[TaskRow]] = {}
    for row in rows:
        task = row.found.task
        groups.setdefault(f"{task.clause_code} {task.clause_name}", []).append(row)
    return list(groups.items())
