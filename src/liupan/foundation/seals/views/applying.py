"""Forms that begin something: an application for a seal, a request for its use."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import requires
from liupan.foundation.seals.forms import ApplyForm, RequestForm
from liupan.foundation.seals.operations import applying, uses
from liupan.foundation.seals.policies import APPLY, REQUEST
from liupan.foundation.seals.queries.seals import posts_to_keep, units_to_apply_for, usable_seals
from liupan.foundation.seals.views.reading import actor_of, place_refusal
from liupan.kernel import clock
from liupan.kernel.errors import NotAuthorised, Refusal


@requires(APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for a seal of one's unit."""
    units = units_to_apply_for(actor_of(request))
    posts = posts_to_keep([UUID(unit) for unit, _name in units])
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplyForm(*data, units=units, posts=posts)
    if form.is_bound and form.is_valid() and (made := _applied(request, form)):
        messages.success(request, _("The application waits for somebody else's approval."))
        return redirect("seals:seal", seal_id=made)
    context = {
        "form": form,
        "crumbs": [(_("Seals"), reverse("seals:list")), (_("Apply for a seal"), "")],
        "back_url": reverse("seals:list"),
    }
    return render(request, "seals/apply.html", context, status=422 if form.is_bound else 200)


@requires(REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def request_use(request: HttpRequest) -> HttpResponse:
    """Ask to have a document sealed."""
    seals = usable_seals(actor_of(request))
    data: dict[str, Any] = {"initial": {"seal_id": request.GET.get("seal", "")}}
    if request.method == "POST":
        data = {"data": request.POST, "files": request.FILES}
    form = RequestForm(seals=seals, **data)
    if form.is_bound and form.is_valid() and (made := _requested(request, form)):
        messages.success(request, _("The request waits for somebody else's approval."))
        return redirect("seals:use", use_id=made)
    context = {
        "form": form,
        "crumbs": [(_("Use log"), reverse("seals:uses")), (_("Ask for the use of a seal"), "")],
        "back_url": reverse("seals:uses"),
        "has_seals": bool(seals),
    }
    return render(request, "seals/request.html", context, status=422 if form.is_bound else 200)


def _applied(request: HttpRequest, form: forms.Form) -> UUID | None:
    said = dict(form.cleaned_data)
    once, reason, picture = said.pop("once"), said.pop("reason"), said.pop("picture")
    seal = applying.NewSeal(**said, picture=picture.read() if picture else None)
    try:
        return applying.apply_for_seal(
            seal=seal, reason=reason, once=once, actor=actor_of(request), now=clock.now()
        )
    except NotAuthorised:
        raise
    except Refusal as refusal:
        place_refusal(form, refusal)
        return None


def _requested(request: HttpRequest, form: forms.Form) -> UUID | None:
    said = dict(form.cleaned_data)
    file = said.pop("file")
    try:
        return uses.request_use(
            name=file.name, content=file.read(), actor=actor_of(request), now=clock.now(), **said
        )
    except NotAuthorised:
        raise
    except Refusal as refusal:
        place_refusal(form, refusal)
        return None
