"""One item, one source (一数一源): who collects which data item, who is its source, disputes.

A data item is locked before its source is chosen, so of two resources that are published at once
one becomes the source; a partial unique index of the database holds whatever the code does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    ArbitrationOpened,
    GroundsStated,
    ItemsBound,
    SourceMoved,
    SourceRuled,
    SourcesTaken,
)
from liupan.capabilities.catalogue.models import (
    Arbitration,
    Collecting,
    DataItem,
    Edition,
    Resource,
)
from liupan.capabilities.catalogue.operations.keeping import about
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.operations.telling import holders, tell_at
from liupan.capabilities.catalogue.policies import EDIT, READ, RULE
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.naming import key_of
from liupan.foundation.calendar.facade import (
    cancel_clock,
    describe,
    last_day_of,
    limit_from,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.work import place

RULES = "catalogue.sources"
TYPE = "catalogue.arbitration"
GROUNDS, RULING = "catalogue.source_grounds", "catalogue.source_ruling"
"""Kinds of clocks."""
OPEN = (Arbitration.State.OPEN, Arbitration.State.STATED)
DISPUTED = declare_kind("catalogue.disputed", gettext_lazy("The source of a data item is disputed"))
RULED = declare_kind("catalogue.ruled", gettext_lazy("The source of a data item was ruled"))


class AlreadyBound(Refusal):
    """The data item counts as another already, or others count as it."""


class StillDisputed(Refusal):
    """An arbitration of the data item is open."""


def dispute_claims(edition: Edition, said: Sequence[ItemSaid], by: By) -> None:
    """An edition is handed in: where it claims items of which another unit is the source, an
    arbitration opens. No query where it claims none."""
    names = [item.name for item in said if item.is_source]
    if not names:
        return
    found = DataItem.objects.filter(**_place(edition), key__in={key_of(name) for name in names})
    items = {one.bound_to_id or one.id for one in found}
    sources = Collecting.objects.filter(item__in=items, is_source=True, ended_at__isnull=True)
    for source in sources.exclude(unit_id=edition.unit_id).select_related("item"):
        _dispute(source, edition, by)


def collect(edition: Edition, items: Sequence[ItemSaid], by: By) -> None:
    """An edition is published: what its resource collects from now on, and of what it is the
    source; the caller locked the resource. Some statements however many items."""
    said = {key: item for item in items if (key := key_of(item.name))}
    before = _live(edition.resource)
    if not said and not before:
        return
    named = _data_items(edition, said)
    kept = {row.named_id: row for row in before if row.named_id in named}
    _end([row for row in before if row.named_id not in named], by)
    new = [
        Collecting(
            item_id=one.bound_to_id or one.id, named=one, resource_id=edition.resource_id,
            unit_id=edition.unit_id, name=said[one.key].name, since_at=by.now,
            claims=said[one.key].is_source,
        )
        for one in named.values()
        if one.id not in kept
    ]  # fmt: skip
    Collecting.objects.bulk_create(new)
    for row in kept.values():
        _say(row, said[named[row.named_id].key].is_source, by)
    _take([row for row in (*kept.values(), *new) if row.claims and not row.is_source], edition, by)


def collect_all(editions: Sequence[Edition], by: By) -> None:
    """The same for many that are published at once, whose items are at hand: those of resources
    that collect nothing yet with some statements for all."""
    resources = [one.resource_id for one in editions]
    live = Collecting.objects.filter(resource_id__in=resources, ended_at__isnull=True)
    known = set(live.values_list("resource_id", flat=True).distinct())
    for one in editions:
        if one.resource_id in known:
            collect(one, one.said.items, by)
    _collect_first([one for one in editions if one.resource_id not in known], by)


def release(edition: Edition, by: By) -> None:
    """What was published is withdrawn: its resource collects nothing any more."""
    _end(_live(edition.resource), by)


@operation
def state_grounds(*, arbitration_id: UUID, grounds: str, actor: Actor, now: datetime) -> UUID:
    """State why one's unit is the source (陈述依据). Raises `NotNow`, `InvalidInput`."""
    by = By(actor, now)
    arbitration = _locked(arbitration_id, actor)
    side = side_of(arbitration, actor)
    unit_id = arbitration.second_unit_id if side == "second" else arbitration.first_unit_id
    require(actor, EDIT, unit_id=unit_id)
    if arbitration.state not in OPEN:
        raise NotNow(_("It was decided already."))
    require_said(grounds=grounds)
    setattr(arbitration, f"{side}_grounds", grounds.strip())
    setattr(arbitration, f"{side}_stated_at", now)
    setattr(arbitration, f"{side}_stated_by", actor.id)
    fields = [f"{side}_{name}" for name in ("grounds", "stated_at", "stated_by")]
    is_whole = bool(arbitration.first_grounds and arbitration.second_grounds)
    if is_whole and arbitration.state == Arbitration.State.OPEN:
        arbitration.was_late = stop_clock(clock_id=arbitration.clock_id, actor=actor, now=now)
        arbitration.state = Arbitration.State.STATED
        _start(arbitration, RULING, "ruling", holders(RULE, by, unit_id), by)
        fields += ["state", "clock_id", "was_late"]
    _save(arbitration, *fields)
    fact = GroundsStated(
        **_about(arbitration.item, by), arbitration_id=arbitration.id, unit_id=unit_id,
        grounds=grounds,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    if is_whole:
        _tell(holders(RULE, by, unit_id), arbitration, by, _("To be ruled: source of %(item)s"))
    return arbitration.id


@operation
def rule_source(
    *, arbitration_id: UUID, winner_id: UUID, opinion: str, actor: Actor, now: datetime
) -> UUID:
    """Rule which of the two resources is the source (裁定), when both have stated their grounds or
    the time for it has passed. One that is not published yet becomes it when it is.

    Raises `NotNow`, `SameHands`, `InvalidInput`.
    """
    by = By(actor, now)
    arbitration = _locked(arbitration_id, actor)
    for unit_id in (arbitration.first_unit_id, arbitration.second_unit_id):
        require(actor, RULE, unit_id=unit_id)
    _require_ripe(arbitration, by)
    require_said(opinion=opinion)
    if winner_id not in (arbitration.first_id, arbitration.second_id):
        raise InvalidInput(fields={"winner_id": [_("Choose one of the two.")]})
    late = stop_clock(clock_id=arbitration.clock_id, actor=actor, now=now)
    arbitration.state, arbitration.winner_id = Arbitration.State.RULED, winner_id
    arbitration.ruling, arbitration.was_late = opinion.strip(), arbitration.was_late or late
    arbitration.ended_at, arbitration.ended_by = now, actor.id
    _save(arbitration, "state", "winner", "ruling", "was_late", "ended_at", "ended_by")
    item = _lock_items([arbitration.item_id])[0]
    winner = _rows(item).filter(resource_id=winner_id).first()
    if winner is not None:
        _make_source(item, winner, by, opinion)
    fact = SourceRuled(
        **_about(item, by), arbitration_id=arbitration.id, winner_id=winner_id, opinion=opinion,
        was_late=arbitration.was_late,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    people = _both(arbitration, by)
    _tell(people, arbitration, by, _("Ruled: source of %(item)s"), RULED, opinion)
    return arbitration.id


@operation
def bind_item(
    *, item_id: UUID, to_id: UUID | None, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Let a data item count as another, the standard one (绑定数据元), or, with none, as itself
    again. Where both have a source, the earlier stays and an arbitration opens.

    Raises `AlreadyBound`, `InvalidInput`, `Missing`.
    """
    by = By(actor, now)
    require(actor, RULE)
    require_said(reason=reason)
    wanted = {item_id, to_id} - {None}
    found = {one.id: one for one in _lock_items(one for one in wanted if one)}
    item, to = found.get(item_id), found.get(to_id) if to_id else None
    if item is None or (to_id and to is None):
        raise Missing(_("There is no such data item."))
    for unit_id in set(_rows(item).values_list("unit_id", flat=True)):
        require(actor, RULE, unit_id=unit_id)
    _require_bindable(item, to)
    former = item.bound_to
    if Arbitration.objects.filter(item__in=[item, former or item], state__in=OPEN).exists():
        raise StillDisputed(
            _("The source of %(name)s is disputed.") % {"name": item.name},
            next_step=_("Rule first, then bind."),
        )
    item.bound_to = to
    item.save(update_fields=["bound_to"])
    moved = list(Collecting.objects.filter(named=item, ended_at__isnull=True))
    _move(moved, to or item, by)
    if former is not None:
        _fill(former, by)
    fact = ItemsBound(
        **_about(item, by), to_id=to.id if to else None, to_name=to.name if to else "",
        reason=reason,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return item.id


def side_of(arbitration: Arbitration, actor: Actor) -> str:
    """Whose grounds the actor states: those of the unit they draw up for, the second's first."""
    return "second" if may(actor, EDIT, unit_id=arbitration.second_unit_id) else "first"


def page_of(arbitration: Arbitration) -> str:
    """The page of the arbitration."""
    return place("catalogue:arbitration", arbitration.id)


# --- Data items ----------------------------------------------------------------------------------
def _place(edition: Edition) -> dict[str, str]:
    """The division and the category in which a name is one data item."""
    unit = list_units([edition.unit_id])[edition.unit_id]
    return {"division": unit.division_code, "category": edition.category}


def _data_items(edition: Edition, said: dict[str, ItemSaid]) -> dict[UUID, DataItem]:
    """The data items of an edition by id, made where they are new."""
    if not said:
        return {}
    place_of = _place(edition)
    DataItem.objects.bulk_create(
        [DataItem(**place_of, key=key, name=item.name) for key, item in sorted(said.items())],
        ignore_conflicts=True,
    )
    return {one.id: one for one in DataItem.objects.filter(**place_of, key__in=said)}


def _collect_first(editions: Sequence[Edition], by: By) -> None:
    """What resources collect from their first publication on."""
    units = list_units({one.unit_id for one in editions})
    said = {
        (units[one.unit_id].division_code, one.category, key, one.id): item
        for one in editions
        for item in one.said.items
        if (key := key_of(item.name))
    }
    found = _found_or_made({at[:3]: item.name for at, item in said.items()})
    of = {one.id: one for one in editions}
    rows: dict[UUID, list[Collecting]] = {one.id: [] for one in editions}
    for at, item in said.items():
        named, edition = found[at[:3]], of[at[3]]
        row = Collecting(
            item_id=named.bound_to_id or named.id, named=named, resource_id=edition.resource_id,
            unit_id=edition.unit_id, name=item.name, since_at=by.now, claims=item.is_source,
        )  # fmt: skip
        rows[edition.id].append(row)
    Collecting.objects.bulk_create([row for one in rows.values() for row in one])
    claimed = {one.id: [row for row in rows[one.id] if row.claims] for one in editions}
    _lock_items(row.item_id for each in claimed.values() for row in each)  # in one order
    for one in editions:
        _take(claimed[one.id], one, by)


def _found_or_made(
    names: Mapping[tuple[str, str, str], str],
) -> dict[tuple[str, str, str], DataItem]:
    """The data items of these divisions, categories and keys, made where they are new."""
    if not names:
        return {}
    divisions, categories, keys = (set(part) for part in zip(*names, strict=True))
    DataItem.objects.bulk_create(
        [
            DataItem(division=division, category=category, key=key, name=name)
            for (division, category, key), name in sorted(names.items())
        ],
        ignore_conflicts=True,
    )
    rows = DataItem.objects.filter(division__in=divisions, category__in=categories, key__in=keys)
    return {(one.division, one.category, one.key): one for one in rows}


def _lock_items(ids: Iterable[UUID]) -> list[DataItem]:
    rows = DataItem.objects.select_for_update(of=("self",)).filter(id__in=set(ids))
    return list(rows.select_related("bound_to").order_by("id"))


def _require_bindable(item: DataItem, to: DataItem | None) -> None:
    if to is None:
        if item.bound_to_id is None:
            raise AlreadyBound(_("%(name)s stands for itself.") % {"name": item.name})
        return
    if item.bound_to_id or to.bound_to_id or DataItem.objects.filter(bound_to=item).exists():
        raise AlreadyBound(
            _("One of the two counts as another data item, or others count as it."),
            next_step=_("Undo that first, then bind to the standard data item."),
        )
    if item.id == to.id or item.division != to.division:
        raise InvalidInput(fields={"to_id": [_("Choose another data item of the same division.")]})


# --- Who collects --------------------------------------------------------------------------------
def _live(resource: Resource) -> list[Collecting]:
    return list(Collecting.objects.filter(resource=resource, ended_at__isnull=True))


def _rows(item: DataItem) -> Any:
    return Collecting.objects.filter(item=item, ended_at__isnull=True).order_by("since_at", "id")


def _say(row: Collecting, claims: bool, by: By) -> None:
    """A resource goes on collecting; it may say otherwise than before whether it is the source."""
    if row.claims == claims:
        return
    row.claims = claims
    if not claims and row.is_source:
        row.is_source = False
        row.save(update_fields=["claims", "is_source"])
        _fill(row.item, by, before=row.resource_id)
    else:
        row.save(update_fields=["claims"])


def _take(rows: Sequence[Collecting], edition: Edition, by: By) -> None:
    """Become the source where nobody is; a dispute where another unit is, unless it was ruled."""
    if not rows:
        return
    items = {one.id: one for one in _lock_items(row.item_id for row in rows)}
    sources = {
        one.item_id: one
        for one in Collecting.objects.filter(
            item__in=items, is_source=True, ended_at__isnull=True
        ).select_related("item")
    }
    free = [row for row in rows if row.item_id not in sources]
    for row in {one.item_id: one for one in reversed(free)}.values():
        row.is_source, row.source_since_at = True, by.now
        row.save(update_fields=["is_source", "source_since_at"])
    if free:
        fact = SourcesTaken(**about(edition, by), items=tuple(row.name for row in free))
        record(fact, actor=by.actor, now=by.now)
    for row in rows:
        source = sources.get(row.item_id)
        if source is None or source.unit_id == row.unit_id:
            continue
        if _won(row, source):
            _make_source(items[row.item_id], row, by, _("ruled before it was published"))
        else:
            _dispute(source, edition, by)


def _won(row: Collecting, source: Collecting) -> bool:
    """Whether the latest ruling between the two is for the newcomer."""
    pair = [row.resource_id, source.resource_id]
    ruled = Arbitration.objects.filter(
        item_id=row.item_id, state=Arbitration.State.RULED, first__in=pair, second__in=pair
    )
    last = ruled.order_by("-ended_at").first()
    return last is not None and last.winner_id == row.resource_id


def _end(rows: Collection[Collecting], by: By) -> None:
    """These are collected no more; where one was the source, the next who claims it becomes it."""
    if not rows:
        return
    sources = [row for row in rows if row.is_source]
    items = {one.id: one for one in _lock_items(row.item_id for row in sources)} if sources else {}
    Collecting.objects.filter(id__in=[row.id for row in rows]).update(ended_at=by.now)
    for row in sources:
        _fill(items[row.item_id], by, before=row.resource_id)
    _lapse(rows, by)


def _fill(item: DataItem, by: By, before: UUID | None = None) -> None:
    """An item without a source gets the earliest who claims it, if anybody does."""
    rows = list(_rows(item))
    if any(row.is_source for row in rows):
        return
    heir = next((row for row in rows if row.claims), None)
    if heir is not None:
        _make_source(item, heir, by, _("the source before gave it up"), before=before)
    elif before is not None:
        _moved(item, None, before, _("the source before gave it up"), by)


def _make_source(
    item: DataItem, row: Collecting, by: By, reason: str, before: UUID | None = None
) -> None:
    """This one is the source from now on; whoever was is not."""
    if row.is_source:
        return
    was = _rows(item).filter(is_source=True).first()
    if was is not None:
        was.is_source = False
        was.save(update_fields=["is_source"])
    row.is_source, row.source_since_at = True, by.now
    row.save(update_fields=["is_source", "source_since_at"])
    _moved(item, row.resource_id, was.resource_id if was else before, reason, by)


def _move(rows: Sequence[Collecting], to: DataItem, by: By) -> None:
    """These count as another data item from now on; of two sources the earlier stays."""
    for row in rows:
        was_source, row.item, row.is_source = row.is_source, to, False
        row.save(update_fields=["item", "is_source"])
        if not was_source:
            continue
        there = _rows(to).filter(is_source=True).first()
        if there is None:
            row.is_source = True
            row.save(update_fields=["is_source"])
        elif there.unit_id != row.unit_id:
            _settle(there, row, by)
    _fill(to, by)


def _settle(there: Collecting, row: Collecting, by: By) -> None:
    """Two sources met by binding: the earlier stays, and both state their grounds."""
    assert there.source_since_at
    assert row.source_since_at
    if row.source_since_at < there.source_since_at:
        there.is_source, row.is_source = False, True
        there.save(update_fields=["is_source"])
        row.save(update_fields=["is_source"])
        there, row = row, there
    _open(there, row.resource_id, row.unit_id, None, by)


def _moved(item: DataItem, to: UUID | None, before: UUID | None, reason: str, by: By) -> None:
    fact = SourceMoved(**_about(item, by), resource_id=to, before_id=before, reason=reason)
    record(fact, actor=by.actor, now=by.now)


# --- Disputes ------------------------------------------------------------------------------------
def _dispute(source: Collecting, edition: Edition, by: By) -> None:
    """Open an arbitration, unless one is open or was ruled between the two."""
    same = Arbitration.objects.filter(item_id=source.item_id, second_id=edition.resource_id)
    ruled = same.filter(state=Arbitration.State.RULED, first_id=source.resource_id)
    if not (same.filter(state__in=OPEN) | ruled).exists():
        _open(source, edition.resource_id, edition.unit_id, edition.id, by)


def _open(
    source: Collecting, resource_id: UUID, unit_id: UUID, edition_id: UUID | None, by: By
) -> None:
    arbitration = Arbitration(
        item=source.item, first_id=source.resource_id, first_unit_id=source.unit_id,
        second_id=resource_id, second_unit_id=unit_id, edition_id=edition_id, opened_at=by.now,
    )  # fmt: skip
    people = _both(arbitration, by)
    due_on = _start(arbitration, GROUNDS, "grounds", people, by)
    arbitration.save(force_insert=True)
    fact = ArbitrationOpened(
        **_about(source.item, by), arbitration_id=arbitration.id, first_unit_id=source.unit_id,
        second_unit_id=unit_id, due_on=due_on,
    )  # fmt: skip
    record(fact, actor=by.actor, now=by.now)
    _tell(people, arbitration, by, _("State your grounds: source of %(item)s"))


def _lapse(rows: Iterable[Collecting], by: By) -> None:
    """One of the two gave the item up: there is no dispute any more."""
    ended = [(row.item_id, row.resource_id) for row in rows]
    found = Arbitration.objects.select_for_update(of=("self",)).filter(
        state__in=OPEN, item__in={item for item, _resource in ended}
    )
    for one in found.select_related("item"):
        if {(one.item_id, one.first_id), (one.item_id, one.second_id)}.isdisjoint(ended):
            continue
        reason = _("one of the two gave the item up")
        cancel_clock(clock_id=one.clock_id, reason=reason, actor=by.actor, now=by.now)
        one.state, one.ended_at, one.ended_by = Arbitration.State.LAPSED, by.now, by.actor.id
        one.ruling = reason
        _save(one, "state", "ended_at", "ended_by", "ruling")


def _require_ripe(arbitration: Arbitration, by: By) -> None:
    if arbitration.state not in OPEN:
        raise NotNow(_("It was decided already."))
    stated = {arbitration.first_stated_by, arbitration.second_stated_by}
    if by.actor.id in stated:
        raise SameHands(
            _("You stated the grounds of one of the units."),
            next_step=_("Somebody else of the data authority rules."),
        )
    if arbitration.state == Arbitration.State.OPEN:
        reading = describe(arbitration.clock_id, now=by.now)
        if not reading.is_late:
            raise NotNow(
                _("The units have time to state their grounds until %(day)s.")
                % {"day": reading.due_on},
                next_step=_("Rule when both have, or when the day has passed."),
            )


def _locked(arbitration_id: UUID, actor: Actor) -> Arbitration:
    """Raises `Missing`, also for who reads no catalogue."""
    rows = Arbitration.objects.select_for_update(of=("self",)).select_related("item")
    arbitration = rows.filter(id=arbitration_id).first() if may(actor, READ) else None
    if arbitration is None:
        raise Missing(_("There is no such arbitration."))
    return arbitration


def _start(arbitration: Arbitration, kind: str, rule: str, people: Collection[UUID], by: By) -> Any:
    arbitration.clock_id = start_clock(
        of_type=TYPE, of_id=arbitration.id, kind=kind, title=arbitration.item.name,
        unit_id=arbitration.second_unit_id, limit=limit_from(RULES, rule, on=by.today),
        responsible=people, url=page_of(arbitration), actor=by.actor, now=by.now,
    )  # fmt: skip
    return last_day_of(arbitration.clock_id)


def _save(arbitration: Arbitration, *fields: str) -> None:
    arbitration.version += 1
    arbitration.save(update_fields=[*fields, "version"])


def _both(arbitration: Arbitration, by: By) -> frozenset[UUID]:
    units = (arbitration.first_unit_id, arbitration.second_unit_id)
    return frozenset[UUID]().union(*(holders(EDIT, by, unit) for unit in units))


def _tell(
    people: Iterable[UUID], arbitration: Arbitration, by: By, title: str, kind: Any = DISPUTED,
    body: str = "",
) -> None:  # fmt: skip
    called = title % {"item": arbitration.item.name}
    tell_at(people, kind, by, called, url=page_of(arbitration), group=arbitration.id, body=body)


def _about(item: DataItem, by: By) -> dict[str, Any]:
    return {"thing_id": item.id, "name": item.name, "category": item.category, "on": by.today}
