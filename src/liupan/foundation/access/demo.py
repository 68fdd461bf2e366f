"""Who may do what in the demo city: staff everywhere, unit administrators, the three apart."""

from datetime import date, timedelta

from liupan.foundation.access.facade import (
    NewGrant,
    apply_built_in_roles,
    grant_roles,
)
from liupan.foundation.organisations.facade import (
    find_root,
    list_posts,
    list_units_on,
)
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

BEGINS = date(2015, 11, 4)
ADMINISTRATORS = {
    "系统管理员": "system-administrator",
    "安全保密管理员": "security-administrator",
    "安全审计员": "audit-administrator",
}
OFFICE = "固原市人民政府办公室"


def seed(city: DemoCity) -> None:
    """Apply the built-in roles and grant them on the plan's first day."""
    now = clock.start_of(BEGINS) + timedelta(hours=10)
    apply_built_in_roles(now=now)
    root = find_root()
    assert root
    grants = [NewGrant(role_code="staff", everyone_in_id=root.id, valid_from=BEGINS)]
    units = {unit.id: unit for unit in list_units_on(clock.on(city.now))}
    for post in list_posts(units, clock.on(city.now)):
        in_office = units[post.unit_id].name == OFFICE
        if in_office and post.title in ADMINISTRATORS:
            role, unit = ADMINISTRATORS[post.title], root.id
        elif post.title == "信息员":
            role, unit = "unit-administrator", None
        else:
            continue
        since = max(BEGINS, post.valid_from)
        grants.append(NewGrant(role_code=role, post_id=post.id, unit_id=unit, valid_from=since))
    grant_roles(grants=grants, actor=city.installer, now=now)
