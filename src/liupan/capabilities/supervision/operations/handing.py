"""Handing items over (交办), signing for them (签收), urging (催办), passing them on (移交)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import (
    ItemHandedOver,
    ItemReassigned,
    ItemSignedFor,
    ItemUrged,
)
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.drafts import Outcome
from liupan.capabilities.supervision.operations.keeping import (
    Said,
    about,
    announce,
    keep,
    reindex,
    was_kept,
)
from liupan.capabilities.supervision.operations.locking import (
    NotNow,
    locked_item,
    locked_with_parent,
    move,
    require_possible,
    require_version,
    save,
)
from liupan.capabilities.supervision.policies import (
    HANDLE,
    SUPERVISE,
    require_handling,
    require_reach,
    require_supervising,
)
from liupan.capabilities.supervision.queries.searchable import TYPE, page_of
from liupan.capabilities.supervision.rules.limits import RULE_SET
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.calendar.facade import (
    due_of,
    hand_over_clock,
    limit_from,
    limit_until,
    start_clock,
    working_days_between,
)
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, LiupanError
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked

CLOCK = "supervision.item"
SIGN_FOR = "sign_for"


@operation
def hand_over_item(*, item_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Hand an item to its lead unit (交办): its limit runs from now on, to its due day.

    Raises `NotNow`, `InvalidInput` (no end state, or the day has passed).
    """
    by = By(actor, now)
    item, parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    require_possible(item, Act.HAND_OVER)
    require_said(end_state=item.end_state)
    _require_parent_handed(parent)
    move(item, Act.HAND_OVER)
    item.handed_over_at, item.first_due_on = now, item.due_on
    people = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    item.clock_id = started_clock(item, people, by)
    save(item, "state", "handed_over_at", "first_due_on", "clock_id")
    values = {"due_on": item.due_on.isoformat(), "unit_id": str(item.lead_unit_id)}
    keep(item, Act.HAND_OVER, by, Said(opinion=opinion, values=values,
                                       on_behalf=item.supervising_unit_id))  # fmt: skip
    announce(ItemHandedOver(**about(item, by), sign_by=sign_by(by.now)), by)
    _tell_handed(item, people, by)
    return item.id


@operation
def hand_over_items(
    *, item_ids: Sequence[UUID], actor: Actor, now: datetime, opinion: str = ""
) -> tuple[Outcome, ...]:
    """Hand many items over in one transaction; each is done or refused by itself."""
    require(actor, SUPERVISE)
    nothing_changed()  # each item leaves its own fact
    return _each(
        item_ids, lambda i: hand_over_item(item_id=i, actor=actor, now=now, opinion=opinion)
    )


@operation
def sign_for_item(*, item_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Sign for an item (签收): from now on this person answers for it. Raises `NotNow`."""
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_handling(actor, item)
    move(item, Act.SIGN_FOR)
    handed = item.handed_over_at or now
    item.signed_at, item.signed_by = now, actor.id
    save(item, "state", "signed_at", "signed_by")
    if item.clock_id:
        hand_over_clock(
            clock_id=item.clock_id, unit_id=item.lead_unit_id, responsible=[actor.id],
            actor=actor, now=now,
        )  # fmt: skip
    latest, handed_on = sign_by(handed), clock.on(handed)
    days = working_days_between(handed_on, by.today)
    said = Said(opinion=opinion, on_behalf=item.lead_unit_id, values={"working_days": days})
    keep(item, Act.SIGN_FOR, by, said)
    fact = ItemSignedFor(
        **about(item, by),
        handed_over_on=handed_on,
        sign_by=latest,
        working_days=days,
        in_time=by.today <= latest,
    )
    announce(fact, by)
    return item.id


@operation
def urge_item(
    *, item_id: UUID, opinion: str, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """Urge the unit (催办). Raises `NotNow`."""
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_supervising(actor, item)
    if was_kept(once):
        nothing_changed()
        return item.id
    require_possible(item, Act.URGE)
    require_said(opinion=opinion)
    said = Said(opinion=opinion, on_behalf=item.supervising_unit_id, once=once)
    keep(item, Act.URGE, by, said)
    announce(ItemUrged(**about(item, by), opinion=opinion), by)
    told = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    title = _("Urged: %(title)s") % {"title": item.title}
    telling.tell(told, telling.URGED, item, by, title, opinion)
    return item.id


@operation
def urge_items(
    *, item_ids: Sequence[UUID], opinion: str, actor: Actor, now: datetime
) -> tuple[Outcome, ...]:
    """Urge about many items in one transaction; each is done or refused by itself."""
    require(actor, SUPERVISE)
    nothing_changed()  # each item leaves its own fact
    return _each(item_ids, lambda i: urge_item(item_id=i, opinion=opinion, actor=actor, now=now))


@operation
def reassign_item(
    *,
    item_id: UUID,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
    lead_unit_id: UUID | None = None,
    supervisor_id: UUID | None = None,
) -> UUID:
    """Let another unit lead, or another person supervise (移交). A new lead unit signs for it anew.

    Its limit runs on. Raises `StaleVersion`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_supervising(actor, item)
    require_possible(item, Act.REASSIGN)
    require_said(reason=reason)
    before = (item.lead_unit_id, item.supervisor_id)
    require_version(item, version, {"lead_unit_id": before[0], "supervisor_id": before[1]})
    item.supervisor_id = supervisor_id or item.supervisor_id
    item.lead_unit_id = lead_unit_id or item.lead_unit_id
    if before == (item.lead_unit_id, item.supervisor_id):
        nothing_changed()
        return item.id
    _require_people(item)
    if item.lead_unit_id != before[0]:
        _give_to_unit(item, by)
    save(item, "lead_unit_id", "supervisor_id", "state", "handed_over_at", "signed_at", "signed_by")
    values = {"lead_before": str(before[0]), "lead_after": str(item.lead_unit_id)}
    keep(item, Act.REASSIGN, by, Said(opinion=reason, values=values,
                                      on_behalf=item.supervising_unit_id))  # fmt: skip
    fact = ItemReassigned(
        **about(item, by), lead_before=before[0], supervisor_before=before[1], reason=reason
    )
    announce(fact, by)
    reindex(item)
    told = {item.supervisor_id, *telling.people_with(HANDLE, item.lead_unit_id, by.today)}
    title = _("Passed on: %(title)s") % {"title": item.title}
    telling.tell(told, telling.CHANGED, item, by, title, reason)
    return item.id


@operation
def reassign_items(
    *,
    item_ids: Sequence[UUID],
    reason: str,
    actor: Actor,
    now: datetime,
    lead_unit_id: UUID | None = None,
    supervisor_id: UUID | None = None,
) -> tuple[Outcome, ...]:
    """Pass many items on in one transaction; each is done or refused by itself."""
    require(actor, SUPERVISE)
    nothing_changed()  # each item leaves its own fact
    versions = dict(Item.objects.filter(id__in=item_ids).values_list("id", "version"))

    def one(item_id: UUID) -> UUID:
        return reassign_item(
            item_id=item_id, reason=reason, version=versions.get(item_id, 0), actor=actor, now=now,
            lead_unit_id=lead_unit_id, supervisor_id=supervisor_id,
        )  # fmt: skip

    return _each(item_ids, one)


def started_clock(item: Item, people: Iterable[UUID], by: By) -> UUID:
    """Start the item's limit to its due day."""
    return start_clock(
        of_type=TYPE,
        of_id=item.id,
        kind=CLOCK,
        title=f"{item.number} {item.title}",
        unit_id=item.lead_unit_id,
        limit=limit_until(item.due_on),
        responsible=people,
        url=page_of(item),
        actor=by.actor,
        now=by.now,
    )


def sign_by(handed_over_at: datetime) -> date:
    """The last day on which an item handed over then is signed for in time."""
    limit = limit_from(RULE_SET, SIGN_FOR, on=clock.on(handed_over_at))
    return due_of(limit, started_at=handed_over_at).due_on


def _require_parent_handed(parent: Item | None) -> None:
    if parent is not None and parent.standing in (State.REGISTERED, State.WITHDRAWN):
        raise NotNow(
            _("The whole has not been handed over."), next_step=_("Hand the whole over first.")
        )


def _give_to_unit(item: Item, by: By) -> None:
    """Another unit leads: it signs for the item anew, under the same limit."""
    require_reach(by.actor, item.lead_unit_id, Secrecy(item.secrecy))
    if item.standing is State.REGISTERED:
        return
    if item.is_paused or item.standing is State.VERIFYING:
        raise NotNow(
            _("The unit cannot change now."),
            next_step=_("Let the time run again, or return the report, first."),
        )
    item.state = State.HANDED_OVER
    item.handed_over_at, item.signed_at, item.signed_by = by.now, None, None
    if item.clock_id:
        people = telling.people_with(HANDLE, item.lead_unit_id, by.today)
        hand_over_clock(
            clock_id=item.clock_id, unit_id=item.lead_unit_id, responsible=people,
            actor=by.actor, now=by.now,
        )  # fmt: skip


def _require_people(item: Item) -> None:
    unit = list_units([item.lead_unit_id]).get(item.lead_unit_id)
    if unit is None or not unit.is_open:
        raise InvalidInput(fields={"lead_unit_id": [_("Choose a unit that exists.")]})
    account = list_accounts([item.supervisor_id]).get(item.supervisor_id)
    if account is not None and not account.is_open:
        raise InvalidInput(fields={"supervisor_id": [_("This person's account is closed.")]})


def _tell_handed(item: Item, people: Iterable[UUID], by: By) -> None:
    title = _("To be signed for: %(title)s") % {"title": item.title}
    body = _("Due on %(day)s.") % {"day": item.due_on.isoformat()}
    telling.tell(people, telling.TO_SIGN, item, by, title, body)


@asked
def _numbers(item_ids: list[UUID]) -> QuerySet[Item, tuple[UUID, str]]:
    rows = Item.objects.filter(id__any_of=item_ids)
    return rows.order_by("path").values_list("id", "number")


def _each(item_ids: Sequence[UUID], act: Callable[[UUID], object]) -> tuple[Outcome, ...]:
    """Do it with each, the wholes before their parts; what is refused spoils no other."""
    known = dict(_numbers(list(item_ids)))
    outcomes = []
    for item_id in dict.fromkeys([*known, *item_ids]):
        try:
            act(item_id)
            outcomes.append(Outcome(item_id, known.get(item_id, "")))
        except LiupanError as refusal:
            outcomes.append(Outcome(item_id, known.get(item_id, ""), refusal.message))
    return tuple(outcomes)
