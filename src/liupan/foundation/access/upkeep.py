"""Proposals nobody decided in time lapse. The worker sees to it."""

from liupan.foundation.access.actors import program
from liupan.foundation.access.operations.proposals import let_proposals_lapse
from liupan.foundation.access.policies import BE_SECOND
from liupan.kernel import clock
from liupan.kernel.authority import Duty

EVERY = 900.0
"""Seconds."""


def let_lapse() -> int:
    """End what is late; returns how many."""
    actor = program(BE_SECOND[Duty.SYSTEM])
    return let_proposals_lapse(actor=actor, now=clock.now())
