"""The plan in the demo city: entered, adopted, and its figures computed since its first day."""

from datetime import date, timedelta

from liupan.capabilities.plan.operations import adopt_edition, enter_shipped_plan
from liupan.foundation.access.facade import grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.measures.facade import take_snapshots
from liupan.foundation.organisations.facade import find_root
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

ISSUED = date(2015, 11, 4)


def seed(city: DemoCity) -> None:
    """The plan, who looks after it, and its figures."""
    grant_to_officer(city)
    enter_plan(city)


def grant_to_officer(city: DemoCity) -> None:
    """The plan officer of the city office looks after the whole plan."""
    officer, root = find_account_by_username("planner"), find_root()
    if officer and root:
        grant_role(
            role_code="plan-officer",
            account_id=officer.id,
            unit_id=root.id,
            valid_from=ISSUED,
            actor=city.installer,
            now=city.now,
        )


def enter_plan(city: DemoCity) -> None:
    """Enter and adopt the plan on its day of issue; compute each month's end since, and yesterday.

    The figures are computed from the city's records as of those days, like any other day's.
    """
    issued = clock.start_of(ISSUED) + timedelta(hours=9)
    edition = enter_shipped_plan(actor=city.installer, now=issued)
    adopt_edition(edition_id=edition, actor=city.installer, now=issued)
    yesterday = clock.on(city.now) - timedelta(days=1)
    for day in [*month_ends(ISSUED, yesterday), yesterday]:
        night = clock.start_of(day + timedelta(days=1)) + timedelta(hours=2)
        take_snapshots(day=day, actor=city.installer, now=min(night, city.now))


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
