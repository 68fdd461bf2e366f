"""Items for lists and the item's page."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from liupan.capabilities.supervision.queries.shapes import ItemLine, ItemView
from liupan.capabilities.supervision.rules.rollup import RollUp
from liupan.foundation.design.facade import Rows
from liupan.kernel.authority import Actor


def list_items(actor: Actor, *, now: datetime) -> Rows[ItemLine]:
    """The items the actor may see, for a list page, with clock, sheet and roll-up of each.

    Choices (names in the address): q, state (many), due (week, month, quarter, late), origin
    (many), lead (unit id), sheet (many), late (true: ever late), mine (true), plan, task, parts
    (true: also parts; without it only whole matters), unit (lead or assisting).
    Sorted by any of number/path, due_on, registered_at, state, lead_unit__name.
    Constant queries a page.
    """
    raise NotImplementedError


def get_item(actor: Actor, item_id: UUID, *, now: datetime) -> ItemView:
    """An item with its tree, entries, sheets, requests and clocks. Constant queries.

    Raises `Missing`.
    """
    raise NotImplementedError


def find_item_by_number(actor: Actor, number: str) -> UUID | None:
    """The item of this number, if the actor may see it. One query."""
    raise NotImplementedError


def rollups(ids: Iterable[UUID]) -> dict[UUID, RollUp]:
    """How far each of these items is, by id. One query, however many."""
    raise NotImplementedError


def list_my_items(actor: Actor, *, now: datetime, limit: int = 100) -> list[ItemLine]:
    """Open items of the units for which the actor handles or endorses, and those they supervise,
    the soonest due first. Constant queries."""
    raise NotImplementedError
