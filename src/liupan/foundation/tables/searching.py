"""Rows of a table by words anywhere in them, in the order of several columns, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.tables.bounds import PATIENCE_MS, Value, bounded, rows_of
from liupan.foundation.tables.physical import cell, name
from liupan.foundation.tables.reading import COUNTED, LIMIT, OFFSET, Count
from liupan.foundation.tables.rules.columns import TEXTS
from liupan.foundation.tables.rules.reading import Filter, View
from liupan.foundation.tables.selecting import (
    BadFilter,
    Shape,
    Sql,
    conditions,
    selected,
    shape_of,
    shown_columns,
    sortable_place,
    values_of,
    where,
)

WORDS, LONGEST, SORTS = 8, 100, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which rows, in which order: `words` each stand in some text column that is shown as it is,
    `sort` is columns with whether they fall, `is_distinct` gives each combination once."""

    filters: tuple[Filter, ...] = ()
    words: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    is_distinct: bool = False
    limit: int = 50
    offset: int = 0


def search_rows(
    table_id: UUID, view: View, shown: View, search: Search, *, patience_ms: int = PATIENCE_MS
) -> tuple[tuple[Value, ...], ...]:
    """The columns of `shown` of the rows; words, filters and order may look at all of `view`.

    Raises `Missing`, `NoContent`, `UnknownColumn`, `BadFilter`, `TooSlow`.
    """
    if not 0 < search.limit <= LIMIT or not 0 <= search.offset <= OFFSET:
        raise BadFilter(_("So many rows are not given at once."))
    shape = shape_of(table_id)
    found = _found(shape, view, shown, search)
    order = _order(shape, view, shown, search)
    text = f"{found.text} ORDER BY {order} LIMIT %s OFFSET %s"
    with bounded(patience_ms):
        return tuple(rows_of(Sql(text, (*found.values, search.limit, search.offset))))


def count_found(
    table_id: UUID, view: View, shown: View, search: Search, *, up_to: int = COUNTED,
    patience_ms: int = PATIENCE_MS,
) -> Count:  # fmt: skip
    """How many rows `search_rows` would give in all; so many are counted."""
    found = _found(shape_of(table_id), view, shown, search)
    text = f"SELECT count(*) FROM ({found.text} LIMIT %s) found"
    with bounded(patience_ms):
        ((counted,),) = rows_of(Sql(text, (*found.values, up_to + 1)))
    return Count(min(int(str(counted)), up_to), is_exact=int(str(counted)) <= up_to)


def _found(shape: Shape, view: View, shown: View, search: Search) -> Sql:
    cells = selected(shape, shown)
    met = where([*conditions(shape, view, search.filters), *_worded(shape, view, search.words)])
    once = "DISTINCT " if search.is_distinct else ""
    listed = ", ".join(each.text for each in cells)
    text = f"SELECT {once}{listed} FROM {name(shape.content)} t{met.text}"
    return Sql(text, (*values_of(cells), *met.values))


def _worded(shape: Shape, view: View, words: str) -> list[Sql]:
    """Each word somewhere; masked columns are not looked into, for that would give them away."""
    open_names = [one.name for one in shown_columns(shape, view)
                  if one.type in TEXTS and one.name not in view.masks]  # fmt: skip
    places = [cell(shape.place(one), "t") for one in open_names]
    told = words.replace("\0", "").split()
    if len(told) > WORDS or len(words) > LONGEST:
        raise BadFilter(_("Too much is asked for at once."))
    return [_somewhere(places, word) for word in told]


def _somewhere(places: Sequence[str], word: str) -> Sql:
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not places:
        return Sql("false")
    return Sql(" OR ".join(f"{one} ILIKE %s" for one in places), (f"%{plain}%",) * len(places))


def _order(shape: Shape, view: View, shown: View, search: Search) -> str:
    """The wanted columns, then where rows stand; of distinct rows the columns themselves."""
    if len(search.sort) > SORTS:
        raise BadFilter(_("Too much is asked for at once."))
    parts = [_sorted(shape, view, shown, search, *one) for one in search.sort]
    last = [str(n) for n in range(1, len(shown.columns) + 1)] if search.is_distinct else ["t.n"]
    return ", ".join([*parts, *last])


def _sorted(
    shape: Shape, view: View, shown: View, search: Search, column: str, falls: bool
) -> str:  # fmt: skip
    place = sortable_place(shape, view, column)
    if search.is_distinct and column not in shown.columns:
        raise BadFilter(_("Distinct rows are sorted by columns that are asked for."))
    return f"{cell(place, 't')} {'DESC' if falls else 'ASC'} NULLS LAST"
