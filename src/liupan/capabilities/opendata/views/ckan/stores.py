"""Actions about rows, and a resource whole."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from liupan.capabilities.opendata.queries.ckan.searching import as_uuid
from liupan.capabilities.opendata.queries.ckan.stores import Asked as Wanted
from liupan.capabilities.opendata.queries.ckan.stores import get_stored, search_rows
from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.views.ckan.asking import (
    Asked,
    Invalid,
    mapping,
    read_json,
    required,
    several,
    text,
    truth,
    whole,
)
from liupan.foundation.tables.facade import Filter, Operator
from liupan.kernel import clock

ROWS, MOST, FURTHEST = 100, 10_000, 1_000_000
ADDRESS = "/api/3/action/datastore_search"
OF = "_dataset_id"
"""Whose rows an answer holds: taken out of it when the call is counted."""


def datastore_search(asked: Asked, here: Here) -> dict[str, Any]:
    """Rows of a resource: filtered, sorted, a page. Raises `Missing`, `Invalid`."""
    wanted = required(asked, "resource_id")
    shown = stored(wanted)
    limit = whole(asked, "limit", ROWS, most=MOST)
    offset = whole(asked, "offset", 0, most=FURTHEST)
    words, named = _words(asked)
    question = Wanted(
        filters=(*_filters(asked), *named),
        words=words,
        fields=tuple(_fields(asked, shown)),
        sort=tuple(_sort(asked)),
        is_distinct=truth(asked, "distinct", False),
        limit=limit,
        offset=offset,
        has_total=truth(asked, "include_total", True),
    )
    found = search_rows(shown, question)
    return {
        "resource_id": wanted,
        "include_total": question.has_total,
        "limit": limit,
        "offset": offset,
        "records_format": "objects",
        **found,
        "_links": _links(asked, limit, offset),
        OF: shown.line.id,
    }


def datastore_info(asked: Asked, here: Here) -> dict[str, Any]:
    """The fields of a resource. Raises `Missing`."""
    shown = stored(required(asked, "id") if asked.get("id") else required(asked, "resource_id"))
    found = search_rows(shown, Wanted(limit=0, has_total=False))
    return {"meta": {"id": str(shown.line.id), "count": shown.rows}, "fields": found["fields"]}


def stored(wanted: str) -> Shown:
    """The dataset of a resource. Raises `Missing`."""
    known = as_uuid(wanted)
    if known is None:
        raise no_dataset()
    return get_stored(known, now=clock.now())


def _fields(asked: Asked, shown: Shown) -> list[str]:
    names = several(asked, "fields")
    for name in names:
        if name not in shown.view.columns:
            raise Invalid("fields", f"field {name[:100]!r} not in table")
    return names


def _filters(asked: Asked) -> list[Filter]:
    return [_filter(name, value) for name, value in mapping(asked, "filters").items()]


def _filter(name: str, value: Any) -> Filter:
    if isinstance(value, list):
        return Filter(name, Operator.ONE_OF, tuple(_said(one) for one in value))
    return (
        Filter(name, Operator.EMPTY)
        if value is None
        else Filter(name, Operator.EQUAL, (_said(value),))
    )


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, str | int | float):
        raise Invalid("filters", "A value is a string, a number or a boolean")
    return str(value)


def _words(asked: Asked) -> tuple[str, list[Filter]]:
    """`q`: words that stand anywhere in a row, or by column, each holds the words."""
    value = asked.get("q")
    if isinstance(value, str):
        value = found if isinstance(found := read_json(value), dict) else value
    if value in (None, "", {}):
        return "", []
    if isinstance(value, dict):
        return "", [Filter(name, Operator.CONTAINS, (_said(v),)) for name, v in value.items()]
    return text(asked, "q"), []


def _sort(asked: Asked) -> Iterator[tuple[str, bool]]:
    """Columns with commas, each rising or falling."""
    for told in text(asked, "sort").split(","):
        name, _space, way = told.strip().rpartition(" ")
        if way.lower() not in ("asc", "desc"):
            name, way = told, "asc"
        if name := name.strip().strip('"'):
            yield name, way.lower() == "desc"


def _links(asked: Asked, limit: int, offset: int) -> dict[str, str]:
    kept = {key: value for key, value in asked.items() if isinstance(value, str | int | float)}
    start = urlencode({**kept, "limit": limit, "offset": 0}, quote_via=quote)
    following = urlencode({**kept, "limit": limit, "offset": offset + limit}, quote_via=quote)
    return {"start": f"{ADDRESS}?{start}", "next": f"{ADDRESS}?{following}"}
