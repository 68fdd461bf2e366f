"""What waits for somebody: one indexed join of candidates by person, posts and units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.foundation.workflow.models import Candidate, Copy, Instance
from liupan.foundation.workflow.queries.candidates import keys_for
from liupan.kernel import clock
from liupan.kernel.authority import Actor

WAITING = """
SELECT item.id, instance.id, item.name, instance.title, instance.url, definition.name,
       found.opened_at, item.holder_id IS NOT NULL, instance.of_type, instance.of_id
FROM (
    SELECT item_id, min(opened_at) AS opened_at FROM (
        SELECT own.item_id, own.opened_at
        FROM unnest(%(keys)s::uuid[]) AS mine(key)
        CROSS JOIN LATERAL (
            SELECT c.item_id, c.opened_at
            FROM workflow_candidate c
            WHERE c.key = mine.key AND c.is_open AND NOT c.is_paused
                AND c.secrecy <= %(clearance)s
            ORDER BY c.opened_at, c.item_id LIMIT %(limit)s
        ) own
    ) each GROUP BY item_id ORDER BY 2, 1 LIMIT %(limit)s
) found
JOIN workflow_item item ON item.id = found.item_id
JOIN workflow_instance instance ON instance.id = item.instance_id
JOIN workflow_definition definition ON definition.id = instance.definition_id
ORDER BY found.opened_at, item.id
"""
"""Of each key no more than are shown at all are read, so that a hundred posts cost a hundred short
walks along one index and not all that waits for them."""

COUNT = """
SELECT count(*) FROM (
    SELECT DISTINCT c.item_id FROM workflow_candidate c
    WHERE c.key = ANY(%(keys)s::uuid[]) AND c.is_open AND NOT c.is_paused
        AND c.secrecy <= %(clearance)s
) found
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for somebody."""

    item_id: UUID
    instance_id: UUID
    step: str
    title: str
    url: str
    process: str
    opened_at: datetime
    is_held: bool
    of_type: str
    of_id: UUID


def list_waiting(actor: Actor, now: datetime, *, limit: int) -> list[Waiting]:
    """The steps that wait for the actor, the oldest first. One query, and one for the posts."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {**_mine(actor, now), "limit": limit})
        return [Waiting(*row) for row in cursor.fetchall()]


def count_waiting(actor: Actor, now: datetime) -> int:
    """How many steps wait for the actor in all."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _mine(actor, now))
        return int(cursor.fetchone()[0])


def list_own_steps(instance_id: UUID, actor: Actor, now: datetime) -> frozenset[UUID]:
    """The open steps of a running instance that wait for the actor. Two queries."""
    found = Candidate.objects.filter(
        key__in=keys_for(actor, clock.on(now)), is_open=True, item__instance_id=instance_id,
        item__instance__state=Instance.State.RUNNING,
        item__instance__secrecy__lte=actor.clearance,
    )  # fmt: skip
    return frozenset(found.values_list("item_id", flat=True))


def _mine(actor: Actor, now: datetime) -> dict[str, Any]:
    keys = sorted(keys_for(actor, clock.on(now)))
    return {"keys": keys, "clearance": int(actor.clearance)}


@dataclass(frozen=True, slots=True)
class Copied:
    """An instance that was shown to somebody who has not looked yet."""

    instance_id: UUID
    title: str
    url: str
    sent_at: datetime


def list_copied(actor: Actor, *, limit: int) -> Sequence[Copied]:
    """Unread copies, the latest first. One query."""
    rows = Copy.objects.filter(
        account_id=actor.id, read_at=None, instance__secrecy__lte=actor.clearance
    ).order_by("-sent_at")
    values = ("instance_id", "instance__title", "instance__url", "sent_at")
    return [Copied(*row) for row in rows.values_list(*values)[:limit]]


def count_copied(actor: Actor) -> int:
    """How many copies are unread."""
    return Copy.objects.filter(
        account_id=actor.id, read_at=None, instance__secrecy__lte=actor.clearance
    ).count()
