"""From words to system: every clause and where it lives; and the key tasks."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.queries.board import ClauseView, list_sections, list_tasks
from liupan.capabilities.plan.queries.editions import describe_edition, get_edition
from liupan.capabilities.plan.views.reading import asked, keeps
from liupan.capabilities.plan.views.shown import crumbs
from liupan.foundation.design.facade import public
from liupan.kernel import clock
from liupan.kernel.coverage import State

MARKS = {
    State.WORKING: ("done", _("working")),
    State.PARTLY: ("run", _("partly")),
    State.NOT_YET: ("none", _("not yet")),
}


@public
def clause_map(request: HttpRequest) -> HttpResponse:
    """Each clause → office → page → state: how much of the plan lives."""
    edition = get_edition()
    sections = list_sections(edition)
    clauses = [c for s in sections for c in s.clauses]
    state = request.GET.get("state", "")
    wanted = State(state) if state in set(State) else None
    context = {
        "edition": describe_edition(edition, clock.today()),
        "sections": [
            (s, [_shown(c) for c in s.clauses if wanted is None or c.state is wanted])
            for s in sections
        ],
        "tally": [(s, *MARKS[s], sum(c.state is s for c in clauses)) for s in State],
        "total": len(clauses),
        "wanted": wanted,
        "crumbs": crumbs(gettext("From words to system")),
    }
    return render(request, "plan/map.html", context)


@public
def tasks(request: HttpRequest) -> HttpResponse:
    """The key tasks: one matter, one task, with lead, end state and due day. Printable."""
    wish = asked(request)
    edition = wish.edition()
    found = list_tasks(edition.id, wish.day)
    lead, office = request.GET.get("lead", ""), request.GET.get("office", "")
    rows = [t for t in found if lead in ("", t.lead) and office in ("", t.office)]
    context = {
        "edition": edition,
        "asked": wish,
        "rows": rows,
        "total": len(found),
        "leads": sorted({t.lead for t in found}),
        "offices": sorted({(t.office, t.office_name) for t in found}),
        "lead": lead,
        "office": office,
        "crumbs": crumbs(gettext("Key tasks"), plan=wish),
        "may_manage": keeps(request, edition),
    }
    return render(request, "plan/tasks.html", context)


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause, its mark and word, and its pages with what each says of itself."""

    clause: ClauseView
    mark: str
    word: str | Promise
    pages: tuple[tuple[str, str | Promise], ...]


def _shown(clause: ClauseView) -> ShownClause:
    mark, word = MARKS[clause.state]
    return ShownClause(
        clause, mark, word, tuple((reverse(c.page), c.says) for c in clause.coverage)
    )
