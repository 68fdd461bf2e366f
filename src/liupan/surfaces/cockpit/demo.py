"""Leaders of the demo city: the mayors, and who prepares the page for them; and the figures since
the plan's first day, once every office has done its part."""

from datetime import date, timedelta

from liupan.foundation.access.facade import grant_role
from liupan.foundation.measures.facade import take_snapshots
from liupan.foundation.organisations.facade import find_root, list_children, list_posts
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

BEGINS = date(2015, 11, 4)
YEAR, QUARTER = timedelta(days=366), 3
LEADING = {"市长", "副市长", "秘书长", "电子政务科科长"}


def seed(city: DemoCity) -> None:
    """Leaders may look, and have something to look at."""
    grant_to_leaders(city)
    compute_figures(city)


def grant_to_leaders(city: DemoCity) -> None:
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


def compute_figures(city: DemoCity) -> None:
    """Each month's end of the last year, each quarter's before, and yesterday: computed from the
    city's records as of those days, like any other day's."""
    yesterday = clock.on(city.now) - timedelta(days=1)
    days = [day for day in month_ends(BEGINS, yesterday) if _is_shown(day, yesterday)]
    for day in [*city.some(days), yesterday]:
        night = clock.start_of(day + timedelta(days=1)) + timedelta(hours=2)
        take_snapshots(day=day, actor=city.installer, now=min(night, city.now))


def _is_shown(day: date, yesterday: date) -> bool:
    """A line of two years loses nothing by fewer points where little moved yet."""
    return day > yesterday - YEAR or day.month % QUARTER == 0


def month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from `first` on, before `last`."""
    ends: list[date] = []
    day = first
    while True:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if (end := following - timedelta(days=1)) >= last:
            return ends
        ends.append(end)
        day = following
