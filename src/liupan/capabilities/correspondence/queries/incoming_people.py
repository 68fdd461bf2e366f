"""Who does what with incoming documents of a unit."""

from datetime import date
from uuid import UUID

from liupan.foundation.access.facade import list_holders
from liupan.foundation.organisations.facade import (
    list_lines_above,
    list_people_in,
    list_units,
)
from liupan.kernel.authority import Permission


def people_with(permission: Permission, unit_id: UUID, day: date) -> frozenset[UUID]:
    """Who holds the right over the unit: those who work there, else whoever holds it at all."""
    there = people_there(permission, unit_id, day)
    return there or list_holders(permission, day, unit_id=unit_id)


def people_there(permission: Permission, unit_id: UUID, day: date) -> frozenset[UUID]:
    """Who holds the right over the unit and works in it or below."""
    there = {one.account_id for one in list_people_in(unit_id, day, below=True)}
    return list_holders(permission, day, unit_id=unit_id) & there


def top_of_reach(unit_id: UUID) -> UUID:
    """The unit below which the unit may have others handle what it received: itself, and of a
    government's office that government, for which it acts."""
    unit = list_units([unit_id])[unit_id]
    is_office = unit.category == "office"
    return unit.parent_id if is_office and unit.parent_id else unit.id


def is_in_reach(lead_unit_id: UUID, unit_id: UUID) -> bool:
    """Whether the unit may have the other handle what it received; one that ended handles nothing.
    Two queries."""
    lead = list_units([lead_unit_id]).get(lead_unit_id)
    if lead is None or not lead.is_open:
        return False
    return top_of_reach(unit_id) in list_lines_above([lead.id]).get(lead.id, ())
