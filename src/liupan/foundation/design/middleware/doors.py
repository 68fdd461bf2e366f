"""Systems that prove each request by themselves go straight to their doors."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from liupan.foundation.design.problems import as_problem, is_for_systems
from liupan.kernel.authority import ANONYMOUS


class DoorMiddleware:
    """What is only for people is left out: sessions, accounts, messages, forged forms.

    All that comes is nobody's request (`ANONYMOUS`) until the view has looked at its proof, so that
    a view for others at such an address would refuse. A tenth of a call's cost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.straight = convert_exception_to_response(_straight)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_systems(request):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        translation.activate(language)
        response = as_problem(cast(HttpResponse, self.straight(request)))
        _told(response, language)
        return response


def _straight(request: HttpRequest) -> HttpResponse:
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise SuspiciousOperation("NUL in an address: no text in the database can hold it")
    request.get_host()  # a name that is not ours is refused, as everywhere
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    match = resolve(request.path_info)
    request.resolver_match = match
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def _told(response: HttpResponse, language: str) -> None:
    headers = response.headers
    headers.setdefault("Cache-Control", "private, no-store")
    headers.setdefault("Content-Language", language)
    patch_vary_headers(response, ["Accept-Language"])
    if not response.streaming:
        headers.setdefault("Content-Length", str(len(response.content)))
