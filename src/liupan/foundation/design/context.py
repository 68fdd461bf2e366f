"""What every page template knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from liupan.foundation.design import frames
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor, the installation and the frame a page stands in."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "installation": SimpleLazyObject(frames.installation),
        "city_now": SimpleLazyObject(clock.now),
        "is_elder": getattr(request, "is_elder", False),
        "html_language": HTML_LANGUAGES.get(get_language() or "", "zh-Hans"),
        "frame": frame_of(actor),
    }


def frame_of(actor: Actor) -> str:
    """The layout an actor's pages stand in: staff work in the office, everybody else visits."""
    return "design/office.html" if actor.kind is ActorKind.STAFF else "design/portal.html"
