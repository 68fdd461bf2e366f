"""Every write of `messaging` that people make."""

import secrets
from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import seal
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging import gateways
from liupan.foundation.messaging.events import (
    DeliveryRetried,
    NoticesRead,
    WebhookAdded,
    WebhookRetired,
    WishesSet,
)
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
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput, Missing

MUTABLE = (Channel.IN_APP, Channel.EMAIL)


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
    actor: Actor,
    now: datetime,
) -> None:
    """Say what one wants to be told by which channel, and when not to be disturbed.

    Args:
        muted: (kind, channel) pairs not wanted; kind "" means all. Urgent notices come all the
            same.

    Raises `InvalidInput`.
    """
    own(actor, actor.id)
    if (quiet_from is None) != (quiet_to is None):
        lacking = "quiet_to" if quiet_to is None else "quiet_from"
        raise InvalidInput(
            _("Quiet hours need a beginning and an end."), fields={lacking: [_("Missing.")]}
        )
    pairs = sorted({(kind, Channel(channel)) for kind, channel in muted if channel in MUTABLE})
    Mute.objects.filter(account_id=actor.id).delete()
    Mute.objects.bulk_create(
        [Mute(account_id=actor.id, kind=kind, channel=channel) for kind, channel in pairs]
    )
    Habit.objects.update_or_create(
        account_id=actor.id,
        defaults={"quiet_from": quiet_from, "quiet_to": quiet_to, "digest": digest},
    )
    fact = WishesSet(
        thing_id=actor.id,
        muted=tuple(f"{kind}:{channel}" for kind, channel in pairs),
        quiet_from=quiet_from.isoformat() if quiet_from else "",
        quiet_to=quiet_to.isoformat() if quiet_to else "",
        digest=digest,
    )
    record(fact, actor=actor, now=now)


@operation
def add_webhook(
    *, account_id: UUID, url: str, kinds: Iterable[str], actor: Actor, now: datetime
) -> tuple[UUID, str]:
    """Have a machine account's notices called to `url`; returns its id and the secret, once.

    Raises `InvalidInput`.
    """
    require(actor, MANAGE_WEBHOOKS)
    try:
        gateways.refuse_own_machine(url)
    except gateways.Undelivered as error:
        raise InvalidInput(
            _("This address cannot be called: %(why)s.") % {"why": error},
            fields={"url": [str(error)]},
        ) from error
    secret = secrets.token_urlsafe(32)
    webhook = Webhook.objects.create(
        account_id=account_id,
        url=url,
        secret=seal(account_id, [secret])[0],
        kinds=sorted(set(kinds)),
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
    webhook = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if webhook is None:
        raise Missing(_("There is no such address."))
    if webhook.retired_at:
        return nothing_changed()
    webhook.retired_at = now
    webhook.save(update_fields=["retired_at"])
    fact = WebhookRetired(
        thing_id=webhook.id, concerned=(webhook.account_id,), account_id=webhook.account_id
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def retry_delivery(*, delivery_id: UUID, actor: Actor, now: datetime) -> None:
    """Hand in a delivery that had been given up again."""
    require(actor, MANAGE_DELIVERIES)
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notice")
        .filter(id=delivery_id)
        .first()
    )
    if delivery is None:
        raise Missing(_("There is no such delivery."))
    if delivery.state != Delivery.State.DEAD:
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
