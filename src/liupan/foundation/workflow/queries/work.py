"""What waits for somebody: one indexed join of candidates by person, posts and units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from liupan.foundation.access.facade import asked_by
from liupan.foundation.changes.facade import of_the_moment, remembered
from liupan.foundation.workflow.models import Candidate, Copy, Instance
from liupan.foundation.workflow.queries.candidates import keys_for
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.statements import asked

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
                AND c.secrecy <= %(clearance)s AND c.opened_at <= %(now)s
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
walks along one index and not all that waits for them. What was put off waits from its day on."""

WAITING_OF = """
WITH mine AS MATERIALIZED (
    SELECT c.item_id, min(c.opened_at) AS opened_at FROM workflow_candidate c
    WHERE c.key = ANY(%(keys)s::uuid[]) AND c.is_open AND NOT c.is_paused
        AND c.secrecy <= %(clearance)s AND c.opened_at <= %(now)s
    GROUP BY c.item_id
)
SELECT item.id, instance.id, item.name, instance.title, instance.url, definition.name,
       mine.opened_at, item.holder_id IS NOT NULL, instance.of_type, instance.of_id
FROM mine CROSS JOIN LATERAL (
    SELECT i.id, i.instance_id, i.name, i.holder_id
    FROM workflow_item i WHERE i.id = mine.item_id OFFSET 0
) item CROSS JOIN LATERAL (
    SELECT n.id, n.title, n.url, n.of_type, n.of_id, n.definition_id
    FROM workflow_instance n
    WHERE n.id = item.instance_id AND n.of_type = ANY(%(types)s) OFFSET 0
) instance
JOIN workflow_definition definition ON definition.id = instance.definition_id
ORDER BY mine.opened_at, item.id LIMIT %(limit)s
"""
"""All that waits for somebody is looked through, however much of it is of other offices."""

COUNT = """
SELECT count(*) FROM (
    SELECT DISTINCT c.item_id FROM workflow_candidate c
    WHERE c.key = ANY(%(keys)s::uuid[]) AND c.is_open AND NOT c.is_paused
        AND c.secrecy <= %(clearance)s AND c.opened_at <= %(now)s
) found
"""

COUNT_OF = """
SELECT (
    SELECT count(DISTINCT c.item_id)
    FROM workflow_candidate c
    WHERE c.key = ANY(%(keys)s::uuid[]) AND c.is_open AND NOT c.is_paused
        AND c.secrecy <= %(clearance)s AND c.opened_at <= %(now)s AND c.of_type = ANY(%(types)s)
) + (
    SELECT count(*)
    FROM workflow_copy copy
    JOIN workflow_instance instance ON instance.id = copy.instance_id
    WHERE copy.account_id = %(account)s AND copy.read_at IS NULL
        AND instance.secrecy <= %(clearance)s AND instance.of_type = ANY(%(types)s)
)
"""

THINGS = """
WITH mine AS MATERIALIZED (
    SELECT c.item_id, c.opened_at FROM workflow_candidate c
    WHERE c.key = ANY(%(keys)s::uuid[]) AND c.is_open AND NOT c.is_paused
        AND c.secrecy <= %(clearance)s AND c.opened_at <= %(now)s AND c.of_type = %(of_type)s
)
SELECT thing.of_id FROM (
    SELECT opened_at, (
        SELECT item.instance_id FROM workflow_item item WHERE item.id = mine.item_id
    ) AS instance_id FROM mine OFFSET 0
) step CROSS JOIN LATERAL (
    SELECT of_id FROM workflow_instance instance WHERE instance.id = step.instance_id OFFSET 0
) thing
GROUP BY thing.of_id ORDER BY min(step.opened_at), thing.of_id
"""
"""From what waits to its things, one by one: it is the smallest part of all that runs."""


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


def list_waiting(
    actor: Actor, now: datetime, *, limit: int, of_types: Collection[str] | None = None
) -> list[Waiting]:
    """The steps that wait for the actor, the oldest first; `of_types`: only those of processes of
    such things. One query, and one for the posts."""
    values = {**_mine(actor, now), "limit": limit}
    with connection.cursor() as cursor:
        if of_types is None:
            cursor.execute(WAITING, values)
        else:
            cursor.execute(WAITING_OF, {**values, "types": list(of_types)})
        return [Waiting(*row) for row in cursor.fetchall()]


def list_put_off(
    of_types: Collection[str], actor: Actor, now: datetime, *, limit: int
) -> list[Waiting]:
    """The steps of processes of such things that the actor put off, the first to come back first;
    `opened_at` says when. One query, and one for the posts."""
    found = Candidate.objects.filter(
        key__in=keys_for(actor.id, clock.on(now)), is_open=True, is_paused=False,
        secrecy__lte=actor.clearance, opened_at__gt=now, item__instance__of_type__in=of_types,
    ).order_by("opened_at", "item_id")  # fmt: skip
    values = (
        "item_id", "item__instance_id", "item__name", "item__instance__title",
        "item__instance__url", "item__instance__definition__name", "opened_at", "item__holder_id",
        "item__instance__of_type", "item__instance__of_id",
    )  # fmt: skip
    return [Waiting(*row) for row in found.values_list(*values)[:limit]]


def count_waiting(actor: Actor, now: datetime) -> int:
    """How many steps wait for the actor in all."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _mine(actor, now))
        return int(cursor.fetchone()[0])


def list_things_waiting(actor: Actor, now: datetime, *, of_type: str) -> tuple[UUID, ...]:
    """Things of an office of which a step waits for the actor, the longest waiting first. One
    query, asked once a page."""

    def read() -> tuple[UUID, ...]:
        with connection.cursor() as cursor:
            cursor.execute(THINGS, {**_mine(actor, now), "of_type": of_type})
            return tuple(of_id for (of_id,) in cursor.fetchall())

    return of_the_moment(f"workflow.waiting {of_type} {actor.id} {actor.clearance}", read)


def count_work(of_types: Collection[str], actor: Actor, now: datetime) -> int:
    """How many steps and unread copies wait for the actor in processes of such things. One query,
    and one for the posts."""
    values = {**_mine(actor, now), "types": list(of_types), "account": actor.id}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OF, values)
        return int(cursor.fetchone()[0])


class Part(StrEnum):
    """What somebody is asked for at a step."""

    DO = "do"
    SIGN = "sign"
    """Jointly with others, or before or after who does it."""


def list_own_steps(instance_id: UUID, actor: Actor, now: datetime) -> dict[UUID, Part]:
    """The open steps of a running instance that wait for the actor. Who signs before the step and
    does it signs first. Two queries."""
    mine = keys_for(actor.id, clock.on(now))
    parts = [
        (item, Part.SIGN if signer else Part.DO)
        for item, signer, key in _waiting(instance_id, actor.clearance)
        if key in mine
    ]
    return dict(sorted(parts, key=lambda one: one[1] is Part.SIGN))


@asked
def _waiting(
    instance_id: UUID, clearance: int
) -> QuerySet[Candidate, tuple[UUID, UUID | None, UUID]]:
    found = Candidate.objects.filter(
        is_open=True, item__instance_id=instance_id,
        item__instance__state=Instance.State.RUNNING, item__instance__secrecy__lte=clearance,
    )  # fmt: skip
    return found.values_list("item_id", "signer_id", "key")


def _mine(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"keys": _array(actor.id, clock.on(now)), "clearance": int(actor.clearance), "now": now}


@remembered("organisations.units", "organisations.posts", most=2000)
def _array(account_id: UUID, day: date) -> str:
    """The keys as PostgreSQL writes an array: every page asks by them, often by hundreds."""
    return f"{{{','.join(sorted(map(str, keys_for(account_id, day))))}}}"


@dataclass(frozen=True, slots=True)
class Copied:
    """An instance that was shown to somebody who has not looked yet."""

    instance_id: UUID
    title: str
    url: str
    sent_at: datetime


def list_copied(
    actor: Actor, *, limit: int, of_types: Collection[str] | None = None
) -> Sequence[Copied]:
    """Unread copies, the latest first; `of_types`: only those of such things. One query."""
    types = None if of_types is None else frozenset(of_types)
    return [Copied(*row) for row in _copies(actor, types, limit)]


@asked_by
def _copies(
    actor: Actor, of_types: frozenset[str] | None, limit: int
) -> QuerySet[Copy, tuple[UUID, str, str, datetime]]:
    rows = Copy.objects.filter(
        account_id=actor.id, read_at=None, instance__secrecy__lte=actor.clearance
    ).order_by("-sent_at")
    if of_types is not None:
        rows = rows.filter(instance__of_type__in=sorted(of_types))
    return rows.values_list("instance_id", "instance__title", "instance__url", "sent_at")[:limit]


def count_copied(actor: Actor) -> int:
    """How many copies are unread."""
    return Copy.objects.filter(
        account_id=actor.id, read_at=None, instance__secrecy__lte=actor.clearance
    ).count()
