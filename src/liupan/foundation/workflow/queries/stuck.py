"""Processes that cannot go on by themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from liupan.foundation.changes.facade import remembered
from liupan.foundation.workflow.engine import standing
from liupan.foundation.workflow.loaded import definition
from liupan.foundation.workflow.models import Instance, Item
from liupan.foundation.workflow.queries.reading import persons_by_item
from liupan.kernel import clock

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
    """What is wrong with a running instance. Three queries."""
    return _ailments([instance], day)[instance.id]


def _ailments(instances: Sequence[Instance], day: date) -> dict[UUID, tuple[Ailment, ...]]:
    """What is wrong with each. Three queries, and one for a definition not met before."""
    rows = Item.objects.filter(instance__in=instances, state=Item.State.OPEN)
    items: dict[UUID, dict[UUID, Item]] = {one.id: {} for one in instances}
    for item in rows:
        items[item.instance_id][item.id] = item
    tasks = [one.id for held in items.values() for one in held.values()
             if one.kind == Item.Kind.TASK]  # fmt: skip
    people = persons_by_item(tasks, day)
    return {one.id: tuple(_wrong_with(one, items[one.id], people)) for one in instances}


def _wrong_with(
    instance: Instance, items: Mapping[UUID, Item], people: Mapping[UUID, set[UUID]]
) -> Iterator[Ailment]:
    steps = definition(instance.definition_id).steps
    tokens = {one.id: one for one in standing(instance.marking, set(steps))}
    for token in tokens.values():
        if token.id not in items:
            name = steps[token.element].name
            yield Ailment(Kind.NO_STEP, token.element, name, token.id, token.causes)
    for item in items.values():
        if item.id not in tokens:
            yield Ailment(Kind.NO_TOKEN, item.element, item.name, item.id)
    for item in items.values():
        if item.kind == Item.Kind.TASK and item.id in tokens and not people.get(item.id):
            yield Ailment(Kind.NOBODY, item.element, item.name, item.id)
    if not tokens and not items:
        yield Ailment(Kind.DEADLOCK)


SUSPECTS = """
WITH running AS (
    SELECT id, started_at, marking -> 'tokens' AS tokens
    FROM workflow_instance WHERE state = 'running'
), token AS MATERIALIZED (
    SELECT running.id AS instance_id, (each ->> 0)::uuid AS id, each ->> 3 AS state
    FROM running CROSS JOIN LATERAL jsonb_array_elements(running.tokens) each
), open AS MATERIALIZED (
    SELECT id, instance_id, kind FROM workflow_item WHERE state = 'open'
), able AS MATERIALIZED (
    SELECT id FROM identity_account WHERE closed_at IS NULL
    UNION SELECT post_id FROM organisations_staffing
        WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
    UNION SELECT unit_id FROM organisations_staffing
        WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
), acting AS MATERIALIZED (
    SELECT c.item_id FROM workflow_candidate c JOIN able ON able.id = c.key WHERE c.is_open
), wrong AS (
    SELECT id AS instance_id FROM running
    WHERE NOT EXISTS (SELECT FROM open WHERE open.instance_id = running.id)
    UNION ALL
    SELECT open.instance_id FROM open LEFT JOIN token USING (id, instance_id)
    WHERE token.id IS NULL
    UNION ALL
    SELECT token.instance_id FROM token LEFT JOIN open USING (id)
    WHERE token.state = '16' AND open.id IS NULL
    UNION ALL
    SELECT instance_id FROM open
    WHERE kind = 'task' AND NOT EXISTS (SELECT FROM acting WHERE acting.item_id = open.id)
)
SELECT id FROM running WHERE id IN (SELECT instance_id FROM wrong)
ORDER BY started_at, id LIMIT %(limit)s
"""
"""All that runs is looked through, as sets: one by one it took a minute for 100,000 instances."""


def list_stuck(now: datetime, *, limit: int = 100) -> list[Stuck]:
    """Running instances that cannot go on by themselves, the oldest first. Looked for once a
    minute at most, since that means looking at all; what was mended is left out at once."""
    day = clock.on(now)
    ids = _suspects(now.replace(second=0, microsecond=0), day, limit)
    rows = Instance.objects.filter(id__in=ids, state=Instance.State.RUNNING)
    rows = rows.select_related("definition").order_by("started_at", "id")
    found = list(
        rows.defer("definition__source", "definition__specification", "definition__outline")
    )
    wrong = _ailments(found, day) if found else {}
    return [
        Stuck(row.id, row.title, row.definition.name, wrong[row.id])
        for row in found
        if wrong[row.id]
    ]


@remembered("organisations.units", "organisations.posts", "identity.accounts", most=1)
def _suspects(_minute: datetime, day: date, limit: int) -> tuple[UUID, ...]:
    with connection.cursor() as cursor:
        cursor.execute(SUSPECTS, {"day": day, "limit": limit})
        return tuple(row[0] for row in cursor.fetchall())
