"""The entrance of every act on an item: a page with its form; sent, it is carried out once."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.views.acts.deed import Deed
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.work import Text, place

View = Callable[..., HttpResponse]
Crumb = tuple[Text, str]


def acting(kind: type[Deed]) -> View:
    """The page of one act: GET shows the form and what will follow, POST carries it out."""

    @requires(*kind.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, item_id: UUID) -> HttpResponse:
        deed = _deed(kind, request, item_id)
        if request.method != "POST":
            return _page(request, deed, deed.form(), 200) if deed.is_possible else _not_now(deed)
        if "say" in request.POST:
            return _page(request, deed, _said(deed, request), 200)
        return _perform(request, deed)

    view.__name__ = kind.__name__
    return view


def place_errors(form: forms.BaseForm, wrong: InvalidInput) -> None:
    """Put what an operation found wrong at the fields it names, the rest above the form."""
    named = [name for name in wrong.fields if name in form.fields]
    for name in named:
        form.add_error(name, wrong.fields[name])
    if not named:
        form.add_error(None, f"{wrong.message} {wrong.next_step}".strip())


def crumbs(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of this office."""
    start = place("supervision:list") or reverse("supervision:mine")
    return [(_("Supervision"), start), *further]


def _perform(request: HttpRequest, deed: Deed) -> HttpResponse:
    form = deed.form(request.POST, request.FILES)
    if not deed.is_possible:
        return _refused(request, deed, form, deed.refusal())
    if not form.is_valid():
        return _page(request, deed, form, 422)
    try:
        deed.perform(form.cleaned_data)
    except StaleVersion as stale:
        raise _compared(stale, deed, form, request) from stale
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
        return _page(request, deed, form, wrong.status)
    except Refusal as refusal:
        fresh = _deed(type(deed), request, deed.item.id)
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
    return redirect("supervision:item", item_id=deed.item.id)


def _said(deed: Deed, request: HttpRequest) -> forms.Form:
    """The form with a common sentence put in; nothing else is touched."""
    number = request.POST.get("say", "")
    words = {str(n): str(one) for n, one in enumerate(deed.says)}.get(number, "")
    form = deed.form()
    before = request.POST.get("opinion", "").strip()
    form.initial = {**form.initial, **request.POST.dict(), "opinion": f"{before}{words}"}
    return form


def _compared(
    stale: StaleVersion, deed: Deed, form: forms.Form, request: HttpRequest
) -> StaleVersion:
    """The same refusal with both versions in the words of the form."""
    fresh = _deed(type(deed), request, deed.item.id).form()
    names = [name for name in form.fields if name not in ("version", "reason")]
    return StaleVersion(
        stale.message,
        theirs={name: _shown(fresh, name) for name in names}
        | {"version": fresh.initial.get("version")},
        mine={name: _shown(form, name) for name in names},
        labels={name: str(form.fields[name].label) for name in names},
        next_step=stale.next_step,
    )


def _shown(form: forms.Form, name: str) -> str:
    value = form[name].value()
    choices = getattr(form.fields[name], "choices", None)
    if choices is not None:
        return str(dict(choices).get(str(value or ""), value or ""))
    if isinstance(form.fields[name], forms.BooleanField):
        return _("yes") if value and value != "False" else _("no")
    return "" if value is None else str(value)


def _deed(kind: type[Deed], request: HttpRequest, item_id: UUID) -> Deed:
    actor, now = actor_of(request), clock.now()
    return kind(get_item(actor, item_id, now=now), actor, now)


def _not_now(deed: Deed) -> HttpResponse:
    raise NotPossible(deed.refusal())


class NotPossible(Refusal):
    """The act is not possible as the item stands."""


def _page(request: HttpRequest, deed: Deed, form: forms.Form, status: int) -> HttpResponse:
    item = deed.item
    context = {
        "deed": deed,
        "item": item,
        "form": form,
        "units": unit_options(deed.today) if deed.wants_units else "",
        "crumbs": crumbs(
            (item.line.number, reverse("supervision:item", args=[item.id])), (deed.title, "")
        ),
    }
    return render(request, "supervision/act.html", context, status=status)
