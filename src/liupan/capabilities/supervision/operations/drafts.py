"""What is said of a new item, or of a part of one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A new item. Without `due_on` the rule set says it; without `supervisor_id` it is the actor.

    `origin`: plan, meeting, note, document, proposal, press; `urgency`: ordinary, urgent, hard.
    """

    title: str
    end_state: str
    origin: str
    lead_unit_id: UUID
    supervising_unit_id: UUID
    due_on: date | None = None
    supervisor_id: UUID | None = None
    assisting: tuple[UUID, ...] = ()
    origin_title: str = ""
    origin_number: str = ""
    origin_url: str = ""
    origin_on: date | None = None
    plan_code: str = ""
    task_code: str = ""
    clause_code: str = ""
    urgency: str = "ordinary"
    secrecy: Secrecy = Secrecy.INTERNAL
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """A part of an item; origin, secrecy and supervision are the parent's."""

    title: str
    end_state: str
    lead_unit_id: UUID
    due_on: date
    assisting: tuple[UUID, ...] = ()
    weight: int = 1
    is_mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item of many: `refusal` is the sentence where it was refused."""

    item_id: UUID
    number: str
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        return not self.refusal
