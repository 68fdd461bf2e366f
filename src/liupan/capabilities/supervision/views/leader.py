"""The leader's view: what is late, orange and red sheets, units behind, notes and their fate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liupan.capabilities.supervision.policies import ESCALATE, NOTE
from liupan.capabilities.supervision.queries.leading import LeaderView, leader_view
from liupan.capabilities.supervision.views.acting import crumbs
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.design.facade import city_moment, requires
from liupan.kernel import clock
from liupan.kernel.authority import may


@requires(NOTE, ESCALATE)
@require_safe
def leader(request: HttpRequest) -> HttpResponse:
    """What a leader wants to know, and the way to give a note."""
    actor, now = actor_of(request), clock.now()
    found = leader_view(actor, now=now)
    context = {
        "found": found,
        "title": headline(found),
        "line": [_("As of %(when)s") % {"when": city_moment(now)}],
        "may_note": may(actor, NOTE),
        "crumbs": crumbs((_("Leader's view"), "")),
        "most_late": max((unit.late for unit in found.units), default=1),
    }
    return render(request, "supervision/leader.html", context)


def headline(found: LeaderView) -> str:
    """The fact (督查事项36件在办，3件逾期)."""
    if not found.open:
        return _("No item is at work")
    running = ngettext("%(n)s item at work", "%(n)s items at work", found.open) % {"n": found.open}
    if not found.late_count:
        return _("%(running)s, none late") % {"running": running}
    late = ngettext("%(n)s late", "%(n)s late", found.late_count) % {"n": found.late_count}
    return _("%(running)s, %(late)s") % {"running": running, "late": late}
