"""What supervision hears: a limit has passed."""

from liupan.capabilities.supervision.operations.closing import mark_lateness
from liupan.capabilities.supervision.operations.handing import CLOCK
from liupan.capabilities.supervision.policies import TEND
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
