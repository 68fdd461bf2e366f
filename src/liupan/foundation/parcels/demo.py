"""The demo city is one installation: a station with its card and the people of the ferry, and no
other station. None is invented: nobody could send to it, and nothing would ever come back.
"""

from liupan.foundation.access.facade import grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import find_root, list_posts_held
from liupan.foundation.parcels.operations.stations import found_station
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

ROLES = (
    ("planner", "parcel-sender", False),
    ("leader", "parcel-releaser", True),
    ("clerk", "parcel-courier", True),
)
"""Demo person, role, and whether over the whole city or over their own unit."""


def seed(city: DemoCity) -> None:
    """Keys, and who sends, reviews and carries, where the people are there."""
    root, day = find_root(), clock.on(city.now)
    found_station(actor=city.installer, now=city.now)
    for name, role, is_wide in ROLES:
        account = find_account_by_username(name)
        held = list_posts_held(account.id, day) if account else []
        if root and held:
            grant_role(
                role_code=role, post_id=held[0].post_id,
                unit_id=root.id if is_wide else held[0].unit_id,
                valid_from=day, actor=city.installer, now=city.now,
            )  # fmt: skip
