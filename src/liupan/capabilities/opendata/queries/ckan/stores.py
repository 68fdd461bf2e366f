"""CKAN's datastore: rows of a resource as its clients expect them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.public.datasets import get_opened, no_dataset
from liupan.capabilities.opendata.queries.public.rows import as_json, count
from liupan.capabilities.opendata.queries.public.seen import opened
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.rules.ckan import dataset_ids
from liupan.foundation.tables.facade import (
    Column,
    Count,
    Filter,
    Question,
    Search,
    TooSlow,
    Type,
    Value,
    View,
    count_found,
    get_page,
    get_table,
)
from liupan.foundation.tables.facade import search_rows as search_table

TYPES = {
    Type.NUMBER: "numeric", Type.MONEY: "numeric", Type.DATE: "date", Type.MOMENT: "timestamp",
    Type.LOGICAL: "bool", Type.INTEGER: "int8", Type.DOUBLE: "float8", Type.FLOAT: "float8",
}  # fmt: skip

HASTE_MS = 3_000
"""How long words, several columns of order and distinct rows are looked for."""
Rows = Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a resource. `fields` empty: all that everybody sees."""

    filters: tuple[Filter, ...] = ()
    fields: tuple[str, ...] = ()
    words: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    is_distinct: bool = False
    limit: int = 100
    offset: int = 0
    has_total: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether it is a page in the order of one column at most, as indexes give it."""
        return not self.words and not self.is_distinct and len(self.sort) < 2

    @property
    def search(self) -> Search:
        """The same as the table is asked."""
        return Search(
            filters=self.filters, words=self.words, sort=self.sort, limit=max(self.limit, 1),
            is_distinct=self.is_distinct, offset=self.offset,
        )  # fmt: skip


def get_stored(resource: UUID, *, now: datetime) -> Shown:
    """The dataset whose rows a resource is. Raises `Missing`."""
    ids = [key for key, form in dataset_ids(resource).items() if form == "csv"]
    code = Dataset.objects.filter(opened(), id__in=[*ids, resource]).values_list("code", flat=True)
    found = list(code[:1])
    if not found:
        raise no_dataset()
    return get_opened(found[0], now=now)


def search_rows(shown: Shown, asked: Asked) -> dict[str, Any]:
    """Records, fields and total. Raises what `tables` does, and `Missing`."""
    if shown.table_id is None:
        raise no_dataset()
    names = asked.fields or shown.view.columns
    columns = {one.name: one for one in get_table(shown.table_id).columns}
    rows = _rows(shown, asked, names) if asked.limit else ()
    found: dict[str, Any] = {
        "records": [dict(zip(names, map(as_json, row), strict=True)) for row in rows],
        "fields": _fields([columns[name] for name in names]),
    }
    return {**found, **_total(shown, asked)} if asked.has_total else found


def _rows(shown: Shown, asked: Asked, names: Sequence[str]) -> Rows:
    """Filters, words and order may look at any column that is shown; others are unknown."""
    assert shown.table_id
    if not asked.is_plain:
        wanted = View(columns=tuple(names))
        return search_table(shown.table_id, shown.view, wanted, asked.search, patience_ms=HASTE_MS)
    ((sort, falls),) = asked.sort or (("", False),)
    question = Question(
        filters=asked.filters, sort=sort, descending=falls, limit=asked.limit,
        offset=asked.offset,
    )  # fmt: skip
    page = get_page(shown.table_id, shown.view, question)
    places = [shown.view.columns.index(name) for name in names]
    return tuple(tuple(row[at] for at in places) for row in page.rows)


def _fields(columns: Sequence[Column]) -> list[Mapping[str, str]]:
    return [{"id": one.name, "type": TYPES.get(one.type, "text")} for one in columns]


def _total(shown: Shown, asked: Asked) -> dict[str, Any]:
    """The total, or that it is at least so many."""
    counted = count(shown, asked.filters) if _is_whole(asked) else _count_found(shown, asked)
    if counted is None:
        return {"total": 0, "total_was_estimated": True, "total_label": "?"}
    return {
        "total": counted.value,
        "total_was_estimated": not counted.is_exact,
        "total_label": str(counted),
    }


def _is_whole(asked: Asked) -> bool:
    return not asked.words and not asked.is_distinct


def _count_found(shown: Shown, asked: Asked) -> Count | None:
    assert shown.table_id
    wanted = View(columns=tuple(asked.fields or shown.view.columns))
    try:
        return count_found(
            shown.table_id, shown.view, wanted, asked.search, patience_ms=HASTE_MS
        )  # fmt: skip
    except TooSlow:
        return None
