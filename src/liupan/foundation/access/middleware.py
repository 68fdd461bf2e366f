"""Who is asking: `request.actor`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from liupan.foundation.access.actors import actor_for
from liupan.kernel.authority import ANONYMOUS, Actor


class ActorMiddleware:
    """Puts the `Actor` on the request; nothing is read until somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_for(user.pk) if user.is_authenticated else ANONYMOUS
