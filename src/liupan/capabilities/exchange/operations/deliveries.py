"""Changes on their way to systems: one batch of a subscription at a time, in order, each until it
is taken or given up. The place in the feed moves with the batch, in one transaction, after a 2xx:
a worker that is killed leaves a batch that the next one sends again under the same id.
"""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.events.feeds import BatchDied, BatchTaken, SubscriptionPaused
from liupan.capabilities.exchange.models import Batch, Subscription
from liupan.capabilities.exchange.operations.subscribing import about, locked
from liupan.capabilities.exchange.operations.telling import Telling, telling
from liupan.capabilities.exchange.policies import DELIVER
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.feeding import Fed, feed
from liupan.capabilities.exchange.queries.policy import push_attempts
from liupan.capabilities.exchange.queries.refusals import RowsUnfit, ServicePaused
from liupan.capabilities.exchange.rules import feeds as rules
from liupan.capabilities.exchange.rules.calls import Call, Fault, Way
from liupan.capabilities.exchange.rules.feeds import BatchState, State
from liupan.foundation.crypto.facade import open_sealed
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import Undelivered
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import LiupanError, Missing, Refusal

DUE = """
    UPDATE exchange_subscription SET due_at = clock_timestamp() + make_interval(secs => %s)
    WHERE id = (
        SELECT id FROM exchange_subscription
        WHERE state = 'active' AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id
"""
PASSING = (ServicePaused, RowsUnfit)
"""Refusals that the provider will lift: it is looked again later."""


class NotTaken(Refusal):
    """The system did not take the batch."""

    status = 502


def deliver_due(limit: int = 500) -> int:
    """Push what is due, by any number of workers; how many subscriptions were looked at."""
    actor, looked = worker_actor(DELIVER), 0
    with translation.override(settings.LANGUAGE_CODE):
        while looked < limit and (found := _claim()):
            looked += 1
            with suppress(LiupanError):  # what became of it stands in its row and in the log
                _deliver(found, actor)
    return looked


@operation
def begin_batch(
    *, subscription_id: UUID, after: str, fed: Fed, actor: Actor, now: datetime
) -> UUID:
    """What is sent next, written down before it is sent."""
    require(actor, DELIVER)
    nothing_changed()
    batch = Batch.objects.create(
        subscription_id=subscription_id, after=after, until=fed.position,
        changes=len(fed.changes), begun_at=now,
    )  # fmt: skip
    return batch.id


@operation
def settle_batch(
    *, batch_id: UUID, fed: Fed | None, trouble: str, for_good: bool, actor: Actor, now: datetime
) -> None:
    """A batch was taken (no `trouble`), or not; given up, the feed goes on without it."""
    require(actor, DELIVER)
    batch = Batch.objects.get(id=batch_id)
    subscription = locked(batch.subscription_id)
    if batch.state != BatchState.WAITING:
        nothing_changed()
        return
    batch.attempts += 1
    batch.trouble = trouble[:500]
    if fed is not None:
        batch.changes = len(fed.changes)
        batch.until = batch.until if batch.is_replay else fed.position
    is_over = (
        not trouble or for_good or rules.is_given_up(batch.attempts, push_attempts(clock.on(now)))
    )
    if not is_over:
        batch.save()
        _look_again(subscription, rules.pause_after(batch.attempts, random.random()))  # noqa: S311
        nothing_changed()
        return
    _close(subscription, batch, now, has_more=fed is not None and fed.has_more)
    counted: dict[str, Any] = {
        "batch_id": batch.id,
        "changes": batch.changes,
        "attempts": batch.attempts,
    }
    fact = (
        BatchDied(**about(subscription), **counted, trouble=batch.trouble)
        if trouble
        else BatchTaken(**about(subscription), **counted)
    )
    record(fact, actor=actor, now=now)


@operation
def hold_subscription(*, subscription_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """What it stands on is gone (授权已失效): nothing is pushed until a person resumes it."""
    require(actor, DELIVER)
    found = locked(subscription_id)
    if found.state != State.ACTIVE:
        nothing_changed()
        return
    found.state, found.reason = State.PAUSED, reason
    found.version += 1
    found.save(update_fields=["state", "reason", "version"])
    record(SubscriptionPaused(**about(found)), actor=actor, now=now)


def _claim() -> UUID | None:
    """A subscription that is due, under a lease."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [rules.LEASE.total_seconds()])
        row = cursor.fetchone()
    return row[0] if row else None


def _deliver(subscription_id: UUID, actor: Actor) -> None:
    subscription = Subscription.objects.select_related("service").get(id=subscription_id)
    batch = _next(subscription)
    call = _call(subscription)
    try:
        allowed = allow(call, now=clock.now())
        fed = _fed(subscription, batch, allowed)
    except LiupanError as no:
        _refused(subscription, call, no, actor)
        return
    if batch is None and not fed.changes and not fed.is_reset:
        _look_again(subscription, rules.LOOK, position=fed.position)
        return
    if batch is None:
        batch_id = begin_batch(
            subscription_id=subscription.id, after=subscription.position, fed=fed, actor=actor,
            now=clock.now(),
        )  # fmt: skip
        batch = Batch.objects.get(id=batch_id)
    _send(subscription, batch, call, allowed, fed, actor)


def _next(subscription: Subscription) -> Batch | None:
    """The batch on its way; else the oldest that is to be sent again."""
    waiting = subscription.batches.filter(state=BatchState.WAITING).first()
    if waiting:
        return waiting
    with transaction.atomic():
        again = subscription.batches.filter(state=BatchState.QUEUED).order_by("begun_at", "id")
        batch = again.first()
        if batch:
            batch.state = BatchState.WAITING
            batch.save(update_fields=["state"])
    return batch


def _fed(subscription: Subscription, batch: Batch | None, allowed: Allowed) -> Fed:
    after = batch.after if batch else subscription.position
    until = batch.until if batch and batch.is_replay else ""
    return feed(allowed, after=after, until=until, limit=rules.BATCH)


def _send(
    subscription: Subscription, batch: Batch, call: Call, allowed: Allowed, fed: Fed, actor: Actor
) -> None:
    """One attempt: a message in the log, whatever comes of it."""
    trouble, for_good = "", False
    try:
        if fed.is_reset and batch.is_replay:
            trouble, for_good = _("The table was loaded anew; everything was sent again."), True
        elif fed.changes or fed.is_reset:
            with telling(call, door="push", method="POST", asked=str(batch.id)) as told:
                told.allowed = allowed
                _push(subscription, batch, fed, told)
    except NotTaken as error:
        cause = error.__cause__
        trouble = error.message
        for_good = isinstance(cause, Undelivered) and cause.for_good
    settle_batch(
        batch_id=batch.id, fed=fed, trouble=trouble, for_good=for_good, actor=actor,
        now=clock.now(),
    )  # fmt: skip


def _push(subscription: Subscription, batch: Batch, fed: Fed, told: Telling) -> None:
    secret = open_sealed([(subscription.id, subscription.sealed_secret)])[0] or ""
    body: dict[str, Any] = {
        "subscription": str(subscription.id),
        "batch": str(batch.id),
        "attempt": batch.attempts + 1,
        **fed.written(subscription.service.code, subscription.grant_number),
    }
    stamp = str(int(clock.real_now().timestamp()))
    try:
        gateways.push(
            subscription.address, batch_id=batch.id, stamp=stamp, secret=secret, body=body
        )
    except Undelivered as error:
        no = NotTaken(str(error))
        no.fault = Fault.CALLER  # type: ignore[attr-defined]
        raise no from error
    told.rows = len(fed.changes)


def _refused(subscription: Subscription, call: Call, no: LiupanError, actor: Actor) -> None:
    """Nothing more is pushed; a refusal that passes by itself is waited for."""
    if isinstance(no, PASSING) or not isinstance(no, Refusal | Missing):
        _look_again(subscription, 6 * rules.LOOK)
        return
    with suppress(LiupanError), telling(call, door="push", method="POST"):
        raise no
    reason = f"{no.message} {no.next_step}".strip()
    hold_subscription(subscription_id=subscription.id, reason=reason, actor=actor, now=clock.now())


def _close(subscription: Subscription, batch: Batch, now: datetime, *, has_more: bool) -> None:
    batch.state = BatchState.DEAD if batch.trouble else BatchState.TAKEN
    batch.ended_at = now
    batch.save()
    if not batch.trouble:
        subscription.delivered_at = now
    if not batch.is_replay:
        subscription.position = batch.until
    more = has_more or subscription.batches.filter(state=BatchState.QUEUED).exists()
    subscription.due_at = clock.real_now() + (timedelta() if more else rules.LOOK)
    subscription.save(update_fields=["position", "due_at", "delivered_at"])


def _look_again(
    subscription: Subscription, pause: timedelta, *, position: str | None = None
) -> None:
    """By itself no fact: nothing was sent."""
    changed: dict[str, Any] = {"due_at": clock.real_now() + pause}
    if position is not None:
        changed["position"] = position
    Subscription.objects.filter(id=subscription.id).update(**changed)


def _call(subscription: Subscription) -> Call:
    return Call(
        request_id=str(subscription.id),
        system_id=subscription.system_id,
        service=subscription.service.code,
        way=Way.FEED,
        grant=str(subscription.grant_id),
        case=subscription.case,
    )
