"""Who asks, and the way to a page of this office."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.kernel.authority import Actor
from liupan.kernel.work import Text

Crumb = tuple[Text, str]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def crumbs(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of services."""
    return [(_("Shared services"), reverse("exchange:services")), *further]


def system_crumbs(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of systems."""
    return [(_("Systems"), reverse("exchange:systems")), *further]
