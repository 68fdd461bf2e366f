"""How many entries each value of a facet has: counted a little way, never waited for.

A narrow list is counted whole, all facets in one pass. A wide one is counted value by value, from
the index of the facet, and no further than is said; one narrowed by words, or by what stands in no
index, is counted in its first rows, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.queries.counting import BEGINS, IS, count_values
from liupan.capabilities.catalogue.queries.listing import EntryRows
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.foundation.organisations.facade import list_units_on

MOST = 1_000
"""A value's entries are counted no further."""
NARROW = 20_000
"""So many rows are counted one by one."""
FOUND = 1_000
"""And so many of those found by words, which cost more to find."""
INDEXED = ("share", "unit", "state")
"""Choices whose columns stand in the index of every facet (`models.SEEN_BY`)."""
DIGITS = 3
"""Digits of the categories that are counted."""
COLUMNS = {
    "share": "share_type", "category": "category", "unit": "unit_id", "cycle": "update_cycle",
    "open": "is_open", "state": "state",
}  # fmt: skip
"""Facet to its column; named as the choices of the list."""
OPEN, CLOSED = pgettext_lazy("entry", "open to the public"), pgettext_lazy("entry", "not open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet. `is_more`: there are more than `count`, or at least so many."""

    value: str
    label: str
    count: int
    is_more: bool


def count_facets(rows: EntryRows, *, today: date, is_office: bool) -> dict[str, list[Value]]:
    """The facets of a list that was narrowed, the most frequent first. A query, and one for each
    facet of a wide list."""
    names = [name for name in COLUMNS if is_office or name != "state"]
    lists = code_lists(today)
    chosen = rows.form.cleaned_data if rows.form and rows.form.is_valid() else {}
    most = min(NARROW, FOUND) if chosen.get("q") else NARROW
    counted, is_whole = _in_one_pass(rows.queryset, names, most)
    if not is_whole and _stands_in_indexes(rows):
        counted = _value_by_value(rows.queryset, names, lists, today)
        is_whole = True
    return _named(counted, lists, is_whole=is_whole)


def _stands_in_indexes(rows: EntryRows) -> bool:
    """Whether what was chosen stands in the facets' indexes, so that no row is fetched for it."""
    chosen = rows.form.cleaned_data if rows.form and rows.form.is_valid() else {}
    return all(value in (None, "", []) for name, value in chosen.items() if name not in INDEXED)


Counted = Mapping[str, Mapping[Any, int]]

_AT_ONCE = """
WITH found AS MATERIALIZED (SELECT * FROM ({rows}) rows LIMIT %s)
SELECT grouping({columns}), {columns}, count(*) FROM found
GROUP BY GROUPING SETS ((), {sets})
"""


def _in_one_pass(rows: QuerySet[Edition], names: Sequence[str], most: int) -> tuple[Counted, bool]:
    """Counts among the first rows, and whether these are all."""
    columns = [f"facet_{name}" for name in names]
    try:
        inner, values = _selected(rows, names)
    except EmptyResultSet:  # what was chosen leaves nothing, and no statement is needed to know
        return {name: {} for name in names}, True
    statement = _AT_ONCE.format(
        rows=inner, columns=", ".join(columns), sets=", ".join(f"({one})" for one in columns)
    )
    counted: dict[str, dict[Any, int]] = {name: {} for name in names}
    total = 0
    whole = 2 ** len(names) - 1
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, most + 1])
        rows_found = cursor.fetchall()
    for mask, *found, count in rows_found:
        if mask == whole:
            total = count
            continue
        place = next(n for n in range(len(names)) if not mask & 1 << (len(names) - 1 - n))
        counted[names[place]][found[place]] = count
    return counted, total <= most


def _selected(rows: QuerySet[Edition], names: Sequence[str]) -> tuple[str, list[Any]]:
    """A statement of the rows with the columns of these facets, as `facet_NAME`."""
    columns = {
        f"facet_{name}": Left("category", DIGITS) if name == "category" else F(COLUMNS[name])
        for name in names
    }
    statement, values = rows.order_by().values(**columns).query.sql_with_params()
    return statement, list(values)


def _value_by_value(
    rows: QuerySet[Edition], names: Sequence[str], lists: CodeLists, today: date
) -> Counted:
    """Each value from the index of its facet, no further than one more than is said."""
    return {
        name: count_values(
            rows,
            COLUMNS[name].removesuffix("_id"),
            _values_of(name, lists, today),
            most=MOST,
            test=BEGINS if name == "category" else IS,
        )
        for name in names
    }


def _values_of(name: str, lists: CodeLists, today: date) -> list[Any]:
    if name == "unit":
        return [unit.id for unit in list_units_on(today)]
    if name == "open":
        return [True, False]
    if name == "state":
        return list(Edition.State.values)
    if name == "category":
        return [code for code, _name in lists.choices("category") if len(code) == DIGITS]
    return [code for code, _name in lists.choices(COLUMNS[name])]


def _named(counted: Counted, lists: CodeLists, *, is_whole: bool) -> dict[str, list[Value]]:
    units = unit_names(counted.get("unit", ()))
    found: dict[str, list[Value]] = {}
    for name, counts in counted.items():
        values = (
            Value(
                value=_plain(one),
                label=_label(name, one, lists, units),
                count=min(count, MOST),
                is_more=count > MOST or not is_whole,
            )
            for one, count in counts.items()
            if count and one != ""
        )
        found[name] = sorted(values, key=lambda v: (-v.count, v.label))
    return found


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(name: str, value: Any, lists: CodeLists, units: Mapping[Any, str]) -> str:
    if name == "unit":
        return units.get(value, "")
    if name == "state":
        return str(Edition.State(value).label)
    if name == "open":
        return str(OPEN if value else CLOSED)
    return lists.name(COLUMNS[name], value)
