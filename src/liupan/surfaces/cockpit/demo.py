"""Leaders of the demo city: the mayors, and who prepares the page for them."""

from datetime import date, timedelta

from liupan.foundation.access.facade import grant_role
from liupan.foundation.organisations.facade import find_root, list_children, list_posts
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

BEGINS = date(2015, 11, 4)
LEADING = {"市长", "副市长", "秘书长", "电子政务科科长"}


def seed(city: DemoCity) -> None:
    """Grant the role over the whole city to the leading posts of government and office."""
    root = find_root()
    assert root
    day = clock.on(city.now)
    units = [root.id, *(unit.id for unit in list_children(root.id, day))]
    for post in list_posts(units, day):
        if post.title in LEADING:
            grant_role(
                role_code="leader",
                post_id=post.id,
                unit_id=root.id,
                valid_from=max(BEGINS, post.valid_from),
                actor=city.installer,
                now=clock.start_of(max(BEGINS, post.valid_from)) + timedelta(hours=10),
            )
