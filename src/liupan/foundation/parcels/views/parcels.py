"""Parcels: sent, reviewed, taken out and in, compared."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import Fact, city_moment, requires, state
from liupan.foundation.documents.facade import shown
from liupan.foundation.organisations.facade import list_posts_held
from liupan.foundation.parcels.forms import (
    AnswerForm,
    ImportForm,
    ReasonForm,
    ReleaseForm,
    SendForm,
    StatementForm,
)
from liupan.foundation.parcels.operations import sending
from liupan.foundation.parcels.operations.files import SentFile, send_files
from liupan.foundation.parcels.operations.receiving import receive_parcel
from liupan.foundation.parcels.operations.statements import Comparison, take_statement
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.policies import (
    AUDIT,
    CARRY,
    INWARD,
    OUTWARD,
    RELEASE,
    SEND,
)
from liupan.foundation.parcels.queries.parcels import (
    IncomingView,
    OutgoingView,
    get_incoming,
    get_outgoing,
)
from liupan.foundation.parcels.queries.stations import list_targets
from liupan.foundation.parcels.views.lists import INCOMING_MARKS, OUTGOING_MARKS
from liupan.foundation.parcels.views.reading import (
    Crumbs,
    actor_of,
    as_file,
    dotted,
    form_page,
    place_refusal,
    sent,
)
from liupan.foundation.parcels.views.timeline import events_of
from liupan.foundation.parcels.wording import cause_words, gap_words
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import Text

SEVERITIES = {1: "none", 2: "check", 3: "risk"}


def _out() -> Crumbs:
    return [(_("Parcels going out"), reverse("parcels:list"))]


def _in() -> Crumbs:
    return [(_("Parcels coming in"), reverse("parcels:incoming-list"))]


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send files to another zone."""
    actor = actor_of(request)
    targets = list_targets(FILES)
    highest = min(actor.clearance, max((t.ceiling for t in targets), default=Secrecy.PUBLIC))
    sending = SendForm(**sent(request), targets=targets, units=_units(actor), highest=highest)

    def run(form: forms.Form) -> str:
        said = form.cleaned_data
        files = [SentFile(one.name, one.content, mark) for one, mark in sending.marked()]
        made = send_files(
            peer_id=said["peer_id"], unit_id=said["unit_id"], purpose=said["purpose"],
            files=files, once=said["once"], actor=actor, now=clock.now(),
        )  # fmt: skip
        return reverse("parcels:outgoing", args=[made])

    if not targets:
        context = {"crumbs": [*_out(), (_("Send files"), "")]}
        return render(request, "parcels/nowhere.html", context)
    return form_page(
        request, sending, run, title=_("Send files"), verb=_("Send"), crumbs=_out(),
        done=_("The parcel was prepared."),
        says=_("They are screened. To a zone that protects less, somebody else releases them."),
    )  # fmt: skip


@requires(*OUTWARD, AUDIT)
@require_safe
def outgoing(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """One parcel that goes out."""
    actor = actor_of(request)
    found = get_outgoing(actor, parcel_id)
    line = found.line
    context = {
        "found": found,
        "badge": state(OUTGOING_MARKS[line.state], line.state_label),
        "crumbs": [*_out(), (line.purpose, "")],
        "facts": _outgoing_facts(found),
        "files": shown(found.files),
        "parts": [
            (part, filesizeformat(part.size),
             reverse("parcels:part", args=[parcel_id, at]) if found.may_look else "")
            for at, part in enumerate(found.parts)
        ],
        "findings": [
            (state(SEVERITIES[one["severity"]], one["kind"]), one) for one in found.findings
        ],
        "events": events_of(actor, parcel_id, found.unit_id, *OUTWARD),
    }  # fmt: skip
    return render(request, "parcels/outgoing.html", context)


@requires(SEND, RELEASE)
@require_safe
def part(request: HttpRequest, parcel_id: UUID, number: int) -> HttpResponseBase:
    """A part, to be looked at before it goes."""
    info, content = sending.look_at_part(
        parcel_id=parcel_id, part=number, actor=actor_of(request), now=clock.now()
    )
    return as_file(info.name, content)


@requires(CARRY)
@require_POST
def take(request: HttpRequest, parcel_id: UUID) -> HttpResponseBase:
    """The packed file, onto the medium."""
    file = sending.take_parcel(parcel_id=parcel_id, actor=actor_of(request), now=clock.now())
    answer = as_file(file.name, file.content)
    answer["Content-Length"] = str(file.size)
    return answer


@requires(RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Let it go."""
    return _deed(
        request, parcel_id, ReleaseForm, sending.release_parcel, title=_("Release this parcel"),
        verb=pgettext("parcel", "Release"), done=_("The parcel was packed and can be carried."),
    )  # fmt: skip


@requires(RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Do not let it go."""
    return _deed(
        request, parcel_id, AnswerForm, sending.refuse_parcel, title=_("Do not release"),
        verb=_("Do not release"), done=_("The parcel does not go."),
    )  # fmt: skip


@requires(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Take it back."""
    return _deed(
        request, parcel_id, ReasonForm, sending.withdraw_parcel, title=_("Withdraw this parcel"),
        verb=pgettext("parcel", "Withdraw"), done=_("The parcel was withdrawn."),
    )  # fmt: skip


@requires(*INWARD, AUDIT)
@require_safe
def incoming(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was handed in."""
    actor = actor_of(request)
    found = get_incoming(actor, entry_id)
    line = found.line
    title = line.purpose or line.file_name or line.state_label
    context = {
        "found": found,
        "title": title,
        "badge": state(INCOMING_MARKS[line.state], line.state_label),
        "crumbs": [*_in(), (title, "")],
        "facts": _incoming_facts(found),
        "files": shown(found.files),
        "parts": [(part, filesizeformat(part.size), "") for part in found.parts],
        "events": events_of(actor, entry_id, found.unit_id, *INWARD),
    }
    return render(request, "parcels/incoming.html", context)


@requires(CARRY)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a parcel that came over the medium."""

    def run(form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        came = receive_parcel(
            source=file, file_name=file.name, actor=actor_of(request), now=clock.now()
        )
        say = messages.success if came.is_arrived else messages.error
        say(request, came.sentence)
        return reverse("parcels:incoming", args=[came.id])

    return form_page(
        request, ImportForm(**sent(request)), run, title=_("Take in a parcel"),
        verb=_("Take it in"), crumbs=_in(),
        says=_("It is verified and taken in once. What is turned away stays in the log with the "
               "reason, and nothing of what lies inside."),
    )  # fmt: skip


@requires(CARRY)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Take in a statement and see where the two logs differ."""
    form, found = StatementForm(**sent(request)), None
    if form.is_bound and form.is_valid():
        try:
            found = take_statement(
                data=form.cleaned_data["file"].read(), actor=actor_of(request), now=clock.now()
            )
        except Refusal as refusal:
            place_refusal(form, refusal)
    context = {
        "form": form, "found": found, "crumbs": [*_out(), (_("Compare the logs"), "")],
        "rows": _differences(found) if found else [],
        "made_at": city_moment(found.made_at) if found else "",
    }  # fmt: skip
    status = 422 if form.is_bound and not found else 200
    return render(request, "parcels/compare.html", context, status=status)


def _deed(
    request: HttpRequest,
    parcel_id: UUID,
    form: type[forms.Form],
    act: Callable[..., object],
    *,
    title: Text,
    verb: Text,
    done: Text,
) -> HttpResponse:
    found = get_outgoing(actor_of(request), parcel_id)
    page = reverse("parcels:outgoing", args=[parcel_id])

    def run(form: forms.Form) -> str:
        act(parcel_id=parcel_id, **form.cleaned_data, actor=actor_of(request), now=clock.now())
        return page

    if request.method != "POST" and found.line.state != "waiting":
        return redirect(page)
    return form_page(
        request, form(**sent(request)), run, title=title, verb=verb, done=done,
        lead=f"{found.line.purpose} · {found.line.city}",
        crumbs=[*_out(), (found.line.purpose, page)],
    )  # fmt: skip


def _units(actor: Actor) -> list[tuple[str, str]]:
    """The actor's own units in whose name they may send."""
    held = list_posts_held(actor.id, clock.today())
    return list(
        {
            str(one.unit_id): one.unit_name for one in held if may(actor, SEND, unit_id=one.unit_id)
        }.items()
    )


def _outgoing_facts(found: OutgoingView) -> list[Fact]:
    line = found.line
    rows: list[tuple[str, Any]] = [
        (pgettext("parcel", "To"), f"{line.city} · {line.zone}"),
        (_("Kind"), line.kind),
        (pgettext("secrecy", "Level"), line.level),
        (_("From the unit"), line.unit),
        (_("Prepared by"), dotted(line.prepared_by, city_moment(line.prepared_at))),
    ]
    if found.decided_at:
        rows.append((_("Reviewed by"), dotted(found.decided_by, city_moment(found.decided_at))))
        rows.append((_("Opinion"), found.opinion))
    if line.packed_at:
        rows += [
            (_("Number"), str(line.number)),
            (_("Packed"), f"{city_moment(line.packed_at)} · {filesizeformat(line.size)}"),
            ("SM3", line.sm3),
            (_("Taken out"), _("%(n)s times") % {"n": found.times_taken}),
        ]
    if found.answered_at:
        answer = cause_words(found.cause) or _("arrived there")
        rows.append((_("Receipt"), f"{answer} · {city_moment(found.answered_at)}"))
    return [Fact(name=name, value=value) for name, value in rows]


def _incoming_facts(found: IncomingView) -> list[Fact]:
    line = found.line
    rows = [
        (pgettext("parcel", "From"), line.city or _("unknown")),
        (_("Taken in by"), dotted(line.received_by, city_moment(line.received_at))),
        (_("File"), f"{line.file_name} · {filesizeformat(line.size)}"),
        ("SM3", line.sm3),
    ]
    if line.number:
        rows.insert(1, (_("Number"), str(line.number)))
    if found.packed_at:
        rows.append((_("Packed"), city_moment(found.packed_at)))
    if line.kind:
        rows.append((_("Kind"), line.kind))
    if line.level:
        rows.append((pgettext("secrecy", "Level"), line.level))
    return [Fact(name=name, value=value) for name, value in rows]


def _differences(found: Comparison) -> list[tuple[str, int, str, str]]:
    ways = ((_("we sent"), found.out), (_("we received"), found.into))
    return [
        (way, one.number, gap_words(one.gap), cause_words(one.cause))
        for way, differences in ways
        for one in differences
    ]
