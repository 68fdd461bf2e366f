"""A unit ends in a reform: abolished, merged, split."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liupan.foundation.organisations.facade import (
    NewUnit,
    abolish_unit,
    find_division,
    list_children,
    list_people_in,
    list_posts,
    merge_units,
    split_unit,
)
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput
from liupan.surfaces.console.acts import Text
from liupan.surfaces.console.forms import AbolishForm, MergeForm, SplitForm
from liupan.surfaces.console.views.units import UnitAct


class Reform(UnitAct):
    """A reform says first how much it touches."""

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


class Abolish(Reform):
    title = gettext_lazy("Abolish the unit")
    verb = gettext_lazy("Abolish")
    done = gettext_lazy("The unit has ended; its past is kept.")
    consequence = gettext_lazy(
        "Posts and appointments end on that day, and the roles bound to them. With a successor the"
        " units below go to it; roles never go along and are granted anew. It cannot be undone."
    )
    form_class = AbolishForm

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
    title = gettext_lazy("Merge the unit into another")
    verb = gettext_lazy("Merge")
    done = gettext_lazy("The unit was merged; its past is kept.")
    consequence = gettext_lazy(
        "Posts, people and units below go on in the other unit from that day. Roles bound to the"
        " posts do not go along and are granted anew. It cannot be undone."
    )
    form_class = MergeForm

    def act(self, data: dict[str, Any]) -> str:
        merge_units(
            unit_ids=[self.unit.id],
            into_id=data["into"],
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[data["into"]])


class Split(Reform):
    title = gettext_lazy("Split the unit into two")
    verb = gettext_lazy("Split")
    done = gettext_lazy("The unit was split; its past is kept.")
    consequence = gettext_lazy(
        "The unit ends and two new ones begin beside it. Posts and people go to the part you"
        " choose; roles do not go along. Units below must be moved first. It cannot be undone."
    )
    form_class = SplitForm

    def arguments(self) -> dict[str, Any]:
        posts = list_posts([self.unit.id], clock.today())
        return {"posts": [(str(post.id), post.title) for post in posts]}

    def act(self, data: dict[str, Any]) -> str:
        second = set(data["posts"])
        every = {post.id for post in list_posts([self.unit.id], data["effective_on"])}
        first, *_others = split_unit(
            unit_id=self.unit.id,
            parts={
                self._part(data, "first"): every - second,
                self._part(data, "second"): second,
            },
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[first])

    def _part(self, data: dict[str, Any], which: str) -> NewUnit:
        division = find_division(self.unit.division_code, data["effective_on"])
        if division is None:
            raise InvalidInput(_("The unit's division does not exist on that day."))
        return NewUnit(
            code=data[f"{which}_code"],
            name=data[f"{which}_name"],
            category=self.unit.category,
            division_id=division.id,
            parent_id=self.unit.parent_id,
            valid_from=data["effective_on"],
            order=self.unit.order,
        )
