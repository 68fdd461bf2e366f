"""The entrance of every act on a doubt: a page with its form; sent, it is carried out once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.catalogue.forms.doubts import FixForm, WordsForm
from liupan.capabilities.catalogue.operations.doubts.keeping import Evidence
from liupan.capabilities.catalogue.queries.doubts.page import get_doubt
from liupan.capabilities.catalogue.queries.doubts.shapes import DoubtView
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.doubts.deeds import DoubtDeed
from liupan.capabilities.catalogue.views.doubts.showing import crumbs_of, record_rows
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""


def acting_on(deed: DoubtDeed) -> Callable[..., HttpResponse]:
    """The page of one act: GET shows record and form, POST carries it out."""

    @requires(*deed.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
        doubt = get_doubt(actor_of(request), doubt_id, now=clock.now())
        if deed.act not in doubt.may:
            return _not_now(request, deed, doubt)
        form = _form(deed, doubt, request)
        if request.method == "POST" and form.is_valid():
            return _perform(request, deed, doubt, form)
        return _page(request, deed, doubt, form, 422 if form.is_bound else 200)

    view.__name__ = f"doubt_{deed.act.value}"
    return view


def evidence_of(form: forms.Form) -> list[Evidence]:
    """The files of a form."""
    return [Evidence(one.name, one.content) for one in form.cleaned_data.get("evidence") or ()]


def place_errors(form: forms.Form, wrong: InvalidInput) -> None:
    """What an operation found wrong, at the fields it names, the rest above the form."""
    named = [name for name in wrong.fields if name in form.fields]
    for name in named:
        form.add_error(name, wrong.fields[name])
    if not named:
        told = [one for words in wrong.fields.values() for one in words]
        form.add_error(None, told or wrong.message)


def _form(deed: DoubtDeed, doubt: DoubtView, request: HttpRequest) -> WordsForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    common: dict[str, Any] = {"needs_words": deed.needs_words, "takes_files": deed.takes_files}
    if not deed.is_fix:
        return WordsForm(*sent, **common)
    wanted = {**doubt.record.wanted, **doubt.fixed}
    return FixForm(*sent, items=doubt.line.items, wanted=wanted, **common,
                   initial={"effective_on": clock.today()})  # fmt: skip


def _perform(
    request: HttpRequest, deed: DoubtDeed, doubt: DoubtView, form: WordsForm
) -> HttpResponse:
    said: dict[str, Any] = {"words": form.cleaned_data["words"]}
    if deed.takes_files:
        said["files"] = evidence_of(form)
    if isinstance(form, FixForm):
        said |= {"values": form.values, "effective_on": form.cleaned_data["effective_on"]}
    try:
        deed.run(doubt_id=doubt.line.id, actor=actor_of(request), now=clock.now(), **said)
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
        return _page(request, deed, doubt, form, wrong.status)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, deed, doubt, form, refusal.status)
    return _done(request, deed, doubt)


def _not_now(request: HttpRequest, deed: DoubtDeed, doubt: DoubtView) -> HttpResponse:
    """A form sent twice is told of its success; else why it cannot be done."""
    actor, now = actor_of(request), clock.now()
    done = any(
        step.kind is deed.act and step.actor_id == actor.id and now - step.at < TWICE
        for step in doubt.steps
    )
    if request.method == "POST" and done:
        return _done(request, deed, doubt)
    if deed.act in doubt.barred:
        raise NotPossible(
            _("You spoke for another side on %(number)s.") % {"number": doubt.line.number},
            next_step=_("Somebody else of the office does this step."),
        )
    raise NotPossible(
        _("%(number)s is “%(state)s”: this is not possible now.")
        % {"number": doubt.line.number, "state": doubt.line.state_label}
    )


def _done(request: HttpRequest, deed: DoubtDeed, doubt: DoubtView) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect("catalogue:doubt", doubt_id=doubt.line.id)


def _page(
    request: HttpRequest, deed: DoubtDeed, doubt: DoubtView, form: WordsForm, status: int
) -> HttpResponse:
    url = reverse("catalogue:doubt", args=[doubt.line.id])
    context = {
        "deed": deed,
        "doubt": doubt,
        "form": form,
        "rows": record_rows(doubt),
        "back_url": url,
        "crumbs": crumbs_of((doubt.line.number, url), (deed.title, "")),
    }
    return render(request, "catalogue/doubt_act.html", context, status=status)
