"""Our station and those we know: set up, cards, trust, statements."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import Fact, requires, state
from liupan.foundation.organisations.facade import list_units_on
from liupan.foundation.parcels.forms import CardForm, ReasonForm, TrustForm
from liupan.foundation.parcels.kinds import all_kinds
from liupan.foundation.parcels.operations import stations
from liupan.foundation.parcels.operations.statements import make_statement
from liupan.foundation.parcels.policies import CARRY, MANAGE_STATIONS
from liupan.foundation.parcels.queries.stations import (
    PeerView,
    get_peer,
    own_card,
    own_card_file,
)
from liupan.foundation.parcels.views.lists import PEER_MARKS
from liupan.foundation.parcels.views.reading import (
    Crumbs,
    actor_of,
    as_file,
    form_page,
    sent,
)
from liupan.foundation.parcels.views.timeline import events_of
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import WORDS

DIVISION = 6
"""Digits of a division of city or county; townships have more."""


def _above() -> Crumbs:
    return [(_("Stations and parcels"), reverse("parcels:stations"))]


@requires(MANAGE_STATIONS, CARRY)
@require_safe
def station(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """One station."""
    actor = actor_of(request)
    found = get_peer(actor, peer_id)
    context = {
        "found": found,
        "badge": state(PEER_MARKS[found.line.state], found.line.state_label),
        "facts": _facts(found),
        "crumbs": [*_above(), (found.line.city, "")],
        "events": events_of(actor, peer_id, None, MANAGE_STATIONS, CARRY),
        "may_manage": may(actor, MANAGE_STATIONS),
        "may_carry": may(actor, CARRY) and found.line.state == "trusted",
    }
    return render(request, "parcels/station.html", context)


@requires(MANAGE_STATIONS)
@require_safe
def card(request: HttpRequest, instance_id: UUID) -> HttpResponse:
    """Our card as a file."""
    own = own_card()
    if own is None or own.instance_id != instance_id:
        raise Missing(_("There is no such station."))
    answer = as_file(f"{own.city}-{own.zone}.card", own_card_file(actor_of(request)))
    assert isinstance(answer, HttpResponse)
    return answer


@requires(MANAGE_STATIONS)
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Make our keys, once."""
    stations.found_station(actor=actor_of(request), now=clock.now())
    messages.success(request, _("The station has its keys. Give its card to the other side."))
    return redirect("parcels:stations")


@requires(MANAGE_STATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_keys(request: HttpRequest) -> HttpResponse:
    """Make other keys."""

    def run(form: forms.Form) -> str:
        reason = form.cleaned_data["reason"]
        stations.replace_keys(reason=reason, actor=actor_of(request), now=clock.now())
        return reverse("parcels:stations")

    return form_page(
        request, ReasonForm(**sent(request)), run, title=_("Replace our keys"),
        verb=pgettext("key", "Replace"), crumbs=_above(),
        done=_("The station has new keys and another card."),
        says=_("Every other station has to take in the new card and compare its fingerprint. "
               "What was packed for the old key before is still opened."),
    )  # fmt: skip


@requires(MANAGE_STATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_card(request: HttpRequest) -> HttpResponse:
    """Take in another station's card."""

    def run(form: forms.Form) -> str:
        data = form.cleaned_data["file"].read(64 * 1024)
        made = stations.take_card(data=data, actor=actor_of(request), now=clock.now())
        return reverse("parcels:station", args=[made])

    return form_page(
        request, CardForm(**sent(request)), run, title=_("Take in a card"), verb=_("Take it in"),
        crumbs=_above(), done=_("The card was taken in. Compare its fingerprint before you trust."),
    )  # fmt: skip


@requires(MANAGE_STATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """Let parcels travel."""
    peer = get_peer(actor_of(request), peer_id)
    units = [
        (str(unit.id), unit.name)
        for unit in list_units_on(clock.today())
        if len(unit.division_code) == DIVISION
    ]
    initial = {
        "ceiling": int(peer.level), "max_mb": peer.max_mb, "kinds": peer.kinds,
        "unit_id": peer.unit_id,
    }  # fmt: skip

    def run(form: forms.Form) -> str:
        stations.trust_peer(
            peer_id=peer_id, **form.cleaned_data, actor=actor_of(request), now=clock.now()
        )
        return reverse("parcels:station", args=[peer_id])

    form = TrustForm(
        **sent(request), initial=initial, peer=peer, units=units,
        kinds=[(code, str(kind.label)) for code, kind in all_kinds().items()],
    )  # fmt: skip
    return form_page(
        request, form, run, title=_("Trust this station"), verb=_("Trust"),
        lead=f"{peer.line.city} · {peer.line.zone}", done=_("Parcels may travel now."),
        crumbs=[*_above(), (peer.line.city, reverse("parcels:station", args=[peer_id]))],
    )  # fmt: skip


@requires(MANAGE_STATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """Let nothing travel any more."""
    peer = get_peer(actor_of(request), peer_id)

    def run(form: forms.Form) -> str:
        reason = form.cleaned_data["reason"]
        stations.end_trust(peer_id=peer_id, reason=reason, actor=actor_of(request), now=clock.now())
        return reverse("parcels:station", args=[peer_id])

    return form_page(
        request, ReasonForm(**sent(request)), run, title=_("End trust"), verb=_("End trust"),
        lead=f"{peer.line.city} · {peer.line.zone}", done=_("Nothing travels there any more."),
        crumbs=[*_above(), (peer.line.city, reverse("parcels:station", args=[peer_id]))],
    )  # fmt: skip


@requires(CARRY)
@require_POST
def statement(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """Our log with the station, signed, to be carried there."""
    made = make_statement(peer_id=peer_id, actor=actor_of(request), now=clock.now())
    answer = as_file(made.name, made.content)
    assert isinstance(answer, HttpResponse)
    return answer


def _facts(found: PeerView) -> list[Fact]:
    rows = [
        (_("Network zone"), found.line.zone),
        (_("Instance"), str(found.instance_id)),
        (_("Sent there"), str(found.line.sent)),
    ]
    if found.line.state == "trusted":
        rows += [
            (_("Highest level"), WORDS[found.level]),
            (_("Largest parcel"), _("%(n)s MB") % {"n": found.max_mb}),
            (_("What may travel"), "、".join(found.kind_labels)),
            (_("Received by the unit"), found.unit),
        ]
    return [Fact(name=name, value=value) for name, value in rows]
