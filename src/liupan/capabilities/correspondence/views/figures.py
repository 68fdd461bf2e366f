"""How fast and how punctually documents run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.views.efficiency import (
    OF_UNITS,
    Efficiency,
    Reading,
    read_efficiency,
)
from liupan.capabilities.correspondence.views.office import sections
from liupan.foundation.design.facade import Figure, as_csv, city_day, number, requires
from liupan.foundation.measures.facade import find_measure
from liupan.kernel import clock


@requires(READ)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Share of units that work here, punctuality, median time of each step, and every unit."""
    found = read_efficiency(clock.today(), request.GET.get("county", ""))
    chosen = f"?county={found.county}" if found.county else ""
    context = {
        "sections": sections("figures"),
        "found": found,
        "rates": [_tile(one) for one in found.rates],
        "tables": [
            ("sending", _("Sending"), found.sending),
            ("receiving", _("Receiving"), found.receiving),
        ],
        "heads": [find_measure(code) for code in OF_UNITS],
        "as_of": next((one.day for one in found.rates if one.day), None),
        "table_url": reverse("correspondence:figures-table") + chosen,
    }
    return render(request, "correspondence/figures.html", context)


@requires(READ)
@require_safe
def figures_table(request: HttpRequest) -> HttpResponse:
    """The same as CSV: steps, then units."""
    found = read_efficiency(clock.today(), request.GET.get("county", ""))
    heads = [
        pgettext("figures", "figure or unit"),
        pgettext("figures", "value"),
        pgettext("figures", "measured in"),
        pgettext("figures", "a month ago"),
        pgettext("figures", "documents"),
    ]
    return as_csv(heads, _rows(found), _("how documents run"))


def _rows(found: Efficiency) -> list[list[object]]:
    rows: list[list[object]] = [
        [one.name, one.value, one.measure.unit, one.former, one.records]
        for one in (*found.rates, *found.sending, *found.receiving)
    ]
    measures = [measure for code in OF_UNITS if (measure := find_measure(code))]
    for line in found.units:
        for measure, value in zip(measures, line.values, strict=True):
            rows.append([f"{line.name} {measure.name}", value, measure.unit, "", ""])
    return rows


def _tile(one: Reading) -> Figure:
    foot = ""
    if one.change is not None:
        foot = _("%(change)s against a month ago") % {"change": _signed(one)}
    return Figure(
        name=one.name, value=one.value, foot=foot, as_of=city_day(one.day) if one.day else ""
    )


def _signed(one: Reading) -> str:
    change = one.change
    assert change is not None
    return f"{'+' if change > 0 else '−'}{number(abs(change), one.measure.digits)}"
