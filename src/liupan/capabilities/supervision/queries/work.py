"""What waits for somebody: to sign for, report, endorse, verify, decide, answer."""

from collections.abc import Sequence
from datetime import datetime

from liupan.capabilities.supervision.queries.shapes import Proposal, RequestView, Waiting
from liupan.capabilities.supervision.rules.states import Act
from liupan.kernel.authority import Actor

WAITING = (Act.SIGN_FOR, Act.REPORT, Act.ENDORSE, Act.CLOSE, Act.GRANT, Act.ANSWER)
"""What may wait for somebody: to sign for, work and report, endorse, verify, decide, answer."""


def list_waiting(actor: Actor, act: Act, *, now: datetime, limit: int = 100) -> Sequence[Waiting]:
    """What waits for this act of the actor, the soonest due first. Constant queries; none without
    the right."""
    raise NotImplementedError


def count_waiting(actor: Actor, act: Act) -> int:
    """How many wait in all. One query; none without the right."""
    raise NotImplementedError


def list_open_requests(actor: Actor, *, limit: int = 100) -> Sequence[RequestView]:
    """Requests the actor may decide, the oldest first. Constant queries."""
    raise NotImplementedError


def list_sheet_proposals(actor: Actor, *, now: datetime, limit: int = 100) -> Sequence[Proposal]:
    """Sheets that are called for by rule and wait for the actor to issue them. Constant queries."""
    raise NotImplementedError
