"""The catalogue of the demo city: real kinds of resources in every state, by calling operations.

Names of kinds, their items and laws are facts with sources (`facts/resources.csv`). Who holds which
in Guyuan, abstracts, conditions, formats and days are examples, and say so.
"""

from datetime import timedelta

from liupan.capabilities.catalogue.demo.lives import Lives
from liupan.capabilities.catalogue.demo.staff import Staff
from liupan.foundation.messaging.facade import quietly
from liupan.kernel.demo import DemoCity

NEWS = timedelta(days=7)
"""What is older is no news to anybody."""


def seed(city: DemoCity) -> None:
    """Roles, then a year of registering, reviewing and publishing."""
    staff = Staff(city)
    if not staff.is_whole:
        return
    lives = Lives(city, staff)
    lives.plan()
    with quietly():
        lives.live(until=city.now - NEWS)
    lives.live(until=city.now)
