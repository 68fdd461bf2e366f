"""Every write of `messaging` that people make."""

import secrets
from collections.abc import Iterable
from datetime import datetime, time
from typing import TypedDict
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.foundation.crypto.facade import seal
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging import gateways
from liupan.foundation.messaging.events import (
    DeliveryRetried,
    NoticesRead,
    WebhookAdded,
    WebhookPaused,
    WebhookResumed,
    WebhookRetired,
    WebhookTried,
    WishesSet,
)
from liupan.foundation.messaging.kinds import WEBHOOK_TRIAL, kind_of
from liupan.foundation.messaging.models import (
    Channel,
    Delivery,
    Habit,
    Mute,
    Notice,
    Webhook,
)
from liupan.foundation.messaging.policies import MANAGE_DELIVERIES, MANAGE_WEBHOOKS
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, own, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion

MUTABLE = (Channel.IN_APP, Channel.EMAIL)


class WebhookEnded(Refusal):
    """The address was given up for good."""


class _About(TypedDict):
    thing_id: UUID
    concerned: tuple[UUID, ...]
    account_id: UUID


@operation
def read_notices(*, actor: Actor, now: datetime, notice_ids: Iterable[UUID] | None = None) -> None:
    """Mark one's own notices as read: these with their groups, or all of them."""
    own(actor, actor.id)
    unread = Notice.objects.filter(account_id=actor.id, read_at=None, shown=True)
    if notice_ids is not None:
        these = Notice.objects.filter(account_id=actor.id, id__in=list(notice_ids))
        groups = these.exclude(group="").values("group")
        unread = unread.filter(Q(id__in=these.values("id")) | Q(group__in=groups))
    count = unread.update(read_at=now)
    if not count:
        return nothing_changed()
    record(NoticesRead(thing_id=actor.id, count=count), actor=actor, now=now)
    return None


@operation
def set_wishes(
    *,
    muted: Iterable[tuple[str, str]],
    quiet_from: time | None,
    quiet_to: time | None,
    digest: bool,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Say what one wants to be told by which channel, and when not to be disturbed.

    Args:
        muted: (kind, channel) pairs not wanted; kind "" means all. Urgent notices come all the
            same.
        version: the one that was read; None where nothing was said before.

    Raises `InvalidInput`, `StaleVersion`.
    """
    own(actor, actor.id)
    if (quiet_from is None) != (quiet_to is None):
        lacking = "quiet_to" if quiet_to is None else "quiet_from"
        raise InvalidInput(
            _("Quiet hours need a beginning and an end."), fields={lacking: [_("Missing.")]}
        )
    pairs = sorted({(kind, Channel(channel)) for kind, channel in muted if channel in MUTABLE})
    habit = _locked_habit(actor.id)
    wanted = (pairs, quiet_from, quiet_to, digest)
    if habit.version and wanted == _said(habit):
        nothing_changed()
        return
    if habit.version != (version or 0):
        raise _stale_wishes(habit, pairs, digest)
    Mute.objects.filter(account_id=actor.id).delete()
    Mute.objects.bulk_create(
        [Mute(account_id=actor.id, kind=kind, channel=channel) for kind, channel in pairs]
    )
    habit.quiet_from, habit.quiet_to, habit.digest = quiet_from, quiet_to, digest
    habit.version += 1
    habit.save()
    fact = WishesSet(
        thing_id=actor.id,
        muted=tuple(f"{kind}:{channel}" for kind, channel in pairs),
        quiet_from=quiet_from.isoformat() if quiet_from else "",
        quiet_to=quiet_to.isoformat() if quiet_to else "",
        digest=digest,
    )
    record(fact, actor=actor, now=now)


def _locked_habit(account_id: UUID) -> Habit:
    """The row, made at first: from two windows of one person, the second waits and sees."""
    Habit.objects.bulk_create([Habit(account_id=account_id, version=0)], ignore_conflicts=True)
    return Habit.objects.select_for_update().get(account_id=account_id)


Pairs = list[tuple[str, Channel]]


def _said(habit: Habit) -> tuple[Pairs, time | None, time | None, bool]:
    rows = Mute.objects.filter(account_id=habit.account_id).values_list("kind", "channel")
    pairs = sorted((kind, Channel(channel)) for kind, channel in rows)
    return pairs, habit.quiet_from, habit.quiet_to, habit.digest


def _stale_wishes(habit: Habit, mine: Pairs, is_daily: bool) -> StaleVersion:
    theirs, quiet_from, quiet_to, digest = _said(habit)
    return StaleVersion(
        _("You changed this in another window meanwhile."),
        theirs={
            "wanted": _unwanted(theirs),
            "quiet_from": f"{quiet_from:%H:%M}" if quiet_from else "",
            "quiet_to": f"{quiet_to:%H:%M}" if quiet_to else "",
            "digest": _yes(digest),
            "version": habit.version,
        },
        mine={"wanted": _unwanted(mine), "digest": _yes(is_daily)},
        labels={
            "wanted": _("Not wanted"),
            "quiet_from": _("Quiet from"),
            "quiet_to": _("Quiet until"),
            "digest": _("One letter a day"),
        },
        next_step=_("Compare both, then save again."),
    )


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def _unwanted(pairs: Pairs) -> str:
    said = _("%(kind)s (%(channel)s)")
    return pgettext("between chosen values", ", ").join(
        said % {"kind": kind_of(kind).label if kind else _("all"), "channel": channel.label}
        for kind, channel in pairs
    )


@operation
def add_webhook(
    *, account_id: UUID, url: str, kinds: Iterable[str], actor: Actor, now: datetime
) -> tuple[UUID, str]:
    """Have a machine account's notices called to `url`; returns its id and the secret, once.

    Raises `InvalidInput`.
    """
    require(actor, MANAGE_WEBHOOKS)
    machine = list_accounts([account_id]).get(account_id)
    if machine is None or not machine.is_open or machine.kind is not ActorKind.MACHINE:
        wrong = _("Only open machine accounts can be called.")
        raise InvalidInput(wrong, fields={"account_id": [wrong]})
    try:
        gateways.refuse_target(url)
    except gateways.Undelivered as error:
        raise InvalidInput(
            _("This address cannot be called: %(why)s.") % {"why": error},
            fields={"url": [str(error)]},
        ) from error
    if Webhook.objects.filter(account_id=account_id, url=url, retired_at=None).exists():
        twice = _("This address is called already.")
        raise InvalidInput(twice, fields={"url": [twice]})
    secret = secrets.token_urlsafe(32)
    webhook = Webhook.objects.create(
        account_id=account_id,
        url=url,
        secret=seal(account_id, [secret])[0],
        kinds=sorted(set(kinds)),
        added_at=now,
    )
    fact = WebhookAdded(
        thing_id=webhook.id, concerned=(account_id,), account_id=account_id, url=url
    )
    record(fact, actor=actor, now=now)
    return webhook.id, secret


@operation
def retire_webhook(*, webhook_id: UUID, actor: Actor, now: datetime) -> None:
    """Call the address no more."""
    require(actor, MANAGE_WEBHOOKS)
    webhook = _locked(webhook_id)
    if webhook.retired_at:
        return nothing_changed()
    webhook.retired_at = now
    webhook.save(update_fields=["retired_at"])
    record(WebhookRetired(**_about(webhook)), actor=actor, now=now)
    return None


@operation
def pause_webhook(*, webhook_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Do not call the address for a while; what is for it waits, however long."""
    require(actor, MANAGE_WEBHOOKS)
    webhook = _locked(webhook_id)
    if webhook.retired_at or webhook.paused_at:
        return nothing_changed()
    webhook.paused_at = now
    webhook.save(update_fields=["paused_at"])
    record(WebhookPaused(**_about(webhook), reason=reason), actor=actor, now=now)
    return None


@operation
def resume_webhook(*, webhook_id: UUID, actor: Actor, now: datetime) -> None:
    """Call a paused address again, first with what has waited."""
    require(actor, MANAGE_WEBHOOKS)
    webhook = _locked(webhook_id)
    if webhook.retired_at or not webhook.paused_at:
        return nothing_changed()
    webhook.paused_at = None
    webhook.save(update_fields=["paused_at"])
    record(WebhookResumed(**_about(webhook)), actor=actor, now=now)
    return None


@operation
def try_webhook(*, webhook_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Hand in a call that says nothing but that calls arrive; returns the delivery's id."""
    require(actor, MANAGE_WEBHOOKS)
    webhook = _locked(webhook_id)
    if webhook.retired_at:
        raise WebhookEnded(_("This address is not called any more."))
    notice = Notice.objects.create(
        account_id=webhook.account_id,
        kind=WEBHOOK_TRIAL.code,
        title=str(WEBHOOK_TRIAL.label),
        shown=False,
        at=now,
    )
    delivery = Delivery.objects.create(
        notice=notice, channel=Channel.WEBHOOK, webhook=webhook, due_at=clock.real_now()
    )
    record(WebhookTried(**_about(webhook)), actor=actor, now=now)
    return delivery.id


def _locked(webhook_id: UUID) -> Webhook:
    webhook = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if webhook is None:
        raise Missing(_("There is no such address."))
    return webhook


def _about(webhook: Webhook) -> _About:
    return {
        "thing_id": webhook.id,
        "concerned": (webhook.account_id,),
        "account_id": webhook.account_id,
    }


@operation
def retry_delivery(*, delivery_id: UUID, actor: Actor, now: datetime) -> None:
    """Hand in again what had been given up, or a call that a machine says it has lost.

    It keeps its id, so that the receiver can tell a repetition.
    """
    require(actor, MANAGE_DELIVERIES)
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notice")
        .filter(id=delivery_id)
        .first()
    )
    if delivery is None:
        raise Missing(_("There is no such delivery."))
    is_call = delivery.channel == Channel.WEBHOOK
    if delivery.state not in (Delivery.State.DEAD, *([Delivery.State.SENT] if is_call else [])):
        return nothing_changed()
    delivery.state = Delivery.State.WAITING
    delivery.attempts = 0
    delivery.due_at = clock.real_now()
    delivery.save(update_fields=["state", "attempts", "due_at"])
    fact = DeliveryRetried(
        thing_id=delivery.id,
        concerned=(delivery.notice.account_id,),
        channel=delivery.channel,
    )
    record(fact, actor=actor, now=now)
    return None
