"""What supervision hears: a limit has passed, a document resolved something."""

from liupan.capabilities.correspondence.events import ResolutionHandedOver
from liupan.capabilities.supervision.operations.closing import mark_lateness
from liupan.capabilities.supervision.operations.documents import Resolved, register_resolution
from liupan.capabilities.supervision.operations.handing import CLOCK
from liupan.capabilities.supervision.policies import SUPERVISE, TEND
from liupan.foundation.calendar.events import ClockExpired
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears


@hears(ClockExpired)
def become_late(fact: ClockExpired, heard: Heard) -> None:
    """The item is late from that day on, for ever."""
    if fact.kind == CLOCK:
        mark_lateness(
            clock_id=fact.thing_id, due_at=fact.due_at, actor=worker_actor(TEND), now=heard.at
        )


@hears(ResolutionHandedOver)
def register_what_was_resolved(fact: ResolutionHandedOver, heard: Heard) -> None:
    """The resolution becomes an item, once."""
    resolution = Resolved(
        id=fact.thing_id,
        text=fact.text,
        lead_unit_id=fact.lead_unit_id,
        due_on=fact.due_on,
        document_title=fact.document_title,
        document_number=fact.document_number,
        document_on=fact.document_on,
        url=fact.url,
        secrecy=fact.secrecy,
    )
    register_resolution(resolution=resolution, actor=worker_actor(SUPERVISE), now=heard.at)
