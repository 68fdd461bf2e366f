"""My data (我的数据): what my units may have, files made of it, what is pushed to their systems."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.exchange.doors import asked_part, sent
from liupan.capabilities.exchange.forms.taking import FileForm, PushForm, TraceForm
from liupan.capabilities.exchange.operations.files import cancel_file, start_file, take_file
from liupan.capabilities.exchange.operations.subscribing import (
    end_subscription,
    pause_subscription,
    replay_batches,
    resume_subscription,
    subscribe,
)
from liupan.capabilities.exchange.policies import MANAGE_FEEDS, TAKE_FILES, TRACE_FILES, TRY
from liupan.capabilities.exchange.queries.files import (
    FileView,
    Offer,
    get_file,
    get_offer,
    get_subscription,
    list_files,
    list_offers,
    list_subscriptions,
    list_systems,
)
from liupan.capabilities.exchange.queries.tracing import trace
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.foundation.design.facade import Fact, requires, unconfirmed
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.work import Text

Way_ = list[tuple[Text, str]]
ACTS = {"pause": pause_subscription, "resume": resume_subscription}


@requires(TAKE_FILES, MANAGE_FEEDS, TRY)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What can be had now, in which way, and the latest files."""
    actor, now = _actor(request), clock.now()
    context = {
        "offers": list_offers(actor, way=Way.FILE, now=now),
        "asked": list_offers(actor, way=Way.QUERY, now=now),
        "feeds": list_offers(actor, way=Way.FEED, now=now),
        "files": list_files(actor),
        "subscriptions": list_subscriptions(actor),
        "crumbs": _way()[:1],
    }
    return render(request, "exchange/mine.html", context)


@requires(TAKE_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """A file is asked for."""
    actor, now = _actor(request), clock.now()
    offer = get_offer(actor, grant_id, way=Way.FILE, now=now)
    form = FileForm(_sent(request), initial={"request_id": uuid7().hex})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        call = _call(offer, told["request_id"], told["case"])
        try:
            made = start_file(call=call, form=told["form"], actor=actor, now=now)
            return redirect("exchange:file", file_id=made)
        except (NotAuthorised, Missing):
            raise
        except Refusal as no:
            _explain(form, no)
    return _form(request, form, offer, _("Have a file made"), _("Make the file"))


@requires(TAKE_FILES)
@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file: how far it is, or why it is not there."""
    found = get_file(_actor(request), file_id)
    context = {"file": found, "facts": _facts(found), "crumbs": _way((found.title, ""))}
    answer = render(request, "exchange/file.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(TAKE_FILES)
@require_safe
def content(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """It goes out, or the rest of it."""
    taken = take_file(
        file_id=file_id, door="page", actor=_actor(request), now=clock.now(), **asked_part(request)
    )
    return sent(taken)


@requires(TAKE_FILES)
@require_POST
def cancel(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """It is wanted no longer."""
    cancel_file(file_id=file_id, actor=_actor(request), now=clock.now())
    messages.success(request, _("Stopped. Nothing of it was kept."))
    return redirect("exchange:file", file_id=file_id)


@requires(MANAGE_FEEDS)
@require_http_methods(["GET", "HEAD", "POST"])
def push_add(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Changes are to be pushed; the secret is shown once."""
    actor, now = _actor(request), clock.now()
    offer = get_offer(actor, grant_id, way=Way.FEED, now=now)
    form = PushForm(_sent(request), systems=list_systems(offer.unit_id))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        call = Call(
            request_id=uuid7().hex, system_id=UUID(told["system"]), service=offer.service,
            way=Way.FEED, grant=offer.number, case=told["case"],
        )  # fmt: skip
        try:
            made, secret = subscribe(call=call, address=told["address"], actor=actor, now=now)
            return _secret(request, made, secret)
        except (NotAuthorised, Missing):
            raise
        except Refusal as no:
            _explain(form, no)
    return _form(request, form, offer, _("Have changes pushed"), _("Set up the push"))


@requires(MANAGE_FEEDS)
@require_safe
def push(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """A subscription with its latest batches."""
    found = get_subscription(_actor(request), subscription_id)
    facts = [
        Fact(name=name, value=value)
        for name, value in (
            (_("System that takes the changes"), found.system),
            (_("Address it listens at"), found.address),
            (_("Grant"), found.grant_number),
        )
    ]
    context = {"push": found, "facts": facts, "crumbs": _way((found.title, ""))}
    return render(request, "exchange/push.html", context)


@requires(MANAGE_FEEDS)
@require_POST
def push_act(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Paused, resumed; batches that were given up are sent again."""
    actor, now, act = _actor(request), clock.now(), request.POST.get("act", "")
    if act in ACTS:
        ACTS[act](subscription_id=subscription_id, actor=actor, now=now)
    else:
        sent_again = replay_batches(
            subscription_id=subscription_id, actor=actor, now=now, batch_ids=_batches(request)
        )
        messages.success(request, _("To be sent again: %(count)s.") % {"count": sent_again})
    return redirect("exchange:push", subscription_id=subscription_id)


@requires(MANAGE_FEEDS)
@require_http_methods(["GET", "HEAD", "POST"])
def push_end(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Pushed no longer; asked for first."""
    found = get_subscription(_actor(request), subscription_id)
    asked = unconfirmed(
        request,
        question=_("Push changes of %(title)s no longer?") % {"title": found.title},
        consequence=_("A new push begins anew, with all rows."),
        verb=pgettext("push", "End it"),
        back_url=reverse("exchange:push", args=[subscription_id]),
    )
    if asked:
        return asked
    end_subscription(subscription_id=subscription_id, actor=_actor(request), now=clock.now())
    return redirect("exchange:mine")


@requires(TRACE_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def tracing(request: HttpRequest) -> HttpResponse:
    """Whose file is this? Rows are pasted, the file they are from is named."""
    form = TraceForm(_sent(request))
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = trace(form.cleaned_data["sample"], actor=_actor(request))
        except InvalidInput as no:
            _explain(form, no)
    context: dict[str, Any] = {
        "form": form, "found": found, "crumbs": [(_("Whose file is this?"), "")]
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "exchange/trace.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _way(*further: tuple[Text, str]) -> Way_:
    return [(_("My data"), reverse("exchange:mine")), *further]


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _call(offer: Offer, request_id: str, case: str) -> Call:
    return Call(
        request_id=request_id, system_id=None, service=offer.service, way=Way.FILE,
        grant=offer.number, case=case, unit_id=offer.unit_id,
    )  # fmt: skip


def _explain(form: Any, no: Refusal) -> None:
    if isinstance(no, InvalidInput) and no.fields:
        for name, words in no.fields.items():
            form.add_error(name if name in form.fields else None, words)
        return
    form.add_error(None, f"{no.message} {no.next_step}".strip())


def _form(request: HttpRequest, form: Any, offer: Offer, title: str, verb: str) -> HttpResponse:
    context = {
        "form": form, "offer": offer, "title": title, "verb": verb,
        "crumbs": _way((offer.title, "")), "back_url": reverse("exchange:mine"),
    }  # fmt: skip
    return render(request, "exchange/ask.html", context, status=422 if form.errors else 200)


def _secret(request: HttpRequest, made: UUID, secret: str) -> HttpResponse:
    context = {"secret": secret, "made": made, "crumbs": _way((_("The push is set up"), ""))}
    answer = render(request, "exchange/push_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _batches(request: HttpRequest) -> list[UUID] | None:
    """The one that was named; None for all of them."""
    text = request.POST.get("batch", "")
    try:
        return [UUID(text)] if text else None
    except ValueError:
        return []


def _facts(found: FileView) -> list[Fact]:
    told = [
        (_("Unit"), found.unit),
        (_("Grant"), found.grant_number),
        (_("Number of the matter handled"), found.case),
        (_("Form of the file"), found.form_label),
        (_("Asked for by"), found.asked_by),
        (pgettext("file", "Rows"), "" if found.rows is None else f"{found.rows:,}"),
    ]
    return [Fact(name=name, value=value) for name, value in told if value]
