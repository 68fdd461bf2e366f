"""One act on a document, sent or received, as a page sees it: may it be done, by which form, what
will it cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.foundation.design.facade import city_moment
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""


class Line(Protocol):
    """What is said of a document in a row."""

    @property
    def title(self) -> str: ...
    @property
    def state_label(self) -> str: ...


class Done(Protocol):
    """Something that was done with a document."""

    @property
    def act(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_id(self) -> UUID: ...


class Seen(Protocol):
    """A document as its page shows it."""

    @property
    def id(self) -> UUID: ...
    @property
    def line(self) -> Line: ...
    @property
    def entries(self) -> Sequence[Done]: ...


D = TypeVar("D", bound=Seen)


@dataclass(frozen=True)
class Deed(Generic[D]):
    """An act of one actor on one document."""

    of: ClassVar[str]
    """The page that it belongs to: `outgoing` or `incoming`."""

    key: ClassVar[str]
    title: ClassVar[Text]
    verb: ClassVar[Text]
    done: ClassVar[Text]
    form_class: ClassVar[type[forms.Form]] = forms.Form
    acts: ClassVar[frozenset[str]] = frozenset()
    """Acts of entries by which one knows that it was done a moment ago."""

    permissions: ClassVar[tuple[Permission, ...]] = ()
    """Empty: everybody who sees the document may try."""

    said_in: ClassVar[str] = "opinion"
    """The field into which a click puts a usual phrase."""

    wants_units: ClassVar[bool] = False

    document: D
    actor: Actor
    now: datetime

    @property
    def is_possible(self) -> bool:
        """Whether this actor can do it now."""
        raise NotImplementedError

    @property
    def heading(self) -> Text:
        """What stands above the form."""
        return self.title

    @property
    def button(self) -> Text:
        """The verb on the button."""
        return self.verb

    @property
    def says(self) -> Sequence[Text]:
        """Usual phrases that a click puts into the form."""
        return ()

    @property
    def others(self) -> Sequence[tuple[str, Text]]:
        """Further buttons of the same form: value of `go`, and verb."""
        return ()

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(f"correspondence:{self.of}-{self.key}", args=[self.document.id])

    @property
    def back_url(self) -> str:
        """The page of the document."""
        return reverse(f"correspondence:{self.of}", args=[self.document.id])

    @property
    def form_id(self) -> str:
        return f"{self.key}-form"

    @property
    def draft_key(self) -> str:
        """Of what is typed, as long as the browser keeps it."""
        return f"{self.of}-{self.key}-{self.document.id}"

    def form(self, data: Any = None) -> forms.Form:
        """The form, filled with what was sent."""
        return self.form_class(
            data, initial=self.begun() | self.initial(), auto_id=f"{self.key}-%s",
            **self.arguments(),
        )  # fmt: skip

    def begun(self) -> dict[str, Any]:
        """What the form hides: what it is about, when it was opened."""
        return {}

    def initial(self) -> dict[str, Any]:
        """What the form shows at first."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Further arguments of the form's class."""
        return {}

    def seen_now(self) -> dict[str, str]:
        """What a form that was refused says anew: the page shows what stands by now."""
        return {}

    def units(self) -> str:
        """The units that it offers, as the inside of a `<datalist>`."""
        return ""

    def told(self) -> Text:
        """What one should know before one fills the form in."""
        return ""

    def consequence(self) -> Text:
        """What it will cause, said before it happens."""
        return ""

    def perform(self, said: dict[str, Any], go: str) -> None:
        """Call the operation."""
        raise NotImplementedError

    def instead(self, sent: QueryDict) -> "tuple[Deed[D], forms.Form] | None":
        """Another act, with its form, that a further button leads to."""
        return None

    def was_done(self, sent: QueryDict) -> bool:
        """Whether this actor did it a moment ago: a form that was sent twice."""
        return any(
            one.actor_id == self.actor.id and one.act in self.acts and self.now - one.at < TWICE
            for one in self.document.entries
        )

    def refusal(self) -> str:
        """Why it cannot be done now: how the document stands and what happened last."""
        words = _("“%(title)s” is now: %(state)s. This is not possible any more.") % {
            "title": self.document.line.title, "state": self.document.line.state_label,
        }  # fmt: skip
        last = max(self.document.entries, key=lambda one: one.at, default=None)
        if last is None:
            return words
        then = _("Last: %(who)s, %(when)s.") % {"who": last.who, "when": city_moment(last.at)}
        return f"{words} {then}"
