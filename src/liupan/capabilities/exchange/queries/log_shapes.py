"""Messages as pages and programs see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message in a list; names stand beside ids. `title`: of the service, else its code."""

    pos: int
    id: UUID
    at: datetime
    at_us: int
    request_id: str
    way: str
    way_label: str
    door: str
    system: str
    consumer: str
    provider: str
    service: str
    title: str
    case: str
    method: str
    status: int
    code: str
    fault: str
    outcome: str
    rows: int
    sent: int
    took_ms: float

    @property
    def pk(self) -> int:
        """The key a list begins at."""
        return self.pos


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInChain:
    """Where a message stands in the chain; None of it while it waits for its link."""

    seq: int
    digest: str
    root: int
    root_first: int
    root_last: int
    root_hash: str
    root_previous: str
    signed_at: datetime
    key: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Checks of one message, each by itself."""

    is_unaltered: bool
    is_in_root: bool
    is_signed: bool
    follows: bool

    @property
    def is_right(self) -> bool:
        """Whether everything fits."""
        return self.is_unaltered and self.is_in_root and self.is_signed and self.follows


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message with its place in the chain."""

    line: MessageLine
    grant_id: UUID | None
    grant_version: int
    request_hash: str
    response_hash: str
    recorded_at: datetime
    text: str
    place: PlaceInChain | None
