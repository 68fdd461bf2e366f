"""The demo city, as a room's `demo.py` meets it.

A room offers `def seed(city: DemoCity) -> None`, which calls operations, and introduces the people
a visitor may sign in as. `config.demo` calls the rooms in the order of the house, in one
transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils.functional import Promise

from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCity:
    """What seeding needs.

    `now` is the moment at which the city opens, by its own clock; `clock_offset` is how far that
    is ahead of real time (negative). Rooms draw from `chance(room)`, so that one room's draws do
    not shift another's.
    """

    installer: Actor
    now: datetime
    clock_offset: timedelta
    password: str = field(repr=False)

    def chance(self, room: str) -> Random:
        """Randomness that is the same in every demo city."""
        return Random(f"liupan.demo.{room}")  # noqa: S311


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRole:
    """Somebody a visitor of the demo may sign in as, with one click on the sign-in page.

    `role` says what this person does here, for people.
    """

    username: str
    name: str
    role: str | Promise


_roles: list[DemoRole] = []


def introduce(*roles: DemoRole) -> None:
    """Offer roles on the demo's sign-in page; called when a `demo.py` is imported."""
    _roles.extend(role for role in roles if role not in _roles)


def roles() -> tuple[DemoRole, ...]:
    """All introduced roles, in the order of introduction."""
    return tuple(_roles)
