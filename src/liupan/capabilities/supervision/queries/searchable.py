"""What can be found of items."""

from collections.abc import Iterator

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.policies import READ
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

TYPE = "supervision.item"


def as_found(item: Item) -> IndexEntry:
    """The item as it is found, by those who may read at its lead unit. No query."""
    return IndexEntry(
        thing_type=TYPE,
        thing_id=item.id,
        title=f"{item.number} {item.title}",
        text="\n".join(t for t in (item.end_state, item.origin_title, item.origin_number) if t),
        url=page_of(item),
        at=item.registered_at,
        unit_id=item.lead_unit_id,
        permission=READ,
        secrecy=Secrecy(max(item.secrecy, Secrecy.INTERNAL)),
    )


def page_of(item: Item) -> str:
    """The item's page."""
    return place("supervision:item", item.id)


def list_searchable() -> Iterator[IndexEntry]:
    """All items."""
    for item in Item.objects.order_by("path").iterator():
        yield as_found(item)
