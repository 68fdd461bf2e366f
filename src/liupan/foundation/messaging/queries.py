"""Reads of `messaging`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from liupan.foundation.access.facade import asked_by
from liupan.foundation.changes.facade import of_the_moment
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.messaging.kinds import kind_of
from liupan.foundation.messaging.models import Channel, Delivery, Habit, Mute, Notice, Webhook
from liupan.foundation.messaging.policies import MANAGE_DELIVERIES, MANAGE_WEBHOOKS
from liupan.kernel.authority import Actor, require

UNREAD = """
SELECT count(*) FROM messaging_notice WHERE account_id = %s AND read_at IS NULL AND shown
"""
"""In words of its own: every page asks, and putting it together takes longer than answering."""


class WebhookState(StrEnum):
    """Whether an address is called."""

    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NoticeRef:
    """A notice as its reader sees it; `count` notices of its group stand behind it."""

    id: UUID
    kind: str
    kind_label: str
    title: str
    body: str
    url: str
    urgent: bool
    at: datetime
    is_read: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wishes: muted (kind, channel) pairs, quiet hours, mail once a day.

    `version` is None for those who never said anything.
    """

    muted: frozenset[tuple[str, str]]
    quiet_from: time | None
    quiet_to: time | None
    digest: bool
    version: int | None


@dataclass(frozen=True, slots=True)
class DeliveryRef:
    """A delivery as an administrator sees it: no text, no address."""

    id: UUID
    person: str
    channel: str
    kind: str
    attempts: int
    trouble: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WebhookRef:
    """An address that is called. `kinds` are labels, empty means all; `state` is one of three."""

    id: UUID
    account_id: UUID
    machine: str
    url: str
    kinds: tuple[str, ...]
    state: WebhookState
    added_at: datetime | None
    waiting: int
    dead: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallRef:
    """One call of an address, without its text. Moments but `at` are real time."""

    id: UUID
    kind: str
    at: datetime
    state: str
    state_label: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    trouble: str


def count_unread(actor: Actor) -> int:
    """How many notices the actor has not read. One look into a small index, once a page."""

    def read() -> int:
        with connection.cursor() as cursor:
            cursor.execute(UNREAD, [actor.id])
            return int(cursor.fetchone()[0])

    return of_the_moment(f"messaging.unread {actor.id}", read)


def list_notices(
    actor: Actor, *, unread_only: bool = False, before: UUID | None = None, limit: int = 30
) -> list[NoticeRef]:
    """The actor's notices, newest first; those of one group together under their newest.

    Args:
        before: the id of the last one seen, for the next page.
    """
    if before is None:
        return list(_grouped(_newest(actor, unread_only, limit * 4), limit))
    older = _shown(actor, unread_only=unread_only).filter(id__lt=before)
    return list(_grouped(older[: limit * 4], limit))


@asked_by
def _newest(actor: Actor, unread_only: bool, limit: int) -> QuerySet[Notice]:
    return _shown(actor, unread_only=unread_only)[:limit]


def _shown(actor: Actor, *, unread_only: bool) -> QuerySet[Notice]:
    mine = Notice.objects.filter(account_id=actor.id, shown=True).order_by("-id")
    return mine.filter(read_at=None) if unread_only else mine


def find_notice(actor: Actor, notice_id: UUID) -> NoticeRef | None:
    """One of the actor's own notices."""
    found = Notice.objects.filter(account_id=actor.id, id=notice_id).first()
    return _ref(found, 1) if found else None


def wishes_of(actor: Actor) -> Wishes:
    """What the actor wishes."""
    habit = Habit.objects.filter(account_id=actor.id).first()
    pairs = Mute.objects.filter(account_id=actor.id).values_list("kind", "channel")
    return Wishes(
        muted=frozenset((kind, channel) for kind, channel in pairs),
        quiet_from=habit.quiet_from if habit else None,
        quiet_to=habit.quiet_to if habit else None,
        digest=bool(habit and habit.digest),
        version=habit.version if habit else None,
    )


def list_dead(actor: Actor, *, before: UUID | None = None, limit: int = 40) -> list[DeliveryRef]:
    """Deliveries that were given up, newest first. `before`: the last of the page before."""
    require(actor, MANAGE_DELIVERIES)
    dead = Delivery.objects.filter(state=Delivery.State.DEAD)
    older = dead.filter(id__lt=before) if before else dead
    rows = list(older.select_related("notice").order_by("-id")[:limit])
    people = list_accounts(d.notice.account_id for d in rows)
    return [
        DeliveryRef(
            id=d.id,
            person=people[d.notice.account_id].name if d.notice.account_id in people else "",
            channel=str(Channel(d.channel).label),
            kind=str(kind_of(d.notice.kind).label),
            attempts=d.attempts,
            trouble=d.trouble,
            at=d.notice.at,
        )
        for d in rows
    ]


def count_deliveries(actor: Actor) -> dict[str, int]:
    """How many deliveries wait, and how many were given up."""
    require(actor, MANAGE_DELIVERIES)
    return Delivery.objects.filter(state__in=["waiting", "dead"]).aggregate(
        waiting=Count("id", filter=Q(state="waiting")), dead=Count("id", filter=Q(state="dead"))
    )


def list_webhooks(actor: Actor) -> list[WebhookRef]:
    """Every address that is or was called, the live ones first. Two queries."""
    require(actor, MANAGE_WEBHOOKS)
    return _webhooks(Q())


def find_webhook(actor: Actor, webhook_id: UUID) -> WebhookRef | None:
    """One address that is or was called."""
    require(actor, MANAGE_WEBHOOKS)
    return next(iter(_webhooks(Q(id=webhook_id))), None)


def list_calls(actor: Actor, webhook_id: UUID, *, limit: int = 100) -> list[CallRef]:
    """The calls of an address, newest first."""
    require(actor, MANAGE_WEBHOOKS)
    rows = Delivery.objects.filter(webhook_id=webhook_id).select_related("notice")
    return [
        CallRef(
            id=row.id,
            kind=str(kind_of(row.notice.kind).label),
            at=row.notice.at,
            state=row.state,
            state_label=str(Delivery.State(row.state).label),
            attempts=row.attempts,
            due_at=row.due_at,
            sent_at=row.sent_at,
            trouble=row.trouble,
        )
        for row in rows.order_by("-id")[:limit]
    ]


def _webhooks(which: Q) -> list[WebhookRef]:
    rows = list(
        Webhook.objects.filter(which)
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
            dead=Count("deliveries", filter=Q(deliveries__state="dead")),
            last_sent_at=Max("deliveries__sent_at"),
        )
        .order_by(F("retired_at").desc(nulls_first=True), "-id")
    )
    machines = list_accounts(row.account_id for row in rows)
    return [
        WebhookRef(
            id=row.id,
            account_id=row.account_id,
            machine=machines[row.account_id].name if row.account_id in machines else "",
            url=row.url,
            kinds=tuple(str(kind_of(code).label) for code in row.kinds),
            state=_state_of(row),
            added_at=row.added_at,
            waiting=row.waiting,
            dead=row.dead,
            last_sent_at=row.last_sent_at,
        )
        for row in rows
    ]


def _state_of(row: Webhook) -> WebhookState:
    if row.retired_at:
        return WebhookState.ENDED
    return WebhookState.PAUSED if row.paused_at else WebhookState.LIVE


def _grouped(rows: Iterable[Notice], limit: int) -> Iterator[NoticeRef]:
    groups: dict[str, list[Notice]] = {}
    for row in rows:
        name = row.group or str(row.id)
        if name not in groups and len(groups) == limit:
            break
        groups.setdefault(name, []).append(row)
    for members in groups.values():
        yield _ref(members[0], len(members))


def _ref(row: Notice, count: int) -> NoticeRef:
    return NoticeRef(
        id=row.id,
        kind=row.kind,
        kind_label=str(kind_of(row.kind).label),
        title=row.title,
        body=row.body,
        url=row.url,
        urgent=row.urgent,
        at=row.at,
        is_read=row.read_at is not None,
        count=count,
    )
