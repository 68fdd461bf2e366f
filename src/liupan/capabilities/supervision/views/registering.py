"""New items: registered by the supervision office, decomposed, from a leader's note."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.supervision.forms.fields import OnceField
from liupan.capabilities.supervision.forms.registering import (
    NoteIntoItemForm,
    Parts,
    RegisterForm,
    part_forms,
    rows_wished,
)
from liupan.capabilities.supervision.operations.leading import note_into_item
from liupan.capabilities.supervision.operations.registering import (
    AlreadyMade,
    decompose_item,
    register_item,
)
from liupan.capabilities.supervision.policies import HANDLE, NOTE, SUPERVISE
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.queries.offering import (
    find_supervising_unit,
)
from liupan.capabilities.supervision.queries.shapes import ItemView
from liupan.capabilities.supervision.rules.states import Act
from liupan.capabilities.supervision.views.acting import crumbs, place_errors
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal


class OnceForm(forms.Form):
    """The key of a page with several rows."""

    once = OnceField()


class NotDecomposable(Refusal):
    """The item is in no state, or the actor in no position, to be decomposed."""


@requires(SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an item (立项)."""
    actor, now = actor_of(request), clock.now()
    form = RegisterForm(request.POST or None, actor=actor, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"]
        made = _made(
            form, once,
            lambda: register_item(item=form.draft(), actor=actor, now=now, once=once),
        )  # fmt: skip
        if made:
            messages.success(request, _("Registered. Look at it once more, then hand it over."))
            return redirect("supervision:item", item_id=made)
    context = {
        "form": form,
        "units": unit_options(clock.on(now)),
        "crumbs": crumbs((_("Register an item"), "")),
    }
    return render(request, "supervision/register.html", context, status=_status(form))


@requires(NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """A leader's note becomes an item in one act (批示立项)."""
    actor, now = actor_of(request), clock.now()
    form = NoteIntoItemForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = _made(
            form, said["once"],
            lambda: note_into_item(
                note=said["note"], title=form.title(), lead_unit_id=said["lead_unit_id"],
                supervising_unit_id=find_supervising_unit(said["lead_unit_id"], clock.on(now)),
                urgency=said["urgency"], once=said["once"], actor=actor, now=now,
            ),
        )  # fmt: skip
        if made:
            messages.success(request, _("The note is an item now; the supervision office has it."))
            return redirect("supervision:leader")
    context = {
        "form": form,
        "crumbs": crumbs(
            (_("Leader's view"), reverse("supervision:leader")), (_("Give a note"), "")
        ),
    }
    return render(request, "supervision/note.html", context, status=_status(form))


@requires(SUPERVISE, HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def decompose(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Decompose an item into several parts at once (分解)."""
    actor, now = actor_of(request), clock.now()
    item = get_item(actor, item_id, now=now)
    if Act.DECOMPOSE not in item.may:
        raise NotDecomposable(
            _("%(number)s cannot be decomposed now.") % {"number": item.line.number},
            next_step=_("It is decomposed before or while work is done on it."),
        )
    new = {"due_on": item.line.due_on, "weight": 1, "is_mandatory": True}
    wished = rows_wished(request.POST, new)
    sent = request.POST if request.method == "POST" and wished is None else None
    parts = part_forms(sent, [new, new] if wished is None else wished)
    key = OnceForm(sent, initial={"once": request.POST["once"]} if wished else None)
    refused = ""
    if sent is not None and parts.is_valid() and key.is_valid():
        try:
            decompose_item(
                item_id=item.id, parts=parts.drafts(), once=key.cleaned_data["once"],
                actor=actor, now=now,
            )  # fmt: skip
        except (NotAuthorised, Missing):
            raise
        except Refusal as refusal:
            refused = f"{refusal.message} {refusal.next_step}".strip()
        else:
            messages.success(request, _("Decomposed. Hand the parts over next."))
            return redirect("supervision:item", item_id=item.id)
    return render(
        request, "supervision/decompose.html", _decomposing(item, parts, key, refused),
        status=422 if sent is not None else 200,
    )  # fmt: skip


def _decomposing(item: ItemView, parts: Parts, key: OnceForm, refused: str) -> dict[str, object]:
    page = reverse("supervision:item", args=[item.id])
    return {
        "item": item,
        "parts": parts,
        "key": key,
        "refused": refused,
        "units": unit_options(clock.today()),
        "crumbs": crumbs((item.line.number, page), (_("Decompose"), "")),
    }


def _made(form: forms.Form, once: UUID | None, make: Callable[[], UUID]) -> UUID | None:
    """The item that was made; None with the errors at the form."""
    try:
        return make()
    except AlreadyMade:
        return once
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
    return None


def _asked(request: HttpRequest) -> dict[str, str]:
    """What an address may fill in beforehand: `?task=PLAN/CODE` or `?title=`."""
    asked = {name: request.GET.get(name, "") for name in ("task", "title", "origin")}
    return {name: value for name, value in asked.items() if value}


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
