"""One act on an incoming document as a page sees it: may it be done, by which form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.queries.incoming_page import IncomingView
from liupan.capabilities.correspondence.rules.receiving import Act
from liupan.foundation.design.facade import city_moment
from liupan.foundation.design.facade import clock as clock_badge
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""


@dataclass(frozen=True)
class Deed:
    """An act of one actor on one document."""

    act: ClassVar[Act]
    permissions: ClassVar[tuple[Permission, ...]]
    """Empty: everybody who sees the document may try."""

    title: ClassVar[Text]
    verb: ClassVar[Text]
    done: ClassVar[Text]
    form_class: ClassVar[type[forms.Form]]
    left: ClassVar[str]
    """The entry it leaves."""

    says: ClassVar[Sequence[Text]] = ()
    """Common sentences that a click puts into the first field."""

    said_in: ClassVar[str] = "opinion"
    wants_units: ClassVar[bool] = False

    found: IncomingView
    actor: Actor
    now: datetime

    @property
    def is_possible(self) -> bool:
        """Whether this actor can do it now."""
        return self.act in self.found.may

    @property
    def was_done(self) -> bool:
        """Whether this actor did it a moment ago: a form that was sent twice."""
        return any(
            one.act == f"incoming.{self.left}"
            and one.actor_id == self.actor.id
            and self.now - one.at < TWICE
            for one in self.found.entries
        )

    def refusal(self) -> str:
        """Why it cannot be done now: how the document stands and what happened last."""
        words = _("“%(title)s” is “%(state)s”: you cannot do this now.") % {
            "title": self.found.line.title, "state": self.found.line.state_label,
        }  # fmt: skip
        last = next(iter(self.found.entries), None)
        if last is None:
            return words
        then = _("Last: %(who)s, %(when)s.") % {"who": last.who, "when": city_moment(last.at)}
        return f"{words} {then}"

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(f"correspondence:incoming-{self.act}", args=[self.found.id])

    @property
    def key(self) -> str:
        """Of its draft in the browser."""
        return f"incoming-{self.act}-{self.found.id}"

    @property
    def today(self) -> date:
        return clock.on(self.now)

    @property
    def badge(self) -> str:
        """The clock, where one runs."""
        return clock_badge(self.found.line.clock.badge) if self.found.line.clock else ""

    def form(self, data: Any = None) -> forms.Form:
        """The form, filled with what was sent."""
        return self.form_class(
            data, initial=self.initial(), auto_id=f"{self.act}-%s", **self.arguments()
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

    def perform(self, form: Any) -> None:
        """Call the operation."""
        raise NotImplementedError
