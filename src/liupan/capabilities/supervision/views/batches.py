"""What is done to chosen rows of the list: handed over, urged, passed on, exported."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from liupan.capabilities.supervision.forms.batches import HandOverForm, ReassignForm, UrgeForm
from liupan.capabilities.supervision.operations.drafts import Outcome
from liupan.capabilities.supervision.operations.handing import (
    hand_over_items,
    reassign_items,
    urge_items,
)
from liupan.capabilities.supervision.policies import READ, SUPERVISE
from liupan.capabilities.supervision.queries.items import list_items
from liupan.capabilities.supervision.views.listing import ItemList
from liupan.foundation.design.facade import picked, requires
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput

MOST = 100
"""As many as a page of the list holds."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """An act on many items: what it is called, what it will cause, what is asked, what does it."""

    title: str | Promise
    consequence: str | Promise
    verb: str | Promise
    form: Callable[..., Any]
    run: Callable[..., Sequence[Outcome]]


BULKS = {
    "hand-over": Bulk(
        gettext_lazy("Hand over chosen items"),
        gettext_lazy("Each lead unit is told at once and its limit runs from now on."),
        pgettext_lazy("act", "Hand over"),
        HandOverForm,
        hand_over_items,
    ),
    "urge": Bulk(
        gettext_lazy("Urge about chosen items"),
        gettext_lazy("The handlers of each lead unit are told; it stands in the record for good."),
        pgettext_lazy("act", "Urge"),
        UrgeForm,
        urge_items,
    ),
    "reassign": Bulk(
        gettext_lazy("Pass chosen items on"),
        gettext_lazy("A new lead unit signs for them anew; their limits run on."),
        pgettext_lazy("act", "Pass on"),
        ReassignForm,
        reassign_items,
    ),
}


@requires(SUPERVISE)
@require_POST
def act_on_chosen(request: HttpRequest, act: str) -> HttpResponse:
    """Ask what has to be said first, then do it; what is refused spoils no other."""
    bulk, ids = BULKS.get(act), picked(request)
    if bulk is None:
        raise Http404
    if not ids:
        return _nothing_chosen(request)
    actor, now = _actor(request), clock.now()
    is_sent = request.POST.get("confirmed") == "yes"
    form = bulk.form(request.POST if is_sent else None, actor=actor)
    if is_sent and form.is_valid():
        try:
            outcomes = bulk.run(item_ids=ids, actor=actor, now=now, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(None, error.message)
        else:
            _tell(request, outcomes)
            return redirect("supervision:list")
    return _ask(request, bulk, form, ids, now)


@requires(READ)
@require_POST
def export_chosen(request: HttpRequest) -> HttpResponseBase:
    """The chosen rows as XLSX, at once: they are no more than a page."""
    ids = picked(request)
    if not ids:
        return _nothing_chosen(request)
    page = ItemList()
    page.setup(request)
    page.chosen = ids
    return page.export("xlsx")


def _nothing_chosen(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Choose at least one row."))
    return redirect("supervision:list")


def _ask(
    request: HttpRequest, bulk: Bulk, form: Any, ids: Sequence[UUID], now: datetime
) -> HttpResponse:
    rows = list_items(_actor(request), now=now).only(ids)
    lines = rows.page(sort="path", before="", after="", size=MOST).rows
    context = {
        "bulk": bulk,
        "form": form,
        "lines": lines,
        "crumbs": [(_("Items of supervision"), reverse("supervision:list")), (bulk.title, "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "supervision/list_act.html", context, status=status)


def _tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    done = sum(outcome.is_done for outcome in outcomes)
    if done:
        said = ngettext("Done with %(n)s item.", "Done with %(n)s items.", done) % {"n": done}
        messages.success(request, said)
    refused: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        if not outcome.is_done:
            refused[outcome.refusal].append(outcome.number)
    between = pgettext("between items", ", ")
    for reason, numbers in refused.items():
        said = _("Not done with %(numbers)s: %(reason)s")
        messages.warning(request, said % {"numbers": between.join(numbers), "reason": reason})


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found
