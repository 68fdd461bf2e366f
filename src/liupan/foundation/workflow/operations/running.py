"""Starting a process, completing its steps, telling it messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.workflow.events import (
    InstanceStarted,
    MessageDelivered,
    OpinionReworded,
    StepCompleted,
    StepSaid,
)
from liupan.foundation.workflow.loaded import definition
from liupan.foundation.workflow.models import Candidate, Definition, Instance, Item, Message, Signer
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about,
    about_step,
    check_fields,
    elements,
    finish,
    follow,
    lock_instance,
    lock_item,
    lock_open_item,
    may_act,
    require_taker,
    write_opinion,
)
from liupan.foundation.workflow.refusals import IsJoint, NotForYou, SignersFirst
from liupan.foundation.workflow.tables import latest_table
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import Fault, InvalidInput, Missing
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked, insert, update


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The thing a process runs for, as its office names it."""

    of_type: str
    of_id: UUID
    title: str
    url: str
    unit_id: UUID
    secrecy: Secrecy = Secrecy.PUBLIC


def start_process(
    *, code: str, about_thing: About, data: Mapping[str, Any], actor: Actor, now: datetime
) -> UUID:
    """Start the latest deployed version for a thing; the instance's id.

    Part of the office's operation, which has asked whether the actor may. Raises `Missing`.
    """
    if not connection.in_atomic_block:
        raise Fault("a process starts within an operation")
    definition_id = _latest.first(code)
    if definition_id is None:
        raise Missing(_("There is no such process."))
    loaded = definition(definition_id)
    instance = Instance(
        definition_id=definition_id, of_type=about_thing.of_type, of_id=about_thing.of_id,
        title=about_thing.title, url=about_thing.url, unit_id=about_thing.unit_id,
        secrecy=about_thing.secrecy, data=dict(data), started_by=actor.id, started_at=now,
        tables=_tables_now(loaded.tables),
    )  # fmt: skip
    insert(instance)
    locked = Locked(instance, loaded, actor, now, last_order=0)
    moved = loaded.engine.start(instance.data, loaded.evaluate, locked.serve)
    record(
        InstanceStarted(
            **about(instance), process=loaded.code, number=loaded.number,
            opened=elements(moved.opened),
        ),
        actor=actor, now=now,
    )  # fmt: skip
    follow(locked, moved)
    return instance.id


@asked
def _latest(code: str) -> QuerySet[Definition, UUID]:
    rows = Definition.objects.filter(code=code, is_deployed=True)
    return rows.order_by("-number").values_list("id", flat=True)[:1]


def _tables_now(names: Iterable[str]) -> dict[str, str]:
    """The versions of decision tables that an instance starting now asks as long as it runs."""
    found = {name: latest_table(name) for name in sorted(names)}
    return {name: str(table.id) for name, table in found.items() if table}


@operation
def complete_step(
    *,
    item_id: UUID,
    actor: Actor,
    now: datetime,
    outcome: str = "agree",
    opinion: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Complete a step with what was decided, an opinion, and what it writes into the form.

    Whoever holds it may, or, while nobody does, whom the definition names. A delegated step comes
    back to who delegated it. Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`,
    `IsJoint`, `SignersFirst`, `FieldNotEditable`.
    """
    locked, item = lock_open_item(item_id, actor, now)
    require_taker(locked, item)
    if item.signing:
        raise IsJoint(_("The step is signed jointly: each of its signers votes."))
    if item.said is not None:
        raise SignersFirst(_("You are done; the signers after you are not yet."))
    if item.owner_id is not None:
        raise NotForYou(_("The step was delegated to you: say what there is to say, it goes back."))
    written = dict(data or {})
    check_fields(locked, item, written)
    open_signers = _open_signers(locked, item)
    if any(one.place == Signer.Place.BEFORE for one in open_signers):
        raise SignersFirst(_("Others have to sign before you."))
    write_opinion(locked, item, act="complete", text=opinion, outcome=outcome)
    if open_signers:
        _leave_to_signers(locked, item, open_signers, outcome, written)
        return
    finish_and_record(locked, item, outcome=outcome, data=written)


def _open_signers(locked: Locked, item: Item) -> list[Signer]:
    if locked.beside and not locked.beside.has_signers:
        return []
    return list(Signer.objects.filter(item=item, vote="", removed_at=None).order_by("order"))


def finish_and_record(locked: Locked, item: Item, *, outcome: str, data: Mapping[str, Any]) -> None:
    """Close the item, go on, tell the journal."""
    moved = finish(locked, item, outcome=outcome, data=data)
    record(
        StepCompleted(
            **about_step(locked.instance, item), outcome=outcome, opened=elements(moved.opened),
            has_ended=moved.ended,
        ),
        actor=locked.actor, now=locked.now,
    )  # fmt: skip


def _leave_to_signers(
    locked: Locked, item: Item, after: list[Signer], outcome: str, data: dict[str, Any]
) -> None:
    item.said = {"outcome": outcome, "data": data, "by": str(locked.actor.id)}
    update(item, "said")
    Candidate.objects.filter(item=item, is_open=True).update(is_open=False)
    may_act(locked, item, after, since=locked.now)
    record(
        StepSaid(**about_step(locked.instance, item), outcome=outcome),
        actor=locked.actor, now=locked.now,
    )  # fmt: skip


@operation
def reword_opinion(*, item_id: UUID, text: str, actor: Actor, now: datetime) -> None:
    """A later version of one's own opinion on a step; the earlier ones stay.

    Raises `Missing`, `NotRunning`, `NotForYou` for who said nothing there.
    """
    locked, item = lock_item(item_id, actor, now)
    last = item.opinions.filter(author_id=actor.id).order_by("-version").first()
    if last is None:
        raise NotForYou(_("You have not given an opinion on this step."))
    own(actor, last.author_id)
    if not text.strip():
        raise InvalidInput(_("An opinion cannot be empty."), fields={"text": [_("Say something.")]})
    write_opinion(locked, item, act=last.act, text=text, outcome=last.outcome)
    record(
        OpinionReworded(**about_step(locked.instance, item), version=last.version + 1),
        actor=actor, now=now,
    )  # fmt: skip


def remark_process(*, instance_id: UUID, secrecy: Secrecy) -> None:
    """What a process is about is more or less secret than it was: so are its steps, from now on.

    Part of the operation of the office that owns the thing, which has asked whether that may be.
    """
    if not connection.in_atomic_block:
        raise Fault("a process is marked within an operation")
    Instance.objects.filter(id=instance_id).update(secrecy=secrecy.value)


def deliver_message(
    *, instance_id: UUID, message: str, key: str, actor: Actor, now: datetime
) -> bool:
    """Tell an instance that something happened (a limit of `calendar` has passed); whether it was
    waiting for it. The same key twice is one message.

    Part of somebody else's operation or handler. Raises `Missing`.
    """
    if not connection.in_atomic_block:
        raise Fault("a message is delivered within an operation")
    locked = lock_instance(instance_id, actor, now, running=False)
    instance, _loaded = locked.instance, locked.loaded
    if (known := Message.objects.filter(instance=instance, key=key).first()) is not None:
        return known.was_awaited
    told = Message(
        instance=instance, name=message, key=key, came_at=now,
        is_pending=instance.state == Instance.State.SUSPENDED,
    )  # fmt: skip
    opened = _tell(locked, told) if instance.state == Instance.State.RUNNING else ()
    insert(told)
    record(
        MessageDelivered(
            **about(instance), message=message, was_awaited=told.was_awaited, opened=opened
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return told.was_awaited


def tell_pending(locked: Locked) -> None:
    """Messages that came while the instance was suspended come now."""
    for told in Message.objects.filter(instance=locked.instance, is_pending=True).order_by("id"):
        if locked.instance.state == Instance.State.RUNNING:
            _tell(locked, told)
        told.is_pending = False
        update(told, "is_pending", "was_awaited")


def _tell(locked: Locked, told: Message) -> tuple[str, ...]:
    instance, loaded = locked.instance, locked.loaded
    moved = loaded.engine.deliver(
        instance.marking, told.name, instance.data, loaded.evaluate, locked.serve
    )
    told.was_awaited = moved is not None
    if moved is None:
        return ()
    _close_told(locked, told.name, moved.closed)
    follow(locked, moved, closed=moved.closed)
    return elements(moved.opened)


def _close_told(locked: Locked, message: str, closed: frozenset[UUID]) -> None:
    """Who waited for the message is done; what else closed by it is taken back."""
    steps = locked.loaded.steps.values()
    waiting = [step.element for step in steps if step.message == message]
    waited = Item.objects.filter(id__in=closed, element__in=waiting)
    waited.update(state=Item.State.DONE, closed_at=locked.now)
