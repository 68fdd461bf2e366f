"""The board of targets, one target, and the records behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liupan.capabilities.plan.facade import find_board
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries.board import TargetView, get_target, said
from liupan.capabilities.plan.queries.editions import EditionView, list_in_force
from liupan.capabilities.plan.queries.levels import list_below
from liupan.capabilities.plan.rules import Standing
from liupan.capabilities.plan.views.reading import Asked, actor_of, asked, keeps
from liupan.capabilities.plan.views.shown import (
    MONTH,
    STATES,
    Shown,
    below_rows,
    county_names,
    crumbs,
    scope_rows,
    trend_of,
)
from liupan.foundation.changes.facade import remembered
from liupan.foundation.design.facade import (
    Trend,
    as_csv,
    page_asked,
    public,
    trend_as_csv,
    trend_as_svg,
)
from liupan.foundation.measures.facade import (
    CITY,
    SEE_RECORDS,
    Scope,
    breakdowns,
    latest,
    records,
)
from liupan.kernel import clock
from liupan.kernel.authority import may, require
from liupan.kernel.errors import Missing

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """The targets that one office will feed, not yet measured."""

    office: str
    targets: tuple[Shown, ...]


@public
def board(request: HttpRequest) -> HttpResponse:
    """All targets of a plan in force: what is measured large, what is not in short."""
    wish = asked(request)
    names = county_names(wish.day)
    county = _county(request, names)
    scope = Scope.county(county) if county else CITY
    found = find_board(wish.day, scope=scope, plan_code=wish.plan, day=wish.then)
    if found is None:
        return _no_plan(request, wish)
    standing, words = _standing(request), request.GET.get("q", "").strip()[:100]
    drawn = _drawn(wish, county, standing, words, get_language() or "")
    context = {
        "edition": found.edition,
        "asked": wish,
        "plans": _choices(list_in_force(wish.day, day=wish.then), names),
        "targets": drawn,
        "tally": [
            (s, *STATES[s], found.count(s)) for s in Standing if found.count(s) or s is standing
        ],
        "total": len(found.targets),
        "standing": standing,
        "words": words,
        "kept": urlencode(wish.parameters | _filled(county=county, q=words)),
        "today": clock.today(),
        "county": county,
        "counties": names,
        "as_of": max((t.as_of for t in found.targets if t.as_of), default=None),
        "may_manage": keeps(request, found.edition),
    }
    return render(request, "plan/board.html", context)


@remembered("plan", "measures", "organisations.units", most=64)
def _drawn(
    wish: Asked, county: str, standing: Standing | None, words: str, language: str
) -> SafeString:
    """The targets of the board as everybody sees them, in the language of the moment.

    Three quarters of what the page costs, and the same until a figure or a plan changes.
    """
    names = county_names(wish.day)
    scope = Scope.county(county) if county else CITY
    found = find_board(wish.day, scope=scope, plan_code=wish.plan, day=wish.then)
    if found is None:
        return SafeString()
    targets = [
        t
        for t in found.targets
        if (standing is None or t.verdict.standing is standing) and _speaks_of(t, words)
    ]
    by_county = not county and not found.edition.is_county
    shown = _with_breakdowns(targets, found.edition, names, wish, by_county=by_county)
    context = {
        "measured": [item for item in shown if item.target.value is not None],
        "waiting": _by_office([item for item in shown if item.target.value is None]),
        "n_waiting": sum(item.target.value is None for item in shown),
        "is_open": bool(words) or standing is Standing.NOT_MEASURED,
    }
    return render_to_string("plan/parts/board_targets.html", context)


@public
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target, opened; for the city's also what each county makes of it."""
    wish = asked(request)
    names = county_names(wish.day)
    edition = wish.edition()
    found = get_target(edition.id, code, wish.day, scope=_own_scope(edition))
    (shown,) = _with_breakdowns([found], edition, names, wish, by_county=not edition.is_county)
    below = list_below(found, edition.plan_id, wish.day, day=wish.then)
    context = {
        "edition": edition,
        "asked": wish,
        "shown": shown,
        "below": below_rows(below, found, names),
        "crumbs": crumbs(shown.name, plan=wish),
        "line": [found.code, shown.goal, found.lead],
        "may_manage": keeps(request, edition),
    }
    return render(request, "plan/target.html", context)


@public
def target_records(request: HttpRequest, code: str) -> HttpResponse:
    """The very records behind a value: for everybody, or for those who may see them."""
    wish = asked(request)
    edition = wish.edition()
    found = get_target(edition.id, code, wish.day, scope=_own_scope(edition))
    shown = Shown(found, None, carried=wish.parameters)
    context = {
        "edition": edition,
        "asked": wish,
        "shown": shown,
        "crumbs": crumbs(shown.name, _("Records"), plan=wish),
    }
    if found.measure is None or found.value is None or found.as_of is None:
        return render(request, "plan/records_none.html", context)
    if not _may_see_records(request, found):
        require(actor_of(request), SEE_RECORDS)
    names = county_names(wish.day)
    county = edition.division_code if edition.is_county else _county(request, names)
    counted = {"yes": True, "no": False}.get(request.GET.get("counted", ""))
    number = page_asked(request)
    rows = records(
        found.measure.code,
        found.as_of,
        Scope.county(county) if county else CITY,
        viewer=actor_of(request),
        counted=counted,
        offset=(number - 1) * PAGE,
        limit=PAGE + 1,
    )
    own = next(iter(names.values()), "")
    context |= {
        "rows": [(row, names.get(row.county_code, own)) for row in rows[:PAGE]],
        "has_reasons": any(row.reason for row in rows),
        "has_more": len(rows) > PAGE,
        "page": number,
        "counted": request.GET.get("counted", ""),
        "county": county,
        "counties": {county: names.get(county, county)} if edition.is_county else names,
    }
    return render(request, "plan/records.html", context)


@public
def target_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The trend as an SVG file that stands on its own."""
    return trend_as_svg(_trend(request, code))


@public
def target_table(request: HttpRequest, code: str) -> HttpResponse:
    """The trend as CSV."""
    return trend_as_csv(_trend(request, code))


@public
def board_table(request: HttpRequest) -> HttpResponse:
    """The whole board as CSV, for spreadsheets."""
    wish = asked(request)
    found = find_board(wish.day, plan_code=wish.plan, day=wish.then)
    heads = [
        _("code"), _("target"), _("threshold"), _("value"), _("unit"), _("state"),
        _("as of"), _("deadline"), _("formula"), _("records"),
    ]  # fmt: skip
    targets = found.targets if found else ()
    rows = [_as_row(request, Shown(t, None, carried=wish.parameters)) for t in targets]
    return as_csv(heads, rows, _("plan targets"))


def _as_row(request: HttpRequest, shown: Shown) -> list[object]:
    t = shown.target
    value = _("not yet measured") if t.value is None else t.value
    return [
        t.code, shown.name, shown.goal, value, t.unit, str(shown.word), t.as_of,
        t.deadline_on, shown.formula, request.build_absolute_uri(shown.records_url),
    ]  # fmt: skip


def _no_plan(request: HttpRequest, wish: Asked) -> HttpResponse:
    if wish.plan:
        raise Missing(_("No such plan is in force."))
    may_manage = may(actor_of(request), MANAGE_PLAN)
    return render(request, "plan/no_plan.html", {"may_manage": may_manage, "asked": wish})


def _with_breakdowns(
    targets: Sequence[TargetView],
    edition: EditionView,
    names: Mapping[str, str],
    wish: Asked,
    *,
    by_county: bool,
) -> list[Shown]:
    codes = {t.measure.code for t in targets if t.measure} if by_county else set()
    now = breakdowns(codes, "county", wish.day) if codes else {}
    before = breakdowns(codes, "county", wish.day - MONTH) if codes else {}
    totals = latest(codes, by=wish.day - MONTH) if codes else {}
    return [
        Shown(
            t,
            trend_of(t, edition),
            scope_rows(
                t,
                names,
                now.get(t.measure.code, {}),
                before.get(t.measure.code, {}),
                totals.get(t.measure.code),
                wish.parameters,
            )
            if t.measure and by_county
            else (),
            wish.parameters,
        )
        for t in targets
    ]


def _by_office(waiting: Sequence[Shown]) -> list[Waiting]:
    """In the order of the plan, the offices by their first target."""
    first: dict[str, int] = {}
    for n, item in enumerate(waiting):
        first.setdefault(item.target.office_name, n)
    ordered = sorted(waiting, key=lambda item: first[item.target.office_name])
    groups = groupby(ordered, key=lambda item: item.target.office_name)
    return [Waiting(office, tuple(items)) for office, items in groups]


def _choices(editions: Sequence[EditionView], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The plans in force, to choose from."""
    found = []
    for e in editions:
        called = names.get(e.division_code, said(e.title, e.title_en))
        if not e.is_county:
            called = said(e.title, e.title_en)
        elif e.is_example:
            called = _("%(name)s (example)") % {"name": called}
        found.append((e.plan_code, called))
    return found


def _speaks_of(target: TargetView, words: str) -> bool:
    spoken = (target.code, target.name, target.name_en, target.clause_name, target.lead)
    return words.lower() in " ".join((*spoken, target.office_name)).lower()


def _own_scope(edition: EditionView) -> Scope:
    return Scope.county(edition.division_code) if edition.is_county else CITY


def _trend(request: HttpRequest, code: str) -> Trend:
    wish = asked(request)
    edition = wish.edition()
    found = trend_of(get_target(edition.id, code, wish.day, scope=_own_scope(edition)), edition)
    if found is None:
        raise Missing(_("There is no trend yet."))
    return found


def _may_see_records(request: HttpRequest, found: TargetView) -> bool:
    if found.measure is None:
        return False
    return found.measure.public_records or may(actor_of(request), SEE_RECORDS)


def _filled(**said: str) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def _county(request: HttpRequest, names: Mapping[str, str]) -> str:
    wanted = request.GET.get("county", "")
    return wanted if wanted in names else ""


def _standing(request: HttpRequest) -> Standing | None:
    wanted = request.GET.get("standing", "")
    return Standing(wanted) if wanted in set(Standing) else None
