"""What programs, here and in foreign forms, are told of refusals and failures: problem details."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

PROBLEM = "application/problem+json"
PROGRAMS = ("/api/", "/r1/", "/listClients")
"""Where programs ask: our own interface, and X-Road's form."""
SYSTEMS = ("/api/v1/exchange/services", "/api/v1/exchange/grants", "/r1/", "/listClients")
"""Of these the addresses where systems prove each request (`for_systems`), and nobody else asks."""


def is_for_systems(request: HttpRequest) -> bool:
    """Whether the address is a door for systems alone."""
    return request.path.startswith(SYSTEMS)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program is asking, not a person's browser."""
    return request.path.startswith(PROGRAMS)


def problem(status: int, code: str, title: str, **more: object) -> HttpResponse:
    """A problem details answer (RFC 9457); `code` names the kind of problem for good.

    Without a code the status alone says what kind it is.
    """
    kind = f"urn:liupan:{code.replace('_', '-')}" if code else "about:blank"
    return JsonResponse(
        {"type": kind, "title": title, "status": status, **more},
        status=status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def in_own_shape(response: HttpResponse) -> HttpResponse:
    """An error of a foreign interface, which says itself what its errors look like."""
    response.is_in_own_shape = True  # type: ignore[attr-defined]
    return response


def as_problem(response: HttpResponse) -> HttpResponse:
    """An error that Django or a library answered in its own way, as problem details."""
    is_told = getattr(response, "is_in_own_shape", False)
    if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM or is_told:
        return response
    told = problem(response.status_code, "", _words(response.status_code))
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if header in response.headers:
            told.headers[header] = response.headers[header]
    return told


def _words(status: int) -> str:
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return _("This address does not take this method.")
    return HTTPStatus(status).phrase
