"""Actions about datasets and their resources."""

from typing import Any

from liupan.capabilities.opendata.queries.ckan.lookups import (
    find_package,
    list_codes,
    list_packages,
    list_whole,
)
from liupan.capabilities.opendata.queries.ckan.searching import (
    all_rows,
    as_uuid,
    facets,
    narrowed,
    units_with_data,
)
from liupan.capabilities.opendata.queries.ckan.shapes import Around, package, resources_of
from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.rules.ckan import dataset_ids, sort_of, terms_of
from liupan.capabilities.opendata.views.ckan.asking import (
    Asked,
    Invalid,
    read_json,
    required,
    several,
    text,
    whole,
)
from liupan.kernel import clock

ROWS, MOST = 10, 1_000
LISTED = 100_000
TITLES = {
    "organization": "Organizations", "groups": "Groups", "tags": "Tags", "license_id": "Licenses",
    "res_format": "Formats",
}  # fmt: skip


def package_list(asked: Asked, here: Here) -> list[str]:
    """Names of all datasets."""
    limit = whole(asked, "limit", LISTED, most=LISTED)
    offset = whole(asked, "offset", 0, most=LISTED)
    return list_codes()[offset : offset + limit]


def current_package_list_with_resources(asked: Asked, here: Here) -> list[dict[str, Any]]:
    """Datasets whole, the last changed first."""
    limit = whole(asked, "limit", MOST, most=MOST)
    offset = whole(asked, "offset", 0, most=LISTED)
    return list_packages(here, offset=offset, limit=limit, now=clock.now())


def package_show(asked: Asked, here: Here) -> dict[str, Any]:
    """A dataset by name or id. Raises `Missing`."""
    return find_package(here, required(asked, "id"), now=clock.now())


def resource_show(asked: Asked, here: Here) -> dict[str, Any]:
    """A resource by id. Raises `Missing`."""
    wanted = required(asked, "id")
    known = as_uuid(wanted)
    rows = all_rows().filter(pk__in=dataset_ids(known)) if known else all_rows().none()
    for shown in list_whole(rows, now=clock.now()):
        for resource in resources_of(shown, here):
            if resource["id"] == str(known):
                return resource
    raise no_dataset()


def package_search(asked: Asked, here: Here) -> dict[str, Any]:
    """What meets `q`, `fq` and `fq_list`: a page, facets. Raises `BadSearch`, `Invalid`."""
    units = units_with_data()
    expressions = [text(asked, "q"), text(asked, "fq"), *several_whole(asked, "fq_list")]
    rows = all_rows()
    for expression in expressions:
        rows = narrowed(rows, terms_of(expression), units)
    sort = text(asked, "sort") or "metadata_modified desc"
    order = [f"-{name}" if falls else name for name, falls in sort_of(sort)]
    start = whole(asked, "start", 0, most=LISTED)
    size = whole(asked, "rows", ROWS, most=MOST)
    names = several(asked, "facet.field")
    found = facets(rows, names, units, _limit(asked))
    page = rows.order_by(*order, "id")[start : start + size] if size else rows.none()
    around = Around(here=here, units=units)
    return {
        "count": rows.count(),
        "sort": sort,
        "results": [package(one, around) for one in list_whole(page, now=clock.now())],
        "facets": {key: {one["name"]: one["count"] for one in v} for key, v in found.items()},
        "search_facets": {
            key: {"title": TITLES.get(key, key), "items": items} for key, items in found.items()
        },
    }


def package_autocomplete(asked: Asked, here: Here) -> list[dict[str, str]]:
    """Datasets whose name or title holds some words."""
    limit = whole(asked, "limit", ROWS, most=100)
    rows = narrowed(all_rows(), terms_of(text(asked, "q")), {})
    return [
        {"name": row.code, "title": row.title, "match_field": "title", "match_displayed": row.title}
        for row in rows.order_by("title", "id")[:limit]
    ]


def several_whole(asked: Asked, name: str) -> list[str]:
    """Expressions: commas belong to them."""
    value = asked.get(name) or []
    if isinstance(value, str):
        value = read_json(value) if value.startswith("[") else [value]
    if not isinstance(value, list):
        raise Invalid(name, "Not a list")
    return [str(one) for one in value]


def _limit(asked: Asked) -> int:
    value = str(asked.get("facet.limit", 50))
    if value == "-1":
        return -1
    return whole(asked, "facet.limit", 50, most=MOST)
