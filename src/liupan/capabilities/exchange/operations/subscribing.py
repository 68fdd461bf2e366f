"""Subscriptions: made, paused, resumed, ended; batches that were given up are sent again."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.feeds import (
    BatchesReplayed,
    SubscriptionEnded,
    SubscriptionMade,
    SubscriptionPaused,
    SubscriptionResumed,
)
from liupan.capabilities.exchange.gateways import may_be_called
from liupan.capabilities.exchange.models import Batch, Subscription
from liupan.capabilities.exchange.policies import MANAGE_FEEDS
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.queries.feeding import feed
from liupan.capabilities.exchange.queries.refusals import system_not_known
from liupan.capabilities.exchange.rules.calls import Call
from liupan.capabilities.exchange.rules.feeds import BatchState, State
from liupan.foundation.crypto.facade import seal
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal


class SubscribedAlready(InvalidInput):
    """The same system has the same changes pushed to the same address."""


class NotNow(Refusal):
    """The subscription is ended, or is in that state already."""


@operation
def subscribe(*, call: Call, address: str, actor: Actor, now: datetime) -> tuple[UUID, str]:
    """Have changes pushed to a system (订阅变更推送); the id, and the secret that signs, once.

    Raises what `allow` and `feed` do, `InvalidInput`, `NotAuthorised`.
    """
    allowed = allow(call, now=now)
    require(actor, MANAGE_FEEDS, unit_id=allowed.consumer_id)
    if allowed.system_id is None:
        raise system_not_known()
    feed(allowed, limit=1)
    if why := may_be_called(address):
        raise InvalidInput(
            _("This address cannot be called: %(why)s.") % {"why": why}, fields={"address": [why]}
        )
    secret = secrets.token_urlsafe(32)
    made = Subscription(
        service_id=allowed.service_id, system_id=allowed.system_id,
        consumer_id=allowed.consumer_id, grant_id=allowed.grant.id,
        grant_number=allowed.grant.number, case=call.case, address=address,
        due_at=clock.real_now(), made_at=now, made_by=actor.id,
    )  # fmt: skip
    made.sealed_secret = seal(made.id, [secret])[0]
    twice = _("Changes are pushed to this address already.")
    with refused_when_taken(SubscribedAlready(twice, fields={"address": [twice]})):
        made.save(force_insert=True)
    record(SubscriptionMade(**about(made), address=address), actor=actor, now=now)
    return made.id, secret


@operation
def pause_subscription(*, subscription_id: UUID, actor: Actor, now: datetime) -> None:
    """Push nothing until it is resumed; nothing is lost. Raises `NotNow`."""
    found = _mine(subscription_id, actor)
    if found.state != State.ACTIVE:
        raise NotNow(_("It is not active."))
    _set(found, State.PAUSED, _("Paused by %(who)s.") % {"who": actor.name})
    record(SubscriptionPaused(**about(found)), actor=actor, now=now)


@operation
def resume_subscription(*, subscription_id: UUID, actor: Actor, now: datetime) -> None:
    """Push again, from where it was paused. Raises `NotNow`."""
    found = _mine(subscription_id, actor)
    if found.state != State.PAUSED:
        raise NotNow(_("It is not paused."))
    found.due_at = clock.real_now()
    _set(found, State.ACTIVE, "")
    record(SubscriptionResumed(**about(found)), actor=actor, now=now)


@operation
def end_subscription(*, subscription_id: UUID, actor: Actor, now: datetime) -> None:
    """Push nothing any more; a new subscription begins anew."""
    found = _mine(subscription_id, actor)
    if found.state == State.ENDED:
        nothing_changed()
        return
    _set(found, State.ENDED, _("Ended by %(who)s.") % {"who": actor.name})
    record(SubscriptionEnded(**about(found), reason=found.reason), actor=actor, now=now)


@operation
def replay_batches(
    *, subscription_id: UUID, actor: Actor, now: datetime, batch_ids: Sequence[UUID] | None = None
) -> int:
    """Send batches that were given up again (死信重放), all of them where none is named, in their
    order; how many. Raises `NotNow`."""
    found = _mine(subscription_id, actor)
    if found.state == State.ENDED:
        raise NotNow(_("It has ended."))
    dead = found.batches.filter(state=BatchState.DEAD)
    if batch_ids is not None:
        dead = dead.filter(id__in=batch_ids)
    ids = tuple(dead.values_list("id", flat=True))
    if not ids:
        nothing_changed()
        return 0
    Batch.objects.filter(id__in=ids).update(
        state=BatchState.QUEUED, is_replay=True, attempts=0, ended_at=None
    )
    found.due_at = clock.real_now()
    found.save(update_fields=["due_at"])
    record(BatchesReplayed(**about(found), batch_ids=ids), actor=actor, now=now)
    return len(ids)


def about(subscription: Subscription) -> dict[str, Any]:
    """What every fact carries."""
    return {
        "thing_id": subscription.id,
        "service": subscription.service.code,
        "consumer_id": subscription.consumer_id,
        "grant_number": subscription.grant_number,
    }


def locked(subscription_id: UUID) -> Subscription:
    """The subscription, held until the transaction ends. Raises `Missing`."""
    rows = Subscription.objects.select_related("service").select_for_update(of=("self",))
    found = rows.filter(id=subscription_id).first()
    if found is None:
        raise Missing(_("There is no such subscription."))
    return found


def _mine(subscription_id: UUID, actor: Actor) -> Subscription:
    found = locked(subscription_id)
    require(actor, MANAGE_FEEDS, unit_id=found.consumer_id)
    return found


def _set(found: Subscription, state: State, reason: str) -> None:
    found.state, found.reason = state, reason
    found.version += 1
    found.save(update_fields=["state", "reason", "version", "due_at"])
