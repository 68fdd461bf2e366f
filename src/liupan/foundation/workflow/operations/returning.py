"""Ways that do not follow the flow: return (退回), withdraw (撤回), jump (跳转).

The engine's state is a marking, so a return does not run anything backwards: everything that came
of the step returned to is taken back, arrivals at joins that this undoes wait again, and a token
stands on the step once more. Branches beside it are left alone. See docs/adr/0087.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.workflow.engine import Moved, Placed, from_row
from liupan.foundation.workflow.events import InstanceMoved, StepReturned, StepWithdrawn
from liupan.foundation.workflow.models import Instance, Item, Signer
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about,
    about_step,
    follow,
    hold,
    is_named,
    lock_instance,
    lock_item,
    lock_open_item,
    require_taker,
    take_back,
    write_opinion,
)
from liupan.foundation.workflow.policies import STEER
from liupan.foundation.workflow.refusals import NextHasActed, NotForYou, NotRunning, NotVisited
from liupan.foundation.workflow.rules.undoing import Done, came_of, undo
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput

STARTER, PREVIOUS = "starter", "previous"
"""What can be said instead of an element. No element is called so: they are matched first."""


@operation
def return_step(*, item_id: UUID, to: str, opinion: str, actor: Actor, now: datetime) -> None:
    """Send work back to a step that led here: an element, `starter` or `previous`.

    Whoever may do the step may, and whoever has still to sign it: a joint sign ends by it, votes
    and opinions stay. From a branch into the same branch the others go on; to a step before the
    branches began all of them are taken back. The step goes to who did it.

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`, `NotVisited`, `InvalidInput`.
    """
    locked, item = lock_open_item(item_id, actor, now)
    if item.signing or item.said is not None:
        if not is_named(locked, signers=True):
            raise NotForYou(_("The step is with somebody else."))
        own(actor, actor.id)
    else:
        require_taker(locked, item)
    if not opinion.strip():
        words = _("Say why it goes back.")
        raise InvalidInput(words, fields={"opinion": [words]})
    items = locked.standing()
    targets = _targets(items, item, to)
    write_opinion(locked, item, act="return", text=opinion)
    gone = _reopen(locked, items, targets)
    record(
        StepReturned(
            **about_step(locked.instance, item), to=tuple(one.element for one in targets),
            taken_back=tuple(one.element for one in gone), reason=opinion,
        ),
        actor=actor, now=now,
    )  # fmt: skip


@operation
def withdraw_step(*, item_id: UUID, actor: Actor, now: datetime) -> None:
    """Take back what one has just completed, as long as nobody acted on what came of it.

    Raises `Missing`, `NotForYou`, `NotRunning`, `NextHasActed`.
    """
    locked, item = lock_item(item_id, actor, now)
    if item.state != Item.State.DONE or item.done_by != actor.id or item.signing:
        raise NotForYou(_("Only who completed a step alone can withdraw it."))
    own(actor, item.done_by)
    items = locked.standing()
    after = came_of(map(as_done, items), [item.id]) - {item.id}
    if any(one.id in after and _was_acted_on(one) for one in items) or _is_signed(item, after):
        raise NextHasActed(
            _("The next step was acted on meanwhile."),
            next_step=_("Ask who holds it to return it to you."),
        )
    gone = _reopen(locked, items, [item])
    record(
        StepWithdrawn(
            **about_step(locked.instance, item), taken_back=tuple(one.element for one in gone)
        ),
        actor=actor, now=now,
    )  # fmt: skip


@operation
def move_process(
    *, instance_id: UUID, element: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Put a process on any step by hand (跳转): every open step is taken back, this one is opened.

    Raises `Missing`, `NotAuthorised`, `NotRunning`, `InvalidInput`.
    """
    locked = lock_instance(instance_id, actor, now)
    instance = locked.instance
    require(actor, STEER, unit_id=instance.unit_id)
    step = locked.loaded.steps.get(element)
    if step is None or not step.is_task:
        words = _("The process has no such step.")
        raise InvalidInput(words, fields={"element": [words]})
    if step.in_branch:
        words = _("The step stands in a parallel branch. Choose one before the branches begin.")
        raise InvalidInput(words, fields={"element": [words]})
    if not reason.strip():
        words = _("Say why.")
        raise InvalidInput(words, fields={"reason": [words]})
    open_ones = [one for one in locked.standing() if one.state == Item.State.OPEN]
    take_back(locked, [one.id for one in open_ones])
    follow(locked, put_on(locked, element))
    record(
        InstanceMoved(
            **about(instance), element=element, reason=reason,
            taken_back=tuple(one.element for one in open_ones),
        ),
        actor=actor, now=now,
    )  # fmt: skip


def put_on(locked: Locked, element: str) -> Moved:
    """The engine with one token, on this step."""
    loaded, instance = locked.loaded, locked.instance
    return loaded.engine.replace(
        {"tokens": []}, without=(), on=[Placed(element)], given_back=(),
        undone=frozenset(), data=instance.data, evaluate=loaded.evaluate, serve=locked.serve,
    )  # fmt: skip


def _targets(items: list[Item], item: Item, to: str) -> list[Item]:
    """The done steps that are meant: they led here, and nothing has taken them back."""
    known = [as_done(one) for one in items]
    led_here = [
        one
        for one in items
        if one.state == Item.State.DONE
        and one.kind == Item.Kind.TASK
        and one.id != item.id
        and item.id in came_of(known, [one.id])
    ]
    if to == STARTER:
        found = [one for one in led_here if not one.causes]
    elif to == PREVIOUS:
        found = [one for one in led_here if one.id in item.causes]
    else:
        found = [one for one in led_here if one.element == to][-1:]
    if not found:
        raise NotVisited(
            _("No step like this led here."),
            next_step=_("Choose one of the steps that were done before this one."),
        )
    return found


def _reopen(locked: Locked, items: list[Item], targets: list[Item]) -> list[Item]:
    """Undo what came of the targets and open them again; what was taken back, in order."""
    instance, loaded = locked.instance, locked.loaded
    if instance.state != Instance.State.RUNNING:
        raise NotRunning(_("The process is over."))
    ids = {one.id for one in targets}
    undoing = undo(map(as_done, items), ids)
    gone = [one for one in items if one.id in undoing.undone]
    take_back(locked, [one.id for one in gone])
    moved = loaded.engine.replace(
        instance.marking,
        without=[one.id for one in gone if one.state == Item.State.OPEN],
        on=[Placed(one.element, as_done(one)) for one in targets],
        given_back=undoing.given_back,
        undone=undoing.undone,
        data=instance.data,
        evaluate=loaded.evaluate,
        serve=locked.serve,
    )
    follow(locked, moved)
    _give_to_who_did(locked, targets, moved)
    return [one for one in gone if one.id not in ids]


def _give_to_who_did(locked: Locked, targets: Iterable[Item], moved: Moved) -> None:
    """Work that goes back goes to the person who did it, not to everybody who might have."""
    did = {one.element: one for one in targets if not one.signing}
    new = Item.objects.filter(id__in=[one.id for one in moved.opened if one.element in did])
    for item in new:
        before = did[item.element]
        if before.done_by is not None:
            hold(locked, item, before.done_by)


def as_done(item: Item) -> Done:
    return Done(item.id, frozenset(item.causes), tuple(map(from_row, item.consumed)))


def _was_acted_on(item: Item) -> bool:
    if item.state == Item.State.UNDONE:
        return False
    return item.state == Item.State.DONE or item.said is not None or item.owner_id is not None


def _is_signed(item: Item, after: Iterable[UUID]) -> bool:
    """Whether somebody signed a later step, or this one after it was completed."""
    signed_after_it = Q(item=item, place=Signer.Place.AFTER)
    voted = Signer.objects.exclude(vote="")
    return voted.filter(Q(item_id__in=list(after)) | signed_after_it).exists()
