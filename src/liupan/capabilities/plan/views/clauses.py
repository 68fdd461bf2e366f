"""From words to system: every clause and where it lives; and the key tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.queries.board import (
    ClauseView,
    TaskView,
    list_sections,
    list_tasks,
)
from liupan.capabilities.plan.queries.editions import describe_edition, get_edition
from liupan.capabilities.plan.views.reading import actor_of, asked, keeps
from liupan.capabilities.plan.views.shown import crumbs
from liupan.foundation.design.facade import as_csv, is_closed_to, public
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.coverage import State

MARKS = {
    State.WORKING: ("done", _("working")),
    State.PARTLY: ("run", _("partly")),
    State.NOT_YET: ("none", _("not yet")),
}


@public
def clause_map(request: HttpRequest) -> HttpResponse:
    """Each clause → office → page → state: how much of the plan lives."""
    wish = asked(request)
    edition, actor = get_edition(wish.plan), actor_of(request)
    sections = list_sections(edition)
    clauses = [c for s in sections for c in s.clauses]
    state = request.GET.get("state", "")
    wanted = State(state) if state in set(State) else None
    context = {
        "edition": describe_edition(edition, clock.today()),
        "sections": [
            (s, [_shown(c, actor) for c in s.clauses if wanted is None or c.state is wanted])
            for s in sections
        ],
        "tally": [(s, *MARKS[s], sum(c.state is s for c in clauses)) for s in State],
        "total": len(clauses),
        "wanted": wanted,
        "plan": wish.plan,
        "crumbs": crumbs(gettext("From words to system")),
    }
    return render(request, "plan/map.html", context)


DUES = {
    "past": _("due day passed"),
    "soon": _("due within 90 days"),
    "later": _("due later"),
}
SOON = 90  # days


@dataclass(frozen=True, slots=True)
class TaskWish:
    """Which key tasks are asked for, in which order."""

    lead: str
    office: str
    due: str
    by_day: bool

    def chosen(self, tasks: Sequence[TaskView]) -> list[TaskView]:
        """Those that fit, in the plan's order or by the day they are due."""
        fit = [
            t
            for t in tasks
            if self.lead in ("", t.lead)
            and self.office in ("", t.office)
            and self.due in ("", due_of(t))
        ]
        return sorted(fit, key=lambda t: t.due_on) if self.by_day else fit

    @property
    def query(self) -> str:
        """What is asked for, as a part of an address."""
        said = {"lead": self.lead, "office": self.office, "due": self.due}
        said["sort"] = "due" if self.by_day else ""
        return urlencode({name: value for name, value in said.items() if value})


def due_of(task: TaskView) -> str:
    """Whether its day has passed, comes soon, or later."""
    if task.days_left < 0:
        return "past"
    return "soon" if task.days_left <= SOON else "later"


@public
def tasks(request: HttpRequest) -> HttpResponse:
    """The key tasks: one matter, one task, with lead, end state and due day. Printable."""
    wish, asks = asked(request), _task_wish(request)
    edition = wish.edition()
    found = list_tasks(edition.id, wish.day)
    context = {
        "edition": edition,
        "asked": wish,
        "asks": asks,
        "rows": asks.chosen(found),
        "total": len(found),
        "leads": sorted({t.lead for t in found}),
        "offices": sorted({(t.office, t.office_name) for t in found}),
        "dues": DUES,
        "kept": urlencode(wish.parameters) + f"&{asks.query}" * bool(asks.query),
        "crumbs": crumbs(gettext("Key tasks"), plan=wish),
        "may_manage": keeps(request, edition),
    }
    return render(request, "plan/tasks.html", context)


@public
def task_table(request: HttpRequest) -> HttpResponse:
    """The key tasks that are shown, as CSV."""
    wish = asked(request)
    found = _task_wish(request).chosen(list_tasks(wish.edition().id, wish.day))
    heads = [
        gettext("code"), gettext("task"), gettext("end state"), gettext("leading unit"),
        gettext("assisting units"), gettext("due"), gettext("days left"), gettext("office"),
        gettext("targets"),
    ]  # fmt: skip
    rows = [
        [
            t.code, t.name, t.end_state, t.lead, "、".join(t.assisting), t.due_on, t.days_left,
            t.office_name, " ".join(t.target_codes),
        ]
        for t in found
    ]  # fmt: skip
    return as_csv(heads, rows, gettext("key tasks"))


def _task_wish(request: HttpRequest) -> TaskWish:
    due = request.GET.get("due", "")
    return TaskWish(
        request.GET.get("lead", ""),
        request.GET.get("office", ""),
        due if due in DUES else "",
        request.GET.get("sort") == "due",
    )


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause, its mark and word, and its pages with what each says of itself."""

    clause: ClauseView
    mark: str
    word: str | Promise
    pages: tuple[tuple[str, str | Promise], ...]


def _shown(clause: ClauseView, actor: Actor) -> ShownClause:
    mark, word = MARKS[clause.state]
    return ShownClause(
        clause,
        mark,
        word,
        tuple(
            ("" if is_closed_to(actor, c.page) else reverse(c.page), c.says)
            for c in clause.coverage
        ),
    )
