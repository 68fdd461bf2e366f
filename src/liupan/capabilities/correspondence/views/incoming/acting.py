"""The entrance of every act on an incoming document."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.queries.incoming_page import get_incoming
from liupan.capabilities.correspondence.views.acting import Entrance
from liupan.capabilities.correspondence.views.deeds import Deed
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.documents.facade import print_guard
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import Text, place

Crumb = tuple[Text, str]


def crumbs(actor: Actor, *further: Crumb) -> Sequence[Crumb]:
    """The way to a page of incoming documents."""
    home = place("correspondence:home")
    start: list[Crumb] = [(_("Official documents"), home)] if home else []
    if may(actor, READ):
        start.append((_("Incoming documents"), reverse("correspondence:incoming-list")))
    return [*start, *further]


def _find(kind: type[Deed[Any]], request: HttpRequest, incoming_id: UUID) -> Deed[Any]:
    actor, now = actor_of(request), clock.now()
    return kind(get_incoming(actor, incoming_id, now=now), actor, now)


def _page(request: HttpRequest, deed: Deed[Any], form: forms.Form, status: int) -> HttpResponse:
    title = deed.document.line.title
    context = {
        "deed": deed,
        "found": deed.document,
        "form": form,
        "back_url": deed.back_url,
        "units": deed.units(),
        "crumbs": crumbs(deed.actor, (title, deed.back_url), (deed.title, "")),
    }
    context["print_guard"] = print_guard(deed.actor, deed.document.secrecy, deed.document.line.mark)
    return render(request, "correspondence/incoming_act.html", context, status=status)


acting = Entrance(_find, _page).acting
