"""Facts of `catalogue`: of entries (`thing_id` is the resource, each names its edition), of doubts
and of monthly notices.

What tells of the record that a doubt is about is sealed by the journal under `record_id`, which
stands in the place of the person it speaks of.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from liupan.kernel.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class AboutEntry(Fact):
    """What every fact carries of the entry, as it stands after the act."""

    resource_code: str
    edition_id: UUID
    edition: int
    unit_id: UUID
    title: str
    category: str
    share_type: str
    is_open: bool
    state: int
    on: date


@dataclass(frozen=True, kw_only=True)
class EntryRegistered(AboutEntry, code="catalogue.resource.registered"):
    """A resource got its code and a first draft (编制), or another edition was begun."""

    items: int
    follows: int


@dataclass(frozen=True, kw_only=True)
class EntryRevised(AboutEntry, code="catalogue.resource.revised"):
    """What a draft says was changed: names of the elements and items."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EntryHandedIn(AboutEntry, code="catalogue.resource.handed_in"):
    """The unit handed an entry in for registration (提交登记)."""


@dataclass(frozen=True, kw_only=True)
class EntryPassed(AboutEntry, code="catalogue.resource.passed"):
    """The registration review passed an entry (登记审核通过)."""

    handed_in_by: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class EntryReturned(AboutEntry, code="catalogue.resource.returned"):
    """The registration review returned an entry for changes, or rejected it."""

    is_rejected: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class PublicationAsked(AboutEntry, code="catalogue.resource.asked"):
    """Publication of a registered entry was asked for (申请发布)."""


@dataclass(frozen=True, kw_only=True)
class EntryPublished(AboutEntry, code="catalogue.resource.published"):
    """The publication review passed an entry: it is in the catalogue (发布)."""

    registered_by: UUID
    replaces: int
    opinion: str
    items: int = 0


@dataclass(frozen=True, kw_only=True)
class PublicationRefused(AboutEntry, code="catalogue.resource.refused"):
    """The publication review rejected an entry (不予发布)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class EntryRecalled(AboutEntry, code="catalogue.resource.recalled"):
    """The unit took an entry back before it was published (撤回)."""

    state_before: int


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(AboutEntry, code="catalogue.resource.withdrawn"):
    """An edition was given up, or what was published was taken out (撤销)."""

    state_before: int
    reason: str


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


@dataclass(frozen=True, kw_only=True)
class AboutChange(Fact):
    """What every fact carries of a change; `thing_id` is the change."""

    kind: str
    title: str
    law: str
    unit_id: UUID | None
    on: date


@dataclass(frozen=True, kw_only=True)
class ChangeRecorded(AboutChange, code="catalogue.change.recorded"):
    """A change of law or duty was recorded (登记变动)."""

    effective_on: date
    origin_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChangeConfirmed(AboutChange, code="catalogue.change.confirmed"):
    """A change was confirmed: each entry it concerns got a task (确认变动)."""

    tasks: int


@dataclass(frozen=True, kw_only=True)
class ChangeDropped(AboutChange, code="catalogue.change.dropped"):
    """A change concerns no entry and was dropped."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AboutTask(Fact):
    """What every fact carries of an update task; `thing_id` is the task."""

    change_id: UUID
    resource_id: UUID
    unit_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class UpdateOpened(AboutTask, code="catalogue.update.opened"):
    """An entry is to be brought up to date (更新任务)."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class UnchangedStated(AboutTask, code="catalogue.update.stated"):
    """The unit said that nothing changes in an entry."""

    statement: str


@dataclass(frozen=True, kw_only=True)
class StatementReturned(AboutTask, code="catalogue.update.returned"):
    """The data authority did not accept that nothing changes."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class UpdateDone(AboutTask, code="catalogue.update.done"):
    """An update task ended: a new edition, a withdrawal, or nothing to change."""

    outcome: str
    was_late: bool


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


@dataclass(frozen=True, kw_only=True)
class GrantNarrowed(AboutGrant, code="catalogue.grant.narrowed"):
    """A grant gives less from now on (缩减)."""

    items: int
    reason: str


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


@dataclass(frozen=True, kw_only=True)
class AboutNotice(Fact):
    """What every fact carries of a monthly notice."""

    month: date
    title: str
    on: date


@dataclass(frozen=True, kw_only=True)
class NoticeDrafted(AboutNotice, code="catalogue.notice.drafted"):
    """A monthly notice was drafted from the board, or its figures were taken anew."""

    counted_on: date
    units: int


@dataclass(frozen=True, kw_only=True)
class NoticeRevised(AboutNotice, code="catalogue.notice.revised"):
    """The words of a monthly notice were changed."""


@dataclass(frozen=True, kw_only=True)
class NoticeIssued(AboutNotice, code="catalogue.notice.issued"):
    """A monthly notice was issued (印发); it stays as it is."""


@dataclass(frozen=True, kw_only=True)
class AboutUpstream(Fact):
    """What every fact carries of a catalogue that is harvested; `thing_id` is the source."""

    name: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class SourceAdded(AboutUpstream, code="catalogue.upstream.added"):
    """A catalogue elsewhere was named to be harvested (汇集来源)."""

    kind: str
    url: str


@dataclass(frozen=True, kw_only=True)
class SourceChanged(AboutUpstream, code="catalogue.upstream.changed"):
    """What is said of a source was changed: names of the fields."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SourceEnded(AboutUpstream, code="catalogue.upstream.ended"):
    """A source is harvested no longer; its entries are shown no more."""


@dataclass(frozen=True, kw_only=True)
class PageHarvested(AboutUpstream, code="catalogue.upstream.read"):
    """A page of a source brought something new or something that could not be taken in."""

    run_id: UUID
    page: int
    added: int
    changed: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class HarvestEnded(AboutUpstream, code="catalogue.upstream.harvested"):
    """A run read a source to its end, failed, or waits for somebody to confirm removals."""

    run_id: UUID
    state: str
    added: int
    changed: int
    unchanged: int
    gone: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class HarvestSettled(AboutUpstream, code="catalogue.upstream.settled"):
    """Somebody confirmed or declined what a run would take out."""

    run_id: UUID
    is_confirmed: bool
    gone: int
