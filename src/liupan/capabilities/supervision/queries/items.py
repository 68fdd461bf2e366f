"""Items: the item's page, mine, how far they are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.listing import OPEN_STATES, list_items, mine
from liupan.capabilities.supervision.queries.page import describe_item
from liupan.capabilities.supervision.queries.shapes import ItemLine, ItemView
from liupan.capabilities.supervision.queries.showing import lines_of, rollups_of
from liupan.capabilities.supervision.rules.rollup import RollUp
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

__all__ = ["find_item_by_number", "get_item", "list_items", "list_my_items", "rollups"]


def get_item(actor: Actor, item_id: UUID, *, now: datetime) -> ItemView:
    """An item with its tree, entries, sheets, requests and clocks. Constant queries.

    Raises `Missing`.
    """
    item = Item.objects.filter(visible(actor), id=item_id).first()
    if item is None:
        raise Missing(_("There is no such item."))
    return describe_item(item, actor, now)


def find_item_by_number(actor: Actor, number: str) -> UUID | None:
    """The item of this number, if the actor may see it. One query."""
    found = Item.objects.filter(visible(actor), number=number.strip())
    return found.values_list("id", flat=True).first()


def list_visible(actor: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the items that the actor may see. One query."""
    rows = Item.objects.filter(visible(actor), id__in=set(ids))
    return set(rows.values_list("id", flat=True))


def rollups(ids: Iterable[UUID]) -> dict[UUID, RollUp]:
    """How far each of these items is, by id. Two queries, however many."""
    return rollups_of(Item.objects.filter(id__in=set(ids)).only("id", "root_id"))


def list_my_items(actor: Actor, *, now: datetime, limit: int = 100) -> list[ItemLine]:
    """Open items of the units for which the actor handles or endorses, and those they supervise,
    the soonest due first. Seven queries."""
    rows = Item.objects.filter(visible(actor), mine(actor), state__in=OPEN_STATES)
    return lines_of(list(rows.order_by("due_on", "path")[:limit]), now)
