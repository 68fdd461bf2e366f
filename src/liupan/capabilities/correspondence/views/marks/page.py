"""The page of a document's secrecy mark: asking for another one, deciding over it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.correspondence.forms.marks import AskMarkForm, DecideMarkForm
from liupan.capabilities.correspondence.labels.marks import CHANGES
from liupan.capabilities.correspondence.operations.marks import ask_mark, decide_mark
from liupan.capabilities.correspondence.queries.mark_page import (
    MarkView,
    mark_of_incoming,
    mark_of_outgoing,
)
from liupan.capabilities.correspondence.queries.marks import document_of_change
from liupan.capabilities.correspondence.views.reading import actor_of, place_errors
from liupan.foundation.design.facade import Fact, city_day, requires, signed_in
from liupan.foundation.documents.facade import DECIDE_MARKS, print_guard
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.secrecy import STAR
from liupan.kernel.work import Text, place

STATES = {"asked": "open", "granted": "done", "refused": "back", "released": "done"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def of_outgoing(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The mark of a document that is sent."""
    found = mark_of_outgoing(actor_of(request), document_id, now=clock.now())
    return _asked(request, found) if request.method == "POST" else _page(request, found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def of_incoming(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """The mark of a document that was received."""
    found = mark_of_incoming(actor_of(request), incoming_id, now=clock.now())
    return _asked(request, found) if request.method == "POST" else _page(request, found)


@requires(DECIDE_MARKS)
@require_POST
def decide(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Approve or refuse another mark."""
    actor = actor_of(request)
    way, document_id = document_of_change(actor, change_id)
    form = DecideMarkForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Choose whether the mark is approved."))
    try:
        decide_mark(
            change_id=change_id, is_granted=form.cleaned_data["is_granted"],
            answer=form.cleaned_data["answer"], actor=actor, now=clock.now(),
        )  # fmt: skip
    except InvalidInput as wrong:
        place_errors(form, wrong)
        look = mark_of_outgoing if way == "outgoing" else mark_of_incoming
        found = look(actor, document_id, now=clock.now())
        return _page(request, found, deciding=form, status=wrong.status)
    messages.success(request, _("Decided."))
    return redirect(f"correspondence:{way}-mark", document_id)


def _asked(request: HttpRequest, found: MarkView) -> HttpResponse:
    actor = actor_of(request)
    form = AskMarkForm(request.POST, clearance=actor.clearance)
    if not form.is_valid():
        return _page(request, found, asking=form, status=422)
    key = "outgoing_id" if found.is_outgoing else "incoming_id"
    try:
        ask_mark(
            words=form.words, reason=form.cleaned_data["reason"], actor=actor, now=clock.now(),
            **{key: found.document_id},
        )  # fmt: skip
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
        return _page(request, found, asking=form, status=wrong.status)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, found, asking=form, status=refusal.status)
    messages.success(request, _("Asked for. Somebody else decides."))
    return redirect(f"correspondence:{_way(found)}-mark", found.document_id)


def _page(
    request: HttpRequest,
    found: MarkView,
    *,
    asking: AskMarkForm | None = None,
    deciding: DecideMarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    asked = found.asked
    initial = {"level": found.secrecy.value, "period": found.mark.partition(STAR)[2]}
    context = {
        "found": found,
        "facts": _facts(found),
        "asked": asked,
        "changes": [(one, CHANGES.get(one.kind, ""), STATES[one.state]) for one in found.changes],
        "may_ask": found.may_ask and asked is None,
        "may_decide": bool(asked and found.may_decide and asked.asked_by != actor.id),
        "form": asking or AskMarkForm(initial=initial, clearance=actor.clearance),
        "deciding": deciding or DecideMarkForm(),
        "print_guard": print_guard(actor, found.secrecy, found.mark),
        "crumbs": _crumbs(found),
        "document_url": reverse(f"correspondence:{_way(found)}", args=[found.document_id]),
    }
    return render(request, "correspondence/mark.html", context, status=status)


def _facts(found: MarkView) -> list[Fact]:
    secret = found.secret
    if secret is None:
        return []
    return [
        Fact(name=_("Determined on"), value=city_day(secret.since)),
        Fact(name=_("Period ends"), value=city_day(secret.ends_on)),
        Fact(name=pgettext("secrecy period", "State"), value=secret.standing_label),
    ]


def _crumbs(found: MarkView) -> list[tuple[Text, str]]:
    listed = _("Outgoing documents") if found.is_outgoing else _("Incoming documents")
    return [
        (_("Official documents"), place("correspondence:home")),
        (listed, place(f"correspondence:{_way(found)}-list")),
        (found.number or found.title, place(f"correspondence:{_way(found)}", found.document_id)),
        (_("Secrecy mark"), ""),
    ]


def _way(found: MarkView) -> str:
    return "outgoing" if found.is_outgoing else "incoming"
