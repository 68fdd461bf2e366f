"""Addresses of machines that are called: which there are, how the calls fare, add, pause, end."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import requires
from liupan.foundation.identity.facade import list_machines
from liupan.foundation.messaging.facade import (
    MANAGE_DELIVERIES,
    MANAGE_WEBHOOKS,
    WebhookEnded,
    WebhookRef,
    add_webhook,
    find_webhook,
    kinds,
    list_calls,
    list_webhooks,
    pause_webhook,
    resume_webhook,
    retire_webhook,
    retry_delivery,
    try_webhook,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput, Missing
from liupan.surfaces.console.account_forms import ReasonForm
from liupan.surfaces.console.acts import Act, Crumb, place_errors

STATES = {"live": "run", "paused": "pause", "ended": "done"}
CALLS = {"sent": "done", "waiting": "run", "dead": "risk", "recorded": "none"}


class WebhookForm(forms.Form):
    """A new address."""

    account_id = forms.TypedChoiceField(label=gettext_lazy("Machine account"), coerce=UUID)
    url = forms.CharField(
        label=gettext_lazy("Address to call"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy(
            "By https. Private networks only where the operator has allowed them."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen means everything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        machines = [(str(one.id), f"{one.name} ({one.username})") for one in list_machines()]
        self.fields["account_id"].choices = machines  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(k.code, k.label) for k in kinds()]  # type: ignore[attr-defined]


@require_safe
@requires(MANAGE_WEBHOOKS)
def listing(request: HttpRequest) -> HttpResponse:
    """All addresses, the live ones first."""
    found = list_webhooks(_actor(request))
    told = {"webhooks": [(one, STATES[one.state], _state_label(one)) for one in found]}
    return render(request, "console/webhook_list.html", told)


@requires(MANAGE_WEBHOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an address; its secret is shown this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook_id, secret = add_webhook(
                **form.cleaned_data, actor=_actor(request), now=clock.now()
            )
        except InvalidInput as wrong:
            place_errors(form, wrong)
        else:
            return _page(request, webhook_id, secret=secret)
    crumbs = [_crumb(), (_("Add an address"), "")]
    told = {"form": form, "crumbs": crumbs, "has_machines": bool(list_machines())}
    status = 422 if form.errors else 200
    return render(request, "console/webhook_add.html", told, status=status)


@require_safe
@requires(MANAGE_WEBHOOKS)
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One address and its calls."""
    return _page(request, webhook_id)


@require_POST
@requires(MANAGE_WEBHOOKS)
def try_out(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Hand in a trial call."""
    try:
        try_webhook(webhook_id=webhook_id, actor=_actor(request), now=clock.now())
    except WebhookEnded as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The trial call goes out within seconds."))
    return redirect("console:webhook", webhook_id)


@require_POST
@requires(MANAGE_WEBHOOKS)
def resume(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Call a paused address again."""
    resume_webhook(webhook_id=webhook_id, actor=_actor(request), now=clock.now())
    messages.success(request, _("It is called again, first with what has waited."))
    return redirect("console:webhook", webhook_id)


@require_POST
@requires(MANAGE_DELIVERIES)
def call_again(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Hand a call in again."""
    retry_delivery(delivery_id=delivery_id, actor=_actor(request), now=clock.now())
    messages.success(request, _("The call was handed in again."))
    return redirect("console:webhook", webhook_id)


class _AboutWebhook(Act):
    @cached_property
    def webhook(self) -> WebhookRef:
        """The address it is about."""
        return _get(self.actor, self.kwargs["webhook_id"])

    def crumbs(self) -> list[Crumb]:
        return [_crumb(), (self.webhook.machine, self.here())]

    def line(self) -> list[str]:
        return [self.webhook.url]

    def here(self) -> str:
        """The page of the address."""
        return reverse("console:webhook", args=[self.webhook.id])


class Pause(_AboutWebhook):
    title = gettext_lazy("Pause the calls")
    verb = gettext_lazy("Pause")
    done = gettext_lazy("The calls are paused.")
    consequence = gettext_lazy(
        "Nothing is called until somebody resumes; what is for it waits and is not lost."
    )
    form_class = ReasonForm

    def act(self, data: dict[str, Any]) -> str:
        pause_webhook(webhook_id=self.webhook.id, **data, actor=self.actor, now=clock.now())
        return self.here()


class End(_AboutWebhook):
    title = gettext_lazy("End the calls")
    verb = gettext_lazy("End for good")
    done = gettext_lazy("The address is called no more.")
    consequence = gettext_lazy(
        "The address is called no more, its secret is void, and what waits for it is given up. "
        "To call it again, add it anew."
    )
    form_class = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        retire_webhook(webhook_id=self.webhook.id, actor=self.actor, now=clock.now())
        return self.here()


def _page(request: HttpRequest, webhook_id: UUID, *, secret: str = "") -> HttpResponse:
    actor = _actor(request)
    found = _get(actor, webhook_id)
    calls = [(call, CALLS[call.state]) for call in list_calls(actor, webhook_id)]
    told = {
        "webhook": found,
        "look": STATES[found.state],
        "state_label": _state_label(found),
        "calls": calls,
        "secret": secret,
        "may_call_again": may(actor, MANAGE_DELIVERIES) and found.state != "ended",
        "crumbs": [_crumb(), (found.machine, "")],
    }
    response = render(request, "console/webhook.html", told)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _state_label(found: WebhookRef) -> str:
    return {"live": _("called"), "paused": _("paused"), "ended": _("ended")}[found.state]


def _crumb() -> Crumb:
    return (_("Calls to machines"), reverse("console:webhooks"))


def _get(actor: Actor, webhook_id: UUID) -> WebhookRef:
    found = find_webhook(actor, webhook_id)
    if found is None:
        raise Missing(_("There is no such address."))
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
