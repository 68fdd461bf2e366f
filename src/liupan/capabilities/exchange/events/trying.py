"""Facts of trying services out (在线调试)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ServiceTried(Fact, code="exchange.trial.made"):
    """A person asked a service by a grant; `thing_id` is the request id of the message. What came
    of it stands in the message log, which knows no persons."""

    service: str
    grant: str
    case: str
    unit_id: UUID
