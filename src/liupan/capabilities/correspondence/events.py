"""Facts of `correspondence`.

They carry what measures and other offices need: units, numbers, days, how long a stage took.
`thing_id` is the document; steps of its process are facts of `workflow`, with `of_id` the document.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutOutgoing(Fact):
    """What every fact carries of an outgoing document, as it stands after the act."""

    issuing_unit_id: UUID
    drafting_unit_id: UUID
    type: str
    state: str
    number: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DocumentDrafted(AboutOutgoing, code="correspondence.outgoing.drafted"):
    """A document was begun (拟稿)."""

    title: str
    in_reply_to: UUID | None


@dataclass(frozen=True, kw_only=True)
class DraftHandedOn(AboutOutgoing, code="correspondence.outgoing.handed_on"):
    """A new draft was kept (送审稿)."""

    draft: int
    sm3: str
    step: str


@dataclass(frozen=True, kw_only=True)
class DocumentDescribed(AboutOutgoing, code="correspondence.outgoing.described"):
    """Addressees, mark, urgency, signer or other particulars were changed: names of fields."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentReturned(AboutOutgoing, code="correspondence.outgoing.returned"):
    """It was returned for another draft (退回修改)."""

    from_state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentSignedOff(AboutOutgoing, code="correspondence.outgoing.signed_off"):
    """A leader signed it off (签发): this draft and no other is issued."""

    draft: int
    sm3: str
    signer_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentNumbered(AboutOutgoing, code="correspondence.outgoing.numbered"):
    """It got its number (编号)."""

    was_reserved: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRendered(AboutOutgoing, code="correspondence.outgoing.rendered"):
    """PDF and OFD were made (制版)."""

    pdf_sm3: str
    ofd_sm3: str
    pages: int


@dataclass(frozen=True, kw_only=True)
class DocumentSealed(AboutOutgoing, code="correspondence.outgoing.sealed"):
    """One of its issuers sealed it (用印)."""

    unit_id: UUID
    seal_id: UUID
    ofd_sm3: str
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class SealingPassedOn(AboutOutgoing, code="correspondence.outgoing.sealing_passed_on"):
    """It waits for another keeper of the unit's seal: the seal was passed on (印章移交)."""

    unit_id: UUID
    keeper_post_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentDispatched(AboutOutgoing, code="correspondence.outgoing.dispatched"):
    """It was dispatched to units (分发)."""

    units: tuple[UUID, ...]
    outside: tuple[str, ...]
    days: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class DocumentVoided(AboutOutgoing, code="correspondence.outgoing.voided"):
    """It was made void, and its number with it (作废)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentWithdrawn(AboutOutgoing, code="correspondence.outgoing.withdrawn"):
    """It is not issued after all (撤回); it had no number yet."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingBecameLate(AboutOutgoing, code="correspondence.outgoing.became_late"):
    """It was not issued by its day."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class AboutIncoming(Fact):
    """What every fact carries of an incoming document, as it stands after the act."""

    unit_id: UUID
    outgoing_id: UUID | None
    type: str
    state: str
    number: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DocumentArrived(AboutIncoming, code="correspondence.incoming.arrived"):
    """A document came to a unit."""

    title: str
    from_name: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class DocumentSignedFor(AboutIncoming, code="correspondence.incoming.signed_for"):
    """A unit signed for it (签收)."""

    working_days: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class DocumentSentBack(AboutIncoming, code="correspondence.incoming.sent_back"):
    """A unit sent it back (退文) before accepting it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentRegistered(AboutIncoming, code="correspondence.incoming.registered"):
    """It got its number in the register (登记)."""


@dataclass(frozen=True, kw_only=True)
class DocumentReviewed(AboutIncoming, code="correspondence.incoming.reviewed"):
    """It was accepted for action or for reading (初审)."""

    purpose: str
    lead_unit_id: UUID | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class HandlingProposed(AboutIncoming, code="correspondence.incoming.proposed"):
    """An opinion was proposed to a leader or to who handles it (拟办)."""

    leader_id: UUID | None
    lead_unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class HandlingInstructed(AboutIncoming, code="correspondence.incoming.instructed"):
    """A leader gave an instruction on it (批示)."""

    lead_unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class HandlingPassed(AboutIncoming, code="correspondence.incoming.passed"):
    """Another person handles it now (转办)."""

    handler_id: UUID


@dataclass(frozen=True, kw_only=True)
class HandlingReturned(AboutIncoming, code="correspondence.incoming.handed_back"):
    """It went back for another proposal (退回重新拟办)."""

    from_state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentRead(AboutIncoming, code="correspondence.incoming.read"):
    """Somebody it was put before has read it (阅知)."""

    still_reading: int


@dataclass(frozen=True, kw_only=True)
class DocumentCirculated(AboutIncoming, code="correspondence.incoming.circulated"):
    """It was put before people (传阅, 分送)."""

    readers: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class HandlingUrged(AboutIncoming, code="correspondence.incoming.urged"):
    """Somebody was urged (催办)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class DocumentHandled(AboutIncoming, code="correspondence.incoming.done"):
    """Its handling, or its reading, is done (办结)."""

    result: str
    reply_id: UUID | None
    working_days: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class IncomingBecameLate(AboutIncoming, code="correspondence.incoming.became_late"):
    """It was not handled by its day."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class DocumentFiled(Fact, code="correspondence.record.filed"):
    """An outgoing or incoming document was put on file (归档). `thing_id` is the record."""

    outgoing_id: UUID | None
    incoming_id: UUID | None
    unit_id: UUID
    item_number: str
    retention: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class ResolutionHandedOver(Fact, code="correspondence.resolution.handed_over"):
    """A resolution in a document is to be supervised (立项督办). `thing_id` is the resolution.

    `supervision` hears it and registers an item; what it is based on stands here by value.
    """

    outgoing_id: UUID | None
    incoming_id: UUID | None
    unit_id: UUID
    document_title: str
    document_number: str
    document_on: date | None
    text: str
    lead_unit_id: UUID
    due_on: date | None
    handed_by: UUID
    url: str


@dataclass(frozen=True, kw_only=True)
class Upkept(Fact):
    """What facts of templates, codes and circles carry: what was done, and what has changed.

    Attributes:
        act: added, changed, retired or restored.
        unit_id: whose it is; None for all.
        changed: fields with what they said before and say now.
    """

    act: str
    unit_id: UUID | None
    name: str
    changed: dict[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class TemplateChanged(Upkept, code="correspondence.template.changed"):
    """A template of documents (公文模板) was added, changed, retired or restored."""


@dataclass(frozen=True, kw_only=True)
class CodeChanged(Upkept, code="correspondence.code.changed"):
    """A code that numbers begin with (发文机关代字) was added, changed, retired or restored."""


@dataclass(frozen=True, kw_only=True)
class CircleChanged(Upkept, code="correspondence.circle.changed"):
    """A circle of addressees (发文范围) was added, changed, retired or restored."""


@dataclass(frozen=True, kw_only=True)
class FilingClassSet(Fact, code="correspondence.class.set"):
    """A class of a filing plan was entered or changed (分类方案): field to (before, after)."""

    unit_id: UUID | None
    class_code: str
    changed: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class ResolutionRefused(Fact, code="correspondence.resolution.refused"):
    """Supervision could not register a resolution (未能立项); it can be handed over again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ResolutionRegistered(Fact, code="correspondence.resolution.registered"):
    """A resolution is an item of supervision now."""

    item_id: UUID
    item_number: str


@dataclass(frozen=True, kw_only=True)
class DocumentExported(Fact, code="correspondence.document.exported"):
    """Finished files of a document were written out of the system (导出)."""

    number: str
    files: tuple[str, ...]
    where: str


@dataclass(frozen=True, kw_only=True)
class AboutMark(Fact):
    """What every fact carries of a document's secrecy mark; `thing_id` is the document."""

    unit_id: UUID
    is_outgoing: bool
    kind: str
    before: str
    after: str
    on: date


@dataclass(frozen=True, kw_only=True)
class MarkAsked(AboutMark, code="correspondence.mark.asked"):
    """Somebody asked for another mark (申请变更密级); nothing has changed yet."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class MarkRefused(AboutMark, code="correspondence.mark.refused"):
    """The mark stays as it was."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class MarkChanged(AboutMark, code="correspondence.mark.changed"):
    """The document has another mark (变更密级、解密); `asked_by` asked, who acts approved, or its
    period has passed and nobody acts."""

    reason: str
    asked_by: UUID


@dataclass(frozen=True, kw_only=True)
class CopyPrinted(Fact, code="correspondence.copy.printed"):
    """Somebody made a copy of a document; `copy_number` is 0 for what is not counted."""

    unit_id: UUID
    is_outgoing: bool
    copy_number: int
    purpose: str
    on: date
