"""The global search: everything the actor may see."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import page_asked, signed_in
from liupan.foundation.organisations.facade import (
    list_ancestors,
    list_holders,
    list_posts,
    list_units_on,
)
from liupan.foundation.search import facade
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@signed_in
def results(request: HttpRequest) -> HttpResponse:
    """A page of results."""
    words = request.GET.get("q", "")[:100]
    kind = request.GET.get("type", "")
    found = facade.search(_actor(request), words, thing_type=kind, page=page_asked(request))
    types = [(name, source.label) for name, source in facade.sources().items()]
    return render(
        request,
        "workbench/search.html",
        {"results": found, "search_words": words, "kind": kind, "types": types},
    )


@require_safe
@signed_in
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles while one is typing."""
    found = facade.list_suggestions(_actor(request), request.GET.get("q", "")[:100])
    return JsonResponse({"suggestions": found})


@require_safe
@signed_in
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit and who holds its posts today: the directory every member of staff may read."""
    if _actor(request).kind is not ActorKind.STAFF:
        raise Http404
    today = clock.today()
    found = next(iter(list_units_on(today, ids=[unit_id])), None)
    if found is None:
        raise Http404
    posts = list_posts([unit_id], today)
    holders = list_holders([post.id for post in posts], today)
    people = [(post, [h for h in holders if h.post_id == post.id]) for post in posts]
    return render(
        request,
        "workbench/unit.html",
        {"unit": found, "above": list_ancestors(unit_id), "people": people, "today": today},
    )
