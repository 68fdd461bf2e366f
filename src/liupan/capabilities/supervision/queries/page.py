"""Everything the page of an item shows, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from liupan.capabilities.supervision.models import (
    Assisting,
    Entry,
    Evidence,
    Item,
    Request,
    Sheet,
)
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    ENDORSE,
    ESCALATE,
    NOTE,
    handles,
    supervises,
    visible,
)
from liupan.capabilities.supervision.queries.shapes import (
    EntryView,
    EvidenceView,
    ItemView,
    Node,
    RequestView,
    SheetView,
)
from liupan.capabilities.supervision.queries.showing import (
    Names,
    line_of,
    mark_of,
    names,
    parts_of,
    readings_of,
    words_of,
)
from liupan.capabilities.supervision.rules.rollup import Part, RollUp, roll_up
from liupan.capabilities.supervision.rules.sheets import (
    Colour,
    Issued,
    SheetState,
    next_colour,
)
from liupan.capabilities.supervision.rules.states import (
    DONE,
    HOLDERS,
    Act,
    Holder,
    State,
    may_act,
)
from liupan.foundation.calendar.facade import ClockReading, pause_reasons
from liupan.kernel import clock
from liupan.kernel.authority import Actor

OF_SUPERVISION = frozenset(
    {Act.REVISE, Act.HAND_OVER, Act.URGE, Act.VISIT, Act.CLOSE, Act.ARCHIVE, Act.REOPEN,
     Act.WITHDRAW, Act.REASSIGN, Act.SHEET, Act.LAPSE, Act.DECOMPOSE, Act.RESUME}
)  # fmt: skip
OF_UNIT = frozenset({Act.SIGN_FOR, Act.PROGRESS, Act.REPORT, Act.ASK, Act.ANSWER, Act.RESUME})


def describe_item(item: Item, actor: Actor, now: datetime) -> ItemView:
    """The item's page for an actor who may see it."""
    tree = list(Item.objects.filter(root_id=item.root_id).order_by("path"))
    seen = set(
        Item.objects.filter(visible(actor), root_id=item.root_id).values_list("id", flat=True)
    )
    below = [row for row in tree if row.path == item.path or row.path.startswith(f"{item.path}.")]
    shown = {row.id: row for row in below if row.id in seen}
    entries = list(Entry.objects.filter(item_id__in=shown).order_by("-at", "-id"))
    evidence = list(Evidence.objects.filter(item_id__in=shown).order_by("id"))
    sheets = list(Sheet.objects.filter(item_id__in=shown).order_by("issued_at", "id"))
    requests = list(Request.objects.filter(item_id__in=shown).order_by("-asked_at", "-id"))
    helpers = list(Assisting.objects.filter(item=item).order_by("id"))
    called = _names(tree, entries, sheets, requests, helpers)
    clocks = readings_of(below, now)
    parts = parts_of(tree)
    far, would = roll_up(parts), roll_up(_closed(parts, item.id))
    files = _files(evidence, entries)
    nodes = nodes_of(tree, called, clocks, far, now, seen=seen, here=item.id)
    past = [s for s in sheets if s.item_id == item.id]
    return ItemView(
        line=line_of(item, called, clocks, far[item.id]),
        end_state=item.end_state,
        origin_title=item.origin_title,
        origin_number=item.origin_number,
        origin_url=item.origin_url,
        origin_on=item.origin_on,
        plan_code=item.plan_code,
        task_code=item.task_code,
        clause_code=item.clause_code,
        urgency_label=str(item.get_urgency_display()),
        supervising_unit_id=item.supervising_unit_id,
        supervising_unit=called.full(item.supervising_unit_id),
        supervisor=called.person(item.supervisor_id),
        assisting=tuple(called.full(row.unit_id) for row in helpers),
        assisting_ids=tuple(row.unit_id for row in helpers),
        weight=item.weight,
        holder=HOLDERS[item.standing],
        holder_name=_holder(item, called),
        first_due_on=item.first_due_on,
        handed_over_at=item.handed_over_at,
        signed_at=item.signed_at,
        reported_at=item.reported_at,
        reported_by_id=item.reported_by,
        reported_by=called.person(item.reported_by),
        endorsed_by_id=item.endorsed_by,
        endorsed_by=called.person(item.endorsed_by),
        closed_at=item.closed_at,
        archived_at=item.archived_at,
        paused_since=item.paused_since,
        late_since=item.late_since,
        reopened=item.reopened,
        returned=item.returned,
        may=acts_of(item, actor, tree, past, requests),
        next_sheet=next_colour(
            [Issued(Colour(s.colour), SheetState(s.state), s.answer_by) for s in past]
        ),
        rollup=far[item.id],
        root_code=tree[0].code,
        root_percent=far[item.root_id].value,
        root_if_closed=would[item.root_id].value,
        tree=tuple(node for node in nodes if node.id in {row.id for row in below}),
        ancestors=tuple(node for node in nodes if item.path.startswith(f"{_path(tree, node)}.")),
        entries=tuple(_entry(row, tree, called, files) for row in entries),
        sheets=tuple(sheet_view(row, shown[row.item_id], called) for row in sheets),
        requests=tuple(
            request_view(row, shown[row.item_id], called, pause_reasons(clock.on(now)))
            for row in requests
        ),
        evidence=tuple(view for views in files.values() for view in views),
    )


def acts_of(
    item: Item,
    actor: Actor,
    tree: Sequence[Item],
    sheets: Sequence[Sheet],
    requests: Sequence[Request],
) -> frozenset[Act]:
    """What the actor can do with the item now."""
    allowed: set[Act] = set()
    if supervises(actor, item):
        allowed |= OF_SUPERVISION
    elif supervises(actor, item, ESCALATE):
        allowed.add(Act.SHEET)
    if handles(actor, item):
        allowed |= OF_UNIT | ({Act.DECOMPOSE} if item.standing is not State.REGISTERED else set())
    if handles(actor, item, ENDORSE):
        allowed |= {Act.ENDORSE} | ({Act.RETURN} if item.standing is State.ENDORSING else set())
    if supervises(actor, item) and item.standing is State.VERIFYING:
        allowed.add(Act.RETURN)
    if supervises(actor, item, DECIDE_REQUESTS):
        allowed |= _decisions(item, actor, requests)
    if handles(actor, item, NOTE):
        allowed.add(Act.NOTE)
    possible = {act for act in allowed if may_act(act, item.standing, is_paused=item.is_paused)}
    return frozenset(possible - _withheld(item, actor, tree, sheets))


def _closed(parts: Sequence[Part], item_id: UUID) -> list[Part]:
    """The tree as it would be with this item closed."""
    return [replace(p, state=State.CLOSED) if p.id == item_id else p for p in parts]


def _decisions(item: Item, actor: Actor, requests: Sequence[Request]) -> set[Act]:
    waits = any(
        r.item_id == item.id and r.state == Request.State.OPEN and r.asked_by != actor.id
        for r in requests
    )
    return {Act.GRANT, Act.REFUSE} if waits else set()


def _withheld(item: Item, actor: Actor, tree: Sequence[Item], sheets: Sequence[Sheet]) -> set[Act]:
    """What state and rights allow and the item's own past does not."""
    parts = [
        row for row in tree if row.parent_id == item.id and row.standing is not State.WITHDRAWN
    ]
    withheld: set[Act] = set()
    if actor.id in (item.reported_by, item.endorsed_by) or any(
        part.is_mandatory and part.standing not in DONE for part in parts
    ):
        withheld.add(Act.CLOSE)
    if any(row.id == item.parent_id and row.standing in DONE for row in tree):
        withheld.add(Act.REOPEN)
    if parts:
        withheld.add(Act.WITHDRAW)
    is_open = any(sheet.state == Sheet.State.OPEN for sheet in sheets)
    withheld.add(Act.SHEET if is_open else Act.ANSWER)
    return withheld


def nodes_of(
    tree: Sequence[Item],
    called: Names,
    clocks: dict[UUID, ClockReading],
    far: dict[object, RollUp],
    now: datetime,
    *,
    seen: set[UUID] | None = None,
    here: UUID | None = None,
) -> list[Node]:
    """Items in reading order as rows of a tree. No query."""
    last = {row.parent_id or row.root_id: row.id for row in tree if row.parent_id}
    return [
        Node(
            id=row.id,
            parent_id=row.parent_id,
            code=row.code,
            number=row.number,
            title=row.title,
            depth=row.path.count(".") - 1,
            has_next=row.parent_id is not None and last[row.parent_id] != row.id,
            lead_unit=called.unit(row.lead_unit_id),
            state=row.standing,
            state_label=words_of(row),
            mark=mark_of(row),
            percent=far[row.id].value,
            weight=row.weight,
            is_mandatory=row.is_mandatory,
            is_paused=row.is_paused,
            is_late=row.is_late,
            late_since=row.late_since,
            sheet=row.sheet_colour,
            starts_on=clock.on(row.handed_over_at or row.registered_at),
            due_on=row.due_on,
            ends_on=_ended(row),
            is_here=row.id == here,
            is_whole=seen is None or row.id in seen,
            clock=clocks.get(row.clock_id) if row.clock_id else None,
        )
        for row in tree
    ]


def sheet_view(row: Sheet, item: Item, called: Names) -> SheetView:
    """A sheet as it is shown."""
    return SheetView(
        id=row.id,
        item_id=item.id,
        code=item.code,
        lead_unit=called.unit(item.lead_unit_id),
        colour=Colour(row.colour),
        colour_label=str(row.get_colour_display()),
        number=row.number,
        state=row.state,
        state_label=str(row.get_state_display()),
        issued_at=row.issued_at,
        issued_by=called.person(row.issued_by),
        answer_by=row.answer_by,
        reason=row.reason,
        is_direct=row.is_direct,
        direct_reason=row.direct_reason,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=called.person(row.answered_by),
        lapsed_at=row.lapsed_at,
    )


def request_view(row: Request, item: Item, called: Names, reasons: dict[str, str]) -> RequestView:
    """A request as it is shown. `reasons`: those of `calendar.pauses` in words."""
    return RequestView(
        id=row.id,
        item_id=item.id,
        code=item.code,
        title=item.title,
        number=item.number,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        unit=called.unit(row.unit_id),
        asked_by=called.person(row.asked_by),
        asked_by_id=row.asked_by,
        asked_at=row.asked_at,
        reason=row.reason,
        pause_reason=reasons.get(row.pause_key, row.pause_key),
        until_on=row.until_on,
        old_due_on=row.old_due_on,
        decided_by=called.person(row.decided_by),
        decided_at=row.decided_at,
        opinion=row.opinion,
    )


def _names(
    tree: Iterable[Item],
    entries: Iterable[Entry],
    sheets: Iterable[Sheet],
    requests: Iterable[Request],
    helpers: Iterable[Assisting],
) -> Names:
    units: set[UUID | None] = {row.unit_id for row in requests}
    units |= {row.unit_id for row in helpers}
    people: set[UUID | None] = set()
    for item in tree:
        units |= {item.lead_unit_id, item.supervising_unit_id}
        people |= {item.supervisor_id, item.reported_by, item.endorsed_by, item.signed_by}
    for entry in entries:
        units |= {entry.actor_unit_id, entry.on_behalf_id}
        people.add(entry.actor_id)
    people |= {person for s in sheets for person in (s.issued_by, s.answered_by)}
    people |= {person for r in requests for person in (r.asked_by, r.decided_by)}
    return names(units, people)


def _files(
    evidence: Iterable[Evidence], entries: Iterable[Entry]
) -> dict[UUID, tuple[EvidenceView, ...]]:
    moments = {entry.id: entry.at for entry in entries}
    found: dict[UUID, tuple[EvidenceView, ...]] = {}
    for row in evidence:
        view = EvidenceView(row.id, row.item_id, row.entry_id, row.file_id, moments[row.entry_id])
        found[row.entry_id] = (*found.get(row.entry_id, ()), view)
    return found


def _entry(
    row: Entry,
    tree: Sequence[Item],
    called: Names,
    files: dict[UUID, tuple[EvidenceView, ...]],
) -> EntryView:
    item = next(one for one in tree if one.id == row.item_id)
    return EntryView(
        id=row.id,
        item_id=item.id,
        code=item.code,
        title=item.title,
        kind=Act(row.kind),
        kind_label=str(Entry.Kind(row.kind).label),
        actor_id=row.actor_id,
        actor=called.person(row.actor_id),
        actor_unit=called.unit(row.actor_unit_id),
        on_behalf=called.unit(row.on_behalf_id),
        opinion=row.opinion,
        percent=row.percent,
        values=row.values,
        at=row.at,
        files=files.get(row.id, ()),
    )


def _holder(item: Item, called: Names) -> str:
    holder = HOLDERS[item.standing]
    if holder is Holder.SUPERVISION:
        return called.person(item.supervisor_id)
    if holder is Holder.UNIT and item.signed_by:
        return called.person(item.signed_by)
    return "" if holder is Holder.NOBODY else called.full(item.lead_unit_id)


def _ended(row: Item) -> date | None:
    return clock.on(row.closed_at) if row.closed_at else None


def _path(tree: Sequence[Item], node: Node) -> str:
    return next(row.path for row in tree if row.id == node.id)
