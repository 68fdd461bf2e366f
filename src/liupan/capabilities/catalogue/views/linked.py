"""The public catalogue for other catalogues: DCAT in Turtle, RDF/XML and JSON-LD."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.queries.linked import Here, get_dataset, list_datasets
from liupan.foundation.design.facade import frames, public
from liupan.kernel import clock
from liupan.kernel.dcat import PREFIXES, as_graph, dataset_as_graph
from liupan.kernel.linked.graph import Graph
from liupan.kernel.linked.writing import WRITERS

LONGEST = 200


@public
@require_safe
def catalog(request: HttpRequest, form: str) -> HttpResponse:
    """A page of the catalogue; `after`: the code it follows."""
    after = request.GET.get("after", "")[:LONGEST].replace("\0", "")
    here = _here(request, form)
    return _written(as_graph(list_datasets(here, after=after, today=clock.today())), form)


@public
@require_safe
def dataset(request: HttpRequest, category: str, number: str, form: str) -> HttpResponse:
    """One entry."""
    here = _here(request, form)
    found = get_dataset(here, f"{category}/{number}", today=clock.today())
    return _written(dataset_as_graph(found), form)


def _here(request: HttpRequest, form: str) -> Here:
    if form not in WRITERS:
        raise Http404
    with override("zh-hans"):  # the catalogue is Chinese, whoever reads it
        return Here(
            origin=request.build_absolute_uri("/").rstrip("/"),
            address=request.build_absolute_uri(reverse("catalogue:catalog", args=[form])),
            title=_("Catalogue of government information resources"),
            description=_(
                "What departments hold, under which conditions it is shared, and how often it is"
                " updated."
            ),
            publisher=str(frames.installation().owner),
        )


def _written(graph: Graph, form: str) -> HttpResponse:
    media_type, write = WRITERS[form]
    headers: dict[str, Any] = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    return HttpResponse(
        write(graph, PREFIXES), content_type=f"{media_type}; charset=utf-8", headers=headers
    )
