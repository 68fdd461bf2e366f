"""Sending what is due: by any number of workers, each delivery under a lease, at least once."""

import logging
from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation

from liupan.foundation.crypto.facade import PersonErased, open_sealed
from liupan.foundation.identity.facade import Contact, list_contacts
from liupan.foundation.messaging import gateways, rules
from liupan.foundation.messaging.gateways import Letter, Post, Undelivered
from liupan.foundation.messaging.models import Channel, Delivery
from liupan.kernel import clock

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(seconds=BATCH * 3 * gateways.PATIENCE)


def deliver_due(limit: int = 1000) -> int:
    """Send what is due now; returns how many deliveries were tried."""
    tried = 0
    with translation.override(settings.LANGUAGE_CODE):
        while tried < limit and (batch := _claim()):
            _send_all(batch)
            tried += len(batch)
    return tried


def _claim() -> list[Delivery]:
    """Take up to a batch for the length of the lease; a digest is taken whole."""
    ids = _lease("true", [], limit=BATCH)
    digests = Delivery.objects.filter(id__in=ids, in_digest=True).select_related("notice")
    if people := list({delivery.notice.account_id for delivery in digests}):
        of_theirs = (
            "in_digest AND notice_id IN"
            " (SELECT id FROM messaging_notice WHERE account_id = ANY(%s))"
        )
        ids += _lease(of_theirs, [people], limit=10_000)
    found = Delivery.objects.filter(id__in=ids).select_related("notice", "webhook")
    return list(found.order_by("id"))


def _lease(condition: str, values: list[Any], *, limit: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE messaging_delivery
            SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => %s)
            WHERE id IN (
                SELECT id FROM messaging_delivery
                WHERE state = 'waiting' AND due_at <= clock_timestamp() AND {condition}
                AND (webhook_id IS NULL OR webhook_id NOT IN
                     (SELECT id FROM messaging_webhook
                      WHERE paused_at IS NOT NULL AND retired_at IS NULL))
                ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
            ) RETURNING id
            """,  # noqa: S608  the condition is one of two constants above
            [LEASE.total_seconds(), *values, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _send_all(batch: list[Delivery]) -> None:
    contacts = {c.id: c for c in list_contacts(d.notice.account_id for d in batch)}
    post = Post()
    try:
        for parcel in _parcels(batch):
            _send(parcel, contacts.get(parcel[0].notice.account_id), post)
    finally:
        post.close()


def _parcels(batch: list[Delivery]) -> list[list[Delivery]]:
    """What goes out together: the digests of one person, everything else alone."""
    together: dict[UUID, list[Delivery]] = defaultdict(list)
    for delivery in batch:
        together[delivery.notice.account_id if delivery.in_digest else delivery.id].append(delivery)
    return list(together.values())


def _send(parcel: list[Delivery], contact: Contact | None, post: Post) -> None:
    try:
        state = _hand_over(parcel, contact, post)
    except Undelivered as error:
        _failed(parcel, str(error), for_good=error.for_good)
    except PersonErased as error:
        _failed(parcel, str(error), for_good=True)
    except Exception as error:  # a defect on the way of one is no reason to keep the others waiting
        log.exception("delivery %s failed", parcel[0].id)
        _failed(parcel, type(error).__name__, for_good=False)
    else:
        Delivery.objects.filter(id__in=[d.id for d in parcel]).update(
            state=state, sent_at=clock.real_now(), trouble=""
        )


def _hand_over(parcel: list[Delivery], contact: Contact | None, post: Post) -> Delivery.State:
    first = parcel[0]
    if contact is None:
        raise Undelivered("the account is closed", for_good=True)
    if first.channel == Channel.EMAIL:
        if not contact.email:
            raise Undelivered("the account has no e-mail address", for_good=True)
        post.send(_letter(parcel, contact))
    elif first.channel == Channel.SMS:
        text = render_to_string("messaging/sms.txt", {"notice": first.notice}).strip()
        if not gateways.text_messages().send(first.id, contact.phone, text):
            return Delivery.State.RECORDED
    else:
        _call(first)
    return Delivery.State.SENT


def _letter(parcel: list[Delivery], contact: Contact) -> Letter:
    notices = [delivery.notice for delivery in parcel]
    told = {
        "contact": contact,
        "notices": notices,
        "origin": gateways.origin(settings.ALLOWED_HOSTS),
    }
    return Letter(
        id=parcel[0].id,
        to=contact.email,
        subject=render_to_string("messaging/subject.txt", told),
        text=render_to_string("messaging/letter.txt", told),
        html=render_to_string("messaging/letter.html", told),
    )


def _call(delivery: Delivery) -> None:
    webhook, notice = delivery.webhook, delivery.notice
    if webhook is None or webhook.retired_at:
        raise Undelivered("the address was retired", for_good=True)
    secret = open_sealed([(webhook.account_id, webhook.secret)])[0]
    if secret is None:
        raise Undelivered("the account was erased", for_good=True)
    gateways.call(
        webhook.url,
        delivery_id=delivery.id,
        stamp=str(int(clock.real_now().timestamp())),
        secret=secret,
        body={
            "id": str(delivery.id),
            "kind": notice.kind,
            "title": notice.title,
            "body": notice.body,
            "url": notice.url,
            "at": notice.at.isoformat(),
        },
    )


def _failed(parcel: list[Delivery], why: str, *, for_good: bool) -> None:
    for delivery in parcel:
        dead = for_good or rules.is_given_up(delivery.attempts)
        Delivery.objects.filter(id=delivery.id, state=Delivery.State.WAITING).update(
            state=Delivery.State.DEAD if dead else Delivery.State.WAITING,
            due_at=clock.real_now() + rules.pause_after(delivery.attempts),
            trouble=why[:500],
        )
