"""What can be chosen in the office's forms."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.facade import list_opened, list_published
from liupan.capabilities.opendata.policies import EDIT
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import list_units_on
from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An entry of the catalogue to draw up from: what it says, and its open items."""

    title: str
    abstract: str
    update_cycle: str
    items: tuple[str, ...]


def entries_to_open(actor: Actor) -> list[tuple[str, str]]:
    """Entries that the catalogue opens, of units for which the actor draws up."""
    within = reach(actor.rights.get(EDIT.code, frozenset()))
    return [(str(one.resource_id), one.said.title) for one in list_opened(within)]


def offer_of(resource_id: UUID) -> Offer | None:
    """What the entry offers."""
    entry = list_published([resource_id]).get(resource_id)
    if entry is None:
        return None
    items = tuple(one.name for one in entry.said.items if one.is_open and not one.is_sensitive)
    return Offer(
        title=entry.said.title, abstract=entry.said.abstract,
        update_cycle=entry.said.update_cycle, items=items,
    )  # fmt: skip


def every_unit(day: date) -> list[tuple[str, str]]:
    """All units of a day."""
    return [(str(unit.id), unit.name) for unit in list_units_on(day)]
