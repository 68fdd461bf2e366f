"""What reads of requests and grants return. Names of units and people are those of today."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.capabilities.catalogue.rules import granting
from liupan.capabilities.catalogue.rules.permits import (
    Asked,
    MaskPolicy,
    Outcome,
    Permit,
)
from liupan.capabilities.catalogue.rules.requesting import Act, Gate, State, Verdict
from liupan.capabilities.catalogue.rules.screened import Flag
from liupan.foundation.calendar.facade import ClockReading


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request in a list. `mark` is the kind for `{% state %}`."""

    id: UUID
    number: str
    title: str
    resource_id: UUID
    consumer: str
    provider: str
    purpose: str
    business: str
    items: int
    modes: str
    valid_until: date
    state: State
    state_label: str
    mark: str
    begun_at: datetime
    stage_at: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAsked:
    """An item of a request: what the entry says of it, and how it was decided (None: not yet)."""

    id: UUID
    name: str
    data_type: str
    is_sensitive: bool
    is_main: bool
    is_decided: bool | None
    mask: MaskPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """What was answered or ruled."""

    is_ruling: bool
    outcome: Outcome
    label: str
    permit: Permit
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A review that is done: its checklist as it was answered, what the screening found then."""

    gate: Gate
    label: str
    verdict: Verdict
    verdict_label: str
    opinion: str
    who: str
    points: tuple[tuple[str, bool], ...]
    flags: tuple[Flag, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStepView:
    """What was done with a request."""

    kind: Act
    label: str
    round: int
    actor_id: UUID
    actor: str
    unit: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request as one who may see it sees it.

    `may`: what the actor can do now; `barred`: what they could, had they not taken part before.
    `flags` are what the screening finds now, shown from the decision on.
    """

    line: RequestLine
    asked: Asked
    legal_basis: str
    share_label: str
    round: int
    version: int
    consumer_id: UUID
    provider_id: UUID
    items: tuple[ItemAsked, ...]
    decision: DecisionView | None
    reviews: tuple[ReviewView, ...]
    steps: tuple[RequestStepView, ...]
    clock: ClockReading | None
    flags: tuple[Flag, ...]
    may: frozenset[Act]
    barred: frozenset[Act]
    hearing_until: datetime | None
    grant_id: UUID | None
    grant_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """A grant in a list, as it stands on a day."""

    id: UUID
    number: str
    title: str
    resource_id: UUID
    consumer: str
    provider: str
    purpose: str
    business: str
    modes: str
    valid_from: date
    valid_until: date
    standing: granting.Standing
    state_label: str
    mark: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantVersionView:
    """What a grant gave from a moment on."""

    number: int
    items: tuple[tuple[str, MaskPolicy], ...]
    permit: Permit
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantStepView:
    """What was done with a grant."""

    kind: granting.Act
    label: str
    actor: str
    actor_id: UUID
    unit: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A grant with all its versions, the latest first, and what the actor can do with it."""

    line: GrantLine
    request_id: UUID
    request_number: str
    legal_basis: str
    permit: Permit
    items: tuple[ItemAsked, ...]
    versions: tuple[GrantVersionView, ...]
    steps: tuple[GrantStepView, ...]
    reason: str
    provide_by: date | None
    version: int
    may: frozenset[granting.Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWaiting:
    """A request that waits for somebody."""

    request_id: UUID
    number: str
    title: str
    unit: str
    since: datetime
    due_on: date | None
