"""Who is asking: `request.actor`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from liupan.foundation.access.actors import actor_for, actor_with
from liupan.foundation.identity.facade import find_account_by_token, limited
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind

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
    if not user.is_authenticated:
        return ANONYMOUS
    # A closed account is nobody's session: the backend gives no user for it.
    return actor_with(user.pk, ActorKind(user.kind), user.name)


def _behind(header: str) -> Actor:
    """The machine behind a token. A wrong token is nobody, never the cookie's person."""
    holder = (
        find_account_by_token(header.removeprefix(BEARER)) if header.startswith(BEARER) else None
    )
    return limited(actor_for(holder.account.id), holder) if holder else ANONYMOUS
