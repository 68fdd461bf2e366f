"""Two years of supervision in the demo city: the plan's key tasks and some other matters, in every
state, by calling operations on the day on which it happened. People and events are invented.
"""

from datetime import datetime, timedelta
from functools import partial

from liupan.capabilities.supervision.demo.lives import Lives
from liupan.capabilities.supervision.demo.matters import Matters
from liupan.capabilities.supervision.demo.staff import Staff
from liupan.foundation.messaging.facade import read_notices
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

READERS = ("clerk", "chief", "planner", "leader", "contact")
"""Who has read what came until a week ago."""


def seed(city: DemoCity) -> None:
    """Roles, then the two years."""
    staff = Staff(city)
    if not staff.is_whole:
        return
    lives = Lives(city, staff)
    Matters(city, staff, lives).plan()
    read = city.now - timedelta(days=7)
    for name in READERS:
        lives.at(read, partial(_read, staff.named(name)))
    lives.live()


def _read(reader: Actor, now: datetime) -> None:
    read_notices(actor=reader, now=now)
