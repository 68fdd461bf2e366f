"""Facts of `supervision`.

They carry what scores and measures need, so that both can be recomputed from the journal alone:
item, units, people, due days, lateness in working days. `thing_id` is the item, or the sheet or
request; then `item_id` names the item. Days are the city's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutItem(Fact):
    """What every fact carries of its item, as it stands after the act."""

    item_id: UUID
    number: str
    root_id: UUID
    parent_id: UUID | None
    lead_unit_id: UUID
    supervising_unit_id: UUID
    supervisor_id: UUID
    origin: str
    urgency: str
    plan_code: str
    task_code: str
    state: str
    percent: int
    due_on: date
    first_due_on: date | None
    is_late: bool
    on: date


@dataclass(frozen=True, kw_only=True)
class ItemRegistered(AboutItem, code="supervision.item.registered"):
    """An item was registered (立项), or a part of one by decomposing it."""

    title: str
    end_state: str
    assisting: tuple[UUID, ...]
    weight: int
    is_mandatory: bool


@dataclass(frozen=True, kw_only=True)
class ItemDecomposed(AboutItem, code="supervision.item.decomposed"):
    """An item was decomposed into parts (分解), each with an end state."""

    parts: tuple[UUID, ...]
    with_end_state: int


@dataclass(frozen=True, kw_only=True)
class ItemRevised(AboutItem, code="supervision.item.revised"):
    """What an item says was changed (调整): field to (before, after)."""

    changed: dict[str, tuple[str | None, str | None]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemHandedOver(AboutItem, code="supervision.item.handed_over"):
    """An item was handed to its lead unit (交办); its limit runs."""

    sign_by: date


@dataclass(frozen=True, kw_only=True)
class ItemSignedFor(AboutItem, code="supervision.item.signed_for"):
    """The lead unit signed for an item (签收), after so many working days."""

    handed_over_on: date
    sign_by: date
    working_days: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class ItemUrged(AboutItem, code="supervision.item.urged"):
    """The supervision office urged (催办)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class ItemVisited(AboutItem, code="supervision.item.visited"):
    """The supervision office looked on the spot (实地核查); `finding` says how it stands there."""

    place: str
    visited_at: datetime
    finding: str
    opinion: str
    files: int


@dataclass(frozen=True, kw_only=True)
class ItemProgressed(AboutItem, code="supervision.item.progressed"):
    """The unit reported how far it is (进展); `percent` is the new share."""

    percent_before: int
    opinion: str
    files: int


@dataclass(frozen=True, kw_only=True)
class ItemReported(AboutItem, code="supervision.item.reported"):
    """The unit reported an item done (报结)."""

    opinion: str
    files: int


@dataclass(frozen=True, kw_only=True)
class ItemEndorsed(AboutItem, code="supervision.item.endorsed"):
    """The unit's leader endorsed a report (审签)."""

    reported_by: UUID
    by_reporter: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ItemReturned(AboutItem, code="supervision.item.returned"):
    """A report was returned (退回). `at_verification`: by the supervision office."""

    at_verification: bool
    reported_by: UUID
    endorsed_by: UUID | None
    returned: int
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ItemClosed(AboutItem, code="supervision.item.closed"):
    """An item was verified and closed (核验销号).

    `late_days`: working days after the due day, 0 in time. `paused_days`: calendar days.
    """

    handed_over_on: date
    reported_on: date
    reported_by: UUID
    endorsed_by: UUID
    verified_by: UUID
    in_time: bool
    late_days: int
    late_since: date | None
    returned: int
    reopened: int
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ItemArchived(AboutItem, code="supervision.item.archived"):
    """A closed item was put into the archive (归档)."""


@dataclass(frozen=True, kw_only=True)
class ItemReopened(AboutItem, code="supervision.item.reopened"):
    """A closed item was taken up again (重新启动) with a new limit; lateness stays."""

    was: str
    reopened: int
    due_before: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(AboutItem, code="supervision.item.withdrawn"):
    """An item was given up before work began (撤销)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemReassigned(AboutItem, code="supervision.item.reassigned"):
    """Another unit leads, or another person supervises (移交)."""

    lead_before: UUID
    supervisor_before: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemPaused(AboutItem, code="supervision.item.paused"):
    """The limit does not run for a granted reason (暂停)."""

    request_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemResumed(AboutItem, code="supervision.item.resumed"):
    """The limit runs again (恢复); the due day has moved by the pause."""

    due_before: date
    paused_since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemExtended(AboutItem, code="supervision.item.extended"):
    """The due day was moved by approval (延期)."""

    request_id: UUID
    due_before: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemBecameLate(AboutItem, code="supervision.item.became_late"):
    """The limit passed (逾期). Recorded once for an item; late it stays for ever."""

    late_since: date


@dataclass(frozen=True, kw_only=True)
class RequestMade(AboutItem, code="supervision.request.made"):
    """A unit asked for more time or for a pause (申请)."""

    kind: str
    until_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestDecided(AboutItem, code="supervision.request.decided"):
    """A request was granted or refused (批准, 不批准)."""

    kind: str
    is_granted: bool
    asked_by: UUID
    old_due_on: date
    until_on: date | None
    opinion: str


@dataclass(frozen=True, kw_only=True)
class SheetIssued(AboutItem, code="supervision.sheet.issued"):
    """A supervision sheet was issued (发督办单)."""

    sheet_number: str
    colour: str
    answer_by: date
    by_rule: bool
    is_direct: bool
    direct_reason: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetAnswered(AboutItem, code="supervision.sheet.answered"):
    """The unit answered a sheet (回应督办单)."""

    sheet_number: str
    colour: str
    answer_by: date
    in_time: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class SheetLapsed(AboutItem, code="supervision.sheet.lapsed"):
    """A sheet's day passed without answer, or what it asked for was not done (逾期未落实)."""

    sheet_number: str
    colour: str
    answer_by: date
    was_answered: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetEnded(AboutItem, code="supervision.sheet.ended"):
    """A sheet ended with its item."""

    sheet_number: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class NoteGiven(AboutItem, code="supervision.note.given"):
    """A leader gave a note on an item (批示), or one that became an item."""

    opinion: str
    made_item: bool


@dataclass(frozen=True, kw_only=True)
class ResolutionDeclined(Fact, code="supervision.resolution.declined"):
    """What a document resolves could not become an item (未能立项), and why. `thing_id` is the
    resolution's in the office of documents."""

    lead_unit_id: UUID
    reason: str
