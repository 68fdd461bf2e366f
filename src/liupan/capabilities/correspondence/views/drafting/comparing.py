"""Two drafts of a document side by side."""

from collections import Counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.queries.drafting import get_two_drafts, list_drafts
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.foundation.documents.facade import compared, print_guard, watermark
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place


@requires(READ)
@require_GET
def compare(request: HttpRequest, document_id: UUID, a: int, b: int) -> HttpResponse:
    """What was taken away, added and rewritten between two drafts (稿件比较)."""
    actor = actor_of(request)
    found = get_two_drafts(actor, document_id, a, b)
    title, rows = found.title, compared(found.former, found.latter)
    counts = Counter(row.kind for row in rows)
    context = {
        "document_id": document_id,
        "title": title,
        "a": a,
        "b": b,
        "rows": rows,
        "drafts": list_drafts(document_id),
        "added": counts["added"],
        "removed": counts["removed"],
        "changed": counts["changed"],
        "print_guard": print_guard(actor, found.secrecy, found.mark),
        "watermark": watermark(actor) if found.secrecy > Secrecy.PUBLIC else "",
        "page_url": place("correspondence:outgoing", document_id),
        "crumbs": [
            (title, place("correspondence:outgoing", document_id)),
            (_("Compare drafts"), ""),
        ],
    }
    return render(request, "correspondence/draft_compare.html", context)


@requires(READ)
@require_GET
def chosen(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The same for two drafts chosen in a form; without a choice the last two."""
    last, *before = [one.n for one in list_drafts(document_id)][:2] or [0]
    a, b = _number(request, "a", before[0] if before else last), _number(request, "b", last)
    answer: HttpResponse = compare(request, document_id, a, b)
    return answer


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 6 else otherwise
