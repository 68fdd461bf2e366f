"""What reads of `supervision` return. Names of units and people are those of today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from liupan.capabilities.supervision.rules.rollup import RollUp
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import Act, Holder, State
from liupan.foundation.calendar.facade import ClockReading
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item in a list. `mark` is the kind for `{% state %}`; `sheet`: "" or blue, orange, red."""

    id: UUID
    number: str
    code: str
    title: str
    origin: str
    origin_label: str
    urgency: str
    lead_unit_id: UUID
    lead_unit: str
    supervisor_id: UUID
    state: State
    state_label: str
    mark: str
    is_paused: bool
    percent: int
    due_on: date
    is_late: bool
    sheet: str
    sheet_label: str
    secrecy: Secrecy
    parent_id: UUID | None
    is_mandatory: bool
    version: int
    registered_at: datetime
    clock: ClockReading | None

    @property
    def is_part(self) -> bool:
        return self.parent_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An item in its tree and on the timeline. `is_whole`: the actor may open its page; of others
    (ancestors of what they may see) only the headline is shown."""

    id: UUID
    parent_id: UUID | None
    code: str
    number: str
    title: str
    depth: int
    has_next: bool
    lead_unit: str
    state: State
    state_label: str
    mark: str
    percent: int
    weight: int
    is_mandatory: bool
    is_paused: bool
    is_late: bool
    late_since: date | None
    sheet: str
    starts_on: date
    due_on: date
    ends_on: date | None
    is_here: bool = False
    is_whole: bool = True
    clock: ClockReading | None = None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file of an entry; name and size are known to `documents`."""

    id: UUID
    item_id: UUID
    entry_id: UUID
    file_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What was done with an item of the tree, the newest first. `values` by kind: before, after
    (days), colour, number, answer_by, until_on, direct, request (extension, pause)."""

    id: UUID
    item_id: UUID
    code: str
    title: str
    kind: Act
    kind_label: str
    actor_id: UUID
    actor: str
    actor_unit: str
    on_behalf: str
    opinion: str
    percent: int | None
    values: dict[str, Any]
    at: datetime
    files: tuple[EvidenceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A supervision sheet. `issued_by` is "" where a rule issued it."""

    id: UUID
    item_id: UUID
    code: str
    lead_unit: str
    colour: Colour
    colour_label: str
    number: str
    state: str
    state_label: str
    issued_at: datetime
    issued_by: str
    answer_by: date
    reason: str
    is_direct: bool
    direct_reason: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    lapsed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request for more time or a pause, with what was decided."""

    id: UUID
    item_id: UUID
    code: str
    title: str
    number: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    unit: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    reason: str
    pause_reason: str
    until_on: date | None
    old_due_on: date
    decided_by: str
    decided_at: datetime | None
    opinion: str

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item with all that its page shows, its whole tree included.

    `may`: what this actor can do with it now. `next_sheet`: the colour whose turn it is, None while
    one is open. `rollup` is this item's, with its inputs; `root_if_closed` how far the whole tree
    would be if this item were closed. `tree` is this item and all its parts in
    reading order, `ancestors` what it is part of, the root first. `entries` (newest first),
    `sheets`, `requests`, `evidence` are those of this item and of its parts that the actor sees.
    """

    line: ItemLine
    end_state: str
    origin_title: str
    origin_number: str
    origin_url: str
    origin_on: date | None
    plan_code: str
    task_code: str
    clause_code: str
    urgency_label: str
    supervising_unit_id: UUID
    supervising_unit: str
    supervisor: str
    assisting: tuple[str, ...]
    assisting_ids: tuple[UUID, ...]
    weight: int
    holder: Holder
    holder_name: str
    first_due_on: date | None
    handed_over_at: datetime | None
    signed_at: datetime | None
    reported_at: datetime | None
    reported_by_id: UUID | None
    reported_by: str
    endorsed_by_id: UUID | None
    endorsed_by: str
    closed_at: datetime | None
    archived_at: datetime | None
    paused_since: datetime | None
    late_since: date | None
    reopened: int
    returned: int
    may: frozenset[Act]
    next_sheet: Colour | None
    rollup: RollUp
    root_code: str
    root_percent: int
    root_if_closed: int
    tree: tuple[Node, ...]
    ancestors: tuple[Node, ...]
    entries: tuple[EntryView, ...]
    sheets: tuple[SheetView, ...]
    requests: tuple[RequestView, ...]
    evidence: tuple[EvidenceView, ...]

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def clock(self) -> ClockReading | None:
        return self.line.clock


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Open items of a unit that are due from `first` to `last`: how many, how many of them late.

    `first` None: everything before; `last` None: everything after.
    """

    first: date | None
    last: date | None
    due: int
    late: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit, its open items in all, and by time; `cells` are in the order of `Heat.weeks` with
    what is due before them in front and what comes after them behind."""

    unit_id: UUID
    unit: str
    open: int
    late: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Units by weeks (热度), the busiest first; a week is named by its Monday. `units`: in all."""

    weeks: tuple[date, ...]
    rows: tuple[HeatRow, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers at the head of the board, over what the actor may see and has filtered."""

    open: int
    to_sign: int
    to_verify: int
    late_open: int
    paused: int
    closed: int
    closed_late: int
    sheets: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one clause of a plan, or of one other origin; `key` opens it on the board."""

    key: str
    plan: str
    name: str
    trees: int
    items: int
    open: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """A page of trees: `nodes` in reading order, whole trees one after another, the soonest due
    first. `more`: there are further trees. `groups`: the group's key by the root's id."""

    nodes: tuple[Node, ...]
    page: int
    more: bool
    groups: dict[UUID, str]

    def of_group(self, key: str) -> list[Node]:
        """The nodes of the trees of one group."""
        found, inside = [], False
        for node in self.nodes:
            if node.parent_id is None:
                inside = self.groups.get(node.id) == key
            if inside:
                found.append(node)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A thing that waits for somebody: `act` is what they are to do, `since` when it came."""

    act: Act
    item_id: UUID
    number: str
    title: str
    lead_unit: str
    due_on: date
    since: datetime | None
    colour: str = ""
    clock_id: UUID | None = None
    stands_still: bool = False

    def is_overdue(self, today: date) -> bool:
        """Its day has passed, and its limit did not stand still before."""
        return self.due_on < today and not self.stands_still


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTask:
    """A key task of the plan as everybody sees it: no opinions, no people."""

    task_code: str
    clause_code: str
    clause_name: str
    title: str
    end_state: str
    lead: str
    assisting: tuple[str, ...]
    due_on: date
    state: str
    state_label: str | Promise
    mark: str
    percent: int | None
    is_late: bool
    late_since: date | None
    parts: int
    parts_closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A sheet that is called for by rule and waits for a person to issue it."""

    item_id: UUID
    number: str
    title: str
    lead_unit: str
    due_on: date
    colour: Colour
    colour_label: str
    why: str
