"""Telling people: notices and their deliveries, written in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from liupan.foundation.identity.facade import Contact, list_contacts
from liupan.foundation.messaging import rules
from liupan.foundation.messaging.kinds import Kind, kind_of
from liupan.foundation.messaging.models import Channel, Delivery, Habit, Mute, Notice, Webhook
from liupan.foundation.messaging.quiet import is_quiet
from liupan.kernel import clock
from liupan.kernel.statements import asked


class _Wishes(NamedTuple):
    contacts: dict[UUID, Contact]
    mutes: dict[UUID, set[str]]
    habits: dict[UUID, Habit]
    webhooks: dict[UUID, list[Webhook]]


def notify(
    account_ids: Iterable[UUID],
    *,
    title: str | Promise,
    kind: str,
    now: datetime,
    body: str | Promise = "",
    url: str = "",
    group: str = "",
    key: str | None = None,
) -> None:
    """Tell open accounts something, in the caller's transaction; it goes out after the commit.

    Args:
        account_ids: whom; closed and unknown accounts are passed over.
        kind: `office.what`, one that `declare_kind` knows.
        url: path of the thing, so that one click leads there.
        group: notices with the same group are shown together; the thing's id is a good one.
        key: tells each account once only, however often it is called with it.

    Seven queries at most, however many accounts.
    """
    notify_at({url: account_ids}, title=title, kind=kind, now=now, body=body, group=group, key=key)


def notify_at(
    places: Mapping[str, Iterable[UUID]],
    *,
    title: str | Promise,
    kind: str,
    now: datetime,
    body: str | Promise = "",
    group: str = "",
    key: str | None = None,
) -> None:
    """The same to people in many places, each by the path of their own thing: who stands at two
    paths is told twice. As many queries; nobody, and none, while it is quiet."""
    if is_quiet():
        return
    about = kind_of(kind)
    wishes = _wishes({person for people in places.values() for person in people}, about.code)
    notices = [
        Notice(
            account_id=person,
            kind=about.code,
            title=" ".join(str(title).split()),
            body=str(body),
            url=url,
            group=group,
            key=key,
            urgent=about.urgent,
            shown=about.urgent or Channel.IN_APP not in wishes.mutes[person],
            at=now,
        )
        for url, people in places.items()
        for person in sorted(wishes.contacts.keys() & set(people))
    ]
    with transaction.atomic():
        fresh = _keep(notices)
        Delivery.objects.bulk_create(
            [delivery for notice in fresh for delivery in _deliveries(notice, about, wishes, now)]
        )


def _keep(notices: list[Notice]) -> list[Notice]:
    """Write the notices; those whose key was told before are left out."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if not notices or notices[0].key is None:
        return notices
    ids = [notice.id for notice in notices]
    kept = set(Notice.objects.filter(id__in=ids).values_list("id", flat=True))
    return [notice for notice in notices if notice.id in kept]


def _wishes(people: set[UUID], kind: str) -> _Wishes:
    mutes: dict[UUID, set[str]] = defaultdict(set)
    for person, channel in _mutes(list(people), kind):
        mutes[person].add(channel)
    webhooks: dict[UUID, list[Webhook]] = defaultdict(list)
    for webhook in _webhooks(list(people)):
        if not webhook.kinds or kind in webhook.kinds:
            webhooks[webhook.account_id].append(webhook)
    return _Wishes(
        contacts={c.id: c for c in list_contacts(people)},
        mutes=mutes,
        habits={one.account_id: one for one in _habits(list(people))},
        webhooks=webhooks,
    )


@asked
def _mutes(people: list[UUID], kind: str) -> QuerySet[Mute, tuple[UUID, str]]:
    rows = Mute.objects.filter(Q(kind="") | Q(kind=kind), account_id__any_of=people)
    return rows.values_list("account_id", "channel")


@asked
def _webhooks(people: list[UUID]) -> QuerySet[Webhook]:
    return Webhook.objects.filter(account_id__any_of=people, retired_at=None)


@asked
def _habits(people: list[UUID]) -> QuerySet[Habit]:
    return Habit.objects.filter(account_id__any_of=people)


def _deliveries(notice: Notice, about: Kind, wishes: _Wishes, now: datetime) -> list[Delivery]:
    person = notice.account_id
    contact, habit = wishes.contacts[person], wishes.habits.get(person)
    muted = set() if about.urgent else wishes.mutes[person]
    found = [
        Delivery(notice=notice, channel=Channel.WEBHOOK, webhook=webhook, due_at=clock.real_now())
        for webhook in wishes.webhooks.get(person, [])
    ]
    if contact.email and Channel.EMAIL not in muted:
        found.append(_to_person(notice, Channel.EMAIL, habit, now))
    if contact.phone and about.urgent:
        found.append(_to_person(notice, Channel.SMS, habit, now))
    return found


def _to_person(notice: Notice, channel: Channel, habit: Habit | None, now: datetime) -> Delivery:
    """By the person's habits; the city's pause until then is waited in real time."""
    in_digest = bool(habit and habit.digest and not notice.urgent and channel is Channel.EMAIL)
    due = now
    if habit and not notice.urgent:
        due = rules.next_digest(now) if in_digest else now
        due = rules.end_of_quiet(due, habit.quiet_from, habit.quiet_to)
    return Delivery(
        notice=notice, channel=channel, in_digest=in_digest, due_at=clock.real_now() + (due - now)
    )
