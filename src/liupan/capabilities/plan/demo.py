"""The plans in the demo city: the city's entered and adopted, the counties' derived from it as
examples."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from liupan.capabilities.plan.operations.counties import derive_county_edition
from liupan.capabilities.plan.operations.editions import adopt_edition, enter_shipped_plan
from liupan.capabilities.plan.operations.parts import revise_part
from liupan.capabilities.plan.queries.parts import Part, list_outline
from liupan.foundation.access.facade import grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import find_root, find_unit, list_divisions
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

ISSUED = date(2015, 11, 4)
DERIVED = date(2016, 3, 1)
"""When the counties' examples come into force."""

COUNTY_LEVEL = 3
LESS = {"640422": Decimal(90), "640424": Decimal(85)}
"""Counties whose own number for units that work in the system is lower than the city's."""

XIJI_GOVERNMENT = "640422-01"


def seed(city: DemoCity) -> None:
    """The plans and who looks after them."""
    grant_to_officer(city)
    issued = clock.start_of(ISSUED) + timedelta(hours=9)
    edition = enter_shipped_plan(actor=city.installer, now=issued)
    adopt_edition(edition_id=edition, actor=city.installer, now=issued)
    derive_for_counties(city, edition)
    grant_to_county_planner(city)


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


def derive_for_counties(city: DemoCity, edition: UUID) -> None:
    """Every county carries the city's plan out, as an example; two set themselves less."""
    now = clock.start_of(DERIVED) + timedelta(hours=9)
    for county in list_divisions(DERIVED, level=COUNTY_LEVEL):
        draft = derive_county_edition(
            edition_id=edition,
            division_code=county.code,
            is_example=True,
            actor=city.installer,
            now=now,
        )
        if county.code in LESS:
            _set_less(city, draft, LESS[county.code], now)
        adopt_edition(edition_id=draft, actor=city.installer, now=now)


def _set_less(city: DemoCity, draft: UUID, number: Decimal, now: datetime) -> None:
    parts = [p for s in list_outline(draft) for c in s.below for p in c.below]
    target = next(p for p in parts if p.kind is Part.TARGET and p.code == "T20")
    revise_part(
        part_id=target.id,
        kind=Part.TARGET,
        values={"proposal": number},
        steps=(),
        version=1,
        actor=city.installer,
        now=now,
    )


def grant_to_county_planner(city: DemoCity) -> None:
    """The contact of a bureau in Xiji keeps the county's plan too, and nothing above it."""
    contact, government = find_account_by_username("contact"), find_unit(XIJI_GOVERNMENT)
    if contact and government:
        grant_role(
            role_code="county-planner",
            account_id=contact.id,
            unit_id=government.id,
            valid_from=DERIVED,
            actor=city.installer,
            now=city.now,
        )
