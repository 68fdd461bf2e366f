"""Keeping `UnitTree` right: the closure of "stands under" as it is today."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from liupan.foundation.organisations.models import UnitTree
from liupan.kernel.statements import kept_plan

# An open unit stands under its parent. A closed one stands under its successors, or, when nobody
# succeeded, still under its last parent.
REFRESH = """
WITH RECURSIVE affected AS (
    SELECT unnest(%(units)s::uuid[]) AS id
    UNION
    SELECT descendant_id FROM organisations_unittree WHERE ancestor_id = ANY(%(units)s::uuid[])
), cleared AS (
    DELETE FROM organisations_unittree
    WHERE descendant_id IN (SELECT id FROM affected)
), under AS (
    SELECT u.id, u.parent_id AS above FROM organisations_unit u
    WHERE u.parent_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM organisations_succession s
                      WHERE s.predecessor_id = u.id AND u.valid_to IS NOT NULL)
    UNION ALL
    SELECT s.predecessor_id, s.successor_id FROM organisations_succession s
    JOIN organisations_unit u ON u.id = s.predecessor_id AND u.valid_to IS NOT NULL
), climbed AS (
    SELECT id AS descendant, id AS ancestor, 0 AS depth FROM affected
    UNION
    SELECT c.descendant, under.above, c.depth + 1
    FROM climbed c JOIN under ON under.id = c.ancestor
)
SELECT descendant, ancestor, min(depth) FROM climbed GROUP BY descendant, ancestor
"""

INSERT = """
INSERT INTO organisations_unittree (descendant_id, ancestor_id, depth)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::smallint[])
"""


def lock_tree() -> None:
    """Let one transaction at a time change the shape of the tree, so that no ring can close."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liupan.organisations.tree'))")


def refresh_tree(unit_ids: Iterable[UUID]) -> None:
    """Make the tree right again after these units came, moved or closed; two statements."""
    with kept_plan() as cursor:
        cursor.execute(REFRESH, {"units": list(unit_ids)})
        pairs = cursor.fetchall()
        if pairs:
            cursor.execute(INSERT, [list(column) for column in zip(*pairs, strict=True)])


def stands_under(unit_id: UUID, top_id: UUID) -> bool:
    """Whether the unit is `top_id` or stands somewhere below it today."""
    return UnitTree.objects.filter(descendant_id=unit_id, ancestor_id=top_id).exists()
