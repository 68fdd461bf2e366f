"""Facts of demands (数据需求)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutDemand(Fact):
    """What every fact carries of a demand, as it stands after the act; `thing_id` is the demand."""

    number: str
    title: str
    unit_id: UUID
    holder_id: UUID | None
    resource_id: UUID | None
    state: int
    was_late: bool
    opinion: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DemandRegistered(AboutDemand, code="catalogue.demand.registered"):
    """A unit said what data it needs (登记需求)."""

    basis: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DemandAllotted(AboutDemand, code="catalogue.demand.allotted"):
    """The data authority let a demand pass, and assigned it or left it to be claimed (指派)."""

    is_ruled: bool


@dataclass(frozen=True, kw_only=True)
class DemandClaimed(AboutDemand, code="catalogue.demand.claimed"):
    """A unit said that these data are its duty (认领)."""


@dataclass(frozen=True, kw_only=True)
class DemandDeclined(AboutDemand, code="catalogue.demand.declined"):
    """A unit said that these data are not its duty (不予认领)."""

    by_unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class DemandCatalogued(AboutDemand, code="catalogue.demand.catalogued"):
    """A resource answers a demand (编目)."""


@dataclass(frozen=True, kw_only=True)
class DemandRequested(AboutDemand, code="catalogue.demand.requested"):
    """Access to what answers a demand was requested (申请使用)."""

    request_id: UUID


@dataclass(frozen=True, kw_only=True)
class DemandRefused(AboutDemand, code="catalogue.demand.refused"):
    """The request made for a demand ended without a grant."""

    request_id: UUID


@dataclass(frozen=True, kw_only=True)
class DemandMet(AboutDemand, code="catalogue.demand.met"):
    """A grant gives what was needed (满足)."""

    grant_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DemandClosed(AboutDemand, code="catalogue.demand.closed"):
    """A demand ended unmet: without lawful ground, or withdrawn by its unit (关闭)."""

    why: str
