"""A small city with the 2015 plan in force, for tests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from liupan.capabilities.plan.operations.editions import adopt_edition, enter_shipped_plan
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.foundation.access.facade import define_role, grant_role, installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.identity.tests.factories import signed_in_at
from liupan.foundation.measures.facade import COMPUTE, SEE_RECORDS, take_snapshots
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, Duty

FOUNDED = date(2015, 11, 4)
DAY = date(2017, 11, 15)
NOW = clock.start_of(DAY) + timedelta(hours=9)


@dataclass(frozen=True)
class SmallCity:
    """A city office, a department and a county bureau; one clerk and one plan officer."""

    actor: Actor
    root: UUID
    units: dict[str, UUID]
    clerk: UUID
    officer: UUID


def small_city() -> SmallCity:
    """Build it by calling operations, with the plan in force and one snapshot."""
    actor = installer()
    common = {"actor": actor, "now": NOW}
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )
    county = enter_division(
        code="640422", name="西吉县", level=3, parent_id=city, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, where: UUID, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=where, parent_id=parent,
            valid_from=FOUNDED, **common,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", city, None)
    units = {
        "office": unit("office", "固原市人民政府办公室", "office", city, root),
        "bureau": unit("bureau", "固原市教育局", "department", city, root),
        "xiji": unit("xiji", "西吉县人民政府", "government", county, root),
        "county": unit("county", "西吉县教育局", "department", county, root),
    }

    def person(username: str, where: str, kind: str) -> UUID:
        account = open_account(
            kind=ActorKind.STAFF, username=username, name=username, password=None, **common
        )
        post = create_post(
            unit_id=units[where], title="科员", kind=kind, valid_from=FOUNDED, **common
        )
        appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
        return account

    clerk, officer = (
        person("clerk", "bureau", "contact"),
        person("officer", "office", "clerk"),
    )
    define_role(
        code="test-plan", name="规划", duty=Duty.BUSINESS,
        permits=[MANAGE_PLAN.code, COMPUTE.code, SEE_RECORDS.code], **common,
    )  # fmt: skip
    grant_role(
        role_code="test-plan", unit_id=root, account_id=officer, valid_from=FOUNDED, **common
    )
    adopt_shipped_plan(actor, NOW)
    signed_in_at(clerk, NOW - timedelta(days=400))
    for day in (DAY - timedelta(days=n) for n in (420, 300, 200, 100, 60, 1)):
        take_snapshots(day=day, **common)
    return SmallCity(actor, root, units, clerk, officer)


def adopt_shipped_plan(actor: Actor, now: datetime) -> None:
    """The 2015 plan comes into force."""
    adopt_edition(edition_id=enter_shipped_plan(actor=actor, now=now), actor=actor, now=now)
