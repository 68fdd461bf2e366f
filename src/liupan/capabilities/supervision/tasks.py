"""Standing work of `supervision`: sheets lapse, and those that a rule calls for are issued."""

from datetime import datetime

from liupan.capabilities.supervision.operations.tending import tend_sheets
from liupan.capabilities.supervision.policies import TEND
from liupan.foundation.jobs.facade import periodic
from liupan.kernel.authority import Actor


@periodic("supervision.tend", cron="*/10 * * * *", permits=(TEND,))
def tend(*, actor: Actor, now: datetime) -> None:
    """Each sheet is a transaction of its own and done once: a kill loses and doubles nothing."""
    tend_sheets(actor, now)
