"""The public search: public things only, whoever asks, so that the page may be cached for all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import public
from liupan.foundation.search.queries import search
from liupan.kernel.authority import ANONYMOUS


@require_safe
@public
def results(request: HttpRequest) -> HttpResponse:
    """A page of results."""
    words = request.GET.get("q", "")[:100]
    page = request.GET.get("page", "1")
    found = search(ANONYMOUS, words, page=int(page) if page.isdecimal() else 1)
    return render(request, "search/results.html", {"results": found, "search_words": words})
