"""Registering items (立项), decomposing them, changing what they say, giving them up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import (
    ItemDecomposed,
    ItemRegistered,
    ItemRevised,
    ItemWithdrawn,
)
from liupan.capabilities.supervision.models import Assisting, Item
from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
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
    PartsOpen,
    locked_item,
    locked_with_parent,
    move,
    require_possible,
    require_version,
    require_within,
    save,
)
from liupan.capabilities.supervision.policies import (
    SUPERVISE,
    handles,
    require_handling,
    require_reach,
    require_supervising,
)
from liupan.capabilities.supervision.rules.limits import (
    RULE_SET,
    code_of,
    limit_key,
    number_of,
    path_of,
)
from liupan.capabilities.supervision.rules.states import DONE, Act, State
from liupan.foundation.calendar.facade import cancel_clock, due_of, limit_from
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.numbering.facade import describe_number, take_number
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Fault, InvalidInput, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert

SERIES = "supervision.item"


class AlreadyMade(Refusal):
    """A form that was sent twice at once: the other one made the item."""


Value = str | int | date | bool | tuple[UUID, ...]

BEFORE = frozenset(
    {"title", "end_state", "due_on", "urgency", "origin_title", "origin_number", "origin_on",
     "plan_code", "task_code", "clause_code", "weight", "is_mandatory", "assisting"}
)  # fmt: skip
"""What may change before hand-over."""
AFTERWARDS = frozenset({"weight", "assisting"})
"""What may change later, with a reason."""


@operation
def register_item(*, item: NewItem, actor: Actor, now: datetime, once: UUID | None = None) -> UUID:
    """Register an item (立项); returns its id. Without a due day the rule set's limit counts.

    `once`: a key of the form, so that a form sent twice makes one item.

    Raises `InvalidInput`, `NotAuthorised`.
    """
    require(actor, SUPERVISE, unit_id=item.supervising_unit_id, secrecy=item.secrecy)
    require_reach(actor, item.lead_unit_id, item.secrecy)
    require_said(title=item.title, end_state=item.end_state)
    if once and (found := made_once(once)):
        nothing_changed()
        return found
    return enter(item, By(actor, now), once).id


@operation
def decompose_item(
    *,
    item_id: UUID,
    parts: Sequence[NewPart],
    actor: Actor,
    now: datetime,
    opinion: str = "",
    once: UUID | None = None,
) -> tuple[UUID, ...]:
    """Decompose an item into parts (分解), by the supervision office or the lead unit itself.

    Returns the parts' ids in order. Raises `NotNow`, `DueAfterParent`, `InvalidInput`.
    """
    by = By(actor, now)
    whole = locked_item(item_id, actor)
    if handles(actor, whole) and whole.standing is not State.REGISTERED:
        require_handling(actor, whole)
    else:
        require_supervising(actor, whole)
    if was_kept(once):
        nothing_changed()
        return ()
    require_possible(whole, Act.DECOMPOSE)
    if not parts:
        raise InvalidInput(_("Name at least one part."), fields={"parts": [_("Name a part.")]})
    first = whole.children.count() + 1
    made = [_enter_part(whole, part, n, by) for n, part in enumerate(parts, start=first)]
    ids = tuple(part.id for part in made)
    reindex(*made)
    save(whole)
    values = {"parts": [part.code for part in made]}
    keep(whole, Act.DECOMPOSE, by, Said(opinion=opinion, values=values, once=once))
    stated = sum(1 for part in made if part.end_state)
    announce(ItemDecomposed(**about(whole, by), parts=ids, with_end_state=stated), by)
    return ids


@operation
def revise_item(
    *,
    item_id: UUID,
    changes: Mapping[str, Value],
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change what an item says: before hand-over anything of `BEFORE`, afterwards weight and
    assisting units (`AFTERWARDS`), with a reason. Raises `StaleVersion`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    item, parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    require_possible(item, Act.REVISE)
    require_version(item, version, {name: _stored(item, name) for name in changes})
    _require_changeable(item, changes, reason)
    _require_parent_open(parent, changes)
    changed = _apply(item, changes)
    if not changed:
        nothing_changed()
        return item.id
    _require_days(item, parent, by)
    save(item, *(set(changed) - {"assisting"}))
    keep(item, Act.REVISE, by, Said(opinion=reason, values={"changed": changed}))
    announce(ItemRevised(**about(item, by), changed=changed, reason=reason), by)
    reindex(item)
    return item.id


@operation
def withdraw_item(*, item_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Give an item up before work began (撤销). Raises `NotNow`, `PartsOpen`."""
    by = By(actor, now)
    item, _parent = locked_with_parent(item_id, actor)
    require_supervising(actor, item)
    require_said(reason=reason)
    move(item, Act.WITHDRAW)
    if item.children.exclude(state=State.WITHDRAWN).exists():
        raise PartsOpen(_("It has parts."), next_step=_("Withdraw its parts first."))
    save(item, "state")
    if item.clock_id:
        cancel_clock(clock_id=item.clock_id, reason=reason, actor=actor, now=now)
    keep(item, Act.WITHDRAW, by, Said(opinion=reason))
    announce(ItemWithdrawn(**about(item, by), reason=reason), by)
    reindex(item)
    return item.id


def made_once(once: UUID) -> UUID | None:
    """The item that a form with this key made, if it did."""
    return Item.objects.filter(id=once).values_list("id", flat=True).first()


def enter(new: NewItem, by: By, once: UUID | None = None) -> Item:
    """Write a new whole item with its number, entry and fact; `once` becomes its id.

    Of two forms with the same key that come at once the second is refused.
    """
    item = _draft(new, by)
    if once:
        item.id = item.root_id = once
    _require_units(new.lead_unit_id, new.supervising_unit_id, *new.assisting)
    _require_days(item, None, by)
    item.number = take_number(series=SERIES, actor=by.actor, now=by.now, user_id=item.id)
    given = describe_number(SERIES, item.number)
    if given is None:
        raise Fault("a number was taken and is not there")
    item.code, item.year, item.ordinal = str(given.n), given.year, given.n
    item.path = path_of("", given.n, given.year)
    _write(item, new.assisting, by)
    reindex(item)
    return item


def _draft(new: NewItem, by: By) -> Item:
    item = Item(
        id=uuid7(),
        title=new.title.strip(),
        end_state=new.end_state.strip(),
        origin=Item.Origin(new.origin),
        origin_title=new.origin_title,
        origin_number=new.origin_number,
        origin_url=new.origin_url,
        origin_on=new.origin_on,
        plan_code=new.plan_code,
        task_code=new.task_code,
        clause_code=new.clause_code,
        urgency=Item.Urgency(new.urgency),
        secrecy=new.secrecy.value,
        lead_unit_id=new.lead_unit_id,
        supervising_unit_id=new.supervising_unit_id,
        supervisor_id=new.supervisor_id or by.actor.id,
        weight=new.weight,
        due_on=new.due_on or _by_rule(new, by),
        registered_at=by.now,
    )
    item.root_id = item.id
    return item


def _by_rule(new: NewItem, by: By) -> date:
    limit = limit_from(RULE_SET, limit_key(new.origin, new.urgency), on=by.today)
    return due_of(limit, started_at=by.now).due_on


def _enter_part(whole: Item, part: NewPart, ordinal: int, by: By) -> Item:
    require_said(title=part.title, end_state=part.end_state)
    _require_units(part.lead_unit_id, *part.assisting)
    code = code_of(whole.code, ordinal)
    root_code = whole.code.partition("-")[0]
    root_number = whole.number if whole.parent_id is None else whole.root.number
    item = Item(
        number=number_of(root_number, root_code, code),
        code=code,
        year=whole.year,
        path=path_of(whole.path, ordinal),
        root_id=whole.root_id,
        parent_id=whole.id,
        ordinal=ordinal,
        title=part.title.strip(),
        end_state=part.end_state.strip(),
        origin=whole.origin,
        origin_title=whole.origin_title,
        origin_number=whole.origin_number,
        origin_url=whole.origin_url,
        origin_on=whole.origin_on,
        plan_code=whole.plan_code,
        task_code=whole.task_code,
        clause_code=whole.clause_code,
        urgency=whole.urgency,
        secrecy=whole.secrecy,
        lead_unit_id=part.lead_unit_id,
        supervising_unit_id=whole.supervising_unit_id,
        supervisor_id=whole.supervisor_id,
        is_mandatory=part.is_mandatory,
        weight=part.weight,
        due_on=part.due_on,
        registered_at=by.now,
    )
    _require_days(item, whole, by)
    return _write(item, part.assisting, by)


def _write(item: Item, assisting: Iterable[UUID], by: By) -> Item:
    helpers = _helpers(item, assisting)
    if item.weight < 1:
        raise InvalidInput(fields={"weight": [_("A part weighs at least 1.")]})
    with refused_when_taken(AlreadyMade(_("This was registered already."))):
        insert(item)
    if helpers:
        Assisting.objects.bulk_create([Assisting(item=item, unit_id=unit) for unit in helpers])
    values = {"due_on": item.due_on.isoformat()}
    keep(item, Act.REGISTER, by, Said(values=values, on_behalf=item.supervising_unit_id))
    fact = ItemRegistered(
        **about(item, by),
        title=item.title,
        end_state=item.end_state,
        assisting=helpers,
        weight=item.weight,
        is_mandatory=item.is_mandatory,
    )
    announce(fact, by)
    return item


def _helpers(item: Item, units: Iterable[UUID]) -> tuple[UUID, ...]:
    """Assisting units, once each, without the one that leads."""
    return tuple(dict.fromkeys(unit for unit in units if unit != item.lead_unit_id))


def _require_units(*unit_ids: UUID) -> None:
    known = list_units(unit_ids)
    if any(unit not in known or not known[unit].is_open for unit in unit_ids):
        raise InvalidInput(
            _("There is no such unit."), fields={"lead_unit_id": [_("Choose a unit that exists.")]}
        )


def _require_days(item: Item, parent: Item | None, by: By) -> None:
    require_within(parent, item.due_on)
    if item.due_on < by.today:
        raise InvalidInput(
            _("The day lies in the past."), fields={"due_on": [_("Choose today or a later day.")]}
        )
    if item._state.adding:
        return
    if item.children.exclude(state=State.WITHDRAWN).filter(due_on__gt=item.due_on).exists():
        raise InvalidInput(
            _("A part is due later."), fields={"due_on": [_("Choose the day of the last part.")]}
        )


def _require_changeable(item: Item, changes: Mapping[str, Value], reason: str) -> None:
    allowed = BEFORE if item.standing is State.REGISTERED else AFTERWARDS
    if allowed is AFTERWARDS:
        require_said(reason=reason)
    if set(changes) - BEFORE:
        raise InvalidInput(_("These cannot be changed: %(names)s.") % {"names": sorted(changes)})
    if set(changes) - allowed:
        raise NotNow(
            _("An item that was handed over keeps its words and its day."),
            next_step=_("Weight and assisting units can change; for the day ask for an extension."),
        )


def _require_parent_open(parent: Item | None, changes: Mapping[str, Value]) -> None:
    """A whole that is closed gets no mandatory part."""
    if changes.get("is_mandatory") and parent is not None and parent.standing in DONE:
        raise NotNow(
            _("The whole is closed: %(number)s.") % {"number": parent.number},
            next_step=_("Reopen the whole first."),
        )


def _stored(item: Item, name: str) -> object:
    if name == "assisting":
        return tuple(sorted(item.assistings.values_list("unit_id", flat=True)))
    return getattr(item, name)


def _apply(item: Item, changes: Mapping[str, Value]) -> dict[str, tuple[str | None, str | None]]:
    changed: dict[str, tuple[str | None, str | None]] = {}
    for name, value in changes.items():
        before = _stored(item, name)
        after = value.strip() if isinstance(value, str) else value
        if name == "assisting" and isinstance(value, tuple):
            after = tuple(sorted(_helpers(item, value)))
        if before == after:
            continue
        changed[name] = (_text(before), _text(after))
        if name == "assisting" and isinstance(after, tuple):
            _set_assisting(item, after)
        else:
            setattr(item, name, after)
    require_said(title=item.title)
    if item.weight < 1:
        raise InvalidInput(fields={"weight": [_("A part weighs at least 1.")]})
    return changed


def _set_assisting(item: Item, units: tuple[UUID, ...]) -> None:
    _require_units(*units)
    item.assistings.all().delete()
    Assisting.objects.bulk_create([Assisting(item=item, unit_id=unit) for unit in units])


def _text(value: object) -> str | None:
    if value is None:
        return None
    return ", ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)
