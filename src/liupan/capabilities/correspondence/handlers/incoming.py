"""What incoming documents hear: one arrived, a day has passed, a process was moved by hand."""

from liupan.capabilities.correspondence.events import DocumentArrived
from liupan.capabilities.correspondence.operations.receiving.arriving import await_signature
from liupan.capabilities.correspondence.operations.receiving.keeping import HANDLING, SIGNING, TYPE
from liupan.capabilities.correspondence.operations.receiving.lateness import (
    mark_incoming_late,
    settle_incoming,
)
from liupan.capabilities.correspondence.policies import TEND
from liupan.foundation.calendar.events import ClockExpired
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.workflow.events import (
    InstanceMended,
    InstanceMoved,
    StepReturned,
    StepWithdrawn,
)


@hears(DocumentArrived)
def watch_arrival(fact: DocumentArrived, heard: Heard) -> None:
    """The registry is told, and the limit to sign for it begins."""
    await_signature(incoming_id=fact.thing_id, actor=worker_actor(TEND), now=heard.at)


@hears(ClockExpired)
def become_late_incoming(fact: ClockExpired, heard: Heard) -> None:
    """Late from that day on."""
    if fact.kind in (SIGNING, HANDLING):
        mark_incoming_late(clock_id=fact.thing_id, actor=worker_actor(TEND), now=heard.at)


@hears(InstanceMended, InstanceMoved, StepReturned, StepWithdrawn)
def follow_receiving(
    fact: InstanceMended | InstanceMoved | StepReturned | StepWithdrawn, heard: Heard
) -> None:
    """The state follows the process, moved from wherever."""
    if fact.of_type == TYPE:
        settle_incoming(incoming_id=fact.of_id, actor=worker_actor(TEND), now=heard.at)
