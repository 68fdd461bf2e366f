"""What can be found of the catalogue."""

from collections.abc import Iterable, Iterator
from itertools import islice

from liupan.capabilities.catalogue.models import Edition, Item, Resource
from liupan.capabilities.catalogue.policies import READ, is_public
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.states import State
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

TYPE = "catalogue.resource"
CHUNK = 500


def page_of(edition: Edition) -> str:
    """The office's page of the resource."""
    return place("catalogue:resource", edition.resource_id)


def public_page_of(code: str) -> str:
    """The page that everybody may open; the address is the code."""
    return place("catalogue:public-entry", *code.split("/", 1))


def as_found(edition: Edition, items: Iterable[Item | ItemSaid]) -> IndexEntry:
    """The resource as it is found by what this edition says; what everybody finds, not by items
    that are not shared. No query."""
    shown = is_public(edition)
    names = "、".join(item.name for item in items if item.is_shared or not shown)
    text = (edition.abstract, edition.provider_name, edition.provider_dept, names)
    return IndexEntry(
        thing_type=TYPE,
        thing_id=edition.resource_id,
        title=f"{edition.title} {edition.code}",
        text="\n".join(part for part in text if part),
        url=public_page_of(edition.code) if shown else page_of(edition),
        at=edition.published_at or edition.begun_at,
        unit_id=edition.unit_id,
        permission=None if shown else READ,
        is_public=shown,
        secrecy=Secrecy(edition.secrecy),
    )


def shown_edition(editions: Iterable[Edition]) -> Edition:
    """The one by which a resource is found: what is published, else the latest."""
    return max(editions, key=lambda e: (e.standing is State.PUBLISHED, e.number))


def list_searchable() -> Iterator[IndexEntry]:
    """All resources. Three queries for each 500."""
    rows = Resource.objects.order_by("code").prefetch_related("editions__items")
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        for resource in chunk:
            edition = shown_edition(resource.editions.all())
            yield as_found(edition, edition.items.all())
