"""Errors become pages, once, here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liupan.kernel.errors import Fault, LiupanError


class ErrorMiddleware:
    """Turns a `LiupanError` from a view into a page that says why and what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, LiupanError) or request.path.startswith("/api/"):
            return None
        template = "design/fault.html" if isinstance(error, Fault) else "design/refusal.html"
        return render(request, template, {"error": error}, status=error.status)
