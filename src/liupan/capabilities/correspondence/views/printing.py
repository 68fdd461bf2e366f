"""Printing a document: a copy with reader and time on every page, counted where it is secret."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.forms.copies import PurposeForm
from liupan.capabilities.correspondence.operations.copies import Copy, print_document
from liupan.capabilities.correspondence.queries.copies import (
    PrintView,
    print_of_incoming,
    print_of_outgoing,
)
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import signed_in
from liupan.foundation.documents.facade import print_guard
from liupan.kernel import clock
from liupan.kernel.errors import Missing, NotAuthorised, Refusal
from liupan.kernel.secrecy import WORDS
from liupan.kernel.work import Text, place


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def outgoing(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A copy of a document that is sent."""
    found = print_of_outgoing(actor_of(request), document_id, now=clock.now())
    return _printed(request, found) if request.method == "POST" else _page(request, found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """A copy of a document that was received."""
    found = print_of_incoming(actor_of(request), incoming_id)
    return _printed(request, found) if request.method == "POST" else _page(request, found)


def _printed(request: HttpRequest, found: PrintView) -> HttpResponse:
    form = PurposeForm(request.POST, is_counted=found.is_counted)
    if not form.is_valid():
        return _page(request, found, form, 422)
    key = "outgoing_id" if found.is_outgoing else "incoming_id"
    try:
        made = print_document(
            purpose=form.cleaned_data.get("purpose", ""), actor=actor_of(request),
            now=clock.now(), **{key: found.page_id},
        )  # fmt: skip
    except (NotAuthorised, Missing):
        raise
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, found, form, refusal.status)
    return _sent(made)


def _sent(made: Copy) -> HttpResponse:
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _page(
    request: HttpRequest, found: PrintView, form: PurposeForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "found": found,
        "mark": found.mark or WORDS[found.secrecy],
        "form": form or PurposeForm(is_counted=found.is_counted),
        "crumbs": _crumbs(found),
        "document_url": reverse(f"correspondence:{_way(found)}", args=[found.page_id]),
        "print_guard": print_guard(actor_of(request), found.secrecy, found.mark),
    }
    return render(request, "correspondence/print_copy.html", context, status=status)


def _crumbs(found: PrintView) -> list[tuple[Text, str]]:
    listed = _("Outgoing documents") if found.is_outgoing else _("Incoming documents")
    return [
        (_("Official documents"), place("correspondence:home")),
        (listed, place(f"correspondence:{_way(found)}-list")),
        (found.number or found.title, place(f"correspondence:{_way(found)}", found.page_id)),
        (_("Print"), ""),
    ]


def _way(found: PrintView) -> str:
    return "outgoing" if found.is_outgoing else "incoming"
