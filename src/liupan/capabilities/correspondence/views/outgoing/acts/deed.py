"""An act on an outgoing document: it knows the step that waits for the actor."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict

from liupan.capabilities.correspondence.forms.outgoing import PlainForm
from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView
from liupan.capabilities.correspondence.views import deeds
from liupan.capabilities.correspondence.views.reading import identifier
from liupan.foundation.workflow.facade import StepRef


class Deed(deeds.Deed[DocumentView]):
    """An act of one actor on one outgoing document."""

    of = "outgoing"
    form_class: ClassVar[type[forms.Form]] = PlainForm

    @property
    def step(self) -> StepRef | None:
        """The step of the document that waits for the actor."""
        return self.document.step

    @property
    def about(self) -> StepRef | None:
        """The step that the act is about: the same, but for acts beside it."""
        return self.step

    @property
    def item_id(self) -> UUID:
        """Its id, where there is one."""
        if self.step is None:
            raise LookupError(self.key)
        return self.step.id

    def begun(self) -> dict[str, Any]:
        item = self.about.id if self.about else None
        return {"item_id": item, "seen_at": self.now.isoformat()}

    def was_done(self, sent: QueryDict) -> bool:
        """As an entry or as an opinion at the step that the form is about."""
        item_id = identifier(sent.get("item_id", ""))
        return super().was_done(sent) or any(
            one.author_id == self.actor.id
            and one.item_id == item_id
            and one.act in self.acts
            and self.now - one.written_at < deeds.TWICE
            for step in (self.document.instance.steps if self.document.instance else ())
            for one in step.opinions
        )


def seen_at(sent: QueryDict) -> datetime | None:
    """When the page was opened that a form was sent from."""
    try:
        found = datetime.fromisoformat(sent.get("seen_at", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None
