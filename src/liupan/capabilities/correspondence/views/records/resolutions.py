"""What a document resolves: offered paragraph by paragraph, each handed over to supervision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.correspondence.forms.records import ResolutionForm
from liupan.capabilities.correspondence.operations.resolutions import (
    hand_resolution_over,
    may_hand_over,
)
from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.queries.resolutions import (
    Offered,
    Resolving,
    get_resolving,
)
from liupan.capabilities.correspondence.views.records.reading import actor_of, place_errors
from liupan.foundation.design.facade import requires
from liupan.foundation.documents.facade import print_guard
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import Text, place


@requires(READ)
@require_safe
def of_outgoing(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """What an outgoing document resolves."""
    return _list(request, get_resolving(actor_of(request), outgoing_id=outgoing_id))


@requires(READ)
@require_safe
def of_incoming(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """What a received document resolves."""
    return _list(request, get_resolving(actor_of(request), incoming_id=incoming_id))


@requires(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_outgoing(request: HttpRequest, outgoing_id: UUID, n: int) -> HttpResponse:
    """Hand a resolution of an outgoing document to supervision."""
    return _hand_over(request, get_resolving(actor_of(request), outgoing_id=outgoing_id), n)


@requires(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_incoming(request: HttpRequest, incoming_id: UUID, n: int) -> HttpResponse:
    """Hand a resolution of a received document to supervision."""
    return _hand_over(request, get_resolving(actor_of(request), incoming_id=incoming_id), n)


def _list(request: HttpRequest, found: Resolving) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "document": found,
        "may_hand_over": may_hand_over(actor, found.unit_id, found.secrecy),
        "rows": [(one, _item_url(one), _own_url(found, one)) for one in found.offered],
        "crumbs": _crumbs(found, (_("Resolutions"), "")),
        "print_guard": print_guard(actor, Secrecy(found.secrecy)),
    }
    return render(request, "correspondence/record_resolutions.html", context)


def _hand_over(request: HttpRequest, found: Resolving, n: int) -> HttpResponse:
    one = next((one for one in found.offered if one.n == n), None)
    if one is None:
        raise Missing(_("There is no such resolution."))
    actor = actor_of(request)
    if not may_hand_over(actor, found.unit_id, found.secrecy):
        raise NotAuthorised(
            _("You may not hand this over to supervision."),
            next_step=_("The registry of the unit, or its leader, does."),
        )
    form = ResolutionForm(request.POST if request.method == "POST" else None, initial=_initial(one))
    if request.method == "POST" and form.is_valid():
        try:
            hand_resolution_over(
                outgoing_id=found.id if found.is_outgoing else None,
                incoming_id=None if found.is_outgoing else found.id,
                n=n, actor=actor, now=clock.now(), **form.cleaned_data,
            )  # fmt: skip
        except InvalidInput as wrong:
            place_errors(form, wrong)
        except (NotAuthorised, Missing):
            raise
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        else:
            messages.success(request, _("Handed over: supervision registers it within seconds."))
            return redirect(_list_url(found))
    context = {
        "document": found,
        "one": one,
        "form": form,
        "units": unit_options(clock.today()),
        "back_url": _list_url(found),
        "crumbs": _crumbs(found, (_("Resolutions"), _list_url(found)), (_("Hand over"), "")),
        "print_guard": print_guard(actor_of(request), Secrecy(found.secrecy)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/record_resolution.html", context, status=status)


def _initial(one: Offered) -> dict[str, object]:
    return {
        "text": one.text,
        "lead_unit_id": one.lead_unit_id or one.lead_unit,
        "due_on": one.due_on,
    }


def _crumbs(found: Resolving, *further: tuple[Text, str]) -> list[tuple[Text, str]]:
    way = "correspondence:outgoing" if found.is_outgoing else "correspondence:incoming"
    return [(found.number or found.title, place(way, found.id)), *further]


def _list_url(found: Resolving) -> str:
    way = "outgoing" if found.is_outgoing else "incoming"
    return reverse(f"correspondence:{way}-resolutions", args=[found.id])


def _own_url(found: Resolving, one: Offered) -> str:
    way = "outgoing" if found.is_outgoing else "incoming"
    return reverse(f"correspondence:{way}-resolution", args=[found.id, one.n])


def _item_url(one: Offered) -> str:
    return place("supervision:item", one.item_id) if one.item_id else ""
