"""Who does what with incoming documents of a unit."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from liupan.foundation.access.facade import list_clearances, list_holders
from liupan.foundation.organisations.facade import list_people_in
from liupan.kernel.authority import Permission
from liupan.kernel.secrecy import Secrecy


def people_with(permission: Permission, unit_id: UUID, day: date) -> frozenset[UUID]:
    """Who holds the right over the unit: those who work there, else whoever holds it at all."""
    holders = list_holders(permission, day, unit_id=unit_id)
    there = {one.account_id for one in list_people_in(unit_id, day, below=True)}
    return (holders & there) or holders


def able_to_see(people: Collection[UUID], level: Secrecy) -> frozenset[UUID]:
    """The same where it is a state secret; below that everybody is, and nothing is asked."""
    return cleared(people, level) if level >= Secrecy.SECRET else frozenset(people)


def cleared(people: Collection[UUID], level: Secrecy) -> frozenset[UUID]:
    """Those of the people who may see things of this level. Two queries."""
    found = list_clearances(people) if people else []
    return frozenset(one.account_id for one in found if one.level >= level)
