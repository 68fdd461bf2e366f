"""Facts of requests for access (数据使用申请)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutRequest(Fact):
    """What every fact carries of a request for access, as it stands after the act."""

    number: str
    title: str
    resource_id: UUID
    consumer_id: UUID
    provider_id: UUID
    demand_id: UUID | None
    share_type: str
    round: int
    state: str
    on: date


@dataclass(frozen=True, kw_only=True)
class RequestBegun(AboutRequest, code="catalogue.request.begun"):
    """A unit began a request for access (起草申请)."""

    items: int


@dataclass(frozen=True, kw_only=True)
class RequestRevised(AboutRequest, code="catalogue.request.revised"):
    """What a request asks for was changed."""

    items: int


@dataclass(frozen=True, kw_only=True)
class RequestHandedIn(AboutRequest, code="catalogue.request.handed_in"):
    """A request went to the data authority (提交申请)."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class RequestChecked(AboutRequest, code="catalogue.request.checked"):
    """The data authority passed, returned or rejected a request (合规性审核)."""

    verdict: str
    opinion: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(AboutRequest, code="catalogue.request.answered"):
    """The provider agreed, agreed in part or refused (答复)."""

    outcome: str
    items: int
    reason: str
    is_in_time: bool


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(AboutRequest, code="catalogue.request.accepted"):
    """The requester accepted the answer (接受答复)."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class AnswerDisputed(AboutRequest, code="catalogue.request.disputed"):
    """The requester disputed the answer (提出异议)."""

    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PositionStated(AboutRequest, code="catalogue.request.stated"):
    """A side said its position in the negotiation (陈述意见)."""

    side: str
    position: str


@dataclass(frozen=True, kw_only=True)
class RequestRuled(AboutRequest, code="catalogue.request.ruled"):
    """The data authority ruled on a dispute (裁定)."""

    outcome: str
    items: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestReviewed(AboutRequest, code="catalogue.request.reviewed"):
    """A security or secrecy review came to its verdict (安全审查、保密审查)."""

    gate: str
    verdict: str
    opinion: str
    flags: int


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(AboutRequest, code="catalogue.request.withdrawn"):
    """The requester took a request back (撤回)."""

    state_before: str
    reason: str
