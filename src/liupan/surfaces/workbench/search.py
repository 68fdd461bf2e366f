"""The global search: everything the actor may see."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import signed_in
from liupan.foundation.search import facade
from liupan.kernel.authority import Actor


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@signed_in
def results(request: HttpRequest) -> HttpResponse:
    """A page of results."""
    words = request.GET.get("q", "")[:100]
    kind = request.GET.get("type", "")
    page = request.GET.get("page", "1")
    found = facade.search(
        _actor(request), words, thing_type=kind, page=int(page) if page.isdecimal() else 1
    )
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
    found = facade.suggest(_actor(request), request.GET.get("q", "")[:100])
    told = [
        {"title": "".join(text for text, _match in f.title), "type": f.type_label, "url": f.url}
        for f in found
    ]
    return JsonResponse({"suggestions": told})
