"""The way of a document for action: who is asked, who handles it, and the step that goes on."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import HandlingProposed
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving.keeping import about, keep, save
from liupan.capabilities.correspondence.policies import HANDLE, INSTRUCT
from liupan.capabilities.correspondence.queries.incoming_people import (
    is_in_reach,
    people_there,
    people_with,
)
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.access.facade import list_cleared, list_holders
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import complete_step
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True)
class Course:
    """The lead unit (承办部门), the leader asked (批示人), the person who handles it (承办人).

    One has work done by what stands below one: the unit itself and units below it; the office of a
    government, which acts for it, all below the government. Units beside and above, and those of
    another government, are written to instead (函、请示). Where another unit leads, somebody works
    there who handles documents: it stands in their work list at once, and whoever may read there
    sees it; nobody above the unit steps in for them unnoticed.
    """

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
        """Raises `InvalidInput` where the leader gives no instructions here, where the lead unit is
        out of reach, where the person named may not handle documents, or nobody of the unit may;
        or is not cleared for it."""
        wrong: dict[str, list[str]] = {}
        leaders = list_holders(INSTRUCT, by.today, unit_id=incoming.unit_id)
        if self.leader_id and self.leader_id not in leaders:
            wrong["leader_id"] = [_("This person gives no instructions on documents of the unit.")]
        if words := self._wrong_lead(incoming, by):
            wrong["lead_unit_id"] = [words]
        handlers = list_holders(HANDLE, by.today)
        if self.handler_id and self.handler_id not in handlers:
            wrong["handler_id"] = [_("This person may not handle documents.")]
        if not_cleared := set(self.people()) - list_cleared(
            self.people(), Secrecy(incoming.secrecy)
        ):
            field = "leader_id" if self.leader_id in not_cleared else "handler_id"
            wrong[field] = [_("This person may not see documents of this secrecy level.")]
        if wrong:
            raise InvalidInput(_("Somebody named cannot do this."), fields=wrong)

    def _wrong_lead(self, incoming: Incoming, by: By) -> str:
        """Why the unit cannot lead. One that leads already is not asked about its place again."""
        lead, own = self.lead_unit_id, incoming.unit_id
        if lead != incoming.lead_unit_id and not is_in_reach(lead, own):
            return _("This unit does not work under the one that received it: write to it instead.")
        asked = people_with if lead == own else people_there
        has_people = asked(HANDLE, lead, by.today)
        return "" if has_people else _("Nobody of this unit handles documents.")


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
