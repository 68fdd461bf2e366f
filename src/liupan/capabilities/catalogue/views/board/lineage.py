"""Lineage as a picture with its table: of one resource, of one unit, of the city."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.forms.lineage import LineageForm
from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.queries.board.lineage import (
    Matrix,
    Use,
    city_matrix,
    list_uses,
    name_of_resource,
    name_of_unit,
)
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.design.facade import (
    Flow,
    HeatLine,
    Warm,
    as_csv,
    flows_as_svg,
    heat_as_svg,
    requires,
)
from liupan.kernel import clock

MANY = 20
"""So many providers and consumers stand in the city's picture; the table names all."""


@requires(READ)
@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """Providers and consumers of the city, with the number of grants."""
    form, day, purpose = _asked(request)
    found = city_matrix(actor_of(request), day, purpose=purpose)
    heads, lines = _matrix(found, form)
    name = _("Lineage of the city's data")
    if request.GET.get("as") == "svg":
        return heat_as_svg(heads, lines, name)
    if request.GET.get("as") == "csv":
        table = ((p.provider, p.consumer, p.count) for p in found.pairs)
        return as_csv([_("Holds"), _("Uses"), _("Grants in force")], table, name)
    context = {
        "title": name, "form": form, "day": day, "matrix": found, "heat_heads": heads,
        "heat_lines": lines, "files": _files(form), "crumbs": _way(),
        "more": max(len(found.providers), len(found.consumers)) > MANY,
    }  # fmt: skip
    return render(request, "catalogue/lineage_city.html", context)


@requires(READ)
@require_safe
def of_resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Who uses one resource, for which business."""
    form, day, purpose = _asked(request)
    actor = actor_of(request)
    name = name_of_resource(actor, resource_id)
    uses = list_uses(actor, day, resource_id=resource_id, purpose=purpose)
    pictures = [(_("Who uses it"), "uses", _flows(uses))]
    return _answer(request, name, form, day, uses, pictures)


@requires(READ)
@require_safe
def of_unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """What one unit has from others, and what others have from it."""
    form, day, purpose = _asked(request)
    name = name_of_unit(unit_id)
    uses = list_uses(actor_of(request), day, unit_id=unit_id, purpose=purpose)
    pictures = [
        (_("What it uses of others"), "in", _flows([u for u in uses if u.consumer_id == unit_id])),
        (_("Who uses what it holds"), "out", _flows([u for u in uses if u.provider_id == unit_id])),
    ]
    return _answer(request, name, form, day, uses, pictures)


def _answer(
    request: HttpRequest,
    name: str,
    form: LineageForm,
    day: date,
    uses: Sequence[Use],
    pictures: Sequence[tuple[str, str, Sequence[Flow]]],
) -> HttpResponse:
    title = _("Lineage of %(name)s") % {"name": name}
    if request.GET.get("as") == "svg":
        return flows_as_svg([flow for _t, _k, given in pictures for flow in given], title)
    if request.GET.get("as") == "csv":
        heads = [_("Holds"), _("Resource"), _("Uses"), _("Business"), _("Purpose"), _("Grant")]
        table = ((u.provider, u.title, u.consumer, u.business, u.purpose, u.number) for u in uses)
        return as_csv(heads, table, title)
    context: dict[str, Any] = {
        "title": title, "form": form, "day": day, "uses": uses, "files": _files(form),
        "pictures": [one for one in pictures if one[2]], "crumbs": _way((name, "")),
    }  # fmt: skip
    return render(request, "catalogue/lineage.html", context)


def _flows(uses: Sequence[Use]) -> list[Flow]:
    counted = Counter((use.provider, use.consumer) for use in uses)
    return [Flow(left, right, n) for (left, right), n in counted.most_common()]


def _matrix(found: Matrix, form: LineageForm) -> tuple[list[str], list[HeatLine]]:
    providers, consumers = found.providers[:MANY], found.consumers[:MANY]
    counted = {(pair.provider_id, pair.consumer_id): pair for pair in found.pairs}
    lines: list[HeatLine] = []
    for provider, name in providers:
        cells = []
        for consumer, other in consumers:
            pair = counted.get((provider, consumer))
            cells.append(_warm(name, other, pair.count, provider, form) if pair else Warm(""))
        lines.append((name, cells))
    return [_("Holds \\ uses"), *(name for _unit, name in consumers)], lines


def _warm(provider: str, consumer: str, count: int, unit: UUID, form: LineageForm) -> Warm:
    words = _("%(provider)s to %(consumer)s: %(n)s grants in force") % {
        "provider": provider, "consumer": consumer, "n": count,
    }  # fmt: skip
    url = reverse("catalogue:lineage-unit", args=[unit]) + _query(form)
    return Warm(str(count), min(count, 3), url, words)


def _asked(request: HttpRequest) -> tuple[LineageForm, date, str]:
    """The form, the day (today where none, or a strange one, was asked for), the purpose."""
    form = LineageForm(request.GET if request.GET else None, initial={"day": clock.today()})
    said = form.cleaned_data if form.is_valid() else {}
    return form, said.get("day") or clock.today(), said.get("purpose") or ""


def _query(form: LineageForm, **more: str) -> str:
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    told = {name: str(value) for name, value in said.items() if value} | more
    return f"?{urlencode(told)}" if told else ""


def _files(form: LineageForm) -> list[tuple[str, str]]:
    return [(kind, _query(form, **{"as": kind})) for kind in ("svg", "csv")]


def _way(*further: Crumb) -> object:
    return crumbs((_("Lineage"), reverse("catalogue:lineage")), *further)
