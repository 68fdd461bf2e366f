"""Errors become pages, once, here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liupan.foundation.design.problems import as_problem, is_for_programs
from liupan.kernel.errors import Fault, LiupanError, Missing, StaleVersion


class ErrorMiddleware:
    """Turns a `LiupanError` from a view into a page that says why and what to do next.

    A request by htmx for a part of a page gets the part, without the frame around it. Programs
    get problem details, also where a library answers an error in its own way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("NUL in an address: no text in the database can hold it")
        response = self.get_response(request)
        return as_problem(response) if is_for_programs(request) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, LiupanError) or is_for_programs(request):
            return None
        kind = template_of(error)
        page = f"design/parts/{kind}.html" if is_part(request) else f"design/{kind}.html"
        context: dict[str, Any] = {"error": error}
        if isinstance(error, StaleVersion):
            context["comparison"] = Comparison.of(error, request)
        return render(request, page, context, status=error.status)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that both changed, or that stands unchanged: mine beside theirs."""

    label: str
    mine: str
    theirs: str

    @property
    def is_different(self) -> bool:
        return self.mine != self.theirs


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was sent beside what is stored, and what it takes to send mine again on top of it.

    `carried` holds every sent value, with the stored version; empty when it is not known.
    """

    rows: tuple[Difference, ...]
    carried: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, error: StaleVersion, request: HttpRequest) -> Self:
        stored = {name: value for name, value in error.theirs.items() if name != "version"}
        rows = tuple(
            Difference(
                error.labels.get(name, name),
                error.mine.get(name, ", ".join(request.POST.getlist(name))),
                _text(value),
            )
            for name, value in stored.items()
        )
        return cls(rows, _carried(error, request))


def _carried(error: StaleVersion, request: HttpRequest) -> tuple[tuple[str, str], ...]:
    if "version" not in error.theirs:
        return ()
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("version", "csrfmiddlewaretoken")
    ]
    return (*sent, ("version", str(error.theirs["version"])))


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def template_of(error: LiupanError) -> str:
    """Which page tells of this error."""
    match error:
        case StaleVersion() if error.theirs:
            return "stale"
        case Missing():
            return "missing"
        case Fault():
            return "fault"
        case _:
            return "refusal"


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
