"""Pages for people and linked data for programs under one address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from liupan.kernel.linked.writing import WRITERS

PAGE = "text/html"
FORMS = {media_type: form for form, (media_type, _write) in WRITERS.items()}


class SeeOther(HttpResponseRedirect):
    """What was asked for stands at another address."""

    status_code = 303


def form_asked(request: HttpRequest) -> str:
    """The form of linked data that is asked for rather than a page; "" for a page."""
    wanted = request.get_preferred_type([PAGE, *FORMS])
    return FORMS.get(wanted or PAGE, "")


def see_other(address: str) -> HttpResponse:
    """The way there."""
    return patched(SeeOther(address))


def patched(response: HttpResponse) -> HttpResponse:
    """The answer, saying that it depends on what is asked for."""
    patch_vary_headers(response, ["Accept"])
    return response
