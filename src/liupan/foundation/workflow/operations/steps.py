"""What all acts on a process share: locking it, going on with it, keeping its rows in step.

The instance is locked before anything is read of it, always it and nothing else first: of acts at
the same time one goes on and the others find what it left.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.facade import list_cleared
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import record
from liupan.foundation.workflow.engine import Data, Moved, Opened, TableCall, as_row
from liupan.foundation.workflow.events import InstanceEnded, TableApplied
from liupan.foundation.workflow.loaded import Loaded, ServiceGone, definition
from liupan.foundation.workflow.models import Candidate, Instance, Item, Signer, Verdict
from liupan.foundation.workflow.operations.rows import (
    Beside,
    NewCandidate,
    NewItem,
    NewSigner,
    add_opinion,
    close_item,
    keep,
    lock_instance_of,
    read_item,
    undo_items,
)
from liupan.foundation.workflow.queries.candidates import keys_for, named_by
from liupan.foundation.workflow.refusals import (
    AlreadyDone,
    FieldNotEditable,
    NotForYou,
    NotRunning,
    StateTooLarge,
)
from liupan.foundation.workflow.rules.checking import OUTCOME
from liupan.foundation.workflow.tables import table
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import update

STATE_MOST = 12 * 1024
"""Bytes of an instance's engine state."""

FORM_MOST = 256 * 1024
"""Bytes of an instance's form."""


@dataclass(slots=True)
class Locked:
    """An instance whose row is ours until the transaction ends; `beside` of the item that was
    locked with it, as it stood before the act."""

    instance: Instance
    loaded: Loaded
    actor: Actor
    now: datetime
    beside: Beside | None = None
    last_order: int | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    """What decision tables said, to be written with the act."""

    def serve(self, name: str | TableCall, data: Data) -> Data:
        """Ask a service, or a decision table in the version the instance started with.

        Raises `ServiceGone`, `TableRefused`.
        """
        if isinstance(name, str):
            return self.loaded.serve(name, data)
        asked = self.instance.tables.get(name.table)
        if asked is None:
            raise ServiceGone(_("There is no decision table “%(name)s”.") % {"name": name.table})
        found = table(UUID(asked))
        said = found.read.ask(data)
        self.verdicts.append(
            Verdict(
                instance=self.instance, table_id=found.id, element=name.element,
                inputs=dict(said.inputs), rules=list(said.rules), result=said.result,
                said_at=self.now,
            )
        )  # fmt: skip
        return {name.result: said.result}

    def standing(self) -> list[Item]:
        """The steps that are open or done, in order; those taken back are of the past."""
        rows = Item.objects.filter(instance=self.instance)
        return list(rows.exclude(state=Item.State.UNDONE).order_by("order"))

    def next_orders(self, count: int) -> range:
        """The next free places in the order of steps; each is given once."""
        if self.last_order is None:
            orders = Item.objects.filter(instance=self.instance).order_by("-order")
            self.last_order = orders.values_list("order", flat=True).first() or 0
        first, self.last_order = self.last_order + 1, self.last_order + count
        return range(first, first + count)


def lock_instance(
    instance_id: UUID, actor: Actor, now: datetime, *, running: bool = True
) -> Locked:
    """Lock an instance the actor may see. Raises `Missing`, `NotRunning`."""
    seen = Instance.objects.filter(id=instance_id, secrecy__lte=actor.clearance)
    return _locked(seen.select_for_update(of=("self",)).first(), actor, now, running=running)


def lock_item(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    """Lock the instance of an item, then read the item as it stands.

    Raises `Missing`, `NotRunning`.
    """
    locked = _locked(lock_instance_of(item_id, actor.clearance), actor, now, running=True)
    item, locked.beside = read_item(item_id)
    locked.last_order = locked.beside.last_order
    return locked, item


def lock_open_item(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    """The same for a task that is to be done. Raises also `AlreadyDone`."""
    locked, item = lock_item(item_id, actor, now)
    if item.state != Item.State.OPEN or item.kind != Item.Kind.TASK:
        raise AlreadyDone(
            _("The step was completed or taken back meanwhile."),
            next_step=_("Look at the process: it shows where it stands now."),
        )
    return locked, item


def _locked(instance: Instance | None, actor: Actor, now: datetime, *, running: bool) -> Locked:
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
    if not is_mine and (item.holder_id is not None or not is_named(locked)):
        raise NotForYou(_("The step is with somebody else."))
    own(locked.actor, locked.actor.id)


def require_cleared(keys: Collection[UUID], instance: Instance) -> None:
    """Refuse to name people who may not see things of its level; of posts and units it is asked
    when somebody acts for them. Raises `InvalidInput`."""
    if instance.secrecy < Secrecy.SECRET:
        return
    people = list_accounts(keys)
    if people.keys() - list_cleared(people, Secrecy(instance.secrecy)):
        words = _("Somebody named may not see things of this secrecy level.")
        raise InvalidInput(words, fields={"account_id": [words]})


def is_named(locked: Locked, *, signers: bool = False) -> bool:
    """Whether an open candidate of the item that was locked stands for the actor: to do the step,
    or to sign it. Posts are asked for only when the person is not named."""
    named = locked.beside.named(signers=signers) if locked.beside else frozenset()
    if locked.actor.id in named:
        return True
    return bool(named and named & keys_for(locked.actor.id, clock.on(locked.now)))


def write_opinion(locked: Locked, item: Item, *, act: str, text: str, outcome: str = "") -> None:
    """Add what the actor decides and says, also without words; a later one of the same step is a
    later version."""
    add_opinion(
        item, author_id=locked.actor.id, act=act, outcome=outcome, text=text, now=locked.now
    )


def check_fields(locked: Locked, item: Item, data: Mapping[str, Any]) -> None:
    """Refuse what the step may not write. Raises `FieldNotEditable`."""
    step = locked.loaded.steps[item.element]
    refused = [name for name in data if name == OUTCOME or not step.may_edit(name)]
    if refused:
        raise FieldNotEditable(
            _("This step may not change: %(fields)s.") % {"fields": "、".join(sorted(refused))}
        )


def finish(locked: Locked, item: Item, *, outcome: str, data: Mapping[str, Any]) -> Moved:
    """Close an item as done and go on with the process; done by who completed it, not by who
    signed after them. Raises what the engine raises."""
    instance = locked.instance
    instance.data = {**instance.data, **data, OUTCOME: outcome}
    loaded = locked.loaded
    moved = loaded.engine.complete(
        instance.marking, item.id, instance.data, loaded.evaluate, locked.serve
    )
    by = UUID(item.said["by"]) if item.said else locked.actor.id
    close_item(item.id, by=by, outcome=outcome, submitted=data, now=locked.now)
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
    open_items(locked, moved.opened)
    if locked.verdicts:
        _write_verdicts(locked)
    if moved.ended:
        record(
            InstanceEnded(**about(instance)), actor=locked.actor, now=locked.now
        )  # fmt: skip


def _write_verdicts(locked: Locked) -> None:
    for verdict in Verdict.objects.bulk_create(locked.verdicts):
        asked = table(verdict.table_id)
        record(
            TableApplied(
                **about(locked.instance), table=asked.code, number=asked.number,
                element=verdict.element, rules=tuple(verdict.rules),
            ),
            actor=locked.actor, now=locked.now,
        )  # fmt: skip
    locked.verdicts = []


def open_items(locked: Locked, opened: Iterable[Opened]) -> None:
    """Write the instance as it stands, and rows for tokens that came to stand on a step with who
    may do it. One statement."""
    came, steps = list(opened), locked.loaded.steps
    items = [
        NewItem(
            id=token.id,
            order=order,
            element=token.element,
            name=steps[token.element].name,
            kind=(Item.Kind.MESSAGE if token.waits else Item.Kind.TASK).value,
            signing=steps[token.element].signing,
            ratio=steps[token.element].ratio or "1",
            causes=sorted(token.causes),
            consumed=[as_row(arrival) for arrival in token.consumed],
        )
        for token, order in zip(came, locked.next_orders(len(came)) if came else (), strict=True)
    ]
    signers: list[NewSigner] = []
    candidates: list[NewCandidate] = []
    for item in items:
        if item.kind == Item.Kind.TASK:
            _name(locked, item, signers, candidates)
    keep(
        locked.instance, items=items, signers=signers, candidates=candidates, now=locked.now,
        marking=_fitting(locked.instance.marking, STATE_MOST),
        data=_fitting(locked.instance.data, FORM_MOST),
    )  # fmt: skip


def _name(
    locked: Locked, item: NewItem, signers: list[NewSigner], candidates: list[NewCandidate]
) -> None:
    step = locked.loaded.steps[item.element]
    keys = named_by(step, locked.instance, locked.loaded, clock.on(locked.now))
    if not item.signing:
        candidates += [NewCandidate(item.id, key) for key in keys]
        return
    made = [NewSigner(uuid7(), item.id, key, order) for order, key in enumerate(keys, 1)]
    signers += made
    turn = made[:1] if item.signing == "order" else made
    candidates += [NewCandidate(item.id, one.key, one.id) for one in turn]


def take_back(locked: Locked, item_ids: Iterable[UUID], *, open_only: bool = False) -> None:
    """Steps that need not be done any more, or are as if they had not been done. Nothing of them
    is removed: votes and opinions stay."""
    gone = list(item_ids)
    states = [Item.State.OPEN] if open_only else [Item.State.OPEN, Item.State.DONE]
    undo_items(gone, states, now=locked.now)


def hold(locked: Locked, item: Item, account_id: UUID | None) -> None:
    """Give an item to one person, so that only this one's list shows it; None: to all it names.
    What was put off waits at once for whom it is given to."""
    item.holder_id = account_id
    update(item, "holder_id", "owner_id")
    rows = Candidate.objects.filter(item=item, signer=None)
    if account_id is None:
        rows.update(is_open=True, opened_at=item.opened_at)
        return
    rows.filter(is_open=True).exclude(key=account_id).update(is_open=False)
    waits = {"is_open": True, "opened_at": item.opened_at}
    if not rows.filter(key=account_id).update(**waits):
        may_act(locked, item, [account_id], since=item.opened_at)


def may_act(locked: Locked, item: Item, who: Iterable[UUID | Signer], *, since: datetime) -> None:
    """Let persons, posts, units or signers act on an item. One statement."""
    Candidate.objects.bulk_create(
        Candidate(
            item=item, opened_at=since, secrecy=locked.instance.secrecy,
            of_type=locked.instance.of_type,
            key=one.key if isinstance(one, Signer) else one,
            signer=one if isinstance(one, Signer) else None,
        )
        for one in who
    )  # fmt: skip


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


def _fitting(value: Mapping[str, Any], most: int) -> str:
    """The value as JSON. Raises `StateTooLarge`."""
    text = json.dumps(value, ensure_ascii=False)
    if len(text.encode()) > most:
        raise StateTooLarge(_("The process would hold more than it can keep."))
    return text
