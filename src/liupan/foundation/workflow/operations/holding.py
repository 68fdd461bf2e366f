"""Who holds a step: claim, release, hand over (转办), delegate and come back (委派)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.workflow.events import (
    StepCameBack,
    StepClaimed,
    StepDelegated,
    StepHandedOver,
    StepReleased,
)
from liupan.foundation.workflow.models import Item
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about_step,
    hold,
    lock_open_item,
    require_taker,
    write_opinion,
)
from liupan.foundation.workflow.refusals import IsJoint, NotForYou, SignersFirst
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput


@operation
def claim_step(*, item_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a step (签收) that several may do. Once more by the same person changes nothing.

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`, `IsJoint`.
    """
    locked, item = _movable(item_id, actor, now)
    if item.holder_id == actor.id:
        nothing_changed()
        return
    hold(locked, item, actor.id)
    record(StepClaimed(**about_step(locked.instance, item)), actor=actor, now=now)


@operation
def release_step(*, item_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a claimed step back to all whom the definition names.

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`.
    """
    locked, item = _held(item_id, actor, now)
    if item.owner_id is not None:
        raise NotForYou(_("A delegated step goes back to who delegated it."))
    hold(locked, item, None)
    record(StepReleased(**about_step(locked.instance, item)), actor=actor, now=now)


@operation
def hand_over_step(
    *, item_id: UUID, account_id: UUID, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Have another do the step, for good (转办).

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`, `IsJoint`, `InvalidInput`.
    """
    locked, item = _movable(item_id, actor, now)
    _require_other(account_id, actor)
    write_opinion(locked, item, act="hand_over", text=reason)
    hold(locked, item, account_id)
    record(
        StepHandedOver(
            **about_step(locked.instance, item), account_id=account_id, reason=reason,
            concerned=(account_id,),
        ),
        actor=actor, now=now,
    )  # fmt: skip


@operation
def delegate_step(
    *, item_id: UUID, account_id: UUID, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Have another look at the step; what they say brings it back (委派).

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`, `IsJoint`, `InvalidInput`.
    """
    locked, item = _movable(item_id, actor, now)
    if item.owner_id is not None:
        raise NotForYou(_("The step was delegated to you: say what there is to say, it goes back."))
    _require_other(account_id, actor)
    write_opinion(locked, item, act="delegate", text=reason)
    item.owner_id = actor.id
    hold(locked, item, account_id)
    record(
        StepDelegated(
            **about_step(locked.instance, item), account_id=account_id, reason=reason,
            concerned=(account_id,),
        ),
        actor=actor, now=now,
    )  # fmt: skip


@operation
def give_back_step(*, item_id: UUID, opinion: str, actor: Actor, now: datetime) -> None:
    """Say what there is to say to a delegated step; it comes back to who delegated it.

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`.
    """
    locked, item = _held(item_id, actor, now)
    owner = item.owner_id
    if owner is None:
        raise NotForYou(_("The step was not delegated to you."))
    write_opinion(locked, item, act="give_back", text=opinion)
    item.owner_id = None
    hold(locked, item, owner)
    record(
        StepCameBack(
            **about_step(locked.instance, item), account_id=owner, concerned=(owner,)
        ),
        actor=actor, now=now,
    )  # fmt: skip


def _movable(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    locked, item = lock_open_item(item_id, actor, now)
    require_taker(locked, item)
    if item.signing:
        raise IsJoint(_("The step is signed jointly: each of its signers votes."))
    if item.said is not None:
        raise SignersFirst(_("You are done; the signers after you are not yet."))
    return locked, item


def _held(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    locked, item = lock_open_item(item_id, actor, now)
    if item.holder_id != actor.id or item.said is not None:
        raise NotForYou(_("You do not hold this step."))
    own(actor, item.holder_id)
    return locked, item


def _require_other(account_id: UUID, actor: Actor) -> None:
    found = list_accounts([account_id]).get(account_id)
    if account_id == actor.id or found is None or not found.is_open:
        words = _("Choose another person with an open account.")
        raise InvalidInput(words, fields={"account_id": [words]})
