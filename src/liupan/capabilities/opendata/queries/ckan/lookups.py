"""One of CKAN's things by its name or id, and lists of them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.ckan.searching import (
    Rows,
    all_rows,
    as_uuid,
    units_with_data,
)
from liupan.capabilities.opendata.queries.ckan.shapes import Around, name_of, organization, package
from liupan.capabilities.opendata.queries.public.datasets import no_dataset, shown_of
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.queries.public.wording import words_on
from liupan.foundation.organisations.facade import UnitRef, list_units
from liupan.kernel import clock

Dictionary = dict[str, Any]


def list_codes() -> list[str]:
    """Names of all datasets, in order. One query."""
    return list(Dataset.objects.filter(listed()).order_by("code").values_list("code", flat=True))


def list_whole(rows: Rows, *, now: datetime) -> list[Shown]:
    """Datasets in the order of the rows."""
    return shown_of(list(rows.prefetch_related("columns")), now=now)


def list_packages(here: Here, *, offset: int, limit: int, now: datetime) -> list[Dictionary]:
    """Datasets whole, the last changed first."""
    rows = all_rows().order_by(F("modified").desc(), "id")[offset : offset + limit]
    return as_packages(rows, here, now=now)


def as_packages(rows: Rows, here: Here, *, now: datetime) -> list[Dictionary]:
    """These datasets whole."""
    found = list_whole(rows, now=now)
    units = list_units({one.line.unit_id for one in found})
    return [package(one, Around(here=here, units=units)) for one in found]


def find_package(here: Here, wanted: str, *, now: datetime) -> Dictionary:
    """A dataset by name or id. Raises `Missing`."""
    known = as_uuid(wanted)
    rows = all_rows().filter(pk=known) if known else all_rows().filter(code=wanted)
    found = as_packages(rows[:1], here, now=now)
    if not found:
        raise no_dataset()
    return found[0]


def find_unit(wanted: str) -> UnitRef:
    """A unit with data by name or id. Raises `Missing`."""
    for key, unit in units_with_data().items():
        if wanted in (str(key), name_of(unit)):
            return unit
    raise no_dataset()


def list_organizations() -> list[Dictionary]:
    """Units with data and how many datasets each has, by name. Three queries."""
    counted = dict(_counted("unit_id"))
    units = units_with_data().values()
    found = [{**organization(u), "package_count": counted.get(u.id, 0)} for u in units]
    return sorted(found, key=lambda one: one["name"])


def list_themes() -> list[tuple[str, str, int]]:
    """Themes with data: code, name, how many datasets. One query."""
    words = words_on(clock.today())
    return sorted((code, words.theme(code), n) for code, n in _counted("theme"))


def _counted(name: str) -> list[tuple[Any, int]]:
    rows = Dataset.objects.filter(listed()).order_by()
    return list(rows.values_list(name).annotate(n=Count("pk")))
