"""Facts of doubts about records and of corrections (疑义校核)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from liupan.kernel.facts import Fact, Personal

OfRecord = Annotated[str, Personal("record_id")]


@dataclass(frozen=True, kw_only=True)
class AboutDoubt(Fact):
    """What every fact carries of the doubt, as it stands after the act."""

    number: str
    resource_id: UUID
    resource_code: str
    unit_id: UUID
    flagger_unit_id: UUID
    record_id: UUID
    state: str
    due_on: date
    on: date
    words: OfRecord


@dataclass(frozen=True, kw_only=True)
class DoubtFlagged(AboutDoubt, code="catalogue.doubt.flagged"):
    """A unit that uses a record doubts it (提出疑义); the provider's limit runs."""

    items: tuple[str, ...]
    grant_id: UUID
    record: OfRecord


@dataclass(frozen=True, kw_only=True)
class DoubtAskedBack(AboutDoubt, code="catalogue.doubt.asked_back"):
    """The provider asked the flagger for more (要求补充说明); the limit rests, if not over."""

    is_paused: bool


@dataclass(frozen=True, kw_only=True)
class DoubtSupplemented(AboutDoubt, code="catalogue.doubt.supplemented"):
    """The flagger said more; the limit runs on."""


@dataclass(frozen=True, kw_only=True)
class DoubtFixed(AboutDoubt, code="catalogue.doubt.fixed"):
    """The provider corrected the record (更正); `told` are the units that hear of it."""

    fixed: OfRecord
    effective_on: date
    in_time: bool
    days: int
    fix: int
    told: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class DoubtRejected(AboutDoubt, code="catalogue.doubt.rejected"):
    """The provider found nothing to correct (不予更正)."""

    in_time: bool
    days: int


@dataclass(frozen=True, kw_only=True)
class DoubtConfirmed(AboutDoubt, code="catalogue.doubt.confirmed"):
    """The flagger accepted the answer: the doubt is closed."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class DoubtDisputed(AboutDoubt, code="catalogue.doubt.disputed"):
    """The flagger brought the answer before the data authority (提请裁定)."""


@dataclass(frozen=True, kw_only=True)
class DoubtRuled(AboutDoubt, code="catalogue.doubt.ruled"):
    """The data authority ruled (裁定): to be corrected, or the record stands."""

    is_upheld: bool


@dataclass(frozen=True, kw_only=True)
class DoubtWithdrawn(AboutDoubt, code="catalogue.doubt.withdrawn"):
    """The flagger took the doubt back (撤回)."""


@dataclass(frozen=True, kw_only=True)
class CorrectionTaken(Fact, code="catalogue.correction.taken"):
    """A unit that uses the record took a correction over into its own."""

    doubt_id: UUID
    number: str
    unit_id: UUID
    fix: int
    on: date
