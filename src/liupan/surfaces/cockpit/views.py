"""The leaders' page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.foundation.calendar.facade import ClockReading, list_clocks
from liupan.foundation.design.facade import WorkRow, requires, short_day
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.surfaces.cockpit.figures import find_cockpit
from liupan.surfaces.cockpit.policies import VIEW_COCKPIT
from liupan.surfaces.cockpit.sentences import three, why

CLOCKS = 20


@requires(VIEW_COCKPIT)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Sentences, targets, map, trend, order of counties, warnings; `print=1` for paper."""
    now = clock.now()
    today = clock.on(now)
    found = find_cockpit(
        today, county=request.GET.get("county", ""), figure=request.GET.get("figure", "")
    )
    printed = request.GET.get("print") == "1"
    layout = "design/print.html" if printed else "design/office.html"
    if found is None:
        return render(request, "cockpit/no_plan.html", {"layout": layout})
    day = dateformat.format(today, pgettext("format of a day with its weekday", "l, j F"))
    as_of = _("figures as of %(day)s") % {"day": short_day(found.as_of)}
    context = {
        "layout": layout,
        "printed": printed,
        "cockpit": found,
        "line": [day, *([as_of] if found.as_of else []), found.scope_name],
        "sentences": three(found),
        "warnings": [
            *(
                WorkRow(title=card.name, url=card.url, verb="", meta=(why(card),))
                for card in found.worried
            ),
            *_clocks(_actor(request), found.county),
        ],
    }
    return render(request, "cockpit/page.html", context)


def _clocks(actor: Actor, county: str) -> list[WorkRow]:
    """Clocks of the units the actor oversees that are late or nearly so."""
    if county:
        return []
    running = list_clocks(actor, now=clock.now(), limit=CLOCKS)
    return [_row(reading) for reading in running if reading.percent >= 80 or reading.is_late]


def _row(reading: ClockReading) -> WorkRow:
    return WorkRow(
        title=reading.title, url=reading.url, verb="", meta=(reading.limit,), clock=reading.badge
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
