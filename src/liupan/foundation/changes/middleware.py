"""A request that reads sees all that is remembered as of one moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from liupan.foundation.changes.remembering import one_moment


class OneMomentMiddleware:
    """Asks once in a request whether anything changed. What writes asks each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_moment():
            return self.get_response(request)
