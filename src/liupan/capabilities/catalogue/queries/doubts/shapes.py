"""What reads of doubts return. Names of units and people are those of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.capabilities.catalogue.queries.doubts.sealed import Record
from liupan.capabilities.catalogue.rules.doubts import Act, Side, State
from liupan.foundation.calendar.facade import ClockReading
from liupan.foundation.documents.facade import FileRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLine:
    """A doubt in a list: nothing of the record but the names of its doubted items."""

    id: UUID
    number: str
    resource_id: UUID
    code: str
    title: str
    items: tuple[str, ...]
    unit: str
    flagger: str
    state: State
    state_label: str
    mark: str
    flagged_at: datetime
    due_on: date
    reading: ClockReading | None
    is_late: bool
    fix_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtStepView:
    """What was done with a doubt; `words` opened for who may see them."""

    kind: Act
    label: str
    actor_id: UUID
    actor: str
    unit: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A unit that hears of the latest fix, and whether it took it over."""

    unit: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtView:
    """A doubt with its record, as one of its sides sees it.

    `may` is what the actor can do now; `barred` what they could, had they not spoken for another
    side. `same` are other doubts about the very record, for the provider alone.
    """

    line: DoubtLine
    record: Record
    fixed: Mapping[str, str]
    effective_on: date | None
    outcome: str
    steps: Sequence[DoubtStepView]
    files: Sequence[FileRef]
    told: Sequence[Told]
    same: Sequence[DoubtLine]
    sides: frozenset[Side]
    may: frozenset[Act]
    barred: frozenset[Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """A correction in a list: nothing of the record."""

    id: UUID
    number: str
    code: str
    title: str
    items: tuple[str, ...]
    provider: str
    unit: str
    told_at: datetime
    effective_on: date | None
    taken_at: datetime | None
    is_replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction as a unit that uses the record sees it: only what its grants show plain."""

    line: CorrectionLine
    key: Mapping[str, str]
    values: Mapping[str, str]
    hidden: tuple[str, ...]
    """Corrected items whose value its grants do not show."""
    resource_id: UUID
    may_take: bool
