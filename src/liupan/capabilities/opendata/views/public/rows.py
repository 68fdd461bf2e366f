"""Rows of a dataset: sorted, filtered, a page at a time; the values of a column."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.mapping import place_column
from liupan.capabilities.opendata.queries.public.rows import count, get_facet, get_rows
from liupan.capabilities.opendata.queries.public.shapes import Shown, ShownColumn
from liupan.capabilities.opendata.views.public.dataset import downloads_of
from liupan.capabilities.opendata.views.public.parts import counted, crumbs_to, opened, tabs_of
from liupan.capabilities.opendata.views.public.reading import (
    OPERATORS,
    SIZES,
    address_of,
    chosen_of,
    filters_in,
    query_of,
    question_in,
)
from liupan.foundation.design.facade import public
from liupan.foundation.tables.facade import Column, Facet, Operator, Type, Value

LONG = frozenset({Type.NOTE, Type.GENERAL})
NUMBERS = frozenset({Type.NUMBER, Type.MONEY, Type.DOUBLE, Type.INTEGER, Type.FLOAT})
VALUES = 50


@public
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Real rows. Refusals of a filter or a place are told as such."""
    shown = opened(code)
    question = question_in(request.GET)
    page = get_rows(shown, question)
    counted(request, shown)
    query = query_of(question.filters, request.GET)
    carried = query.urlencode()
    context = {
        "shown": shown,
        "crumbs": crumbs_to(shown, (_("Data"), "")),
        "tabs": tabs_of(request, shown, has_map=place_column(shown) is not None),
        "heads": [_head(request, one, question.sort, question.descending) for one in shown.columns],
        "rows": [_cells(row, page.columns) for row in page.rows],
        "count": count(shown, question.filters),
        "next_url": address_of(request.GET, after=page.cursor) if page.cursor else "",
        "first_url": address_of(request.GET) if question.cursor else "",
        "chosen": chosen_of(shown, question.filters, request.GET),
        "filters": question.filters,
        "operators": [(key.value, words) for key, words in OPERATORS.items()],
        "sizes": SIZES,
        "size": question.limit,
        "sort": request.GET.get("sort", ""),
        "downloads": downloads_of(shown, carried),
        "values_url": reverse("opendata:values", args=[code]),
    }
    return render(request, "opendata/public_rows.html", context)


@public
@require_safe
def values(request: HttpRequest, code: str) -> HttpResponse:
    """The most frequent values of a column, each leading to its rows."""
    shown = opened(code)
    filters = filters_in(request.GET)
    asked = request.GET.get("column", "")
    column = next((one for one in shown.columns if one.name == asked), None)
    facet = get_facet(shown, column.name, filters, limit=VALUES) if column else None
    title = _("Values of a column")
    context = {
        "shown": shown,
        "title": title,
        "crumbs": crumbs_to(shown, (_("Data"), reverse("opendata:rows", args=[code])), (title, "")),
        "column": column,
        "columns": [one for one in shown.columns if not _is_long(one)],
        "is_exact": facet.is_exact if facet else True,
        "values": _values(request, shown, column, facet) if column and facet else [],
    }
    return render(request, "opendata/public_values.html", context)


def _cells(row: Sequence[Value], columns: Sequence[Column]) -> list[tuple[str, bool]]:
    return [cell(value, column) for value, column in zip(row, columns, strict=True)]


def cell(value: Value, column: Column) -> tuple[str, bool]:
    """A value as a page shows it, and whether it is a number."""
    if value is None:
        return "", False
    if column.type is Type.LOGICAL:
        return (_("yes") if value else _("no")), False
    return str(value), column.type in NUMBERS


def _head(
    request: HttpRequest, column: ShownColumn, sort: str, descending: bool
) -> dict[str, object]:
    is_sorted = column.name == sort
    wanted = f"-{column.name}" if is_sorted and not descending else column.name
    return {
        "item": column.item,
        "url": "" if _is_long(column) else address_of(request.GET, sort=wanted),
        "arrow": ("↓" if descending else "↑") if is_sorted else "",
        "is_number": column.told is not None and column.told.type in NUMBERS,
    }


def _values(
    request: HttpRequest, shown: Shown, column: ShownColumn, facet: Facet
) -> list[tuple[str, int, str]]:
    own = reverse("opendata:rows", args=[shown.line.code])
    found = []
    for value, n in facet.values:
        query = request.GET.copy()
        query.pop("column", None)
        query.appendlist("c", column.name)
        query.appendlist("o", Operator.EMPTY if value is None else Operator.EQUAL)
        text = str(value) if value is not None else ""
        query.appendlist("v", {"True": "是", "False": "否"}.get(text, text) if text else "")
        found.append((text or _("(empty)"), n, f"{own}?{query.urlencode()}"))
    return found


def _is_long(column: ShownColumn) -> bool:
    return column.told is not None and column.told.type in LONG
