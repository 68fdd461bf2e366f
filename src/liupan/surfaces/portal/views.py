"""The portal's own pages."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liupan.capabilities.plan.facade import find_board
from liupan.foundation.design.facade import page_asked, public
from liupan.foundation.search.facade import list_suggestions, sources
from liupan.foundation.search.facade import search as find
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS
from liupan.kernel.work import place
from liupan.surfaces.portal import targets
from liupan.surfaces.portal.offers import OFFERS

NOT_FOR_ROBOTS = ("/api/", "/accounts/", "/workbench/", "/console/", "/search/")
LONGEST = 100
"""Characters of a query that are looked at."""


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What people look for, what is open, and how the plan stands."""
    board = find_board(clock.today())
    context = {
        # A box that can find nothing is worse than none.
        "has_search": bool(sources()),
        "offers": OFFERS,
        "board": board,
        "figures": targets.figures(board) if board else [],
        "as_of": targets.latest_day(board) if board else None,
    }
    return render(request, "portal/home.html", context)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that is public and holds the words; the same for everybody."""
    words = request.GET.get("q", "")[:LONGEST].strip()
    results = find(ANONYMOUS, words, page=page_asked(request)) if words else None
    return render(request, "portal/search.html", {"words": words, "results": results})


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Public titles while one is typing; the same for everybody, so a browser may keep them."""
    found = list_suggestions(ANONYMOUS, request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"suggestions": found}, headers={"Cache-Control": "public, max-age=60"})


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at, and where the datasets stand (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    if listed := place("opendata:sitemap"):
        lines.append(f"Sitemap: {request.build_absolute_uri(listed)}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far these pages can be used by everybody, and where to complain."""
    return render(request, "portal/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about a visitor, why, and for how long."""
    return render(request, "portal/privacy.html")
