"""Actions about the site, organisations, groups, tags and licences."""

from typing import Any

from liupan.capabilities.opendata.queries.ckan.lookups import (
    as_packages,
    find_unit,
    list_organizations,
    list_themes,
)
from liupan.capabilities.opendata.queries.ckan.searching import all_rows, count_tags
from liupan.capabilities.opendata.queries.ckan.shapes import group, organization, tag
from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.wording import words_on
from liupan.capabilities.opendata.rules.vocabulary import eu_licence
from liupan.capabilities.opendata.views.ckan.asking import Asked, required, text, truth, whole
from liupan.kernel import clock

VERSION = "2.10.0"
"""The version of CKAN whose ways these are."""
MOST = 1_000


def site_read(asked: Asked, here: Here) -> bool:
    """Everybody may read."""
    return True


def status_show(asked: Asked, here: Here) -> dict[str, Any]:
    """What this is."""
    return {
        "ckan_version": VERSION,
        "site_url": here.origin,
        "site_title": here.title,
        "site_description": here.description,
        "error_emails_to": None,
        "locale_default": "zh_Hans_CN",
        "extensions": ["datastore"],
    }


def organization_list(asked: Asked, here: Here) -> list[Any]:
    """Units with data: names, or whole (`all_fields`)."""
    found = list_organizations()
    start = whole(asked, "offset", 0, most=MOST)
    page = found[start : start + whole(asked, "limit", MOST, most=MOST)]
    return page if truth(asked, "all_fields", False) else [one["name"] for one in page]


def organization_show(asked: Asked, here: Here) -> dict[str, Any]:
    """A unit by name or id, with its datasets (`include_datasets`). Raises `Missing`."""
    unit = find_unit(required(asked, "id"))
    rows = all_rows().filter(unit_id=unit.id)
    found = {**organization(unit), "package_count": rows.count(), "users": [], "groups": []}
    if truth(asked, "include_datasets", False):
        found["packages"] = as_packages(rows.order_by("code")[:MOST], here, now=clock.now())
    return found


def organization_autocomplete(asked: Asked, here: Here) -> list[dict[str, Any]]:
    """Units whose name holds some words."""
    words = text(asked, "q").strip()
    found = [one for one in list_organizations() if words in one["title"] or words in one["name"]]
    names = ("id", "name", "title")
    return [
        {key: one[key] for key in names} for one in found[: whole(asked, "limit", 20, most=100)]
    ]


def group_list(asked: Asked, here: Here) -> list[Any]:
    """Themes with data: names, or whole (`all_fields`)."""
    if not truth(asked, "all_fields", False):
        return [code for code, _label, _n in list_themes()]
    return [{**group(code, label), "package_count": n} for code, label, n in list_themes()]


def group_show(asked: Asked, here: Here) -> dict[str, Any]:
    """A theme by name. Raises `Missing`."""
    wanted = required(asked, "id")
    for code, label, n in list_themes():
        if code == wanted:
            found = {**group(code, label), "package_count": n, "users": [], "extras": []}
            if truth(asked, "include_datasets", False):
                rows = all_rows().filter(theme=code).order_by("code")[:MOST]
                found["packages"] = as_packages(rows, here, now=clock.now())
            return found
    raise no_dataset()


def tag_list(asked: Asked, here: Here) -> list[Any]:
    """Keywords: names, or whole (`all_fields`)."""
    query = text(asked, "query")
    words = sorted(word for word in count_tags(all_rows()) if query in word)
    return [tag(word) for word in words] if truth(asked, "all_fields", False) else words


def tag_show(asked: Asked, here: Here) -> dict[str, Any]:
    """A keyword by name. Raises `Missing`."""
    wanted = required(asked, "id")
    rows = all_rows().filter(keywords__contains=[wanted])
    if not rows.exists():
        raise no_dataset()
    found = tag(wanted)
    if truth(asked, "include_datasets", False):
        found["packages"] = as_packages(rows.order_by("code")[:MOST], here, now=clock.now())
    return found


def license_list(asked: Asked, here: Here) -> list[dict[str, Any]]:
    """Licences under which data are opened."""
    return [
        {
            "id": code,
            "title": one.name,
            "url": eu_licence(one.uri) or one.uri,
            "status": "active",
            "domain_data": True,
            "od_conformance": "approved" if eu_licence(one.uri) else "not reviewed",
        }
        for code, one in words_on(clock.today()).lists.licences.items()
    ]
