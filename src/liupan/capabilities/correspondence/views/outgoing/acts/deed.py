"""One act on a document as a page sees it: may it be done, by which form, what will it cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.forms.outgoing import PlainForm
from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView
from liupan.foundation.workflow.facade import StepRef
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""


@dataclass(frozen=True)
class Deed:
    """An act of one actor on one document."""

    key: ClassVar[str]
    title: ClassVar[Text]
    verb: ClassVar[Text]
    done: ClassVar[Text]
    form_class: ClassVar[type[forms.Form]] = PlainForm
    acts: ClassVar[frozenset[str]] = frozenset()
    """Acts of opinions or entries by which one knows that it was done a moment ago."""

    document: DocumentView
    actor: Actor
    now: datetime

    @property
    def is_possible(self) -> bool:
        """Whether this actor can do it now."""
        raise NotImplementedError

    @property
    def step(self) -> StepRef | None:
        """The step of the document that waits for the actor."""
        return self.document.step

    @property
    def item_id(self) -> UUID:
        """Its id, where there is one."""
        if self.step is None:
            raise LookupError(self.key)
        return self.step.id

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
        """Usual phrases that a click puts into the opinion."""
        return ()

    @property
    def others(self) -> Sequence[tuple[str, Text]]:
        """Further buttons of the same form: value of `go`, and verb."""
        return ()

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(f"correspondence:outgoing-{self.key}", args=[self.document.id])

    def form(self, data: Any = None) -> forms.Form:
        """The form, filled with what was sent."""
        return self.form_class(
            data, initial=self._begun() | self.initial(), auto_id=f"{self.key}-%s",
            **self.arguments(),
        )  # fmt: skip

    def _begun(self) -> dict[str, Any]:
        item = self.step.id if self.step else None
        return {"item_id": item, "seen_at": self.now.isoformat()}

    def initial(self) -> dict[str, Any]:
        """What the form shows at first."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Further arguments of the form's class."""
        return {}

    def consequence(self) -> Text:
        """What it will cause, said before it happens."""
        return ""

    def perform(self, data: dict[str, Any], go: str) -> None:
        """Call the operation."""
        raise NotImplementedError

    def was_done(self, item_id: UUID | None) -> bool:
        """Whether this actor did it a moment ago: a form that was sent twice."""
        steps = self.document.instance.steps if self.document.instance else ()
        said = any(
            one.author_id == self.actor.id
            and one.item_id == item_id
            and one.act in self.acts
            and self.now - one.written_at < TWICE
            for step in steps
            for one in step.opinions
        )
        return said or any(
            one.actor_id == self.actor.id and one.act in self.acts and self.now - one.at < TWICE
            for one in self.document.entries
        )

    def refusal(self) -> str:
        """Why it cannot be done now: where the document stands."""
        words = _("“%(title)s” is now: %(state)s. This is not possible any more.")
        return words % {
            "title": self.document.line.title,
            "state": self.document.line.state_label,
        }
