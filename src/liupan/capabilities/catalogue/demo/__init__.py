"""The catalogue of the demo city: real kinds of resources in every state, by calling operations.

Names of kinds, their items and laws are facts with sources (`facts/resources.csv`). Who holds which
in Guyuan, abstracts, conditions, formats and days are examples, and say so.
"""

from datetime import timedelta

from liupan.capabilities.catalogue.demo.doubts import seed_doubts
from liupan.capabilities.catalogue.demo.lives import Lives
from liupan.capabilities.catalogue.demo.matters import Matters
from liupan.capabilities.catalogue.demo.needs import Needs
from liupan.capabilities.catalogue.demo.sharing import Sharing
from liupan.capabilities.catalogue.demo.staff import Staff
from liupan.foundation.messaging.facade import quietly
from liupan.kernel.demo import DemoCity

NEWS = timedelta(days=7)
"""What is older is no news to anybody."""


def seed(city: DemoCity) -> None:
    """Roles, a year of registering, reviewing and publishing, of asking and granting; then what
    units need, what they dispute, and what is to be brought up to date."""
    staff = Staff(city)
    if not staff.is_whole:
        return
    lives = Lives(city, staff)
    lives.plan()
    with quietly():
        lives.live(until=city.now - NEWS)
    lives.live(until=city.now)
    sharing = Sharing(city, staff)
    sharing.plan(lives.settled)
    with quietly():
        sharing.live(until=city.now - NEWS)
    sharing.live(until=city.now)
    needs, matters = Needs(city, staff, sharing.settle), Matters(city, staff)
    cases = needs.cases()
    with quietly():
        matters.rule()
        needs.live([one for one in cases if one[0] <= city.now - NEWS])
    needs.live([one for one in cases if one[0] > city.now - NEWS])
    matters.update()
    seed_doubts(city, staff)
