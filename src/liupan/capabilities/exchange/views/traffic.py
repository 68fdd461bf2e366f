"""The operations view: what services and systems came to, and what is wrong (运行监测)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.facade import PurposeKind
from liupan.capabilities.exchange.policies import READ_MESSAGES
from liupan.capabilities.exchange.queries.policy import limits
from liupan.capabilities.exchange.queries.traffic import (
    list_purposes,
    list_services,
    list_systems,
)
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.authority import Actor

PURPOSES = {
    PurposeKind.BASIS: gettext_lazy("basis of an administrative act"),
    PurposeKind.REFERENCE: gettext_lazy("reference for work"),
    PurposeKind.CHECKING: gettext_lazy("checking of data"),
    PurposeKind.CO_OPERATION: gettext_lazy("co-operation of departments"),
}


@requires(READ_MESSAGES)
@require_safe
def traffic_page(request: HttpRequest) -> HttpResponse:
    """Services, or systems with `?by=system`, with their last 24 hours and 30 days."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now, today_limits = clock.now(), limits(clock.today())
    is_by_system = request.GET.get("by") == "system"
    rows = list_systems(actor, now) if is_by_system else list_services(actor, now)
    context = {
        "rows": rows,
        "is_by_system": is_by_system,
        "alarms": [one for one in rows if one.alarm],
        "calls": sum(one.calls for one in rows),
        "failed": sum(one.failed for one in rows),
        "purposes": [
            (PURPOSES.get(one.kind, one.kind.value), one) for one in list_purposes(actor, now)
        ],
        "limits": today_limits,
        "minutes": int(today_limits.window.total_seconds() // 60),
        "now": now,
        "crumbs": [(_("Operation of the exchange"), "")],
    }
    return render(request, "exchange/traffic.html", context)
