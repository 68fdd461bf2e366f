"""What is done to chosen rows of the list: asked first, then done; refusals are named."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from liupan.capabilities.catalogue.forms.deciding import VerdictForm
from liupan.capabilities.catalogue.operations.together import Outcome, act_on_entries
from liupan.capabilities.catalogue.queries.listing import list_chosen
from liupan.capabilities.catalogue.rules.states import Act
from liupan.capabilities.catalogue.views.deeds import DEEDS, Deed
from liupan.capabilities.catalogue.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import Batch, picked, requires
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput

View = Callable[..., HttpResponse]
GLYPHS = {"registration": "check", "publication": "check", "hand-in": "right", "ask": "right"}
DEEDS_ON_MANY = tuple(deed for deed in DEEDS if deed.key in GLYPHS)


def batches_for(actor: Actor) -> Sequence[Batch]:
    """What the actor may do to chosen rows."""
    return [
        Batch(deed.title, reverse(f"catalogue:chosen-{deed.key}"), GLYPHS[deed.key])
        for deed in DEEDS_ON_MANY
        if any(may(actor, one) for one in deed.permissions)
    ]


def acting_on_chosen(deed: Deed) -> View:
    """The page of one act on chosen entries: shows them and asks for the verdict, then does it."""

    @requires(*deed.permissions)
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        ids = picked(request)
        if not ids:
            messages.warning(request, _("Choose at least one row."))
            return redirect("catalogue:list")
        form = _form(request, deed)
        if form.is_bound and form.is_valid():
            outcomes = _done(request, form, ids)
            if outcomes is not None:
                return _told(request, deed, outcomes)
        return _ask(request, deed, form, ids)

    view.__name__ = f"chosen_{deed.key}"
    return view


def _form(request: HttpRequest, deed: Deed) -> VerdictForm:
    is_sent = request.POST.get("confirmed") == "yes"
    verdicts = [(one.act.value, one.label) for one in deed.verdicts]
    return VerdictForm(request.POST if is_sent else None, verdicts=verdicts, is_needed=False)


def _done(request: HttpRequest, form: VerdictForm, ids: Sequence[UUID]) -> Sequence[Outcome] | None:
    """What became of each; none, with words in the form, when something has to be said first."""
    said = form.cleaned_data
    try:
        return act_on_entries(
            edition_ids=ids, act=Act(said["verdict"]), opinion=said["opinion"],
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except InvalidInput as wrong:
        for field, told in wrong.fields.items():
            form.add_error(field if field in form.fields else None, told)
        return None


def _told(request: HttpRequest, deed: Deed, outcomes: Sequence[Outcome]) -> HttpResponse:
    """All done: back to the list. Else those that were not, each with its reason."""
    done = sum(one.is_done for one in outcomes)
    words = ngettext("Done with %(n)d entry.", "Done with %(n)d entries.", done) % {"n": done}
    refused = [one for one in outcomes if not one.is_done]
    if not refused:
        messages.success(request, words)
        return redirect("catalogue:list")
    context = {
        "deed": deed, "done": words, "refused": refused,
        "crumbs": crumbs((deed.title, "")),
    }  # fmt: skip
    return render(request, "catalogue/chosen_done.html", context)


def _ask(request: HttpRequest, deed: Deed, form: VerdictForm, ids: Sequence[UUID]) -> HttpResponse:
    context = {
        "deed": deed, "form": form, "lines": list_chosen(actor_of(request), ids),
        "crumbs": crumbs((deed.title, "")),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "catalogue/chosen.html", context, status=status)
