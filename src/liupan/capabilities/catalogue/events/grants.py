"""Facts of grants (数据授权)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutGrant(Fact):
    """What every fact carries of a grant, as it stands after the act."""

    number: str
    title: str
    request_id: UUID
    resource_id: UUID
    consumer_id: UUID
    provider_id: UUID
    demand_id: UUID | None
    state: str
    version: int
    valid_from: date
    valid_until: date
    on: date


@dataclass(frozen=True, kw_only=True)
class GrantIssued(AboutGrant, code="catalogue.grant.issued"):
    """Both reviews were passed: the grant is issued (授权)."""

    items: int
    reviewers: tuple[UUID, ...]
    provide_by: date | None
    modes: tuple[str, ...] = ()  # facts of before say nothing of ways


@dataclass(frozen=True, kw_only=True)
class GrantNarrowed(AboutGrant, code="catalogue.grant.narrowed"):
    """A grant gives less from now on (缩减)."""

    items: int
    reason: str
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GrantSuspended(AboutGrant, code="catalogue.grant.suspended"):
    """A grant rests (中止)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class GrantResumed(AboutGrant, code="catalogue.grant.resumed"):
    """A grant that rested is in force again (恢复)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class GrantRevoked(AboutGrant, code="catalogue.grant.revoked"):
    """A grant was taken back for good (撤销)."""

    reason: str
