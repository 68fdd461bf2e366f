"""Who is asking: `request.actor`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from liupan.foundation.access.actors import actor_for
from liupan.foundation.identity.facade import find_account_by_token, limited
from liupan.kernel.authority import ANONYMOUS, Actor

API, BEARER = "/api/", "Bearer "


class ActorMiddleware:
    """Puts the `Actor` on the request; nothing is read until somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    """A token's machine below `/api/`, else whoever is signed in, else nobody."""
    header = request.headers.get("Authorization", "")
    if header and request.path.startswith(API):
        return _behind(header)
    user = request.user
    return actor_for(user.pk) if user.is_authenticated else ANONYMOUS


def _behind(header: str) -> Actor:
    """The machine behind a token. A wrong token is nobody, never the cookie's person."""
    holder = (
        find_account_by_token(header.removeprefix(BEARER)) if header.startswith(BEARER) else None
    )
    return limited(actor_for(holder.account.id), holder) if holder else ANONYMOUS
