"""Requests: the list, one with all that was done, and what is asked for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.catalogue.forms.asking import (
    AskForm,
    BeginForm,
    ChangeForm,
    Conditions,
    condition_forms,
)
from liupan.capabilities.catalogue.operations.asking import begin_request, revise_request
from liupan.capabilities.catalogue.policies import ASK, READ, SEE
from liupan.capabilities.catalogue.queries.demands import DemandView, get_demand
from liupan.capabilities.catalogue.queries.request_listing import RequestRows, list_requests
from liupan.capabilities.catalogue.queries.request_offering import Askable, get_askable
from liupan.capabilities.catalogue.queries.request_pages import get_request
from liupan.capabilities.catalogue.queries.request_shapes import RequestLine, RequestView
from liupan.capabilities.catalogue.rules.permits import Asked, write_modes
from liupan.capabilities.catalogue.rules.requesting import Act
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.capabilities.catalogue.views.request_acting import Sheet, request_crumbs
from liupan.capabilities.catalogue.views.request_deeds import REQUEST_DEEDS
from liupan.capabilities.catalogue.views.request_words import (
    events_of,
    facts_of_permit,
    facts_of_request,
    flag_words,
    item_rows_of,
)
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, requires, state
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.work import Text, place

DUE = 7
"""So many deeds may stand open in the panel; the others are a click away."""
YEAR = timedelta(days=364)
"""How long access is asked for unless something else is said."""
Save = Callable[[Asked], UUID]


class RequestList(ListPage[RequestLine]):
    """All requests the actor sees: filter, sort, keep as a view, export."""

    key = "catalogue.requests"
    title = gettext_lazy("Requests for access")
    search_hint = gettext_lazy("Number, resource or business")
    begin_title = gettext_lazy("No request yet")
    begin_text = gettext_lazy("Open a published entry of the catalogue and ask for access there.")
    default_sort = "-begun"
    presets = (
        Preset(pgettext_lazy("requests", "Waiting for me"), "todo=true", is_counted=True),
        Preset(pgettext_lazy("requests", "My unit's"), "mine=true"),
        Preset(pgettext_lazy("requests", "On the way"), "state=live"),
        Preset(pgettext_lazy("requests", "Granted"), "state=granted"),
    )
    columns = (
        Column[RequestLine](key="number", label=gettext_lazy("Number"), value=lambda r: r.number,
                            sort="number", role=Role.NUMBER),
        Column[RequestLine](key="title", label=gettext_lazy("Name of the resource"),
                            value=lambda r: r.title, sort="title", role=Role.TITLE,
                            url=lambda r: place("catalogue:request", r.id)),
        Column[RequestLine](key="consumer", label=pgettext_lazy("catalogue", "Requester"),
                            value=lambda r: r.consumer, sort="consumer__order", role=Role.UNIT),
        Column[RequestLine](key="provider", label=pgettext_lazy("catalogue", "Provider"),
                            value=lambda r: r.provider, sort="provider__order",
                            role=Role.ORIGIN),
        Column[RequestLine](key="business", label=gettext_lazy("Business matter"),
                            value=lambda r: r.business, role=Role.MORE),
        Column[RequestLine](key="items", label=gettext_lazy("Items"), value=lambda r: r.items,
                            role=Role.MORE, is_number=True),
        Column[RequestLine](key="begun", label=pgettext_lazy("request", "Begun"),
                            value=lambda r: clock.on(r.begun_at), sort="begun_at",
                            role=Role.MORE),
        Column[RequestLine](key="due", label=gettext_lazy("Due"), value=lambda r: r.due_on,
                            role=Role.DUE),
        Column[RequestLine](key="state", label=gettext_lazy("State"),
                            value=lambda r: r.state_label,
                            cell=lambda r: state(r.mark, r.state_label), sort="state",
                            role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> RequestRows:
        return list_requests(self.actor)


@requires(SEE)
@require_safe
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What is asked for, what was decided, both reviews, all that was done, what can be done."""
    actor = actor_of(request)
    view = get_request(actor, request_id, now=clock.now())
    line = view.line
    main = next((deed for deed in REQUEST_DEEDS[:DUE] if deed.possible(view)), None)
    barred = next((deed for deed in REQUEST_DEEDS if deed.is_barred(view)), None)
    entry = place("catalogue:resource", line.resource_id) if may(actor, READ) else ""
    context = {
        "view": view,
        "line": [state(line.mark, line.state_label), line.number, line.consumer],
        "facts": facts_of_request(view, line.consumer, line.provider),
        "items": item_rows_of(view.items),
        "decided": facts_of_permit(view.decision.permit) if view.decision else (),
        "flags": flag_words(view.flags),
        "reviews": [(one, flag_words(one.flags)) for one in view.reviews],
        "events": events_of(view.steps),
        "deed": main,
        "sheet": Sheet(main, view) if main and not main.gives_part else None,
        "main_url": _url(main.key, line.id) if main else "",
        "barred": None if main else barred,
        "more": [
            (deed.title, _url(deed.key, line.id))
            for deed in REQUEST_DEEDS
            if deed is not main and deed.possible(view)
        ],
        "change_url": place("catalogue:request-change", line.id) if Act.REVISE in view.may else "",
        "entry_url": entry,
        "grant_url": place("catalogue:grant", view.grant_id) if view.grant_id else "",
        "journal_url": place("console:journal_thing", line.id) if may(actor, READ_JOURNAL) else "",
        "crumbs": request_crumbs((line.number, "")),
    }
    return render(request, "catalogue/request.html", context)


@requires(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """A new request for items of a published entry."""
    actor, today = actor_of(request), clock.today()
    offer = get_askable(actor, resource_id, today)
    demand = _demand(request)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        actor=actor, day=today, but=offer.provider_id, items=offer.items,
        initial={"valid_from": today, "valid_until": today + YEAR} | _needed(demand),
    )  # fmt: skip

    def save(asked: Asked) -> UUID:
        data = form.cleaned_data
        return begin_request(
            resource_id=resource_id, consumer_id=data["consumer_id"], asked=asked,
            once=data["once"], actor=actor, now=clock.now(),
            demand_id=demand.line.id if demand else None,
        )  # fmt: skip

    rows = condition_forms(request.POST if request.method == "POST" else None, (), offer.names)
    return _edit(request, form, rows, save, offer, _("Ask for access"), f"ask-{resource_id}")


@requires(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A draft, or what was returned, is changed."""
    actor, now = actor_of(request), clock.now()
    view = get_request(actor, request_id, now=now)
    if Act.REVISE not in view.may:
        raise NotPossible(
            _("%(code)s is “%(state)s”: this is not possible now.")
            % {"code": view.line.number, "state": view.line.state_label}
        )
    offer = get_askable(actor, view.line.resource_id, clock.on(now))
    sent = request.POST if request.method == "POST" else None
    form = ChangeForm(sent, items=offer.items, initial=_initial(view))

    def save(asked: Asked) -> UUID:
        return revise_request(
            request_id=request_id, asked=asked, version=form.cleaned_data["version"],
            actor=actor, now=now,
        )  # fmt: skip

    rows = condition_forms(sent, view.asked.rows, offer.names)
    return _edit(request, form, rows, save, offer, view.line.number, f"request-{request_id}")


def _edit(
    request: HttpRequest, form: AskForm, rows: Conditions, save: Save, offer: Askable,
    title: Text, key: str,
) -> HttpResponse:  # fmt: skip
    status = 200
    if request.method == "POST":
        made = _made(form, rows, save) if form.is_valid() and rows.is_valid() else None
        if made:
            messages.success(request, _("Saved as a draft. Hand it in when it is complete."))
            return redirect("catalogue:request", request_id=made)
        status = 422
    context = {
        "form": form,
        "rows": rows,
        "offer": offer,
        "title": title,
        "key": key,
        "back_url": reverse("catalogue:resource", args=[offer.resource_id]),
        "crumbs": request_crumbs((title, "")),
    }
    return render(request, "catalogue/ask.html", context, status=status)


def _made(form: AskForm, rows: Conditions, save: Save) -> UUID | None:
    try:
        return save(form.asked(rows.rows()))
    except (NotAuthorised, Missing, StaleVersion):
        raise
    except InvalidInput as wrong:
        for name, told in wrong.fields.items():
            form.add_error(name if name in form.fields else None, told)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
    return None


def _demand(request: HttpRequest) -> DemandView | None:
    """The demand that the request is made for, as the address says."""
    try:
        demand_id = UUID(request.GET.get("demand", ""))
    except ValueError:
        return None
    return get_demand(actor_of(request), demand_id, now=clock.now())


def _needed(demand: DemandView | None) -> dict[str, Any]:
    """What the demand says already."""
    if demand is None:
        return {}
    return {
        "consumer_id": str(demand.unit_id), "business": demand.business,
        "purpose": demand.purpose, "legal_basis": demand.basis,
    }  # fmt: skip


def _initial(view: RequestView) -> dict[str, Any]:
    asked = view.asked
    names = ("business", "purpose", "legal_basis", "valid_from", "valid_until", "quota")
    return {name: getattr(asked, name) for name in names} | {
        "purpose_kind": asked.purpose_kind.value,
        "modes": write_modes(asked.modes),
        "item_ids": [str(one) for one in asked.item_ids],
        "version": view.version,
    }


def _url(key: str, request_id: UUID) -> str:
    return reverse(f"catalogue:request-{key}", args=[request_id])
