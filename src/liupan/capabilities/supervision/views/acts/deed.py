"""One act on an item as a page sees it: may it be done, by which form, what will it cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.queries.shapes import ItemView
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.design.facade import city_day, city_moment
from liupan.foundation.design.facade import clock as clock_badge
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""


@dataclass(frozen=True)
class Deed:
    """An act of one actor on one item."""

    key: ClassVar[str]
    act: ClassVar[Act]
    permissions: ClassVar[tuple[Permission, ...]]
    title: ClassVar[Text]
    verb: ClassVar[Text]
    done: ClassVar[Text]
    form_class: ClassVar[type[forms.Form]]
    says: ClassVar[Sequence[Text]] = ()
    """Common sentences that a click puts into the opinion."""

    wants_units: ClassVar[bool] = False
    kinds: ClassVar[frozenset[Act]] = frozenset()
    """The entries it may leave, where these are others than `act`."""

    item: ItemView
    actor: Actor
    now: datetime

    @property
    def is_possible(self) -> bool:
        """Whether this actor can do it now."""
        return self.act in self.item.may

    @property
    def was_done(self) -> bool:
        """Whether this actor did it a moment ago: a form that was sent twice."""
        kinds = self.kinds or {self.act}
        return any(
            one.item_id == self.item.id
            and one.actor_id == self.actor.id
            and one.kind in kinds
            and self.now - one.at < TWICE
            for one in self.item.entries
        )

    def refusal(self) -> str:
        """Why it cannot be done now: how the item stands and what happened last."""
        words = _("%(number)s is “%(state)s”: this is not possible now.") % {
            "number": self.item.line.number, "state": self.item.line.state_label,
        }  # fmt: skip
        own = [one for one in self.item.entries if one.item_id == self.item.id]
        if not own:
            return words
        last = _("Last: %(act)s, %(who)s, %(when)s.") % {
            "act": own[0].kind_label, "who": own[0].actor, "when": city_moment(own[0].at),
        }  # fmt: skip
        return f"{words} {last}"

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(f"supervision:{self.key}", args=[self.item.id])

    @property
    def today(self) -> date:
        return clock.on(self.now)

    @property
    def due(self) -> str:
        """The item's day in words."""
        return city_day(self.item.line.due_on)

    @property
    def badge(self) -> str:
        """The clock, where one runs."""
        return clock_badge(self.item.clock.badge) if self.item.clock else ""

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        """The form, filled with what was sent."""
        return self.form_class(
            data, files, initial=self.initial(), auto_id=f"{self.key}-%s", **self.arguments()
        )

    def initial(self) -> dict[str, Any]:
        """What the form shows at first."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Further arguments of the form's class."""
        return {}

    def consequence(self) -> Text:
        """What it will cause, said before it happens."""
        return ""

    def perform(self, data: dict[str, Any]) -> None:
        """Call the operation."""
        raise NotImplementedError
