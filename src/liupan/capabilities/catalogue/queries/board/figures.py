"""What units' catalogues and answers came to, month by month, counted in SQL from the rows.

`rules/recompute_board.py` comes to the same from an export of the journal alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.capabilities.catalogue.rules.board import NOTHING, Figures, Month
from liupan.kernel import clock

Counted = Mapping[Month, Mapping[UUID, Figures]]

MONTHS = "WITH month (n, begins, ends, last) AS (VALUES {rows})"
ROW = "(%s, %s::timestamptz, %s::timestamptz, %s::date)"

ENTRIES = """
SELECT month.n, edition.unit_id,
    count(DISTINCT edition.resource_id) AS registered,
    count(*) FILTER (WHERE edition.published_at < month.ends) AS published,
    count(*) FILTER (
        WHERE edition.published_at < month.ends
        AND EXISTS (SELECT 1 FROM catalogue_item item WHERE item.edition_id = edition.id)
    ) AS with_items
FROM month
JOIN catalogue_edition edition ON edition.begun_at < month.ends
    AND (edition.ended_at IS NULL OR edition.ended_at >= month.ends)
GROUP BY month.n, edition.unit_id
"""
DOUBTS = """
SELECT month.n, doubt.unit_id,
    count(*) FILTER (WHERE doubt.answered_at >= month.begins AND doubt.answered_at < month.ends)
        AS answers,
    count(*) FILTER (
        WHERE doubt.answered_at >= month.begins AND doubt.answered_at < month.ends AND doubt.in_time
    ) AS in_time,
    array_agg(doubt.fix_days)
        FILTER (WHERE doubt.fixed_at >= month.begins AND doubt.fixed_at < month.ends) AS fix_days
FROM month
JOIN catalogue_doubt doubt ON doubt.answered_at < month.ends
    AND (doubt.answered_at >= month.begins OR doubt.fixed_at >= month.begins)
GROUP BY month.n, doubt.unit_id
"""
REQUESTS = """
SELECT month.n, request.provider_id AS unit_id,
    count(*) AS answers,
    count(*) FILTER (
        WHERE decision.due_on IS NULL
        OR (decision.at AT TIME ZONE 'Asia/Shanghai')::date <= decision.due_on
    ) AS in_time
FROM month
JOIN catalogue_decision decision ON NOT decision.is_ruling
    AND decision.at >= month.begins AND decision.at < month.ends
JOIN catalogue_request request ON request.id = decision.request_id
GROUP BY month.n, request.provider_id
"""
GRANTS = """
SELECT month.n, side.unit_id,
    count(*) FILTER (WHERE side.gives) AS granted,
    count(*) FILTER (WHERE NOT side.gives) AS used
FROM month
JOIN catalogue_grant given ON given.issued_at < month.ends
JOIN LATERAL (
    SELECT version.valid_from, version.valid_until FROM catalogue_grantversion version
    WHERE version.grant_id = given.id AND version.at < month.ends
    ORDER BY version.number DESC LIMIT 1
) counted ON counted.valid_from <= month.last AND counted.valid_until >= month.last
JOIN LATERAL (
    SELECT step.kind FROM catalogue_grantstep step
    WHERE step.grant_id = given.id AND step.at < month.ends AND step.kind <> 'narrow'
    ORDER BY step.at DESC, step.id DESC LIMIT 1
) latest ON latest.kind IN ('issue', 'resume')
CROSS JOIN LATERAL (
    VALUES (given.provider_id, true), (given.consumer_id, false)
) side (unit_id, gives)
GROUP BY month.n, side.unit_id
"""
TASKS = """
SELECT month.n, task.unit_id,
    count(*) AS tasks, count(*) FILTER (WHERE NOT task.was_late) AS tasks_in_time
FROM month
JOIN catalogue_updatetask task ON task.done_at >= month.begins AND task.done_at < month.ends
GROUP BY month.n, task.unit_id
"""
SOURCES = (ENTRIES, DOUBTS, REQUESTS, GRANTS, TASKS)


def count_figures(months: Sequence[Month], units: Sequence[UUID] | None = None) -> Counted:
    """Month to unit to figures; of some units, or of all that have any. A query for each source."""
    found: dict[Month, dict[UUID, Figures]] = {
        month: defaultdict(lambda: NOTHING) for month in months
    }
    wanted = None if units is None else set(units)
    for source in SOURCES:
        for row in _rows(source, months):
            month, unit = months[row.pop("n")], row.pop("unit_id")
            if wanted is None or unit in wanted:
                found[month][unit] = found[month][unit] + _figures(row)
    return {month: dict(figures) for month, figures in found.items()}


def _figures(row: dict[str, Any]) -> Figures:
    days = row.pop("fix_days", None) or ()
    return Figures(**row, fix_days=tuple(sorted(days)))


def _rows(source: str, months: Sequence[Month]) -> list[dict[str, Any]]:
    heads = MONTHS.format(rows=", ".join([ROW] * len(months)))
    values = [
        value
        for n, month in enumerate(months)
        for value in (n, clock.start_of(month.first), clock.start_of(month.after), month.last)
    ]
    with connection.cursor() as cursor:
        cursor.execute(heads + source, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
