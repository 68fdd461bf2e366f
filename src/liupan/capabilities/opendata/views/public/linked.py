"""Open data for other catalogues: linked data in three forms."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.linked import get_dcat, list_catalog
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.foundation.design.facade import public
from liupan.kernel import clock
from liupan.kernel.dcat import PREFIXES, as_graph, dataset_as_graph
from liupan.kernel.linked.graph import Graph
from liupan.kernel.linked.writing import WRITERS

LONGEST = 64
PAGE = "text/html"
FORMS = {media_type: form for form, (media_type, _write) in WRITERS.items()}


class SeeOther(HttpResponseRedirect):
    """What was asked for stands at another address."""

    status_code = 303


@public
@require_safe
def catalog(request: HttpRequest, form: str) -> HttpResponse:
    """A page of the catalogue; `after`: the code it follows."""
    _require_form(form)
    after = request.GET.get("after", "")[:LONGEST].replace("\0", "")
    here = here_of(request, form)
    return _written(as_graph(list_catalog(here, after=after, now=clock.now())), form)


@public
@require_safe
def dataset(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One dataset."""
    _require_form(form)
    found = get_dcat(here_of(request), code, now=clock.now())
    return _written(dataset_as_graph(found), form)


def form_asked(request: HttpRequest) -> str:
    """The form of linked data that is asked for rather than a page; "" for a page."""
    wanted = request.get_preferred_type([PAGE, *FORMS])
    return FORMS.get(wanted or PAGE, "")


def see_other(address: str) -> HttpResponse:
    """The way there."""
    return depending(SeeOther(address))


def depending(response: HttpResponse) -> HttpResponse:
    """The answer, saying that it depends on what is asked for."""
    patch_vary_headers(response, ["Accept"])
    return response


def _require_form(form: str) -> None:
    if form not in WRITERS:
        raise Http404


def _written(graph: Graph, form: str) -> HttpResponse:
    media_type, write = WRITERS[form]
    headers: dict[str, Any] = {"Cache-Control": "public, no-cache", "X-Robots-Tag": "noindex"}
    return HttpResponse(
        write(graph, PREFIXES), content_type=f"{media_type}; charset=utf-8", headers=headers
    )
