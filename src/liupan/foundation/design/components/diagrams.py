"""A process as a picture with the states of its steps, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.components.marks import Text


class StepState(StrEnum):
    """Where a step of a process stands; what has not been reached has no state."""

    DONE = "done"
    ACTIVE = "active"
    WAITING = "waiting"
    RETURNED = "returned"
    CANCELLED = "cancelled"


LABELS: dict[StepState, Promise] = {
    StepState.DONE: _("Step done"),
    StepState.ACTIVE: _("Here now"),
    StepState.WAITING: _("Waiting"),
    StepState.RETURNED: _("Sent back"),
    StepState.CANCELLED: _("Cancelled"),
}
MARKS = {
    StepState.DONE: "done",
    StepState.ACTIVE: "run",
    StepState.WAITING: "pause",
    StepState.RETURNED: "back",
    StepState.CANCELLED: "none",
}
"""The mark of `{% state %}` that stands for each in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramStep:
    """One element of the diagram that something happened to.

    `history` are sentences, the oldest first (who, when, what). A sequence flow that was taken has
    the state done and no history; it is drawn but is no line of the table.
    """

    id: str
    name: Text
    state: StepState
    history: tuple[Text, ...] = ()
    is_flow: bool = False

    @property
    def label(self) -> Promise:
        return LABELS[self.state]

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A process to look at: its name, the address of its BPMN file, what happened to its steps."""

    name: Text
    url: str
    steps: Sequence[DiagramStep] = ()

    @property
    def rows(self) -> list[DiagramStep]:
        """The lines of the table."""
        return [step for step in self.steps if not step.is_flow]

    @property
    def here(self) -> list[DiagramStep]:
        """Where the process stands now."""
        return [step for step in self.steps if step.state is StepState.ACTIVE]

    def as_data(self) -> dict[str, Any]:
        """What the script draws from."""
        return {
            "steps": [
                {
                    "id": step.id,
                    "state": step.state,
                    "label": str(step.label),
                    "history": [str(line) for line in step.history],
                }
                for step in self.steps
            ]
        }
