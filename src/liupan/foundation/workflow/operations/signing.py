"""Joint sign (会签) and signers added before or after a step (前加签, 后加签)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.workflow.events import SignerAdded, SignerRemoved, StepSigned
from liupan.foundation.workflow.models import Candidate, Item, Signer
from liupan.foundation.workflow.operations.running import finish_and_record
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about_step,
    is_named,
    lock_open_item,
    may_act,
    require_cleared,
    require_taker,
    write_opinion,
)
from liupan.foundation.workflow.queries.candidates import keys_for
from liupan.foundation.workflow.refusals import AlreadySigned, NotForYou, NotJoint
from liupan.foundation.workflow.rules.signing import Decision, Mode, Vote, decide
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import Fault, InvalidInput, Missing
from liupan.kernel.statements import insert, update


@operation
def sign_step(*, item_id: UUID, vote: str, actor: Actor, now: datetime, opinion: str = "") -> None:
    """Vote on a joint sign, or sign before or after somebody's step. What is decided by it goes on
    in the same transaction: the last vote is counted once.

    Raises `Missing`, `AlreadyDone`, `NotJoint`, `AlreadySigned`, `NotRunning`, `InvalidInput`.
    """
    locked, item = lock_open_item(item_id, actor, now)
    if vote not in {one.value for one in Vote}:
        raise InvalidInput(_("A signer agrees or refuses."), fields={"vote": [_("Choose one.")]})
    signers = _signers(item)
    mine = _mine(locked, signers)
    own(actor, actor.id)
    mine.vote, mine.voted_by, mine.voted_at = vote, actor.id, now
    update(mine, "vote", "voted_by", "voted_at")
    Candidate.objects.filter(signer=mine).update(is_open=False)
    write_opinion(locked, item, act="sign", text=opinion, outcome=vote)
    decision = _decision(item, signers)
    record(
        StepSigned(**about_step(locked.instance, item), vote=vote, decision=decision.value),
        actor=actor, now=now,
    )  # fmt: skip
    _go_on(locked, item, signers, decision)


@operation
def add_signer(
    *,
    item_id: UUID,
    key: UUID,
    place: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Have somebody more sign: before or after the actor (加签). In a joint sign whoever signs it
    may add, in order beside the own place; at a step whoever may do it.

    `key`: a person, post or unit. Raises `Missing`, `AlreadyDone`, `NotForYou`, `NotRunning`,
    `InvalidInput` for somebody who signs already or may not see things of its level.
    """
    locked, item = lock_open_item(item_id, actor, now)
    if place not in (Signer.Place.BEFORE, Signer.Place.AFTER):
        raise InvalidInput(_("A signer is added before or after."), fields={"place": ["?"]})
    require_cleared([key], locked.instance)
    signers = _signers(item)
    if item.signing:
        made = _added_jointly(locked, item, signers, key, place)
    else:
        require_taker(locked, item)
        if item.said is not None:
            raise NotForYou(_("You are done; the signers after you are not yet."))
        _require_new(key, [one for one in signers if one.place == place])
        made = insert(
            Signer(item=item, key=key, place=place, order=len(signers) + 1, added_by=actor.id)
        )
        if place == Signer.Place.BEFORE:
            may_act(locked, item, [made], since=locked.now)
    record(
        SignerAdded(
            **about_step(locked.instance, item), key=key, place=place, concerned=(key,)
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return made.id


@operation
def remove_signer(*, signer_id: UUID, actor: Actor, now: datetime, reason: str = "") -> None:
    """Somebody need not sign any more (减签). Who has voted cannot be removed; the last one
    neither. Whoever added a signer may, and whoever may add one.

    Raises `Missing`, `AlreadySigned`, `NotForYou`, `InvalidInput`, `NotRunning`.
    """
    found = Signer.objects.filter(id=signer_id).values_list("item_id", flat=True).first()
    if found is None:
        raise Missing(_("There is no such signer."))
    locked, item = lock_open_item(found, actor, now)
    signers = _signers(item)
    gone = next((one for one in signers if one.id == signer_id), None)
    if gone is None:
        raise Missing(_("There is no such signer."))
    if gone.vote:
        raise AlreadySigned(_("Who has signed cannot be removed."))
    _require_may_change(locked, item, gone)
    rest = [one for one in signers if one is not gone]
    if item.signing and not rest:
        raise InvalidInput(_("One signer must remain."))
    gone.removed_at = now
    update(gone, "removed_at")
    Candidate.objects.filter(signer=gone).update(is_open=False)
    record(
        SignerRemoved(
            **about_step(locked.instance, item), key=gone.key, reason=reason,
            concerned=(gone.key,),
        ),
        actor=actor, now=now,
    )  # fmt: skip
    _go_on(locked, item, rest, _decision(item, rest))


def set_signers(*, item_id: UUID, keys: Collection[UUID], actor: Actor, now: datetime) -> bool:
    """Have these and nobody else sign what is left of a joint sign; whether that is news. Votes
    that were given stay in the history; whose key is named once more votes once more.

    Part of an office's operation whose people changed: it has asked whether the actor may. Raises
    `Missing`, `AlreadyDone`, `NotRunning`, `NotJoint`, `InvalidInput` for somebody who may not see
    things of its level.
    """
    if not connection.in_atomic_block:
        raise Fault("signers change within an operation")
    locked, item = lock_open_item(item_id, actor, now)
    if not item.signing:
        raise NotJoint(_("The step is not signed jointly."))
    signers = _signers(item)
    waiting = {one.key for one in signers if not one.vote}
    new = [key for key in dict.fromkeys(keys) if key not in waiting]
    gone = [one for one in signers if (one.key in new if one.vote else one.key not in keys)]
    if not new and not gone:
        return False
    require_cleared(new, locked.instance)
    _remove(locked, item, gone)
    _append(locked, item, new, after=len(signers))
    return True


def _remove(locked: Locked, item: Item, gone: Collection[Signer]) -> None:
    Signer.objects.filter(id__in=[one.id for one in gone]).update(removed_at=locked.now)
    Candidate.objects.filter(signer__in=gone).update(is_open=False)
    for key in (one.key for one in gone if not one.vote):
        step = about_step(locked.instance, item)
        fact = SignerRemoved(**step, key=key, reason="", concerned=(key,))
        record(fact, actor=locked.actor, now=locked.now)


def _append(locked: Locked, item: Item, keys: Iterable[UUID], *, after: int) -> None:
    made = Signer.objects.bulk_create(
        Signer(item=item, key=key, order=order, added_by=locked.actor.id)
        for order, key in enumerate(keys, after + 1)
    )
    if item.signing == Mode.ORDER:
        _next_turn(locked, item, _signers(item))
    else:
        may_act(locked, item, made, since=locked.now)
    for one in made:
        step = about_step(locked.instance, item)
        fact = SignerAdded(**step, key=one.key, place=one.place, concerned=(one.key,))
        record(fact, actor=locked.actor, now=locked.now)


def _signers(item: Item) -> list[Signer]:
    return list(Signer.objects.filter(item=item, removed_at=None).order_by("order", "id"))


def _mine(locked: Locked, signers: Iterable[Signer]) -> Signer:
    """The place the actor signs at now. A person who stands for several signs each of them."""
    keys = keys_for(locked.actor.id, clock.on(locked.now))
    own_places = [one for one in signers if one.key in keys]
    open_now = set(locked.beside.places) if locked.beside else set()
    found = next((one for one in own_places if one.id in open_now), None)
    if found is not None:
        return found
    if own_places and all(one.vote for one in own_places):
        raise AlreadySigned(_("You have signed."))
    if own_places:
        raise NotJoint(_("It is not your turn to sign yet."))
    raise NotJoint(_("You need not sign here."))


def _decision(item: Item, signers: Iterable[Signer]) -> Decision:
    """What is decided: of a joint sign by its rule, of added signers when all have signed."""
    votes = [Vote(one.vote) if one.vote else None for one in signers]
    if item.signing:
        return decide(Mode(item.signing), votes, item.ratio)
    if item.said is None:
        return Decision.PENDING
    after = [one for one in signers if one.place == Signer.Place.AFTER]
    return decide(Mode.ALL, (Vote(one.vote) if one.vote else None for one in after)) if after else (
        Decision.AGREED
    )  # fmt: skip


def _go_on(locked: Locked, item: Item, signers: list[Signer], decision: Decision) -> None:
    """Complete what is decided, with the outcome its holder left or the signers made."""
    if decision is Decision.PENDING:
        if item.signing == Mode.ORDER:
            _next_turn(locked, item, signers)
        return
    if item.said is None:
        finish_and_record(locked, item, outcome=decision.value, data={})
        return
    outcome = item.said["outcome"] if decision is Decision.AGREED else decision.value
    finish_and_record(locked, item, outcome=outcome, data=item.said["data"])


def _next_turn(locked: Locked, item: Item, signers: Iterable[Signer]) -> None:
    """In order, only the first who has not signed can."""
    turn = next((one for one in signers if not one.vote), None)
    rows = Candidate.objects.filter(item=item, is_open=True)
    rows.exclude(signer=turn).update(is_open=False)
    if turn is not None and not rows.filter(signer=turn).exists():
        may_act(locked, item, [turn], since=locked.now)


def _added_jointly(
    locked: Locked, item: Item, signers: list[Signer], key: UUID, place: str
) -> Signer:
    beside = _mine(locked, signers)
    own(locked.actor, locked.actor.id)
    _require_new(key, signers)
    at = signers.index(beside) + (place == Signer.Place.AFTER)
    made = Signer(item=item, key=key, order=0, added_by=locked.actor.id)
    signers.insert(at, made)
    for order, one in enumerate(signers, 1):
        one.order = order
    insert(made)
    Signer.objects.bulk_update([one for one in signers if one is not made], ["order"])
    if item.signing == Mode.ORDER:
        _next_turn(locked, item, signers)
    else:
        may_act(locked, item, [made], since=locked.now)
    return made


def _require_new(key: UUID, signers: Iterable[Signer]) -> None:
    if any(one.key == key for one in signers):
        words = _("This one signs already.")
        raise InvalidInput(words, fields={"key": [words]})


def _require_may_change(locked: Locked, item: Item, gone: Signer) -> None:
    if gone.added_by == locked.actor.id:
        own(locked.actor, gone.added_by)
        return
    if not item.signing:
        require_taker(locked, item)
        return
    if not is_named(locked, signers=True):
        raise NotForYou(_("The step is with somebody else."))
    own(locked.actor, locked.actor.id)
