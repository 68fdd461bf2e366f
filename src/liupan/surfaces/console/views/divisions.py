"""Administrative divisions by day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from liupan.foundation.organisations.facade import (
    LEVELS,
    MANAGE_UNITS,
    DivisionRef,
    abolish_division,
    correct_division,
    enter_division,
    find_division_by_id,
    list_divisions,
    list_former_divisions,
    replace_division,
)
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import (
    CorrectDivisionForm,
    DivisionForm,
    EffectiveForm,
    ReplaceDivisionForm,
)
from liupan.surfaces.console.views.shown import actor_of, day_of


@marks.reads_units
@require_GET
def divisions(request: HttpRequest) -> HttpResponse:
    """All divisions of a day, and those that had ended by then."""
    day, levels = day_of(request), dict(LEVELS)
    context = {
        "day": day,
        "is_today": day == clock.today(),
        "divisions": [(d, levels[d.level]) for d in list_divisions(day)],
        "former": [(d, levels[d.level]) for d in list_former_divisions(day)],
        "may_change": may(actor_of(request), MANAGE_UNITS),
    }
    return render(request, "console/divisions.html", context)


class DivisionAct(Act):
    """An act on divisions."""

    def crumbs(self) -> list[Crumb]:
        return [(_("Administrative divisions"), reverse("console:divisions"))]

    def line(self) -> list[Text]:
        if "division_id" not in self.kwargs:
            return []
        return [self.division.name, self.division.code]

    @cached_property
    def division(self) -> DivisionRef:
        """The division it is about."""
        found = find_division_by_id(self.kwargs["division_id"])
        if found is None:
            raise Missing(_("There is no such division."))
        return found


class Enter(DivisionAct):
    title = gettext_lazy("Enter a division")
    verb = gettext_lazy("Enter")
    done = gettext_lazy("The division was entered.")
    form_class = DivisionForm

    def act(self, data: dict[str, Any]) -> str:
        enter_division(
            code=data["code"],
            name=data["name"],
            level=data["level"],
            parent_id=data["parent"],
            valid_from=data["valid_from"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:divisions")


class Replace(DivisionAct):
    title = gettext_lazy("Give the division another code or name")
    verb = gettext_lazy("Replace")
    done = gettext_lazy("The division was replaced.")
    consequence = gettext_lazy(
        "The old code ends, a new one begins. Divisions below and units in it move along; records"
        " dated before keep the old code."
    )
    form_class = ReplaceDivisionForm

    def initial(self) -> dict[str, Any]:
        return {"code": self.division.code, "name": self.division.name}

    def act(self, data: dict[str, Any]) -> str:
        replace_division(division_id=self.division.id, **data, actor=self.actor, now=clock.now())
        return reverse("console:divisions")


class Correct(DivisionAct):
    title = gettext_lazy("Correct the division's name")
    verb = gettext_lazy("Save")
    done = gettext_lazy("The name was corrected.")
    form_class = CorrectDivisionForm

    def initial(self) -> dict[str, Any]:
        return {"version": self.division.version, "name": self.division.name}

    def act(self, data: dict[str, Any]) -> str:
        correct_division(division_id=self.division.id, **data, actor=self.actor, now=clock.now())
        return reverse("console:divisions")


class Abolish(DivisionAct):
    title = gettext_lazy("Abolish the division")
    verb = gettext_lazy("Abolish")
    done = gettext_lazy("The division has ended.")
    consequence = gettext_lazy("Divisions below and units in it must be moved or ended first.")
    form_class = EffectiveForm

    def act(self, data: dict[str, Any]) -> str:
        abolish_division(division_id=self.division.id, **data, actor=self.actor, now=clock.now())
        return reverse("console:divisions")
