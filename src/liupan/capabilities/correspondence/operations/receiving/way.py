"""The way of a document for action: who is asked, who handles it, and the step that goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import HandlingProposed
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    By,
    about,
    keep,
    require_said,
    save,
)
from liupan.capabilities.correspondence.policies import HANDLE, INSTRUCT
from liupan.capabilities.correspondence.queries.incoming_people import cleared, people_with
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.access.facade import list_holders
from liupan.foundation.workflow.facade import complete_step
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True)
class Course:
    """The lead unit (承办部门), the leader asked (批示人), the person who handles it (承办人)."""

    lead_unit_id: UUID
    leader_id: UUID | None
    handler_id: UUID | None

    def data(self) -> dict[str, str]:
        """As the process knows it."""
        return {
            "批示人": str(self.leader_id or ""),
            "承办单位": str(self.lead_unit_id),
            "承办人": str(self.handler_id or ""),
        }

    def put(self, incoming: Incoming) -> None:
        """Put it into the row, unsaved."""
        incoming.lead_unit_id = self.lead_unit_id
        incoming.leader_id, incoming.handler_id = self.leader_id, self.handler_id

    def people(self) -> tuple[UUID, ...]:
        """Who answers for it."""
        return tuple(one for one in (self.handler_id, self.leader_id) if one)

    def require_possible(self, incoming: Incoming, by: By) -> None:
        """Raises `InvalidInput` where the leader gives no instructions here, where the person
        named may not handle documents, or nobody of the unit may; or is not cleared for it."""
        wrong: dict[str, list[str]] = {}
        leaders = list_holders(INSTRUCT, by.today, unit_id=incoming.unit_id)
        if self.leader_id and self.leader_id not in leaders:
            wrong["leader_id"] = [_("This person gives no instructions on documents of the unit.")]
        if not people_with(HANDLE, self.lead_unit_id, by.today):
            wrong["lead_unit_id"] = [_("Nobody of this unit handles documents.")]
        handlers = list_holders(HANDLE, by.today)
        if self.handler_id and self.handler_id not in handlers:
            wrong["handler_id"] = [_("This person may not handle documents.")]
        if not_cleared := set(self.people()) - cleared(self.people(), Secrecy(incoming.secrecy)):
            field = "leader_id" if self.leader_id in not_cleared else "handler_id"
            wrong[field] = [_("This person may not see documents of this secrecy level.")]
        if wrong:
            raise InvalidInput(_("Somebody named cannot do this."), fields=wrong)


def propose(incoming: Incoming, step: UUID, course: Course, words: str, by: By) -> None:
    """Complete the step 拟办: to the leader asked, else to who handles it."""
    require_said(proposal=words)
    complete_step(
        item_id=step, opinion=words.strip(), data=course.data(), actor=by.actor, now=by.now
    )
    course.put(incoming)
    incoming.proposal = words.strip()
    incoming.state = State.INSTRUCTING if course.leader_id else State.HANDLING
    save(incoming, "state", "proposal", "lead_unit", "leader_id", "handler_id")
    fact = HandlingProposed(
        **about(incoming, by), leader_id=course.leader_id, lead_unit_id=course.lead_unit_id
    )
    keep(incoming, fact, by, words)


def require_cleared(people: Collection[UUID], incoming: Incoming, field: str) -> None:
    """Raises `InvalidInput` naming the field where somebody may not see its level."""
    if set(people) - cleared(people, Secrecy(incoming.secrecy)):
        words = _("Somebody named may not see documents of this secrecy level.")
        raise InvalidInput(words, fields={field: [words]})
