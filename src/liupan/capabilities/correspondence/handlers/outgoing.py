"""What correspondence hears: its processes moved, a limit has passed."""

from liupan.capabilities.correspondence.operations.custody import follow_custody
from liupan.capabilities.correspondence.operations.limits import CLOCK, mark_outgoing_late
from liupan.capabilities.correspondence.operations.settling import settle_document
from liupan.capabilities.correspondence.policies import TEND
from liupan.foundation.calendar.events import ClockExpired
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.seals.events import SealPassedOn, SealTaken
from liupan.foundation.workflow.events import (
    InstanceMended,
    InstanceMoved,
    MessageDelivered,
    StepCompleted,
    StepReturned,
    StepSigned,
    StepWithdrawn,
)

SENT = "correspondence.outgoing"
Moved = (
    InstanceMended | InstanceMoved | MessageDelivered | StepCompleted | StepReturned | StepSigned
    | StepWithdrawn
)  # fmt: skip


@hears(
    InstanceMended, InstanceMoved, MessageDelivered, StepCompleted, StepReturned, StepSigned,
    StepWithdrawn,
)  # fmt: skip
def follow_process(fact: Moved, heard: Heard) -> None:
    """What was done to the process from elsewhere shows in the document too."""
    if fact.of_type == SENT:
        reason = getattr(fact, "reason", "")
        settle_document(
            document_id=fact.of_id, reason=reason, actor=worker_actor(TEND), now=heard.at
        )


@hears(SealPassedOn, SealTaken)
def follow_seal(fact: SealPassedOn | SealTaken, heard: Heard) -> None:
    """Documents that wait for the seal wait for whoever keeps it."""
    follow_custody(unit_id=fact.unit_id, actor=worker_actor(TEND), now=heard.at)


@hears(ClockExpired)
def become_late(fact: ClockExpired, heard: Heard) -> None:
    """The document is late from that day on, for ever."""
    if fact.kind == CLOCK:
        mark_outgoing_late(
            clock_id=fact.thing_id, due_at=fact.due_at, actor=worker_actor(TEND), now=heard.at
        )
