"""Holds of the message log: put, lifted, listed (日志保全)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.exchange.forms.holding import HoldForm
from liupan.capabilities.exchange.forms.systems import ReasonForm
from liupan.capabilities.exchange.operations.retaining import hold_log, lift_hold
from liupan.capabilities.exchange.policies import HOLD_LOG
from liupan.capabilities.exchange.queries.holding import get_hold, list_holds
from liupan.capabilities.exchange.views.doing import do, sent
from liupan.capabilities.exchange.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.kernel import clock


@requires(HOLD_LOG)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """What is kept beyond its time, and what was."""
    context = {"holds": list_holds(actor_of(request)), "crumbs": _way()[:1]}
    return render(request, "exchange/holds.html", context)


@requires(HOLD_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Days are kept from being removed."""
    actor, title = actor_of(request), _("Keep days of the log")

    def run(told: dict[str, Any]) -> UUID:
        return hold_log(**told, actor=actor, now=clock.now())

    return do(
        request, title=title, verb=pgettext("hold", "Keep them"), done=_("These days are kept."),
        form=HoldForm(sent(request)), run=run, back_url=reverse("exchange:holds"),
        crumbs=_way(title),
        lead=_("Every month that holds one of them stays in the log until the hold is lifted."),
    )  # fmt: skip


@requires(HOLD_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """They may be removed again."""
    actor, title = actor_of(request), _("Lift the hold")
    held = get_hold(actor, hold_id)

    def run(told: dict[str, Any]) -> None:
        lift_hold(hold_id=hold_id, reason=told["reason"], actor=actor, now=clock.now())

    return do(
        request, title=title, verb=_("Lift"), done=_("The hold is lifted."),
        form=ReasonForm(sent(request)), run=run, back_url=reverse("exchange:holds"),
        crumbs=_way(title), lead=held.reason,
        consequence=_("Months past their time are archived and removed in the next night."),
    )  # fmt: skip


def _way(*further: str) -> list[tuple[str, str]]:
    return [(_("Holds of the log"), reverse("exchange:holds")), *((one, "") for one in further)]
