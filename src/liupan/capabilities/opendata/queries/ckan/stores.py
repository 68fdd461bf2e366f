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
from liupan.foundation.tables.facade import Column, Filter, Question, Type, View, get_page

TYPES = {
    Type.NUMBER: "numeric", Type.MONEY: "numeric", Type.DATE: "date", Type.MOMENT: "timestamp",
    Type.LOGICAL: "bool", Type.INTEGER: "int8", Type.DOUBLE: "float8", Type.FLOAT: "float8",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a resource. `fields` empty: all that everybody sees."""

    filters: tuple[Filter, ...] = ()
    fields: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int = 100
    offset: int = 0
    has_total: bool = True


def get_stored(resource: UUID, *, now: datetime) -> Shown:
    """The dataset whose rows a resource is. Raises `Missing`."""
    ids = [key for key, form in dataset_ids(resource).items() if form == "csv"]
    code = Dataset.objects.filter(opened(), id__in=[*ids, resource]).values_list("code", flat=True)
    found = list(code[:1])
    if not found:
        raise no_dataset()
    return get_opened(found[0], now=now)


def search_rows(shown: Shown, asked: Asked) -> dict[str, Any]:
    """Records, fields and total. Raises what `tables.get_page` does, and `Missing`."""
    if shown.table_id is None:
        raise no_dataset()
    shown_names = shown.view.columns
    names = asked.fields or shown_names
    question = Question(
        filters=asked.filters, sort=asked.sort, descending=asked.descending,
        limit=max(asked.limit, 1), offset=asked.offset,
    )  # fmt: skip
    # Filters may name any column that is shown; what is not shown is unknown to the view.
    page = get_page(shown.table_id, View(columns=shown_names), question)
    places = [shown_names.index(name) for name in names]
    rows = page.rows if asked.limit else ()
    found: dict[str, Any] = {
        "records": [{names[n]: as_json(row[at]) for n, at in enumerate(places)} for row in rows],
        "fields": _fields(page.columns, places),
    }
    return {**found, **_total(shown, asked)} if asked.has_total else found


def _fields(columns: Sequence[Column], places: Sequence[int]) -> list[Mapping[str, str]]:
    return [{"id": columns[at].name, "type": TYPES.get(columns[at].type, "text")} for at in places]


def _total(shown: Shown, asked: Asked) -> dict[str, Any]:
    """The total, or that it is at least so many."""
    counted = count(shown, asked.filters)
    if counted is None:
        return {"total": 0, "total_was_estimated": True, "total_label": "?"}
    return {
        "total": counted.value,
        "total_was_estimated": not counted.is_exact,
        "total_label": str(counted),
    }
