"""The entrance of every act on an outgoing document: a page with its form; sent, it is carried
out once, and nothing that was typed is lost."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.queries.outgoing_page import get_outgoing
from liupan.capabilities.correspondence.views.outgoing import document as pages
from liupan.capabilities.correspondence.views.outgoing.acts.deed import Deed
from liupan.capabilities.correspondence.views.outgoing.acts.steps import BACK, Decide, Return
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import signed_in
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal

View = Callable[..., HttpResponse]


class NotPossible(Refusal):
    """The act is not possible as the document stands."""


def acting(kind: type[Deed]) -> View:
    """The page of one act: GET shows the form and what will follow, POST carries it out."""

    @signed_in
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, document_id: UUID) -> HttpResponse:
        deed = _deed(kind, request, document_id)
        if request.method != "POST":
            if not deed.is_possible:
                raise NotPossible(deed.refusal())
            return pages.act_page(request, deed, deed.form(), 200)
        if "say" in request.POST:
            return pages.act_page(request, deed, _said(deed, request.POST), 200)
        if request.POST.get("go") == BACK and isinstance(deed, Decide):
            back = Return(deed.document, deed.actor, deed.now)
            return pages.act_page(request, back, _going_back(deed, back, request.POST), 200)
        return _perform(request, deed)

    view.__name__ = kind.__name__
    return view


def _perform(request: HttpRequest, deed: Deed) -> HttpResponse:
    form = deed.form(request.POST)
    if not deed.is_possible:
        return _refused(request, deed, form, deed.refusal())
    if not form.is_valid():
        return pages.act_page(request, deed, form, 422)
    try:
        deed.perform(form.cleaned_data, request.POST.get("go", ""))
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        _place_errors(form, wrong)
        return pages.act_page(request, deed, form, wrong.status)
    except Refusal as refusal:
        fresh = _deed(type(deed), request, deed.document.id)
        return _refused(request, fresh, form, f"{refusal.message} {refusal.next_step}".strip())
    messages.success(request, str(deed.done))
    return redirect("correspondence:outgoing", document_id=deed.document.id)


def _refused(request: HttpRequest, deed: Deed, form: forms.Form, why: str) -> HttpResponse:
    """What was typed stays, beside what happened meanwhile; a form sent twice is told of its
    success."""
    if deed.was_done(_uuid(request.POST.get("item_id", ""))):
        messages.success(request, str(deed.done))
        return redirect("correspondence:outgoing", document_id=deed.document.id)
    form.errors.clear()
    form.add_error(None, why)
    return pages.act_page(request, deed, form, 409, since=_moment(request.POST.get("seen_at", "")))


def _said(deed: Deed, sent: QueryDict) -> forms.Form:
    """The form with a usual phrase put in; what stood there only as a phrase gives way."""
    phrases = [str(one) for one in deed.says]
    number = sent.get("say", "")
    chosen = dict(zip(map(str, range(len(phrases))), phrases, strict=True)).get(number, "")
    before = sent.get("opinion", "").strip()
    opinion = chosen if before in phrases else f"{before}{chosen}"
    form = deed.form()
    form.initial = {**form.initial, **sent.dict(), "opinion": opinion}
    return form


def _going_back(decide: Decide, back: Return, sent: QueryDict) -> forms.Form:
    """The form of a return, with what was typed as an opinion; a phrase of consent is none."""
    form = back.form()
    opinion = sent.get("opinion", "").strip()
    if opinion not in [str(one) for one in decide.says]:
        form.initial["reason"] = opinion
    return form


def _place_errors(form: forms.Form, wrong: InvalidInput) -> None:
    named = [name for name in wrong.fields if name in form.fields]
    for name in named:
        form.add_error(name, wrong.fields[name])
    if not named:
        said = [word for words in wrong.fields.values() for word in words]
        form.add_error(None, f"{wrong.message} {wrong.next_step}".strip() or " ".join(said))


def _deed(kind: type[Deed], request: HttpRequest, document_id: UUID) -> Deed:
    actor, now = actor_of(request), clock.now()
    return kind(get_outgoing(actor, document_id, now=now), actor, now)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
