"""What all acts on a process share: locking it, going on with it, keeping its rows in step.

The instance is locked before anything is read of it, always it and nothing else first: of acts at
the same time one goes on and the others find what it left.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import record
from liupan.foundation.workflow.conditions import OUTCOME
from liupan.foundation.workflow.engine import Moved, Opened, as_row
from liupan.foundation.workflow.events import InstanceEnded
from liupan.foundation.workflow.loaded import Loaded, definition
from liupan.foundation.workflow.models import Candidate, Instance, Item, Opinion, Signer
from liupan.foundation.workflow.queries.candidates import keys_for, named_by
from liupan.foundation.workflow.refusals import (
    AlreadyDone,
    FieldNotEditable,
    NotForYou,
    NotRunning,
    StateTooLarge,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

STATE_MOST = 12 * 1024
"""Bytes of an instance's engine state."""

FORM_MOST = 256 * 1024
"""Bytes of an instance's form."""


@dataclass(slots=True)
class Locked:
    """An instance whose row is ours until the transaction ends."""

    instance: Instance
    loaded: Loaded
    actor: Actor
    now: datetime

    def standing(self) -> list[Item]:
        """The steps that are open or done, in order; those taken back are of the past."""
        rows = Item.objects.filter(instance=self.instance)
        return list(rows.exclude(state=Item.State.UNDONE).order_by("order"))

    def next_orders(self, count: int) -> range:
        """The next free places in the order of steps."""
        last = (
            Item.objects.filter(instance=self.instance)
            .order_by("-order")
            .values_list("order", flat=True)
            .first()
        ) or 0
        return range(last + 1, last + 1 + count)


def lock_instance(
    instance_id: UUID, actor: Actor, now: datetime, *, running: bool = True
) -> Locked:
    """Lock an instance the actor may see. Raises `Missing`, `NotRunning`."""
    return _locked(Instance.objects.filter(id=instance_id), actor, now, running=running)


def lock_item(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    """Lock the instance of an item, then read the item as it stands.

    Raises `Missing`, `NotRunning`.
    """
    of_item = Item.objects.filter(id=item_id).values("instance_id")
    locked = _locked(Instance.objects.filter(id__in=of_item), actor, now, running=True)
    return locked, Item.objects.get(id=item_id)


def lock_open_item(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    """The same for a task that is to be done. Raises also `AlreadyDone`."""
    locked, item = lock_item(item_id, actor, now)
    if item.state != Item.State.OPEN or item.kind != Item.Kind.TASK:
        raise AlreadyDone(
            _("The step was completed or taken back meanwhile."),
            next_step=_("Look at the process: it shows where it stands now."),
        )
    return locked, item


def _locked(rows: Any, actor: Actor, now: datetime, *, running: bool) -> Locked:
    seen = rows.filter(secrecy__lte=actor.clearance)
    instance = seen.select_for_update(of=("self",)).first()
    if instance is None:
        raise Missing(_("There is no such process."))
    if running and instance.state != Instance.State.RUNNING:
        raise NotRunning(_("The process is suspended or over: nothing can be done in it now."))
    return Locked(instance, definition(instance.definition_id), actor, now)


def require_taker(locked: Locked, item: Item) -> None:
    """Refuse unless the actor holds the item, or nobody does and the definition names the actor.

    Raises `NotForYou`.
    """
    is_mine = item.holder_id == locked.actor.id
    if not is_mine and (item.holder_id is not None or not is_named(locked, item)):
        raise NotForYou(_("The step is with somebody else."))
    own(locked.actor, locked.actor.id)


def is_named(locked: Locked, item: Item, *, signers: bool = False) -> bool:
    """Whether an open candidate of the item stands for the actor."""
    mine = keys_for(locked.actor, clock.on(locked.now))
    rows = Candidate.objects.filter(item=item, key__in=mine, is_open=True)
    return rows.filter(signer__isnull=not signers).exists()


def write_opinion(locked: Locked, item: Item, *, act: str, text: str, outcome: str = "") -> None:
    """Add what the actor says; a later wording of the same step is a later version."""
    if not text:
        return
    before = Opinion.objects.filter(item=item, author_id=locked.actor.id).count()
    Opinion.objects.create(
        instance=locked.instance, item=item, author_id=locked.actor.id, act=act, outcome=outcome,
        text=text, written_at=locked.now, version=before + 1,
    )  # fmt: skip


def check_fields(locked: Locked, item: Item, data: Mapping[str, Any]) -> None:
    """Refuse what the step may not write. Raises `FieldNotEditable`."""
    step = locked.loaded.steps[item.element]
    refused = [name for name in data if name == OUTCOME or not step.may_edit(name)]
    if refused:
        raise FieldNotEditable(
            _("This step may not change: %(fields)s.") % {"fields": "、".join(sorted(refused))}
        )


def finish(locked: Locked, item: Item, *, outcome: str, data: Mapping[str, Any]) -> Moved:
    """Close an item as done and go on with the process. Raises what the engine raises."""
    instance = locked.instance
    instance.data = {**instance.data, **data, OUTCOME: outcome}
    loaded = locked.loaded
    moved = loaded.engine.complete(
        instance.marking, item.id, instance.data, loaded.evaluate, loaded.serve
    )
    item.state, item.closed_at, item.done_by = Item.State.DONE, locked.now, locked.actor.id
    item.outcome, item.submitted, item.said = outcome, dict(data), None
    item.save(
        update_fields=["state", "closed_at", "done_by", "outcome", "submitted", "said"]
    )  # fmt: skip
    Candidate.objects.filter(item=item, is_open=True).update(is_open=False)
    follow(locked, moved, closed=moved.closed - {item.id})
    return moved


def follow(locked: Locked, moved: Moved, *, closed: Iterable[UUID] = ()) -> None:
    """Bring rows in step with the engine: steps opened and taken back, state, end."""
    instance = locked.instance
    if gone := set(closed):
        take_back(locked, gone, open_only=True)
    instance.marking = moved.marking
    instance.data |= moved.data
    instance.version += 1
    if moved.ended:
        instance.state, instance.ended_at = Instance.State.ENDED, locked.now
    _check_size(instance)
    instance.save(update_fields=["marking", "data", "version", "state", "ended_at"])
    open_items(locked, moved.opened)
    if moved.ended:
        record(
            InstanceEnded(**about(instance)), actor=locked.actor, now=locked.now
        )  # fmt: skip


def open_items(locked: Locked, opened: Iterable[Opened]) -> list[Item]:
    """Rows for tokens that came to stand on a step, with who may do it. Three statements."""
    came = list(opened)
    if not came:
        return []
    instance, steps = locked.instance, locked.loaded.steps
    items = [
        Item(
            id=token.id,
            instance=instance,
            order=order,
            element=token.element,
            name=steps[token.element].name,
            kind=Item.Kind.MESSAGE if token.waits else Item.Kind.TASK,
            signing=steps[token.element].signing,
            ratio=steps[token.element].ratio or 1,
            opened_at=locked.now,
            causes=sorted(token.causes),
            consumed=[as_row(arrival) for arrival in token.consumed],
        )
        for token, order in zip(came, locked.next_orders(len(came)), strict=True)
    ]
    Item.objects.bulk_create(items)
    signers: list[Signer] = []
    candidates: list[Candidate] = []
    for item in items:
        if item.kind == Item.Kind.TASK:
            _name(locked, item, signers, candidates)
    if signers:
        Signer.objects.bulk_create(signers)
    if candidates:
        Candidate.objects.bulk_create(candidates)
    return items


def _name(locked: Locked, item: Item, signers: list[Signer], candidates: list[Candidate]) -> None:
    step = locked.loaded.steps[item.element]
    keys = named_by(step, locked.instance, locked.loaded, clock.on(locked.now))
    if not item.signing:
        candidates += [Candidate(item=item, key=key, opened_at=locked.now) for key in keys]
        return
    made = [Signer(item=item, key=key, order=n) for n, key in enumerate(keys, 1)]
    signers += made
    turn = made[:1] if item.signing == "order" else made
    candidates += [
        Candidate(item=item, key=one.key, signer=one, opened_at=locked.now) for one in turn
    ]


def take_back(locked: Locked, item_ids: Iterable[UUID], *, open_only: bool = False) -> None:
    """Steps that need not be done any more, or are as if they had not been done. Nothing of them
    is removed: votes and opinions stay."""
    gone = list(item_ids)
    rows = Item.objects.filter(id__in=gone)
    if not open_only:
        rows.filter(state=Item.State.DONE).update(state=Item.State.UNDONE)
    rows.filter(state=Item.State.OPEN).update(state=Item.State.UNDONE, closed_at=locked.now)
    Candidate.objects.filter(item_id__in=gone, is_open=True).update(is_open=False)


def hold(locked: Locked, item: Item, account_id: UUID | None) -> None:
    """Give an item to one person, so that only this one's list shows it; None: to all it names."""
    item.holder_id = account_id
    item.save(update_fields=["holder_id", "owner_id"])
    rows = Candidate.objects.filter(item=item, signer=None)
    if account_id is None:
        rows.update(is_open=True)
        return
    rows.filter(is_open=True).exclude(key=account_id).update(is_open=False)
    if not rows.filter(key=account_id).update(is_open=True):
        Candidate.objects.create(item=item, key=account_id, opened_at=item.opened_at)


def about(instance: Instance) -> dict[str, Any]:
    """What facts of an instance carry."""
    return {
        "thing_id": instance.id,
        "of_type": instance.of_type,
        "of_id": instance.of_id,
        "secrecy": Secrecy(instance.secrecy),
    }


def about_step(instance: Instance, item: Item) -> dict[str, Any]:
    """What facts of a step carry."""
    return {
        **about(instance),
        "thing_id": item.id,
        "instance_id": instance.id,
        "element": item.element,
        "name": item.name,
    }


def elements(opened: Iterable[Opened]) -> tuple[str, ...]:
    """The elements of opened tokens."""
    return tuple(one.element for one in opened)


def _check_size(instance: Instance) -> None:
    for value, most in ((instance.marking, STATE_MOST), (instance.data, FORM_MOST)):
        if len(json.dumps(value, ensure_ascii=False).encode()) > most:
            raise StateTooLarge(_("The process would hold more than it can keep."))
