"""The public catalogue as other catalogues read it (DCAT): a page of datasets, and one by its code.

Nothing is in it that the public list does not show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition, Item
from liupan.capabilities.catalogue.policies import public
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.queries.searchable import public_page_of
from liupan.foundation.organisations.facade import UnitRef, list_units
from liupan.kernel.dcat import Catalog, Dataset
from liupan.kernel.errors import Missing
from liupan.kernel.work import place

ROWS = 100
OFTEN = {
    "realtime": "UPDATE_CONT", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY",
    "quarterly": "QUARTERLY", "half_yearly": "ANNUAL_2", "yearly": "ANNUAL",
}  # fmt: skip
"""Update cycle to the word of the EU's list of frequencies."""
KEYWORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where the catalogue is served: its origin, the address of its pages, whose it is."""

    origin: str
    address: str
    title: str
    description: str
    publisher: str

    def page(self, after: str) -> str:
        """The address of the page that follows a code."""
        return f"{self.address}?after={after}" if after else self.address

    def whole(self, path: str) -> str:
        """A path as an address."""
        return f"{self.origin}{path}"


def list_datasets(here: Here, *, after: str, today: date) -> Catalog:
    """The page of the catalogue that follows a code, by code. Four queries, five for the first."""
    rows = Edition.objects.filter(public()).order_by("code")
    total = None if after else rows.count()
    found = list(_whole(rows.filter(code__gt=after))[: ROWS + 1])
    page = found[:ROWS]
    return Catalog(
        id=f"{here.whole(place('catalogue:public'))}#catalogue",
        title=here.title,
        description=here.description,
        publisher=here.publisher,
        homepage=here.whole(place("catalogue:public")),
        page=here.page(after),
        first=here.page(""),
        next=here.page(page[-1].code) if len(found) > ROWS else "",
        total=total,
        datasets=_datasets(page, here, today),
    )


def get_dataset(here: Here, code: str, *, today: date) -> Dataset:
    """One entry that everybody sees. Raises `Missing`."""
    found = list(_whole(Edition.objects.filter(public(), code=code)))
    if not found:
        raise Missing(_("There is no such entry."))
    return _datasets(found, here, today)[0]


def _whole(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    shown = Item.objects.filter(is_shared=True).order_by("order")
    return rows.prefetch_related(Prefetch("items", queryset=shown, to_attr="shown_items"))


def _datasets(editions: Iterable[Edition], here: Here, today: date) -> list[Dataset]:
    editions = list(editions)
    units = list_units({one.unit_id for one in editions})
    related = {code for one in editions for code in one.related_codes}
    known = Edition.objects.filter(public(), code__in=related) if related else ()
    public_codes = {one.code for one in known}
    lists = code_lists(today)
    return [_dataset(one, here, units.get(one.unit_id), lists, public_codes) for one in editions]


def _dataset(
    edition: Edition, here: Here, unit: UnitRef | None, lists: CodeLists, known: set[str]
) -> Dataset:
    page = here.whole(public_page_of(edition.code))
    items = [item.name for item in edition.shown_items]  # type: ignore[attr-defined]
    return Dataset(
        id=page,
        identifier=edition.code,
        title=edition.title,
        description=edition.abstract or edition.title,
        publisher=unit.name if unit else edition.provider_name,
        page=page,
        keywords=tuple(dict.fromkeys(items[:KEYWORDS])),
        themes=_themes(edition.category, here, lists),
        issued=edition.publish_on,
        modified=edition.publish_on,
        access="PUBLIC" if edition.is_open else "RESTRICTED",
        frequency=OFTEN.get(edition.update_cycle, ""),
        version=str(edition.number),
        related=tuple(
            here.whole(public_page_of(code)) for code in edition.related_codes if code in known
        ),
    )


def _themes(category: str, here: Here, lists: CodeLists) -> tuple[tuple[str, str], ...]:
    scheme = here.whole(place("catalogue:public"))
    return tuple((f"{scheme}#{code}", name) for code, name in lists.above(category))
