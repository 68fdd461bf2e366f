"""The entrance of every act: a page with its form and what will follow; sent, it is carried out."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import requires
from liupan.foundation.seals.queries.seals import SealView, get_seal
from liupan.foundation.seals.queries.uses import get_use
from liupan.foundation.seals.views.deeds import Deed
from liupan.foundation.seals.views.reading import actor_of, place_refusal
from liupan.kernel import clock
from liupan.kernel.errors import NotAuthorised, Refusal
from liupan.kernel.work import Text

View = Callable[..., HttpResponse]


class NotPossible(Refusal):
    """The act is not possible as the thing stands, or not for this person."""


def acting_on_seal(deed: Deed) -> View:
    """The page of one act on a seal."""

    @requires(*deed.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, seal_id: UUID) -> HttpResponse:
        seal = get_seal(actor_of(request), seal_id)
        back = reverse("seals:seal", args=[seal_id])
        where = [(_("Seals"), reverse("seals:list")), (seal.line.name, back)]
        is_possible = deed.act in seal.acts
        return _page(request, deed, seal_id, seal.line.name, where, is_possible, seal)

    view.__name__ = f"seal_{deed.act.name.lower()}"
    return view


def acting_on_use(deed: Deed) -> View:
    """The page of one act on a request."""

    @requires(*deed.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, use_id: UUID) -> HttpResponse:
        use = get_use(actor_of(request), use_id)
        back = reverse("seals:use", args=[use_id])
        where = [(_("Use log"), reverse("seals:uses")), (use.line.number, back)]
        words = f"{use.line.document} · {use.line.seal}"
        return _page(request, deed, use_id, words, where, deed.act in use.acts, None)

    view.__name__ = f"use_{deed.act.name.lower()}"
    return view


def _page(
    request: HttpRequest,
    deed: Deed,
    thing_id: UUID,
    lead: str,
    where: Sequence[tuple[Text, str]],
    is_possible: bool,
    seal: SealView | None,
) -> HttpResponse:
    back, status = where[-1][1], 200
    if request.method == "POST":
        form = deed.form_for(seal, request.POST)
        if form.is_valid() and _done(request, deed, thing_id, form):
            messages.success(request, str(deed.done))
            return redirect(back)
        status = 422
    elif not is_possible:
        raise NotPossible(
            _("This is not possible now."), next_step=_("Its page shows what can be done.")
        )
    else:
        form = deed.form_for(seal)
    crumbs = [*where, (deed.title, "")]
    context = {"deed": deed, "form": form, "lead": lead, "crumbs": crumbs, "back_url": back}
    return render(request, "seals/act.html", context, status=status)


def _done(request: HttpRequest, deed: Deed, thing_id: UUID, form: forms.Form) -> bool:
    """Carry the act out; False when the operation refused, with its words in the form."""
    try:
        deed.run(thing_id, form.cleaned_data, actor_of(request), clock.now())
    except NotAuthorised:
        raise
    except Refusal as refusal:
        place_refusal(form, refusal)
        return False
    return True
