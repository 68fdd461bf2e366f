"""The entrance of every act on an edition: a page with its form; sent, it is carried out once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.catalogue.forms.deciding import VerdictForm
from liupan.capabilities.catalogue.queries.entries import get_entry
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.shapes import EntryView
from liupan.capabilities.catalogue.queries.wording import in_words
from liupan.capabilities.catalogue.views.deeds import Deed
from liupan.capabilities.catalogue.views.elements import Given, facts_of, item_rows
from liupan.capabilities.catalogue.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""
View = Callable[..., HttpResponse]


class NotPossible(Refusal):
    """The act is not possible as the edition stands."""


def acting(deed: Deed) -> View:
    """The page of one act: GET shows entry, checks and form, POST carries it out."""

    @requires(*deed.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, resource_id: UUID, number: int) -> HttpResponse:
        actor = actor_of(request)
        entry = get_entry(actor, resource_id, now=clock.now(), number=number)
        if not deed.possible(entry):
            return _not_now(request, deed, entry, actor)
        form = form_of(deed, entry, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return _perform(request, deed, entry, form)
        return _page(request, deed, entry, form, 422 if form.is_bound else 200)

    view.__name__ = f"deed_{deed.key}"
    return view


def form_of(deed: Deed, entry: EntryView, data: object = None) -> VerdictForm:
    """The form of a deed with the outcomes that are possible now."""
    verdicts = [(one.act.value, one.label) for one in deed.possible(entry)]
    return VerdictForm(
        data, verdicts=verdicts, is_needed=deed.needs_words, auto_id=f"{deed.key}-%s"
    )


def checks_of(entry: EntryView) -> list[tuple[bool, str]]:
    """What the checks found: whether it blocks, in words."""
    return [(one.blocks, in_words(one)) for one in entry.findings]


def _perform(request: HttpRequest, deed: Deed, entry: EntryView, form: VerdictForm) -> HttpResponse:
    actor = actor_of(request)
    try:
        deed.perform(
            form.cleaned_data["verdict"],
            words=form.cleaned_data["opinion"],
            edition_id=entry.line.id,
            actor=actor,
            now=clock.now(),
        )
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        for field, told in wrong.fields.items():
            form.add_error("opinion" if field in ("opinion", "reason") else None, told)
        return _page(request, deed, entry, form, wrong.status)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, deed, entry, form, refusal.status)
    return _done(request, deed, entry)


def _not_now(request: HttpRequest, deed: Deed, entry: EntryView, actor: Actor) -> HttpResponse:
    """A form sent twice is told of its success; else why it cannot be done."""
    acts = {one.act for one in deed.verdicts}
    done = any(
        step.kind in acts and step.actor_id == actor.id and clock.now() - step.at < TWICE
        for step in entry.steps
    )
    if request.method == "POST" and done:
        return _done(request, deed, entry)
    if deed.is_barred(entry):
        raise NotPossible(
            _("You took the step before this one on %(code)s.") % {"code": entry.line.code},
            next_step=_("Somebody else of the same office does this step."),
        )
    raise NotPossible(
        _("%(code)s is “%(state)s”: this is not possible now.")
        % {"code": entry.line.code, "state": entry.line.state_label}
    )


def _done(request: HttpRequest, deed: Deed, entry: EntryView) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect("catalogue:resource", resource_id=entry.line.resource_id)


def _page(
    request: HttpRequest, deed: Deed, entry: EntryView, form: VerdictForm, status: int
) -> HttpResponse:
    line = entry.line
    lists = code_lists(clock.today())
    given = Given(code=line.code, provider=entry.provider_name, publish_on=line.publish_on)
    context = {
        "deed": deed,
        "entry": entry,
        "form": form,
        "checks": checks_of(entry),
        "facts": facts_of(entry.said, given, lists),
        "items": item_rows(entry.said.items, lists),
        "back_url": reverse("catalogue:resource", args=[line.resource_id]),
        "crumbs": crumbs(
            (line.code, reverse("catalogue:resource", args=[line.resource_id])), (deed.title, "")
        ),
    }
    return render(request, "catalogue/act.html", context, status=status)
