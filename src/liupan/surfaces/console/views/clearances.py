"""Who may see up to which secrecy level."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import (
    CLEAR_PEOPLE,
    LEVELS,
    ClearanceRef,
    list_clearances,
    list_set_clearances,
    set_clearance,
)
from liupan.foundation.design.facade import page_asked
from liupan.foundation.identity.facade import find_staff
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import CEILING
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import ClearanceForm
from liupan.surfaces.console.views.shown import actor_of

PAGE = 50


@marks.reads_clearances
@require_GET
def clearances(request: HttpRequest) -> HttpResponse:
    """Clearances that were set, and whoever is looked for."""
    actor, words, levels = actor_of(request), request.GET.get("q", "").strip(), dict(LEVELS)
    number = page_asked(request)
    if words:
        people = find_staff(words)
        found = list_clearances([person.id for person in people])
    else:
        found = list_set_clearances(offset=(number - 1) * PAGE, limit=PAGE + 1)
    has_more, found = not words and len(found) > PAGE, found if words else found[:PAGE]
    context = {
        "words": words,
        "page": number,
        "has_more": has_more,
        "clearances": [(one, levels[one.level]) for one in found],
        "ceiling": levels[CEILING[actor.zone]],
        "may_clear": may(actor, CLEAR_PEOPLE),
    }
    return render(request, "console/clearances.html", context)


class Set(Act):
    title = gettext_lazy("Set the clearance")
    verb = gettext_lazy("Set")
    done = gettext_lazy("The clearance was set.")
    consequence = gettext_lazy(
        "It works at the next page the person opens. Never above what this network may hold."
    )
    form_class = ClearanceForm

    @cached_property
    def cleared(self) -> ClearanceRef:
        """The person's clearance as it stands."""
        found = next(iter(list_clearances([self.kwargs["account_id"]])), None)
        if found is None:
            raise Missing(_("There is no such account."))
        return found

    def crumbs(self) -> list[Crumb]:
        return [(_("Clearances"), reverse("console:clearances"))]

    def line(self) -> list[Text]:
        return [self.cleared.account_name]

    def arguments(self) -> dict[str, Any]:
        ceiling = CEILING[self.actor.zone]
        return {"levels": [(value, label) for value, label in LEVELS if value <= ceiling]}

    def initial(self) -> dict[str, Any]:
        return {"version": self.cleared.version, "level": self.cleared.level.value}

    def act(self, data: dict[str, Any]) -> str:
        set_clearance(account_id=self.cleared.account_id, **data, actor=self.actor, now=clock.now())
        return reverse("console:clearances")
