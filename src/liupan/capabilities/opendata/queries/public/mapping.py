"""Rows by county: how many, where a column holds division codes or their names."""

from collections.abc import Mapping
from datetime import date

from liupan.capabilities.opendata.queries.public.rows import get_facet
from liupan.capabilities.opendata.queries.public.shapes import Shown, ShownColumn
from liupan.foundation.organisations.facade import DivisionRef, list_divisions
from liupan.foundation.tables.facade import Type

COUNTY, MOST = 3, 1_000
NAMED = ("行政区划", "区划", "所在县", "县区", "区县", "县（区）", "所属县", "所在区", "地区")
"""What columns of places are called."""


def place_column(shown: Shown) -> ShownColumn | None:
    """The column that says where a row belongs, by its name; None without one."""
    for column in shown.columns:
        is_text = column.told is not None and column.told.type is Type.TEXT
        if is_text and any(word in column.item for word in NAMED):
            return column
    return None


def count_by_county(shown: Shown, column: ShownColumn, day: date) -> Mapping[str, int]:
    """County's code to how many rows are of it or of a place in it; 0 where none. Raises what
    `tables.list_facet` does."""
    counties = {one.code: one for one in list_divisions(day, level=COUNTY)}
    found = dict.fromkeys(counties, 0)
    for value, n in get_facet(shown, column.name, (), limit=MOST).values:
        code = _county_of(str(value or ""), counties)
        if code:
            found[code] += n
    return found


def _county_of(value: str, counties: Mapping[str, DivisionRef]) -> str:
    if value[:6] in counties:
        return value[:6]
    return next((code for code, one in counties.items() if value.startswith(one.name)), "")
