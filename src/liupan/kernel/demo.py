"""The demo city, as a room's `demo.py` meets it.

A room offers `def seed(city: DemoCity) -> None`, which calls operations. `config.demo` calls the
rooms in the order of the house, in one transaction. What a room knows to come it may foresee, for a
second process to work out (`kernel.ahead`). Whom a visitor may sign in as, a room offers at
start-up through `identity`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from liupan.kernel.authority import Actor

T = TypeVar("T")
A_FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCity:
    """What seeding needs.

    `counties` are the codes of the only counties to build; all when there are none.
    `now` is the moment at which the city opens, by its own clock; `clock_offset` is how far that
    is ahead of real time (negative). Rooms draw from `chance(room)`, so that one room's draws do
    not shift another's. `installer` may everything until setup is closed. A city that `is_small`
    has few units and a little of everything, so that every table has rows.
    """

    installer: Actor
    now: datetime
    clock_offset: timedelta
    password: str = field(repr=False)
    counties: tuple[str, ...] = ()
    is_small: bool = False

    def builds(self, division: str) -> bool:
        """Whether the division with this code is built: region and city are in any case."""
        return not self.counties or division[4:6] == "00" or division[:6] in self.counties

    def some(self, things: Sequence[T]) -> Sequence[T]:
        """All of them; in a small city a few from the beginning to the end."""
        return things[:: max(len(things) // A_FEW, 1)] if self.is_small else things

    def chance(self, room: str) -> Random:
        """Randomness that is the same in every demo city."""
        return Random(f"liupan.demo.{room}")  # noqa: S311
