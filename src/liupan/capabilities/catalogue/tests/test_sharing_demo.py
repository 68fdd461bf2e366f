"""The demo's requests and grants on a small town: every state is there, and what it takes."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.demo.sharing import COUNT, Sharing
from liupan.capabilities.catalogue.demo.staff import Desk
from liupan.capabilities.catalogue.models import Grant, GrantStep, Request
from liupan.capabilities.catalogue.operations.drawing_up import register_resource
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
)
from liupan.capabilities.catalogue.rules.requesting import State
from liupan.capabilities.catalogue.tests.asking import resource
from liupan.capabilities.catalogue.tests.factories import (
    FOUNDED,
    NOW,
    WHOLE,
    Town,
    edition_of,
)
from liupan.foundation.access.facade import actor_for, installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.messaging.facade import quietly
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    list_holders,
    list_posts,
    list_units,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.demo import DemoCity

pytestmark = pytest.mark.django_db
DAY = date(2017, 11, 15)
OPENS = datetime.fromisoformat("2017-11-15T01:00:00+00:00")


class SmallStaff:
    """As `demo.staff.Staff`, of this town."""

    def __init__(self) -> None:
        self._actors: dict[UUID, Actor] = {}

    def actor(self, account_id: UUID) -> Actor:
        if account_id not in self._actors:
            with clock.frozen(OPENS):
                self._actors[account_id] = actor_for(account_id)
        return self._actors[account_id]

    def forget(self, account_id: UUID) -> None:
        self._actors.pop(account_id, None)


def desk(place: Town, name: str) -> Desk:
    """Two people of a unit who do nothing else."""
    unit = place.units[name]
    for n, title in enumerate(("示例申请", "示例审批")):
        _person(f"{name}{n}", unit, title)
    held = {h.title: h for h in list_holders([p.id for p in list_posts([unit], DAY)], DAY)}
    return Desk(list_units([unit])[unit], held["示例申请"], held["示例审批"])


def of_police(place: Town) -> UUID:
    """A published resource of the other unit."""
    said = replace(WHOLE, title="户籍信息", provider_code="")
    of = register_resource(unit_id=place.units["police"], said=said, actor=place.police, now=NOW)
    edition = edition_of(of).id
    hand_in_entry(edition_id=edition, actor=place.police, now=NOW)
    pass_registration(edition_id=edition, actor=place.constable, now=NOW)
    ask_publication(edition_id=edition, actor=place.police, now=NOW)
    publish_entry(edition_id=edition, actor=place.authority, now=NOW)
    return of


def _person(username: str, unit: UUID, title: str) -> None:
    common: dict[str, Any] = {"actor": installer(), "now": NOW}
    account = open_account(
        kind=ActorKind.STAFF, username=username, name=title, password=None, **common
    )
    post = create_post(unit_id=unit, title=title, kind="clerk", valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)


@pytest.mark.timeout(600)
def test_every_state_is_in_the_demo(place: Town) -> None:
    for username in ("planner", "chief", "clerk"):
        _person(username, place.units["office"], username)
    bureau, police = desk(place, "bureau"), desk(place, "police")
    held = [(bureau, resource(place, title=f"示例资源{n}")) for n in range(5)]
    held += [(police, of_police(place))]
    city = DemoCity(installer=installer(), now=OPENS, clock_offset=timedelta(), password="")
    sharing = Sharing(city, SmallStaff())  # type: ignore[arg-type]
    with quietly():
        sharing.plan(held)
        sharing.live(until=OPENS)
    states = Counter(one.standing for one in Request.objects.all())
    assert sum(states.values()) == COUNT
    assert set(states) == set(State)
    assert states[State.GRANTED] > COUNT / 2
    assert Grant.objects.count() == states[State.GRANTED]
    assert set(GrantStep.objects.values_list("kind", flat=True)) >= {
        "issue", "narrow", "suspend", "resume", "revoke",
    }  # fmt: skip
