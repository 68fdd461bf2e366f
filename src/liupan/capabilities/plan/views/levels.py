"""The levels: papers above, the city's plan, the counties' below; a plan's words; two editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.plan.facts.texts import as_json, as_yaml, flat
from liupan.capabilities.plan.queries.board import list_sections, list_targets, list_tasks
from liupan.capabilities.plan.queries.editions import (
    EditionView,
    SuperiorView,
    describe_edition,
    find_edition,
    get_edition,
    get_numbered,
    list_editions_of,
    list_in_force,
    list_superiors,
)
from liupan.capabilities.plan.queries.texts import text_of
from liupan.capabilities.plan.rules import Change, Comparison, Difference, differences
from liupan.capabilities.plan.views.reading import Asked, asked, keeps
from liupan.capabilities.plan.views.shown import COUNTY_LEVEL, crumbs
from liupan.foundation.design.facade import amount, city_day, public
from liupan.foundation.measures.facade import CITY, Scope
from liupan.foundation.organisations.facade import list_divisions
from liupan.kernel import clock
from liupan.kernel.errors import Missing

KINDS: Mapping[str, str | Promise] = {
    "plan": gettext_lazy("Head"),
    "superior": gettext_lazy("Papers above"),
    "section": gettext_lazy("Sections"),
    "clause": gettext_lazy("Clauses"),
    "target": gettext_lazy("Targets"),
    "task": gettext_lazy("Key tasks"),
}
CHANGES: Mapping[Change, tuple[str, str | Promise]] = {
    Change.ADDED: ("run", gettext_lazy("added")),
    Change.REMOVED: ("late", gettext_lazy("removed")),
    Change.CHANGED: ("open", gettext_lazy("altered")),
}
FIELDS: Mapping[str, str | Promise] = {
    "code": gettext_lazy("Code"),
    "title": gettext_lazy("Title of the plan"),
    "title_en": gettext_lazy("Title in English"),
    "issuer": gettext_lazy("Issued by"),
    "document_number": gettext_lazy("Document number"),
    "issued_on": gettext_lazy("Issued on"),
    "starts_on": gettext_lazy("Starts on"),
    "ends_on": gettext_lazy("Ends on"),
    "summary": gettext_lazy("In short"),
    "note": gettext_lazy("Note"),
    "is_example": gettext_lazy("Example"),
    "level": gettext_lazy("Level of the plan"),
    "year": gettext_lazy("Year"),
    "numeral": gettext_lazy("Numeral"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("Name in English"),
    "gist": gettext_lazy("What it says"),
    "office": gettext_lazy("Office"),
    "office_name": gettext_lazy("Office's name"),
    "missing": gettext_lazy("What is missing yet"),
    "serves": gettext_lazy("Serves above"),
    "clause": gettext_lazy("Clause"),
    "comparison": gettext_lazy("How it is compared"),
    "figure": gettext_lazy("The plan's number"),
    "proposal": gettext_lazy("Proposed number"),
    "unit": gettext_lazy("Unit"),
    "baseline_on": gettext_lazy("Baseline on"),
    "deadline_on": gettext_lazy("Deadline"),
    "steps": gettext_lazy("Steps by year"),
    "lead": gettext_lazy("Leading unit"),
    "measure": gettext_lazy("Figure that measures it"),
    "formula": gettext_lazy("Formula in words"),
    "formula_en": gettext_lazy("Formula in English"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "evidence": gettext_lazy("Evidence"),
    "end_state": gettext_lazy("End state that can be seen"),
    "assisting": gettext_lazy("Assisting units"),
    "due_on": gettext_lazy("Due"),
    "targets": gettext_lazy("Targets it works for"),
}
WRITERS = {
    "yaml": (as_yaml, "application/yaml"),
    "json": (as_json, "application/json"),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree of plans: a paper that is only named, a plan here, or a gap."""

    depth: int
    level: str | Promise
    name: str
    paper: SuperiorView | None = None
    edition: EditionView | None = None


@public
def levels(request: HttpRequest) -> HttpResponse:
    """The tree: nation and region as papers, the city's plan, the counties' below."""
    wish = asked(request)
    found = list_in_force(wish.day, day=wish.then)
    names = {d.code: d.name for d in list_divisions(wish.day, level=COUNTY_LEVEL)}
    city = find_edition(day=wish.then)
    papers = list_superiors(city.id) if city else []
    context = {
        "asked": wish,
        "branches": [*_papers(papers), *_plans(found, names)],
        "crumbs": crumbs(_("Plans by level"), plan=wish),
    }
    return render(request, "plan/levels.html", context)


@public
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """What a plan says, clause by clause, as of any day; with its editions and what is above."""
    wish = asked(request)
    row = get_edition(code, wish.then)
    edition = describe_edition(row, wish.day)
    scope = Scope.county(edition.division_code) if edition.is_county else CITY
    may_manage = keeps(request, edition)
    context = {
        "asked": wish,
        "edition": edition,
        "editions": _visible(list_editions_of(code, wish.day), may_manage),
        "superiors": list_superiors(edition.id),
        "above": find_edition(edition.above_code, wish.then) if edition.above_code else None,
        "sections": _with_contents(row, edition, wish, scope),
        "crumbs": crumbs(_("Plans by level"), edition.title),
        "may_manage": may_manage,
        "carried": Asked(edition.plan_code, wish.day, wish.then).query,
    }
    return render(request, "plan/plan.html", context)


@public
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What changed between two editions of a plan; drafts only for who looks after them."""
    today = clock.today()
    found = list_editions_of(code, today)
    editions = _visible(found, keeps(request, found[0]))
    if not editions:
        raise Missing(_("There is no such plan."))
    after = _numbered(editions, request.GET.get("after", "")) or editions[0]
    before = _numbered(editions, request.GET.get("before", "")) or _one_before(editions, after)
    changes = (
        differences(flat(text_of(before.id)), flat(text_of(after.id))) if before != after else None
    )
    context = {
        "editions": editions,
        "before": before,
        "after": after,
        "groups": _grouped(changes or []),
        "is_compared": changes is not None,
        "crumbs": crumbs(_("What changed between editions")),
    }
    return render(request, "plan/compare.html", context)


@public
def written(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """An edition as a file; a draft only for who looks after it."""
    edition = describe_edition(get_numbered(code, number), clock.today())
    if form not in WRITERS or (edition.is_draft and not keeps(request, edition)):
        raise Missing(_("There is no such edition."))
    writer, kind = WRITERS[form]
    response = HttpResponse(writer(text_of(edition.id)), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{number}.{form}"'
    return response


def _papers(papers: list[SuperiorView]) -> list[Branch]:
    depth = {"nation": 0, "region": 1}
    levels = {"nation": _("nation"), "region": _("region")}
    return [
        Branch(
            depth.get(p.level, 1),
            levels.get(p.level, p.level),
            p.title or _("Title not known"),
            paper=p,
        )
        for p in papers
    ]


def _plans(found: list[EditionView], names: Mapping[str, str]) -> list[Branch]:
    own = [e for e in found if not e.is_county]
    counties = [e for e in found if e.is_county]
    city = [Branch(2, _("city"), e.title, edition=e) for e in own]
    below = [Branch(3, names.get(e.division_code, ""), e.title, edition=e) for e in counties]
    entered = {e.division_code for e in counties}
    gaps = [Branch(3, names[code], "") for code in names if code not in entered]
    return [*city, *below, *gaps] if own else []


def _visible(editions: list[EditionView], is_keeper: bool) -> list[EditionView]:
    return [e for e in editions if is_keeper or not e.is_draft]


def _with_contents(row: Any, edition: EditionView, wish: Asked, scope: Scope) -> list[Any]:
    targets = list_targets(edition.id, wish.day, scope=scope)
    tasks = list_tasks(edition.id, wish.day)
    return [
        (
            section,
            [
                (
                    clause,
                    [t for t in targets if t.clause_code == clause.code],
                    [k for k in tasks if k.clause_code == clause.code],
                )
                for clause in section.clauses
            ],
        )
        for section in list_sections(row)
    ]


def _numbered(editions: list[EditionView], number: str) -> EditionView | None:
    return next((e for e in editions if str(e.number) == number), None)


def _one_before(editions: list[EditionView], after: EditionView) -> EditionView:
    earlier = [e for e in editions if e.number < after.number]
    return earlier[0] if earlier else after


def _grouped(changes: list[Difference]) -> list[Any]:
    found = []
    for kind, label in KINDS.items():
        rows = [_as_change(c) for c in changes if c.kind == kind]
        if rows:
            found.append((kind, label, rows))
    return found


def _as_change(change: Difference) -> Any:
    fields = [
        (FIELDS.get(name, name), _value(before), _value(after))
        for name, before, after in change.fields
    ]
    return change, *CHANGES[change.change], fields


def _value(value: Any) -> str:
    """As a reader meets it."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return city_day(value)
    if isinstance(value, Decimal):
        return amount(value, "")
    if isinstance(value, Comparison):
        return str(COMPARISONS[value])
    if isinstance(value, dict):
        return "：".join(_value(part) for part in value.values())
    if isinstance(value, list | tuple):
        return "、".join(_value(part) for part in value) or _("nothing")
    return str(value)


COMPARISONS: Mapping[Comparison, str | Promise] = {
    Comparison.AT_LEAST: "≥",
    Comparison.MORE_THAN: ">",
    Comparison.AT_MOST: "≤",
    Comparison.INCREASING: gettext_lazy("up year by year"),
    Comparison.DECREASING: gettext_lazy("down year by year"),
    Comparison.DONE_BY: gettext_lazy("done by the deadline"),
}
