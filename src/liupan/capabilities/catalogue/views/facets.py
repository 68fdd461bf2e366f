"""How many entries each choice of a list has: fetched after the list, or a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.queries.facets import Value, count_facets
from liupan.capabilities.catalogue.queries.listing import EntryRows, list_entries, list_public
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import public, requires
from liupan.kernel import clock

LABELS = {
    "share": gettext_lazy("Share type"),
    "category": pgettext_lazy("catalogue", "Category"),
    "unit": pgettext_lazy("catalogue", "Provider"),
    "cycle": gettext_lazy("Update cycle"),
    "open": gettext_lazy("Open to the public"),
    "state": gettext_lazy("State"),
}
MOST = 40
"""Values of a facet that are shown."""
PLACE = ("after", "before")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, how many have it, and the list narrowed to it."""

    label: str
    count: str
    url: str


@public
@require_safe
def public_facets(request: HttpRequest) -> HttpResponse:
    """Of the list for everybody."""
    rows = list_public(today=clock.today()).filtered(request.GET)
    return _page(request, rows, reverse("catalogue:public"), is_office=False)


@requires(READ)
@require_safe
def office_facets(request: HttpRequest) -> HttpResponse:
    """Of the office's list."""
    rows = list_entries(actor_of(request), today=clock.today()).filtered(request.GET)
    return _page(request, rows, reverse("catalogue:list"), is_office=True)


def _page(request: HttpRequest, rows: EntryRows, home: str, *, is_office: bool) -> HttpResponse:
    counted = count_facets(rows, today=clock.today(), is_office=is_office)
    facets = [
        (label, [_choice(request, home, name, value) for value in counted[name][:MOST]])
        for name, label in LABELS.items()
        if counted.get(name)
    ]
    title = _("How many by share type, category, provider and cycle")
    context: dict[str, Any] = {
        "facets": facets, "title": title, "crumbs": [(_("Catalogue"), home), (title, "")],
    }  # fmt: skip
    is_part = "HX-Request" in request.headers
    template = "catalogue/parts/facets.html" if is_part else "catalogue/facets.html"
    return render(request, template, context)


def _choice(request: HttpRequest, home: str, name: str, value: Value) -> Choice:
    query = QueryDict(request.GET.urlencode(), mutable=True)
    for one in PLACE:
        query.pop(one, None)
    query[name] = value.value
    more = "+" if value.is_more else ""
    return Choice(value.label, f"{value.count:,}{more}", f"{home}?{query.urlencode()}")
