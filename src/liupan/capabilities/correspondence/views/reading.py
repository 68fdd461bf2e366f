"""Who asks."""

from django.http import HttpRequest

from liupan.kernel.authority import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
