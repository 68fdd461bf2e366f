"""Facts of data items, their sources and arbitrations (一数一源)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.events.entries import AboutEntry
from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SourcesTaken(AboutEntry, code="catalogue.resource.became_source"):
    """A published resource became the source of data items nobody was the source of (数源)."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AboutSource(Fact):
    """What every fact carries of a data item; `thing_id` is the data item."""

    name: str
    category: str
    on: date


@dataclass(frozen=True, kw_only=True)
class SourceMoved(AboutSource, code="catalogue.source.moved"):
    """Another resource is the source of a data item from now on, or none is."""

    resource_id: UUID | None
    before_id: UUID | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemsBound(AboutSource, code="catalogue.source.bound"):
    """A data item counts as another from now on, or stands for itself again (绑定数据元)."""

    to_id: UUID | None
    to_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArbitrationOpened(AboutSource, code="catalogue.source.disputed"):
    """A second resource claims to be the source of a data item (数源争议)."""

    arbitration_id: UUID
    first_unit_id: UUID
    second_unit_id: UUID
    due_on: date


@dataclass(frozen=True, kw_only=True)
class GroundsStated(AboutSource, code="catalogue.source.grounded"):
    """A unit stated why it is the source (陈述依据)."""

    arbitration_id: UUID
    unit_id: UUID
    grounds: str


@dataclass(frozen=True, kw_only=True)
class SourceRuled(AboutSource, code="catalogue.source.ruled"):
    """The data authority ruled which resource is the source (裁定数源)."""

    arbitration_id: UUID
    winner_id: UUID
    opinion: str
    was_late: bool
