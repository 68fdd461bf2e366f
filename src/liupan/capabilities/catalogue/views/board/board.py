"""The supervision board (监督检查): all units, one unit, the table as a file, the script."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import ANSWER, FLAG, READ, SUPERVISE
from liupan.capabilities.catalogue.queries.board.boards import (
    Board,
    UnitRow,
    find_month,
    supervision_board,
    unit_board,
)
from liupan.capabilities.catalogue.queries.board.delivered import Delivered
from liupan.capabilities.catalogue.queries.board.notices import find_notice_of
from liupan.capabilities.catalogue.rules import recompute_board
from liupan.capabilities.catalogue.rules.board import (
    NOTHING,
    By,
    Figures,
    Month,
    months_until,
    total,
)
from liupan.capabilities.catalogue.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import (
    Figure,
    HeatLine,
    Trend,
    TrendPoint,
    Warm,
    as_csv,
    city_day,
    requires,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import Text, place

BYS: Mapping[By, Text] = {
    By.IN_TIME: pgettext_lazy("ranked by", "replies in time"),
    By.PUBLISHED: pgettext_lazy("ranked by", "share published"),
    By.FIX: pgettext_lazy("ranked by", "days until a fix"),
    By.GRANTED: pgettext_lazy("ranked by", "grants in force"),
}
SCOPES: Mapping[str, tuple[Text, bool | None]] = {
    "": (gettext_lazy("all units"), None),
    "city": (gettext_lazy("units of the city itself"), True),
    "counties": (gettext_lazy("units of counties"), False),
}
MOST = 13
"""Months to choose from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address."""

    month: Month
    by: By
    scope: str

    def query(self, **other: str) -> str:
        """The same with something otherwise."""
        said = {"month": self.month.key, "by": self.by.value, "scope": self.scope} | other
        return "?" + urlencode({name: value for name, value in said.items() if value})


@requires(READ)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All units, ranked; the picture of who replied late; the months."""
    actor, today, asked = actor_of(request), clock.today(), _asked(request)
    found = supervision_board(asked.month, asked.by, today=today, is_city=SCOPES[asked.scope][1])
    if request.GET.get("export") == "csv":
        return as_csv(
            [*heads(), *delivered_heads()],
            (row_cells(row) for row in found.rows),
            _("supervision board"),
        )
    lines = heat_lines(found, asked)
    context = {
        "board": found,
        "asked": asked,
        "months": months_until(today, MOST)[::-1],
        "bys": BYS.items(),
        "scopes": [(key, words) for key, (words, _is) in SCOPES.items()],
        "tiles": tiles(found.total, found.without, found.month, found.delivered),
        "trends": trends(found.totals()),
        "heat_heads": [_("Unit"), *(f"{m.first.month}" for m in found.months)],
        "heat_lines": lines,
        "drill": drills(actor),
        "export_url": asked.query(export="csv"),
        "notice": find_notice_of(asked.month, actor),
        "may_draft": may(actor, SUPERVISE),
        "crumbs": crumbs((_("Supervision of the catalogue"), "")),
    }
    return render(request, "catalogue/board.html", context)


@requires(READ)
@require_safe
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit: its figures, the months behind them, the rows."""
    actor, asked = actor_of(request), _asked(request)
    row, counted = unit_board(unit_id, asked.month, today=clock.today())
    series = {month: by[unit_id] for month, by in counted.items()}
    context = {
        "row": row,
        "asked": asked,
        "tiles": tiles(row.figures, None, asked.month, row.delivered),
        "trends": trends(series),
        "months": [(month, figures) for month, figures in reversed(series.items())],
        "drill": drills(actor),
        "crumbs": crumbs(
            (_("Supervision of the catalogue"), f"{reverse('catalogue:board')}{asked.query()}"),
            (row.unit.name, ""),
        ),
    }
    return render(request, "catalogue/board_unit.html", context)


@requires(READ)
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that recomputes the board without Liupan."""
    path = Path(str(recompute_board.__file__))
    response = HttpResponse(path.read_text("utf-8"), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


def heads() -> list[str]:
    """Heads of the table, as a file and a notice have them."""
    return [
        _("Rank"), _("Unit"), pgettext("board", "Registered"), pgettext("board", "Published"),
        pgettext("board", "With items"), pgettext("board", "Replies"),
        pgettext("board", "In time"), pgettext("board", "In time, %"),
        pgettext("board", "Corrections"), pgettext("board", "Days until a fix"),
        pgettext("board", "Grants given"), pgettext("board", "Grants used"),
    ]  # fmt: skip


def delivered_heads() -> list[str]:
    """Heads of what the exchange counts, which a file has besides."""
    return [pgettext("board", "Fresh data, %"), pgettext("board", "Calls, 30 days")]


def row_cells(row: UnitRow) -> list[object]:
    """A unit's row in a file."""
    own = row.figures
    return [
        row.placed.rank, row.unit.name, own.registered, own.published, own.with_items, own.answers,
        own.in_time, own.share_in_time, len(own.fix_days), own.fix_median, own.granted, own.used,
        row.delivered.share_fresh, row.delivered.calls if row.delivered.is_measured else None,
    ]  # fmt: skip


def tiles(own: Figures, without: int | None, month: Month, delivered: Delivered) -> list[Figure]:
    """The figures as cards; what nobody measured yet is said so."""
    day = city_day(month.last)
    foot = {
        "published": _("%(published)s of %(registered)s resources")
        % {"published": own.published, "registered": own.registered},
        "in_time": _("%(in_time)s of %(answers)s replies in the month")
        % {"in_time": own.in_time, "answers": own.answers},
        "fix": _("%(n)s corrections in the month") % {"n": len(own.fix_days)},
        "use": _("%(n)s used from others") % {"n": own.used},
        "fresh": _("%(fresh)s of %(dated)s hosted services within their update cycle")
        % {"fresh": delivered.fresh, "dated": delivered.dated},
        "calls": _("answered with data within 30 days"),
    }
    if without is not None:
        foot["published"] += _("; %(n)s units without") % {"n": without}
    return [
        Figure(name=_("Published"), value=own.share_published, foot=foot["published"], as_of=day),
        Figure(name=_("Replies in time"), value=own.share_in_time, foot=foot["in_time"],
               as_of=day),
        Figure(name=_("Days until a fix, median"), value=own.fix_median,
               unit=pgettext("unit", "working days"), full=20, foot=foot["fix"], as_of=day),
        Figure(name=_("Grants in force"), value=own.granted, unit="", digits=0, full=100,
               foot=foot["use"], as_of=day),
        Figure(name=_("Freshness of the data"), value=delivered.share_fresh, foot=foot["fresh"],
               as_of=_of(delivered)),
        Figure(name=_("Calls of its data"), unit=pgettext("unit", "calls"), digits=0, full=10_000,
               value=delivered.calls if delivered.is_measured else None, foot=foot["calls"],
               as_of=_of(delivered)),
    ]  # fmt: skip


def _of(delivered: Delivered) -> str:
    return city_day(delivered.day) if delivered.day else ""


def trends(series: Mapping[Month, Figures]) -> list[tuple[str, Trend]]:
    """Shares by month, each with its key; months of which nothing is known are left out."""
    shares: list[tuple[str, Text, Any]] = [
        ("published", _("Published"), lambda f: f.share_published),
        ("in-time", _("Replies in time"), lambda f: f.share_in_time),
    ]
    months = list(series)
    found = []
    for key, name, value in shares:
        points = tuple(
            TrendPoint(month.last, value(own))
            for month, own in series.items()
            if value(own) is not None
        )
        trend = Trend(name=str(name), unit="%", first=months[0].first, last=months[-1].last,
                      points=points)  # fmt: skip
        if points:
            found.append((key, trend))
    return found


def heat_lines(found: Board, asked: Asked) -> list[HeatLine]:
    """Units that had to reply, by month: how many replies, the warmer the more came late."""
    lines: list[HeatLine] = []
    for row in found.rows:
        own = [found.counted[month].get(row.unit.id, NOTHING) for month in found.months]
        if not total(own).answers:
            continue
        cells = [
            _warm(figures, month, row, asked)
            for figures, month in zip(own, found.months, strict=True)
        ]
        lines.append((row.unit.short_name or row.unit.name, cells))
    return lines


def drills(actor: Actor) -> dict[str, str]:
    """The lists behind the figures, as far as the actor may open them."""
    lists = place("catalogue:list")
    doubts = place("catalogue:doubts") if may(actor, FLAG) or may(actor, ANSWER) else ""
    return {"entries": lists, "doubts": doubts}


def _warm(own: Figures, month: Month, row: UnitRow, asked: Asked) -> Warm:
    if not own.answers:
        return Warm("")
    late = own.answers - own.in_time
    level = 0 if not late else 4 if 2 * late > own.answers else 3
    words = _("%(unit)s, %(month)s: %(in_time)s of %(answers)s in time") % {
        "unit": row.unit.name, "month": month.key, "in_time": own.in_time, "answers": own.answers,
    }  # fmt: skip
    url = reverse("catalogue:board-unit", args=[row.unit.id]) + asked.query(month=month.key)
    return Warm(f"{own.in_time}/{own.answers}", level, url, words)


def _asked(request: HttpRequest) -> Asked:
    by, scope = request.GET.get("by", ""), request.GET.get("scope", "")
    return Asked(
        find_month(request.GET.get("month", ""), clock.today()),
        By(by) if by in set(By) else By.IN_TIME,
        scope if scope in SCOPES else "",
    )
