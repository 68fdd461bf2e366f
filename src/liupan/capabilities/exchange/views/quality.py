"""The quality report of a service's hosted table."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.exchange.policies import KEEP_SERVICES
from liupan.capabilities.exchange.queries.quality import get_quality
from liupan.capabilities.exchange.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import requires

MARKS = {"waiting": "run", "published": "done", "refused": "risk"}


@requires(KEEP_SERVICES)
@require_safe
def quality(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """What each load found wrong, by column."""
    view = get_quality(actor_of(request), service_id)
    words = {
        "waiting": pgettext("load", "waiting"),
        "published": pgettext("load", "published"),
        "refused": pgettext("load", "refused"),
    }
    service_url = reverse("exchange:service", args=[service_id])
    context = {
        "view": view,
        "loads": [(one, MARKS[one.state], words[one.state]) for one in view.loads],
        "crumbs": crumbs((view.code, service_url), (_("Quality of the data"), "")),
    }
    return render(request, "exchange/quality.html", context)
