"""Who holds a step: claim, release, hand over (转办), delegate and come back (委派)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.calendar.facade import is_working_day
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.workflow.events import (
    StepCameBack,
    StepClaimed,
    StepDelegated,
    StepHandedOver,
    StepPutOff,
    StepReleased,
)
from liupan.foundation.workflow.models import Candidate, Item
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about_step,
    hold,
    is_named,
    lock_open_item,
    require_cleared,
    require_taker,
    write_opinion,
)
from liupan.foundation.workflow.queries.candidates import keys_for
from liupan.foundation.workflow.refusals import IsJoint, NotForYou, SignersFirst
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput

MOST_PUT_OFF = timedelta(days=92)


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
    _require_other(account_id, locked)
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
    _require_other(account_id, locked)
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


@operation
def put_off_step(*, item_id: UUID, until: date, reason: str, actor: Actor, now: datetime) -> None:
    """Do a step, or sign it, later (暂缓): it leaves the actor's work list and comes back by itself
    at the beginning of `until`, a working day to come. Who puts off a step that several may do
    holds it. It can be done before. Limits run on.

    Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`, `InvalidInput`.
    """
    locked, item = lock_open_item(item_id, actor, now)
    _require_later(until, reason, clock.on(now))
    rows = Candidate.objects.filter(item=item, is_open=True)
    if is_named(locked, signers=True):
        own(actor, actor.id)
        keys = keys_for(actor.id, clock.on(now))
        rows = rows.filter(key__in=keys).exclude(signer=None)
    else:
        _require_movable(locked, item)
        hold(locked, item, actor.id)
    write_opinion(locked, item, act="put_off", text=reason, outcome=until.isoformat())
    rows.update(opened_at=clock.start_of(until))
    fact = StepPutOff(**about_step(locked.instance, item), until=until, reason=reason)
    record(fact, actor=actor, now=now)


def _require_later(until: date, reason: str, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    if not reason.strip():
        wrong["reason"] = [_("Say why.")]
    if not today < until <= today + MOST_PUT_OFF:
        wrong["until"] = [_("Choose a day to come, within three months.")]
    elif not is_working_day(until):
        wrong["until"] = [_("Choose a working day.")]
    if wrong:
        raise InvalidInput(_("This cannot be put off so."), fields=wrong)


def _movable(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    locked, item = lock_open_item(item_id, actor, now)
    _require_movable(locked, item)
    return locked, item


def _require_movable(locked: Locked, item: Item) -> None:
    require_taker(locked, item)
    if item.signing:
        raise IsJoint(_("The step is signed jointly: each of its signers votes."))
    if item.said is not None:
        raise SignersFirst(_("You are done; the signers after you are not yet."))


def _held(item_id: UUID, actor: Actor, now: datetime) -> tuple[Locked, Item]:
    locked, item = lock_open_item(item_id, actor, now)
    if item.holder_id != actor.id or item.said is not None:
        raise NotForYou(_("You do not hold this step."))
    own(actor, item.holder_id)
    return locked, item


def _require_other(account_id: UUID, locked: Locked) -> None:
    found = list_accounts([account_id]).get(account_id)
    if account_id == locked.actor.id or found is None or not found.is_open:
        words = _("Choose another person with an open account.")
        raise InvalidInput(words, fields={"account_id": [words]})
    require_cleared([account_id], locked.instance)
