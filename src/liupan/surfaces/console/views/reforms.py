"""A unit ends in a reform: abolished, merged, split."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liupan.foundation.design.facade import carried, city_day
from liupan.foundation.organisations.facade import (
    NewUnit,
    PostRef,
    abolish_unit,
    find_division,
    list_children,
    list_holders,
    list_people_in,
    list_posts,
    merge_units,
    split_unit,
)
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput
from liupan.surfaces.console.acts import Text
from liupan.surfaces.console.forms import ENDS, AbolishForm, MergeForm, SplitForm
from liupan.surfaces.console.views.shown import get_unit
from liupan.surfaces.console.views.units import UnitAct

PARTS = ("2", "3", "4", "5", "6", "7", "8")


@dataclass(frozen=True, slots=True)
class Going:
    """What a reform does to one post: who holds it, and where it goes on (nowhere when empty)."""

    unit: str
    title: str
    people: tuple[str, ...]
    to: str


class Reform(UnitAct):
    """A reform says first how much it touches, then post by post what will happen, then asks."""

    def what_follows(self) -> Text:
        today = clock.today()
        posts = len(list_posts([self.unit.id], today))
        people = len({holder.account_id for holder in list_people_in(self.unit.id, today)})
        below = len(list_children(self.unit.id, today))
        touched = ", ".join(
            [
                ngettext("%(n)s post", "%(n)s posts", posts) % {"n": posts},
                ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
                ngettext("%(n)s unit below", "%(n)s units below", below) % {"n": below},
            ]
        )
        return _("This touches %(touched)s. %(consequence)s") % {
            "touched": touched,
            "consequence": self.consequence,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, initial=self.initial(), **self.arguments())
        if request.POST.get("confirmed") != "yes" and form.is_valid():
            return self._preview(form.cleaned_data)
        return super().post(request, *args, **kwargs)

    def more(self) -> dict[str, Any]:
        return {"verb": _("See what will happen")}

    def ends(self, data: dict[str, Any]) -> list[UUID]:
        """The units that end."""
        return [self.unit.id]

    def goal(self, data: dict[str, Any], post: PostRef) -> str:
        """The name of the unit in which the post goes on."""
        raise NotImplementedError

    def goal_of_units(self, data: dict[str, Any]) -> str:
        """The name of the unit under which units below go on; empty: they stand in the way."""
        raise NotImplementedError

    def _preview(self, data: dict[str, Any]) -> HttpResponse:
        day, ends = data["effective_on"], self.ends(data)
        posts = list_posts(ends, day)
        people: dict[UUID, list[str]] = defaultdict(list)
        for holder in list_holders([post.id for post in posts], day):
            people[holder.post_id].append(holder.name)
        going = [
            Going(p.unit_name, p.title, tuple(people[p.id]), self.goal(data, p)) for p in posts
        ]
        context = {
            "title": self.title,
            "verb": self.verb,
            "crumbs": [*self.crumbs(), (self.title, "")],
            "line": [*self.line(), city_day(day)],
            "consequence": self.consequence,
            "going": going,
            "below": [unit.name for unit_id in ends for unit in list_children(unit_id, day)],
            "goal_of_units": self.goal_of_units(data),
            "carried": carried(self.request),
            "back_url": self.request.get_full_path(),
        }
        return render(self.request, "console/reform_preview.html", context)


def _name_of(unit_id: UUID | None) -> str:
    return get_unit(unit_id).name if unit_id else ""


class Abolish(Reform):
    title = gettext_lazy("Abolish the unit")
    verb = gettext_lazy("Abolish")
    done = gettext_lazy("The unit has ended; its past is kept.")
    consequence = gettext_lazy(
        "Posts and appointments end on that day, and the roles bound to them. With a successor the"
        " units below go to it; roles never go along and are granted anew. It cannot be undone."
    )
    form_class = AbolishForm

    def goal(self, data: dict[str, Any], post: PostRef) -> str:
        return self.goal_of_units(data) if data["hands_over"] else ""

    def goal_of_units(self, data: dict[str, Any]) -> str:
        return _name_of(data["successor"])

    def act(self, data: dict[str, Any]) -> str:
        abolish_unit(
            unit_id=self.unit.id,
            successor_id=data["successor"],
            hands_over=data["hands_over"],
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class Merge(Reform):
    title = gettext_lazy("Merge units into another")
    verb = gettext_lazy("Merge")
    done = gettext_lazy("The units were merged; their past is kept.")
    consequence = gettext_lazy(
        "Posts, people and units below go on in the other unit from that day. Roles bound to the"
        " posts do not go along and are granted anew. It cannot be undone."
    )
    form_class = MergeForm

    def arguments(self) -> dict[str, Any]:
        return {"unit_id": self.unit.id}

    def ends(self, data: dict[str, Any]) -> list[UUID]:
        return [self.unit.id, *data["others"]]

    def goal(self, data: dict[str, Any], post: PostRef) -> str:
        return self.goal_of_units(data)

    def goal_of_units(self, data: dict[str, Any]) -> str:
        return _name_of(data["into"])

    def act(self, data: dict[str, Any]) -> str:
        merge_units(
            unit_ids=self.ends(data),
            into_id=data["into"],
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[data["into"]])


class Split(Reform):
    template_name = "console/reform_split.html"
    title = gettext_lazy("Split the unit")
    verb = gettext_lazy("Split")
    done = gettext_lazy("The unit was split; its past is kept.")
    consequence = gettext_lazy(
        "The unit ends and new ones begin beside it. Posts and people go to the part you"
        " choose; roles do not go along. Units below must be moved first. It cannot be undone."
    )
    form_class = SplitForm

    def parts(self) -> int:
        """Into how many parts, as the address says."""
        asked = self.request.GET.get("parts", "")
        return int(asked) if asked in PARTS else 2

    def arguments(self) -> dict[str, Any]:
        today = clock.today()
        posts = list_posts([self.unit.id], today)
        held: dict[UUID, list[str]] = defaultdict(list)
        for holder in list_holders([post.id for post in posts], today):
            held[holder.post_id].append(holder.name)
        labels = [(p.id, " · ".join([p.title, *held[p.id]])) for p in posts]
        return {"posts": labels, "parts": self.parts()}

    def more(self) -> dict[str, Any]:
        return {**super().more(), "choices": PARTS, "chosen": str(self.parts())}

    def goal(self, data: dict[str, Any], post: PostRef) -> str:
        part = data.get(f"post_{post.id}", ENDS)
        return "" if part == ENDS else str(data[f"name_{part}"])

    def goal_of_units(self, data: dict[str, Any]) -> str:
        return ""

    def act(self, data: dict[str, Any]) -> str:
        first, *_others = split_unit(
            unit_id=self.unit.id,
            parts={
                self._part(data, n): [
                    UUID(name.removeprefix("post_"))
                    for name, part in data.items()
                    if name.startswith("post_") and part == str(n)
                ]
                for n in range(1, self.parts() + 1)
            },
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[first])

    def _part(self, data: dict[str, Any], n: int) -> NewUnit:
        division = find_division(self.unit.division_code, data["effective_on"])
        if division is None:
            raise InvalidInput(_("The unit's division does not exist on that day."))
        return NewUnit(
            code=data[f"code_{n}"],
            name=data[f"name_{n}"],
            category=self.unit.category,
            division_id=division.id,
            parent_id=self.unit.parent_id,
            valid_from=data["effective_on"],
            order=self.unit.order,
        )
