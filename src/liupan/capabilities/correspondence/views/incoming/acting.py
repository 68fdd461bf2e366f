"""The entrance of every act on an incoming document: a form, sent and carried out once."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.queries.incoming_page import get_incoming
from liupan.capabilities.correspondence.views.drafting.asking import actor_of, place_errors
from liupan.capabilities.correspondence.views.incoming.deed import Deed
from liupan.foundation.design.facade import requires, signed_in
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.work import Text, place

View = Callable[..., HttpResponse]
Crumb = tuple[Text, str]


class NotPossible(Refusal):
    """The act is not possible as the document stands."""


def acting(kind: type[Deed]) -> View:
    """The page of one act: GET shows the form and what will follow, POST carries it out."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
        deed = _deed(kind, request, incoming_id)
        if request.method == "POST":
            return _said(request, deed) if "say" in request.POST else _perform(request, deed)
        if not deed.is_possible:
            raise NotPossible(deed.refusal())
        return _page(request, deed, deed.form(), 200)

    view.__name__ = kind.__name__
    return requires(*kind.permissions)(view) if kind.permissions else signed_in(view)


def crumbs(actor: Actor, *further: Crumb) -> Sequence[Crumb]:
    """The way to a page of incoming documents."""
    home = place("correspondence:home")
    start: list[Crumb] = [(_("Official documents"), home)] if home else []
    if may(actor, READ):
        start.append((_("Incoming documents"), reverse("correspondence:incoming-list")))
    return [*start, *further]


def _perform(request: HttpRequest, deed: Deed) -> HttpResponse:
    form = deed.form(request.POST)
    if not deed.is_possible:
        return _refused(request, deed, form, deed.refusal())
    if not form.is_valid():
        return _page(request, deed, form, 422)
    try:
        deed.perform(form)
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
        return _page(request, deed, form, wrong.status)
    except Refusal as refusal:
        fresh = _deed(type(deed), request, deed.found.id)
        return _refused(request, fresh, form, f"{refusal.message} {refusal.next_step}".strip())
    return _done(request, deed)


def _refused(request: HttpRequest, deed: Deed, form: forms.Form, why: str) -> HttpResponse:
    """What was typed stays; a form sent twice is told of its success."""
    if deed.was_done:
        return _done(request, deed)
    form.errors.clear()
    form.add_error(None, why)
    return _page(request, deed, form, 409)


def _done(request: HttpRequest, deed: Deed) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect("correspondence:incoming", incoming_id=deed.found.id)


def _said(request: HttpRequest, deed: Deed) -> HttpResponse:
    """The form with a common sentence put in; nothing else is touched."""
    number = request.POST.get("say", "")
    words = {str(n): str(one) for n, one in enumerate(deed.says)}.get(number, "")
    form = deed.form()
    before = request.POST.get(deed.said_in, "").strip()
    form.initial = {**form.initial, **request.POST.dict(), deed.said_in: f"{before}{words}"}
    return _page(request, deed, form, 200)


def _deed(kind: type[Deed], request: HttpRequest, incoming_id: UUID) -> Deed:
    actor, now = actor_of(request), clock.now()
    return kind(get_incoming(actor, incoming_id, now=now), actor, now)


def _page(request: HttpRequest, deed: Deed, form: forms.Form, status: int) -> HttpResponse:
    back = reverse("correspondence:incoming", args=[deed.found.id])
    context = {
        "deed": deed,
        "found": deed.found,
        "form": form,
        "back_url": back,
        "units": unit_options(deed.today) if deed.wants_units else "",
        "crumbs": crumbs(deed.actor, (deed.found.line.title, back), (deed.title, "")),
    }
    return render(request, "correspondence/incoming_act.html", context, status=status)
