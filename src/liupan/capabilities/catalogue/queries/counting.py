"""Rows counted a little way for each of many values, in one statement from the values' index."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

BEGINS = "{column} ~>=~ asked.value AND {column} ~<~ (asked.value || ':')"
"""Codes of digits that begin with a value: the colon follows the nine."""
IS = "{column} = asked.value"
_COUNT = """
SELECT asked.value, counted.n FROM unnest(%s::{kind}[]) asked(value)
CROSS JOIN LATERAL (SELECT count(*) AS n FROM ({rows}) found) counted
"""


def count_values(
    rows: QuerySet[Any], column: str, values: Sequence[Any], *, most: int, test: str = IS
) -> dict[Any, int]:
    """Value to how many of the rows have it, counted no further than one more than `most`.

    `column`: of the rows' own table.
    """
    field = rows.model._meta.get_field(column)
    name = f'"{rows.model._meta.db_table}"."{field.column}"'
    condition: Any = RawSQL(test.format(column=name), [], output_field=BooleanField())  # noqa: S611
    some = rows.filter(condition).order_by().values("pk")[: most + 1]
    part, more = some.query.sql_with_params()
    kind = {"unit": "uuid", "is_open": "boolean", "state": "smallint"}.get(column, "text")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(kind=kind, rows=part), [list(values), *more])
        return dict(cursor.fetchall())
