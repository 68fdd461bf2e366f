"""The front of open data, the list of datasets, how many each choice has, what is not opened."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.datasets import list_withheld
from liupan.capabilities.opendata.queries.public.front import get_front
from liupan.capabilities.opendata.queries.public.listing import (
    DatasetRows,
    Value,
    count_facets,
    list_datasets,
)
from liupan.capabilities.opendata.queries.public.shapes import Line
from liupan.capabilities.opendata.views.public.linked import depending, form_asked, see_other
from liupan.foundation.design.facade import Column, ListPage, Role, public, state
from liupan.kernel import clock
from liupan.kernel.work import place

LABELS = {
    "theme": pgettext_lazy("dataset", "Theme"),
    "unit": gettext_lazy("Provider of the data"),
    "openness": pgettext_lazy("open data", "Openness"),
    "cycle": gettext_lazy("Update cycle"),
    "format": gettext_lazy("Form of file"),
}
MOST = 40
"""Values of a facet that are shown."""
PLACE = ("after", "before")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, themes, what is new, how much is open; as linked data for who asks for that."""
    if form := form_asked(request):
        return see_other(reverse("opendata:catalog", args=[form]))
    listed = reverse("opendata:datasets")
    front = get_front(now=clock.now())
    context = {
        "front": front,
        "themes": [(one, f"{listed}?theme={one.value}") for one in front.themes],
    }
    return depending(render(request, "opendata/public_home.html", context))


class DatasetList(ListPage[Line]):
    """All datasets: search, choose, sort, page, take out."""

    key = "opendata.public"
    title = gettext_lazy("Open datasets")
    lead = gettext_lazy("What departments open to everybody, to look at, download and call.")
    search_hint = gettext_lazy("Name, abstract, keyword or column")
    begin_title = gettext_lazy("No dataset is opened yet")
    template_name = "opendata/public_list.html"
    default_sort = "-published"
    columns = (
        Column[Line](key="title", label=gettext_lazy("Dataset"), value=lambda d: d.title,
                     sort="title", role=Role.TITLE,
                     url=lambda d: place("opendata:dataset", d.code)),
        Column[Line](key="unit", label=gettext_lazy("Provider of the data"),
                     value=lambda d: d.unit, role=Role.UNIT),
        Column[Line](key="theme", label=pgettext_lazy("dataset", "Theme"),
                     value=lambda d: d.theme_label, sort="theme", role=Role.ORIGIN),
        Column[Line](key="openness", label=pgettext_lazy("open data", "Openness"),
                     value=lambda d: d.openness_label, role=Role.STATE,
                     cell=lambda d: state("done" if d.is_open else "none", d.openness_label)),
        Column[Line](key="changed", label=pgettext_lazy("dataset", "Data of"),
                     value=lambda d: d.changed_on, sort="data_at", role=Role.MORE),
        Column[Line](key="uses", label=gettext_lazy("Uses in 90 days"),
                     value=lambda d: d.used.recent, sort="use__recent", role=Role.MORE),
        Column[Line](key="published", label=pgettext_lazy("dataset", "Opened on"),
                     value=lambda d: d.published_on, sort="published_at", role=Role.MORE),
    )  # fmt: skip

    def rows(self) -> DatasetRows:
        return list_datasets(now=clock.now())

    def crumbs(self) -> Any:
        return [(_("Open data"), reverse("opendata:home")), (str(self.title), "")]

    def more_context(self) -> dict[str, Any]:
        return {"facets_url": f"{reverse('opendata:facets')}?{self.choices}"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, how many have it, and the list narrowed to it."""

    label: str
    count: int
    url: str


@public
@require_safe
def facets(request: HttpRequest) -> HttpResponse:
    """How many datasets each choice has: fetched after the list, or a page of its own."""
    now = clock.now()
    counted = count_facets(list_datasets(now=now).filtered(request.GET), now=now)
    found = [
        (label, [_choice(request, name, value) for value in counted[name][:MOST]])
        for name, label in LABELS.items()
        if counted[name]
    ]
    title = _("How many by theme, provider, openness, update cycle and file form")
    context = {
        "facets": found,
        "title": title,
        "crumbs": [(_("Open datasets"), reverse("opendata:datasets")), (title, "")],
    }
    part = "opendata/parts/facets.html"
    is_part = "HX-Request" in request.headers
    return render(request, part if is_part else "opendata/public_facets.html", context)


@public
@require_safe
def withheld(request: HttpRequest) -> HttpResponse:
    """What is not opened, with its ground and nothing else."""
    title = _("What is not opened")
    context = {
        "found": list_withheld(),
        "title": title,
        "crumbs": [(_("Open data"), reverse("opendata:home")), (title, "")],
    }
    return render(request, "opendata/public_withheld.html", context)


def _choice(request: HttpRequest, name: str, value: Value) -> Choice:
    query = QueryDict(request.GET.urlencode(), mutable=True)
    for one in PLACE:
        query.pop(one, None)
    query[name] = value.value
    return Choice(value.label, value.count, f"{reverse('opendata:datasets')}?{query.urlencode()}")
