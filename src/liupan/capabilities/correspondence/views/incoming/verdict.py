"""Whether the seals of a document's file hold, check by check, as of now."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.queries.incoming_page import get_incoming
from liupan.capabilities.correspondence.views.incoming.acting import crumbs
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import signed_in
from liupan.foundation.documents.facade import open_file, print_guard
from liupan.foundation.seals.facade import VERDICT_MARKS, summary_of, verify_file, word_of
from liupan.kernel import clock
from liupan.kernel.errors import Missing


@signed_in
@require_safe
def verdict(request: HttpRequest, incoming_id: UUID, file_id: UUID) -> HttpResponse:
    """Verify a file of a document anew."""
    actor, now = actor_of(request), clock.now()
    found = get_incoming(actor, incoming_id, now=now)
    if file_id not in {one.id for one in found.files}:
        raise Missing(_("There is no such file."))
    opened = open_file(file_id=file_id, actor=actor, now=now)
    verdict = verify_file(b"".join(opened.content), now=now)
    back = reverse("correspondence:incoming", args=[found.id])
    context = {
        "name": opened.ref.name,
        "verdict": verdict,
        "state": VERDICT_MARKS[verdict.outcome],
        "word": word_of(verdict.outcome),
        "summary": summary_of(verdict.outcome),
        "crumbs": crumbs(actor, (found.line.title, back), (_("Seals"), "")),
        "print_guard": print_guard(actor, found.secrecy, found.line.mark),
    }
    return render(request, "correspondence/incoming_verdict.html", context)
