"""The API root: every office's router under `/api/v1/`, one way in, one shape of errors."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

import liupan
from liupan.foundation.design.facade import problem
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, LiupanError, NotAuthorised


class _CookieCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


_cookie_check = _CookieCheck(lambda request: HttpResponse())


def entrance(request: HttpRequest) -> Actor:
    """Who is asking: a token's machine, the signed-in person, or nobody.

    What they may do is said by each endpoint's entrance mark. Requests that rely on the cookie
    must carry the CSRF token.
    """
    if "Authorization" not in request.headers and request.method not in ("GET", "HEAD", "OPTIONS"):
        _cookie_check.process_request(request)
        if _cookie_check.process_view(request, lambda r: HttpResponse(), (), {}):
            raise NotAuthorised(_("The token against forged forms is missing or wrong."))
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


api = NinjaAPI(
    title="Liupan",
    version=liupan.__version__,
    description="The API only grows within v1. Errors are problem details (RFC 9457).",
    auth=entrance,
    docs_url=None,
    openapi_url=None,  # views.description adds who may enter and what errors look like
    urls_namespace="api-v1",
)


@api.exception_handler(LiupanError)
def _said_no(request: HttpRequest, error: LiupanError) -> HttpResponse:
    more: dict[str, object] = {"next_step": str(error.next_step)} if error.next_step else {}
    if isinstance(error, InvalidInput):
        more["fields"] = error.fields
    actor: Actor = request.actor  # type: ignore[attr-defined]
    status = 401 if isinstance(error, NotAuthorised) and actor.is_anonymous else error.status
    response = problem(status, error.code, error.message, **more)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(x) for x in e["loc"]): [e["msg"]] for e in error.errors}
    return problem(422, "invalid_input", _("The request was not understood."), fields=fields)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "", str(error))


def _mount_offices() -> None:
    for app in settings.LIUPAN_APPS:
        if app.startswith("liupan.surfaces.") or not find_spec(f"{app}.api"):
            continue
        room = import_module(f"{app}.api")
        api.add_router(room.PREFIX, room.router)


_mount_offices()
