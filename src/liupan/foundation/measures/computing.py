"""The figures of a day: all of them, for all scopes, in one set-based write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection

from liupan.foundation.measures.models import Snapshot
from liupan.kernel.figures import Kind, Measure, measures

COLUMNS = "(unit_id, record_id, label, numerator, denominator)"

SUMS = """
SELECT %s::text, unit_id, sum(numerator), sum(denominator), count(*)
FROM ({sql}) AS record {columns} GROUP BY unit_id
"""
SINGLE = """
SELECT %s::text, unit_id, numerator / denominator
FROM ({sql}) AS record {columns} WHERE denominator > 0
"""
NO_SUMS = "SELECT NULL::text, NULL::uuid, 0::numeric, 0::numeric, 0::bigint WHERE false"
NONE_SINGLE = "SELECT NULL::text, NULL::uuid, 0::numeric WHERE false"

ALL = """
WITH scoped AS MATERIALIZED (
    SELECT unit_id, scope, key FROM organisations_scope_on(%s::date)
), each (measure, unit_id, n, d, c) AS MATERIALIZED (
    {sums}
), single (measure, unit_id, value) AS MATERIALIZED (
    {singles}
)
INSERT INTO measures_snapshot
    (measure, day, scope, key, numerator, denominator, records, computed_at)
SELECT measure, %s::date, scope, key, sum(n), sum(d), sum(c), %s::timestamptz
FROM each JOIN scoped USING (unit_id) GROUP BY measure, scope, key
UNION ALL
SELECT measure, %s::date, scope, key,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY value))::numeric(20, 4), 1,
    count(*), %s::timestamptz
FROM single JOIN scoped USING (unit_id) GROUP BY measure, scope, key
"""
"""Medians of parts do not add up to the median of the whole: each scope looks at every record.
The scopes of a day are climbed once for all figures."""


def compute_all(day: date, now: datetime) -> None:
    """Replace the day's snapshots of all figures for all scopes: one set-based write."""
    Snapshot.objects.filter(day=day).delete()
    sql, parameters = _statement(list(measures().values()), day, now)
    with _whole_tables(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@contextmanager
def _whole_tables() -> Iterator[None]:
    """Have PostgreSQL join whole tables within.

    A figure looks at every record. Where statistics are behind, as in a city just built or after a
    large import, joining row by row was seen to take a second instead of a few milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT")


def _statement(all_of: Sequence[Measure], day: date, now: datetime) -> tuple[str, list[Any]]:
    medians = [one for one in all_of if one.kind is Kind.MEDIAN]
    sums, of_sums = _parts(SUMS, [one for one in all_of if one not in medians], day)
    singles, of_singles = _parts(SINGLE, medians, day)
    sql = ALL.format(sums=sums or NO_SUMS, singles=singles or NONE_SINGLE)
    return sql, [day, *of_sums, *of_singles, day, now, day, now]


def _parts(template: str, some: Sequence[Measure], day: date) -> tuple[str, list[Any]]:
    """One part for each figure, and what they ask for."""
    parts, parameters = [], []
    for measure in some:
        sql, given = measure.records(day)
        parts.append(template.format(sql=sql, columns=COLUMNS))
        parameters += [measure.code, *given]
    return "UNION ALL".join(parts), parameters
