"""Units: the tree on a day, one unit with everything it was, and what can be done to it."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import GRANT_ROLES, list_grants
from liupan.foundation.changes.facade import remembered
from liupan.foundation.design.components.records import TreeRow
from liupan.foundation.organisations.facade import (
    APPOINT,
    CATEGORIES,
    MANAGE_UNITS,
    POST_KINDS,
    STAFF_UNIT,
    UnitRef,
    correct_unit,
    count_staff,
    establish_unit,
    list_children,
    list_divisions,
    list_holders,
    list_names,
    list_places,
    list_posts,
    list_successions,
    list_tree,
    move_unit,
    rename_unit,
    search_units,
)
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, may
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import CorrectUnitForm, MoveForm, RenameForm, UnitForm
from liupan.surfaces.console.views.shown import (
    actor_of,
    any_of,
    branch_level,
    day_of,
    get_unit,
    span,
    unit_crumbs,
)

NO_UNIT = UUID(int=0)
"""Stands in an address that is filled in for each of some hundred units."""


@marks.reads_units
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The tree as it stood on a day, or what was found by name, pinyin or code."""
    day, words = day_of(request), request.GET.get("q", "").strip()
    found = search_units(words, day, limit=100) if words else []
    staff = count_staff(day) if found else {}
    heads = _heads()
    context = {
        "day": day,
        "is_today": day == clock.today(),
        "words": words,
        "found": [(unit, zip(heads[1:], _cells(unit, staff), strict=True)) for unit in found],
        "tree": "" if words else _drawn(day, get_language() or ""),
        "heads": heads,
        "may_establish": may(actor_of(request), MANAGE_UNITS),
    }
    return render(request, "console/units.html", context)


@remembered("organisations.units", "organisations.posts", most=16)
def _drawn(day: date, language: str) -> SafeString:
    """The whole tree in the language of the moment; "" when there was none on that day."""
    staff, url = count_staff(day), reverse("console:unit", args=[NO_UNIT])
    rows = [
        TreeRow(
            name=branch.unit.name,
            level=branch_level(branch),
            cells=_cells(branch.unit, staff),
            url=url.replace(str(NO_UNIT), str(branch.unit.id)),
        )
        for branch in list_tree(day)
    ]
    if not rows:
        return SafeString()
    return render_to_string("console/units_tree.html", {"rows": rows, "heads": _heads()})


def _heads() -> list[str]:
    return [_("Unit"), _("Code"), _("Posts"), _("People")]


def _cells(unit: UnitRef, staff: dict[UUID, tuple[int, int]]) -> tuple[Text, ...]:
    posts, people = staff.get(unit.id, (0, 0))
    return (unit.code, str(posts or "—"), str(people or "—"))


@marks.reads_units
@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit on a day: posts and people, names and places over time, who took over from whom."""
    actor, day, found = actor_of(request), day_of(request), get_unit(unit_id)
    posts = list_posts([unit_id], day)
    holders = list_holders([post.id for post in posts], day)
    kinds, categories = dict(POST_KINDS), dict(CATEGORIES)
    sees_grants = any_of(actor, marks.GRANT_READERS)
    context = {
        "unit": found,
        "day": day,
        "is_today": day == clock.today(),
        "crumbs": unit_crumbs(found, leads_to_unit=False),
        "line": [
            categories[found.category],
            found.code,
            found.uscc or _("no credit code"),
            span(found.valid_from, found.valid_to),
        ],
        "posts": [
            (post, kinds[post.kind], [h for h in holders if h.post_id == post.id]) for post in posts
        ],
        "children": list_children(unit_id, day),
        "names": list_names(unit_id),
        "places": list_places(unit_id),
        "successions": list_successions(unit_id),
        "grants": list_grants(tops={ANYWHERE}, day=day, unit_id=unit_id) if sees_grants else [],
        "sees_grants": sees_grants,
        "may_change": found.is_open and may(actor, MANAGE_UNITS, unit_id=unit_id),
        "may_grant": found.is_open and may(actor, GRANT_ROLES, unit_id=unit_id),
        "may_staff": found.is_open
        and (may(actor, STAFF_UNIT, unit_id=unit_id) or may(actor, APPOINT, unit_id=unit_id)),
    }
    return render(request, "console/unit.html", context)


class UnitAct(Act):
    """An act on one unit."""

    @cached_property
    def unit(self) -> UnitRef:
        """The unit it is about."""
        return get_unit(self.kwargs["unit_id"])

    def crumbs(self) -> list[Crumb]:
        return unit_crumbs(self.unit)

    def line(self) -> list[Text]:
        return [self.unit.name, self.unit.code]

    def here(self) -> str:
        """The unit's page."""
        return reverse("console:unit", args=[self.unit.id])


class Establish(Act):
    title = gettext_lazy("Establish a unit")
    verb = gettext_lazy("Establish")
    done = gettext_lazy("The unit was established.")
    form_class: ClassVar[type[forms.Form]] = UnitForm

    def crumbs(self) -> list[Crumb]:
        return [(_("Units and posts"), reverse("console:units"))]

    def initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent", "")}

    def act(self, data: dict[str, Any]) -> str:
        unit_id = establish_unit(
            code=data["code"],
            name=data["name"],
            short_name=data["short_name"],
            category=data["category"],
            parent_id=data["parent"],
            division_id=data["division"],
            uscc=data["uscc"],
            order=data["order"],
            valid_from=data["valid_from"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[unit_id])


class Rename(UnitAct):
    title = gettext_lazy("Rename the unit")
    verb = gettext_lazy("Rename the unit")
    done = gettext_lazy("The unit bears its new name.")
    consequence = gettext_lazy(
        "Everything dated before that day keeps the former name; it is found by both names."
    )
    form_class = RenameForm

    def initial(self) -> dict[str, Any]:
        return {"name": self.unit.name, "short_name": self.unit.short_name}

    def act(self, data: dict[str, Any]) -> str:
        rename_unit(
            unit_id=self.unit.id,
            name=data["name"],
            short_name=data["short_name"],
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class Move(UnitAct):
    title = gettext_lazy("Move the unit")
    verb = gettext_lazy("Move")
    done = gettext_lazy("The unit was moved.")
    consequence = gettext_lazy(
        "All units below move along. Whoever has a right over the new unit above has it over this"
        " one at once; rights that came from the former one end."
    )
    form_class = MoveForm

    def initial(self) -> dict[str, Any]:
        divisions = {d.code: d.id for d in list_divisions(clock.today())}
        return {
            "parent": self.unit.parent_id,
            "division": divisions.get(self.unit.division_code, ""),
        }

    def act(self, data: dict[str, Any]) -> str:
        move_unit(
            unit_id=self.unit.id,
            parent_id=data["parent"],
            division_id=data["division"],
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class Correct(UnitAct):
    title = gettext_lazy("Correct the unit's data")
    verb = gettext_lazy("Save")
    done = gettext_lazy("The data were corrected.")
    consequence = gettext_lazy(
        "For slips only: what you enter counts as having always been meant so. A new name from a"
        " day on is a renaming."
    )
    form_class = CorrectUnitForm

    def initial(self) -> dict[str, Any]:
        unit = self.unit
        return {
            "version": unit.version,
            "name": unit.name,
            "short_name": unit.short_name,
            "category": unit.category,
            "uscc": unit.uscc,
            "order": unit.order,
        }

    def act(self, data: dict[str, Any]) -> str:
        correct_unit(
            unit_id=self.unit.id,
            version=data["version"],
            name=data["name"],
            short_name=data["short_name"],
            category=data["category"],
            uscc=data["uscc"],
            order=data["order"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()
