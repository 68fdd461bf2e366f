"""Everybody's background work, the workers, and what could not be delivered."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from liupan.foundation.design.facade import before_asked, requires
from liupan.foundation.jobs.facade import (
    AUDIT_JOBS,
    MANAGE_JOBS,
    list_all_jobs,
    list_workers,
    shown,
    worker_health,
)
from liupan.foundation.messaging.facade import (
    MANAGE_DELIVERIES,
    count_deliveries,
    list_dead,
    retry_delivery,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may

STATES = (
    ("", _("all")),
    ("queued", _("queued")),
    ("running", _("running")),
    ("failed", _("failed")),
    ("cancelled", _("cancelled")),
    ("done", _("done")),
)


PAGE = 20


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@requires(MANAGE_JOBS, AUDIT_JOBS)
def listing(request: HttpRequest) -> HttpResponse:
    """All jobs and how the workers are."""
    actor = _actor(request)
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    found = list_all_jobs(actor, state=state, before=before_asked(request), limit=PAGE + 1)
    return render(
        request,
        "console/job_list.html",
        {
            "jobs": [(job, shown(job)) for job in found[:PAGE]],
            "last": found[PAGE - 1].id if len(found) > PAGE else None,
            "workers": list_workers(actor),
            "health": worker_health(),
            "states": STATES,
            "state": state,
            "may_deliver": may(actor, MANAGE_DELIVERIES),
        },
    )


@require_safe
@requires(MANAGE_DELIVERIES)
def deliveries(request: HttpRequest) -> HttpResponse:
    """What could not be delivered, and may be tried again."""
    actor = _actor(request)
    found = list_dead(actor, before=before_asked(request), limit=PAGE + 1)
    told = {
        "dead": found[:PAGE],
        "last": found[PAGE - 1].id if len(found) > PAGE else None,
        "counts": count_deliveries(actor),
    }
    return render(request, "console/job_deliveries.html", told)


@require_POST
@requires(MANAGE_DELIVERIES)
def retry(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Try a delivery again."""
    retry_delivery(delivery_id=delivery_id, actor=_actor(request), now=clock.now())
    return redirect("console:deliveries")
