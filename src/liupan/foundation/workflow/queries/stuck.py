"""Processes that cannot go on by themselves."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import connection

from liupan.foundation.workflow.engine import standing
from liupan.foundation.workflow.loaded import definition
from liupan.foundation.workflow.models import Instance, Item
from liupan.foundation.workflow.queries.reading import persons_by_item

NONE = UUID(int=0)


class Kind(StrEnum):
    """What is wrong."""

    NO_STEP = "no_step"
    """A token stands where no step is open."""
    NO_TOKEN = "no_token"  # noqa: S105  a token of a process
    """A step is open where no token stands."""
    NOBODY = "nobody"
    """A step is open that no person can do today."""
    DEADLOCK = "deadlock"
    """All tokens wait for each other at joins."""


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing wrong with an instance."""

    kind: Kind
    element: str = ""
    name: str = ""
    token: UUID = NONE
    causes: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Stuck:
    """An instance with what is wrong with it."""

    instance_id: UUID
    title: str
    process: str
    ailments: tuple[Ailment, ...]


def ailments_of(instance: Instance, day: date) -> tuple[Ailment, ...]:
    """What is wrong with a running instance. Four queries."""
    steps = definition(instance.definition_id).steps
    tokens = {one.id: one for one in standing(instance.marking, set(steps))}
    rows = Item.objects.filter(instance=instance, state=Item.State.OPEN)
    items = {item.id: item for item in rows}
    found = [
        Ailment(Kind.NO_STEP, one.element, steps[one.element].name, one.id, one.causes)
        for one in tokens.values()
        if one.id not in items
    ]
    found += [
        Ailment(Kind.NO_TOKEN, item.element, item.name, item.id)
        for item in items.values()
        if item.id not in tokens
    ]
    tasks = [item for item in items.values() if item.kind == Item.Kind.TASK]
    people = persons_by_item([item.id for item in tasks], day)
    found += [
        Ailment(Kind.NOBODY, item.element, item.name, item.id)
        for item in tasks
        if not people.get(item.id) and item.id in tokens
    ]
    if not tokens and not items:
        found.append(Ailment(Kind.DEADLOCK))
    return tuple(found)


SUSPECTS = """
SELECT i.id FROM workflow_instance i
WHERE i.state = 'running' AND (
    NOT EXISTS (
        SELECT FROM workflow_item t WHERE t.instance_id = i.id AND t.state = 'open'
    )
    OR EXISTS (
        SELECT FROM workflow_item t
        WHERE t.instance_id = i.id AND t.state = 'open' AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(i.marking -> 'tokens') token
            WHERE token ->> 0 = t.id::text)
    )
    OR EXISTS (
        SELECT FROM jsonb_array_elements(i.marking -> 'tokens') token
        WHERE token ->> 3 = '16' AND NOT EXISTS (
            SELECT FROM workflow_item t WHERE t.id::text = token ->> 0 AND t.state = 'open')
    )
    OR EXISTS (
        SELECT FROM workflow_item t
        WHERE t.instance_id = i.id AND t.state = 'open' AND t.kind = 'task' AND NOT EXISTS (
            SELECT FROM workflow_candidate c
            LEFT JOIN identity_account a ON a.id = c.key AND a.closed_at IS NULL
            LEFT JOIN organisations_staffing s
                ON (s.post_id = c.key OR s.unit_id = c.key)
                AND s.valid_from <= %(day)s AND (s.valid_to IS NULL OR s.valid_to > %(day)s)
            WHERE c.item_id = t.id AND c.is_open AND (a.id IS NOT NULL OR s.post_id IS NOT NULL))
    )
)
ORDER BY i.started_at, i.id LIMIT %(limit)s
"""


def list_stuck(day: date, *, limit: int = 100) -> list[Stuck]:
    """Running instances that cannot go on by themselves, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(SUSPECTS, {"day": day, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    rows = Instance.objects.filter(id__in=ids).select_related("definition")
    rows = rows.defer("definition__source", "definition__specification", "definition__outline")
    return [
        Stuck(row.id, row.title, row.definition.name, ailments_of(row, day))
        for row in rows.order_by("started_at", "id")
    ]
