"""The way out to other catalogues: a page of a DCAT catalogue, a page of a CKAN site.

A place is where a run goes on: the address of a DCAT page, or `search:N`, `list:N` of a CKAN site.
"""

import json
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.rules.harvesting import (
    NO_ID,
    Amiss,
    Page,
    Told,
    by_ckan,
    by_dcat,
    sorted_out,
)
from liupan.foundation.messaging.facade import Undelivered, fetch
from liupan.kernel.dcat import datasets_of
from liupan.kernel.errors import Refusal
from liupan.kernel.linked.parsing import Unreadable
from liupan.kernel.linked.reading import read

MOST = 32 * 1024 * 1024
PATIENCE = 60.0
GRAPHS = "text/turtle, application/rdf+xml, application/ld+json;q=0.9, application/xml;q=0.5"
DCAT, CKAN = "dcat", "ckan"
ROWS, SHOWN = 100, 20
"""Packages asked for together: found, or shown one by one."""


class SourceSilent(Refusal):
    """The other catalogue did not answer, or with something that is no catalogue."""


def first_place(kind: str, url: str) -> str:
    """Where a run of this source begins."""
    return url if kind == DCAT else "search:0"


def read_page(kind: str, url: str, place: str) -> Page:
    """One page of a catalogue. Raises `SourceSilent`: nothing of a broken page is taken in."""
    try:
        return _dcat_page(url, place) if kind == DCAT else _ckan_page(url, place)
    except Undelivered as error:
        raise SourceSilent(
            _("%(place)s could not be read: %(why)s.") % {"place": place, "why": error},
            next_step=_("Nothing was removed. Try again, or look at the address."),
        ) from error
    except Unreadable as error:
        raise SourceSilent(
            _("%(place)s is no catalogue: %(why)s.") % {"place": place, "why": error},
            next_step=_("Nothing was removed. Look at the address and the kind of the source."),
        ) from error


def _dcat_page(url: str, place: str) -> Page:
    if _home(place) != _home(url):
        raise Unreadable(_("the next page lies with somebody else"))
    answer = fetch(place, accept=GRAPHS, most=MOST, seconds=PATIENCE)
    graph = read(answer.body, media_type=answer.media_type, base=answer.url)
    found = datasets_of(graph)
    told, amiss = sorted_out([by_dcat(dataset) for dataset in found.datasets])
    if not graph.about:
        raise Unreadable(_("it says nothing"))
    further = urljoin(answer.url, found.next) if found.next else ""
    return Page(told=told, amiss=amiss, next=further, total=found.total)


def _home(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _ckan_page(url: str, place: str) -> Page:
    way, _colon, start = place.partition(":")
    site = url.rstrip("/")
    if way == "search":
        try:
            return _found(site, int(start))
        except Undelivered as error:
            if not error.for_good or int(start):
                raise
    return _listed(site, int(start))


def _found(site: str, start: int) -> Page:
    query = f"package_search?rows={ROWS}&start={start}&sort=id%20asc"
    result = _asked(site, query)
    rows, total = result.get("results"), result.get("count")
    if not isinstance(rows, list) or not isinstance(total, int):
        raise Unreadable("package_search")
    told, amiss = sorted_out([by_ckan(one, f"{site}/dataset/") for one in rows])
    further = start + len(rows)
    is_last = further >= total or not rows
    return Page(told=told, amiss=amiss, next="" if is_last else f"search:{further}", total=total)


def _listed(site: str, start: int) -> Page:
    names = _asked(site, "package_list").get("")
    if not isinstance(names, list):
        raise Unreadable("package_list")
    some = sorted(map(str, names))[start : start + SHOWN]
    told, amiss = sorted_out([_shown(site, name) for name in some])
    further = start + len(some)
    is_last = further >= len(names)
    return Page(told=told, amiss=amiss, next="" if is_last else f"list:{further}", total=len(names))


def _shown(site: str, name: str) -> Told | Amiss:
    try:
        found = _asked(site, f"package_show?id={quote(name, safe='')}")
    except Undelivered as error:
        if not error.for_good:
            raise
        return Amiss("", f"{NO_ID}: {name}")
    return by_ckan(found, f"{site}/dataset/")


def _asked(site: str, action: str) -> dict[str, Any]:
    """The result of a call; a list stands under "". Raises `Undelivered`, `Unreadable`."""
    address = f"{site}/api/3/action/{action}"
    answer = fetch(address, accept="application/json", most=MOST, seconds=PATIENCE)
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    result = found.get("result") if isinstance(found, dict) and found.get("success") else None
    if isinstance(result, dict):
        return result
    if isinstance(result, list):
        return {"": result}
    raise Unreadable(action)
