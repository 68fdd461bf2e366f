"""The board of targets, one target, and the records behind it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.plan.facade import find_board
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries import (
    EditionView,
    TargetView,
    describe_edition,
    get_edition,
    get_target,
)
from liupan.capabilities.plan.rules import Standing
from liupan.capabilities.plan.views.shown import (
    MONTH,
    STATES,
    Shown,
    county_names,
    crumbs,
    scope_rows,
    trend_of,
)
from liupan.foundation.design.facade import Trend, as_csv, public, trend_as_csv, trend_as_svg
from liupan.foundation.measures.facade import (
    CITY,
    SEE_RECORDS,
    Scope,
    breakdowns,
    latest,
    records,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import Missing

PAGE = 50


@public
def board(request: HttpRequest) -> HttpResponse:
    """All targets of the plan in force: value, trend, forecast, verdict, counties."""
    today = clock.today()
    names = county_names(today)
    county = _county(request, names)
    found = find_board(today, scope=Scope.county(county) if county else CITY)
    if found is None:
        return render(request, "plan/no_plan.html", {"may_manage": _may_manage(request)})
    standing = _standing(request)
    targets = [t for t in found.targets if standing is None or t.verdict.standing is standing]
    targets.sort(key=lambda t: t.value is None)  # what is measured comes first
    context = {
        "edition": found.edition,
        "shown": _with_breakdowns(targets, found.edition, names, today, by_county=not county),
        "tally": [
            (s, *STATES[s], found.count(s)) for s in Standing if found.count(s) or s is standing
        ],
        "total": len(found.targets),
        "standing": standing,
        "county": county,
        "counties": names,
        "as_of": max((t.as_of for t in found.targets if t.as_of), default=None),
        "may_manage": _may_manage(request),
    }
    return render(request, "plan/board.html", context)


@public
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target, opened."""
    today = clock.today()
    names = county_names(today)
    edition = describe_edition(get_edition(), today)
    found = get_target(edition.id, code, today)
    (shown,) = _with_breakdowns([found], edition, names, today, by_county=True)
    context = {
        "edition": edition,
        "shown": shown,
        "crumbs": crumbs(shown.name),
        "line": [found.code, shown.goal, found.lead],
        "may_manage": _may_manage(request),
    }
    return render(request, "plan/target.html", context)


@public
def target_records(request: HttpRequest, code: str) -> HttpResponse:
    """The very records behind a value: for everybody, or for those who may see them."""
    today = clock.today()
    edition = describe_edition(get_edition(), today)
    found = get_target(edition.id, code, today)
    shown = Shown(found, None)
    context = {"edition": edition, "shown": shown, "crumbs": crumbs(shown.name, _("Records"))}
    if found.measure is None or found.value is None or found.as_of is None:
        return render(request, "plan/records_none.html", context)
    if not _may_see_records(request, found):
        require(_actor(request), SEE_RECORDS)
    names = county_names(today)
    county = _county(request, names)
    counted = {"yes": True, "no": False}.get(request.GET.get("counted", ""))
    number = _page_number(request)
    rows = records(
        found.measure.code,
        found.as_of,
        Scope.county(county) if county else CITY,
        counted=counted,
        offset=(number - 1) * PAGE,
        limit=PAGE + 1,
    )
    context |= {
        "rows": rows[:PAGE],
        "has_more": len(rows) > PAGE,
        "page": number,
        "counted": request.GET.get("counted", ""),
        "county": county,
        "counties": names,
    }
    return render(request, "plan/records.html", context)


@public
def target_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The trend as an SVG file that stands on its own."""
    return trend_as_svg(_trend(code))


@public
def target_table(request: HttpRequest, code: str) -> HttpResponse:
    """The trend as CSV."""
    return trend_as_csv(_trend(code))


@public
def board_table(request: HttpRequest) -> HttpResponse:
    """The whole board as CSV, for spreadsheets."""
    found = find_board(clock.today())
    heads = [
        _("code"), _("target"), _("threshold"), _("value"), _("unit"), _("state"),
        _("as of"), _("deadline"), _("formula"), _("records"),
    ]  # fmt: skip
    rows = [_as_row(request, Shown(t, None)) for t in (found.targets if found else ())]
    return as_csv(heads, rows, _("plan targets"))


def _as_row(request: HttpRequest, shown: Shown) -> list[object]:
    t = shown.target
    value = _("not yet measured") if t.value is None else t.value
    link = request.build_absolute_uri(reverse("plan:records", args=[t.code]))
    return [
        t.code, shown.name, shown.goal, value, t.unit, str(shown.word), t.as_of,
        t.deadline_on, shown.formula, link,
    ]  # fmt: skip


def _with_breakdowns(
    targets: list[TargetView],
    edition: EditionView,
    names: dict[str, str],
    today: date,
    *,
    by_county: bool,
) -> list[Shown]:
    codes = {t.measure.code for t in targets if t.measure} if by_county else set()
    now = breakdowns(codes, "county") if codes else {}
    before = breakdowns(codes, "county", today - MONTH) if codes else {}
    totals = latest(codes, by=today - MONTH) if codes else {}
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
            )
            if t.measure and by_county
            else (),
        )
        for t in targets
    ]


def _trend(code: str) -> Trend:
    today = clock.today()
    edition = describe_edition(get_edition(), today)
    found = trend_of(get_target(edition.id, code, today), edition)
    if found is None:
        raise Missing(_("There is no trend yet."))
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _may_manage(request: HttpRequest) -> bool:
    return may(_actor(request), MANAGE_PLAN)


def _may_see_records(request: HttpRequest, found: TargetView) -> bool:
    if found.measure is None:
        return False
    return found.measure.public_records or may(_actor(request), SEE_RECORDS)


def _county(request: HttpRequest, names: dict[str, str]) -> str:
    asked = request.GET.get("county", "")
    return asked if asked in names else ""


def _standing(request: HttpRequest) -> Standing | None:
    asked = request.GET.get("standing", "")
    return Standing(asked) if asked in set(Standing) else None


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
