"""The demo's demands, arbitrations and updates on a small town: every state is there."""

from collections import Counter
from datetime import timedelta
from functools import cached_property
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.demo.matters import Matters
from liupan.capabilities.catalogue.demo.needs import HOW_MANY, Needs
from liupan.capabilities.catalogue.demo.staff import Desk
from liupan.capabilities.catalogue.models import (
    Arbitration,
    Change,
    Demand,
    Edition,
    UpdateTask,
)
from liupan.capabilities.catalogue.rules.demands import State
from liupan.capabilities.catalogue.tests.factories import NOW, Town, published, registered
from liupan.capabilities.catalogue.tests.test_sharing_demo import DAY, OPENS, SmallStaff, _person
from liupan.capabilities.catalogue.tests.test_sourcing import SOURCE, of_bureau, of_police
from liupan.foundation.access.facade import grant_role, installer
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.messaging.facade import quietly
from liupan.foundation.organisations.facade import list_holders, list_posts, list_units
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

pytestmark = pytest.mark.django_db


class Staff(SmallStaff):
    """As `demo.staff.Staff`, of this town."""

    def __init__(self, settled: dict[UUID, Desk]) -> None:
        super().__init__()
        self.settled = settled

    @cached_property
    def publisher(self) -> Actor:
        account = find_account_by_username("planner")
        assert account
        return self.actor(account.id)

    def desk(self, name: str) -> Desk | None:
        return next((one for one in self.settled.values() if one.unit.name == name), None)

    def is_visited(self, _desk: Desk) -> bool:
        return False


def desk(place: Town, name: str) -> Desk:
    """Two people of a unit who do nothing else."""
    unit = place.units[name]
    for title in ("asks", "reviews"):
        _person(f"{name}-{title}", unit, title)
    held = {h.title: h for h in list_holders([p.id for p in list_posts([unit], DAY)], DAY)}
    return Desk(list_units([unit])[unit], held["asks"], held["reviews"])


def let(role: str, account: UUID, unit: UUID) -> None:
    grant_role(
        role_code=role, unit_id=unit, account_id=account, valid_from=NOW.date(),
        actor=installer(), now=NOW,
    )  # fmt: skip


@pytest.mark.timeout(600)
def test_every_state_of_a_demand_is_in_the_demo(place: Town) -> None:
    _person("planner", place.units["office"], "planner")
    planner = find_account_by_username("planner")
    assert planner
    for role in ("catalogue-publisher", "catalogue-authority"):
        let(role, planner.id, place.root)
    desks = {place.units[name]: desk(place, name) for name in ("bureau", "police")}
    for unit, one in desks.items():
        let("catalogue-editor", one.editor.account_id, unit)
        let("catalogue-requester", one.editor.account_id, unit)
        let("catalogue-registrar", one.registrar.account_id, unit)
    law = "《婚姻登记条例》第七条"
    for n in range(6):
        published(place, registered(place, title=f"婚姻信息{n}", share_condition=law))
    for n in range(2):
        free = {"share_type": "1", "share_condition": "无条件"}
        published(place, registered(place, title=f"公开信息{n}", **free))
    of_bureau(place, SOURCE)
    for _n in range(5):
        of_police(place)
    city = DemoCity(installer=installer(), now=OPENS, clock_offset=timedelta(), password="")
    staff = Staff(desks)
    needs = Needs(city, staff, lambda _desk: None)  # type: ignore[arg-type]
    matters = Matters(city, staff)  # type: ignore[arg-type]
    with quietly():
        needs.live(needs.cases())
        matters.rule()
        matters.update()
    states = Counter(one.standing for one in Demand.objects.all())
    assert states.keys() == set(State)
    assert sum(states.values()) >= HOW_MANY * 3 / 4
    assert "ruled" in set(Arbitration.objects.values_list("state", flat=True))
    assert set(UpdateTask.objects.values_list("state", flat=True)) == {"open", "stated", "done"}
    assert Change.objects.filter(state="drawn").exists()
    assert Edition.objects.filter(number=2, state=Edition.State.PUBLISHED).exists()
