"""The rows of an act, locked, read and written in few statements.

A completed step touches six tables. Built one by one its queries cost more than the database's work
and the engine's together, so what every act does is written out here, once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import JSONField, Model

from liupan.foundation.workflow.models import Instance, Item
from liupan.kernel.ids import uuid7
from liupan.kernel.statements import kept_plan

M = TypeVar("M", bound=Model)
LOCK = """
SELECT {columns} FROM workflow_instance i
WHERE i.id = (SELECT instance_id FROM workflow_item WHERE id = %(item)s)
    AND i.secrecy <= %(clearance)s
FOR UPDATE OF i
"""
READ = """
SELECT {columns},
    ARRAY(SELECT c.key FROM workflow_candidate c
          WHERE c.item_id = t.id AND c.is_open ORDER BY c.id),
    ARRAY(SELECT c.signer_id FROM workflow_candidate c
          WHERE c.item_id = t.id AND c.is_open ORDER BY c.id),
    EXISTS (SELECT FROM workflow_signer s WHERE s.item_id = t.id),
    (SELECT max(o."order") FROM workflow_item o WHERE o.instance_id = t.instance_id)
FROM workflow_item t WHERE t.id = %(item)s
"""
SAY = """
INSERT INTO workflow_opinion
    (id, instance_id, item_id, author_id, act, outcome, text, written_at, version)
SELECT %(id)s, %(instance)s, %(item)s, %(author)s, %(act)s, %(outcome)s, %(text)s, %(now)s,
    1 + count(*)
FROM workflow_opinion WHERE item_id = %(item)s AND author_id = %(author)s
"""
UNDO = """
WITH closed AS (
    UPDATE workflow_candidate SET is_open = false WHERE item_id = ANY(%(items)s) AND is_open
)
UPDATE workflow_item SET state = 'undone',
    closed_at = CASE state WHEN 'open' THEN %(now)s ELSE closed_at END
WHERE id = ANY(%(items)s) AND state = ANY(%(states)s)
"""
CLOSE = """
WITH closed AS (
    UPDATE workflow_candidate SET is_open = false WHERE item_id = %(item)s AND is_open
)
UPDATE workflow_item
SET state = 'done', closed_at = %(now)s, done_by = %(by)s, outcome = %(outcome)s,
    submitted = %(submitted)s::jsonb, said = NULL
WHERE id = %(item)s
"""
KEEP = """
WITH kept AS (
    UPDATE workflow_instance
    SET marking = %(marking)s::jsonb, data = %(data)s::jsonb, version = %(version)s,
        state = %(state)s, ended_at = %(ended_at)s
    WHERE id = %(instance)s
), opened AS (
    INSERT INTO workflow_item (id, instance_id, "order", element, name, kind, state, signing,
        ratio, opened_at, outcome, submitted, causes, consumed)
    SELECT id, %(instance)s, "order", element, name, kind, 'open', signing,
        ratio, %(now)s, '', '{}', causes, consumed
    FROM jsonb_to_recordset(%(items)s::jsonb) AS new(id uuid, "order" integer, element text,
        name text, kind text, signing text, ratio numeric, causes uuid[], consumed jsonb)
), signing AS (
    INSERT INTO workflow_signer (id, item_id, key, place, "order", vote)
    SELECT id, item_id, key, 'joint', "order", ''
    FROM jsonb_to_recordset(%(signers)s::jsonb)
        AS new(id uuid, item_id uuid, key uuid, "order" integer)
)
INSERT INTO workflow_candidate
    (item_id, key, signer_id, opened_at, is_open, secrecy, is_paused, of_type)
SELECT item_id, key, signer_id, %(now)s, true, %(secrecy)s, false, %(of_type)s
FROM jsonb_to_recordset(%(candidates)s::jsonb) AS new(item_id uuid, key uuid, signer_id uuid)
"""


def _columns(model: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


OF_INSTANCE, OF_ITEM = _columns(Instance, "i"), _columns(Item, "t")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stood beside an item when its instance had been locked: who might act on it, by key and
    by the place of a signer, whether it has signers at all, and the last order in the instance."""

    keys: Sequence[UUID]
    places: Sequence[UUID | None]
    has_signers: bool
    last_order: int

    def named(self, *, signers: bool) -> frozenset[UUID]:
        """The keys of open candidates who sign, or of those who do the step."""
        pairs = zip(self.keys, self.places, strict=True)
        return frozenset(key for key, place in pairs if (place is not None) == signers)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A row of a step that a token came to stand on."""

    id: UUID
    order: int
    element: str
    name: str
    kind: str
    signing: str
    ratio: str
    causes: Sequence[UUID]
    consumed: Sequence[Any]


@dataclass(frozen=True, slots=True)
class NewSigner:
    """A row of somebody who signs a step jointly."""

    id: UUID
    item_id: UUID
    key: UUID
    order: int


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """A row of somebody who may act on a step."""

    item_id: UUID
    key: UUID
    signer_id: UUID | None = None


def lock_instance_of(item_id: UUID, clearance: int) -> Instance | None:
    """The instance of an item, its row locked. One statement."""
    with kept_plan() as cursor:
        cursor.execute(LOCK.format(columns=OF_INSTANCE), {"item": item_id, "clearance": clearance})
        row = cursor.fetchone()
    return _made(Instance, row) if row else None


def read_item(item_id: UUID) -> tuple[Item, Beside]:
    """An item as it stands, and what stands beside it. One statement, asked when the instance is
    locked: the statement that waited for the lock saw what was before."""
    with kept_plan() as cursor:
        cursor.execute(READ.format(columns=OF_ITEM), {"item": item_id})
        *row, keys, places, has_signers, last_order = cursor.fetchone()
    return _made(Item, row), Beside(keys, places, has_signers, last_order)


def _made(model: type[M], row: Sequence[Any]) -> M:
    fields = model._meta.concrete_fields
    values = [
        json.loads(value) if isinstance(field, JSONField) and value is not None else value
        for field, value in zip(fields, row, strict=True)
    ]
    return model.from_db(connection.alias, [field.attname for field in fields], values)


def add_opinion(
    item: Item, *, author_id: UUID, act: str, outcome: str, text: str, now: datetime
) -> None:
    """The next version of what somebody says to a step. One statement."""
    _execute(SAY, {
        "id": uuid7(), "instance": item.instance_id, "item": item.id, "author": author_id,
        "act": act, "outcome": outcome, "text": text, "now": now,
    })  # fmt: skip


def undo_items(item_ids: Sequence[UUID], states: Sequence[str], *, now: datetime) -> None:
    """Take items in these states back; nobody acts on them any more. One statement."""
    _execute(UNDO, {"items": list(item_ids), "states": list(states), "now": now})


def close_item(
    item_id: UUID, *, by: UUID, outcome: str, submitted: Mapping[str, Any], now: datetime
) -> None:
    """An item is done, and nobody may act on it any more. One statement."""
    _execute(CLOSE, {
        "item": item_id, "by": by, "outcome": outcome, "now": now,
        "submitted": json.dumps(submitted),
    })  # fmt: skip


def keep(
    instance: Instance,
    *,
    marking: str,
    data: str,
    items: Iterable[NewItem],
    signers: Iterable[NewSigner],
    candidates: Iterable[NewCandidate],
    now: datetime,
) -> None:
    """An instance as it stands, its marking and form as JSON, and new rows. One statement."""
    _execute(KEEP, {
        "instance": instance.id, "marking": marking, "data": data, "version": instance.version,
        "state": str(instance.state), "ended_at": instance.ended_at,
        "secrecy": instance.secrecy, "of_type": instance.of_type, "items": _rows(items),
        "signers": _rows(signers), "candidates": _rows(candidates), "now": now,
    })  # fmt: skip


def _execute(statement: str, values: Mapping[str, Any]) -> None:
    with kept_plan() as cursor:
        cursor.execute(statement, values)


def _rows(rows: Iterable[NewItem | NewSigner | NewCandidate]) -> str:
    said = [{name: getattr(row, name) for name in row.__slots__} for row in rows]
    return json.dumps(said, default=str, ensure_ascii=False)
