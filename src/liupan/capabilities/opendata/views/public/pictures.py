"""A dataset as a picture: a chart of the most frequent values or of rows, a map by county."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.mapping import count_by_county, place_column
from liupan.capabilities.opendata.queries.public.rows import get_facet, get_rows
from liupan.capabilities.opendata.queries.public.shapes import Shown, ShownColumn
from liupan.capabilities.opendata.views.public.parts import counted, crumbs_to, opened, tabs_of
from liupan.capabilities.opendata.views.public.rows import LONG, NUMBERS
from liupan.foundation.design.facade import County, public
from liupan.foundation.organisations.facade import list_divisions
from liupan.foundation.tables.facade import Question
from liupan.kernel import clock

POINTS = 40
"""Bars or points of a chart."""
KINDS = ("bar", "line")

Point = tuple[str, float]


@public
@require_safe
def chart(request: HttpRequest, code: str) -> HttpResponse:
    """Bars or a line: how often each value occurs, or a column of numbers row by row. The same as
    a table beside it."""
    shown = opened(code)
    across, up = _chosen(request, shown, "x"), _chosen(request, shown, "y")
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else KINDS[0]
    across = across or next((c for c in shown.columns if not _is(c, LONG)), None)
    up = up if up and _is(up, NUMBERS) else None
    points = _points(shown, across, up) if across else []
    counted(request, shown)
    name = up.item if up else _("Number of rows")
    context = {
        "shown": shown,
        "crumbs": crumbs_to(shown, (_("Chart"), "")),
        "tabs": tabs_of(request, shown, has_map=place_column(shown) is not None),
        "across": across,
        "up": up,
        "kind": kind,
        "kinds": [("bar", _("bars")), ("line", _("line"))],
        "columns": [one for one in shown.columns if not _is(one, LONG)],
        "numbers": [one for one in shown.columns if _is(one, NUMBERS)],
        "points": points,
        "name": name,
        "option": option_of(points, name, str(kind)),
        "words": f"{across.item if across else ''}: {name}",
    }
    return render(request, "opendata/public_chart.html", context)


@public
@require_safe
def map_of(request: HttpRequest, code: str) -> HttpResponse:
    """How many rows each county has, on the city's map and as a table."""
    shown = opened(code)
    column = place_column(shown)
    if column is None:
        raise no_dataset()
    counted(request, shown)
    day = clock.today()
    found = count_by_county(shown, column, day)
    names = {one.code: one.name for one in list_divisions(day)}
    context = {
        "shown": shown,
        "crumbs": crumbs_to(shown, (_("Map"), "")),
        "tabs": tabs_of(request, shown, has_map=True),
        "column": column,
        "figure": _("Number of rows"),
        "counties": {key: County(name=names[key], value=n) for key, n in found.items()},
        "table": [(names[key], n) for key, n in found.items()],
    }
    return render(request, "opendata/public_map.html", context)


def option_of(points: list[Point], name: str, kind: str) -> dict[str, Any]:
    """What ECharts draws."""
    return {
        "grid": {"left": 8, "right": 16, "top": 24, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [x for x, _y in points]},
        "yAxis": {"type": "value"},
        "series": [{"type": kind, "name": name, "data": [y for _x, y in points]}],
    }


def _points(shown: Shown, across: ShownColumn, up: ShownColumn | None) -> list[Point]:
    if up is None:
        facet = get_facet(shown, across.name, (), limit=POINTS)
        return [(_text(value), float(n)) for value, n in facet.values]
    page = get_rows(shown, Question(sort=across.name, limit=POINTS))
    names = [column.name for column in page.columns]
    at, of = names.index(across.name), names.index(up.name)
    return [(_text(row[at]), _number(row[of])) for row in page.rows if row[of] is not None]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else 0.0


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _chosen(request: HttpRequest, shown: Shown, name: str) -> ShownColumn | None:
    asked = request.GET.get(name, "")
    return next((one for one in shown.columns if one.name == asked), None)


def _is(column: ShownColumn, kinds: frozenset[Any]) -> bool:
    return column.told is not None and column.told.type in kinds
