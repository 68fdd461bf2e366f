"""What is asked of one row in memory is what a list asks of the database, for everybody."""

from dataclasses import replace
from typing import Any

import pytest

from liupan.capabilities.catalogue.models import Edition, Request
from liupan.capabilities.catalogue.policies import seen_requests, sees, sees_request, visible
from liupan.capabilities.catalogue.tests import asking
from liupan.capabilities.catalogue.tests.factories import NOW, Town, handed_in, registered
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.secrecy import Secrecy, Zone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def everybody(place: Town) -> list[Actor]:
    """All of them, also with less clearance and on an outer network."""
    people = [*place.people.values(), ANONYMOUS]
    outer = [replace(one, zone=Zone.INTERNET, clearance=Secrecy.PUBLIC) for one in people]
    return [*people, *outer]


def test_requests(place: Town) -> None:
    asking.begun(place)
    asking.checked(place, asking.begun(place, asking.resource(place, title="涉密", secrecy=1)))
    asking.handed_in(
        place, asking.begun(place, asking.resource(place, title="内", zone="extranet"))
    )
    rows = list(Request.objects.all())
    assert len(rows) == 3
    found = 0
    for actor in everybody(place):
        shown = set(Request.objects.filter(seen_requests(actor)).values_list("id", flat=True))
        assert {one.id for one in rows if sees_request(actor, one)} == shown, actor.name
        found += len(shown)
    assert found


def test_editions(place: Town) -> None:
    registered(place)
    handed_in(place, registered(place, title="交"))
    asking.resource(place, title="公开")
    asking.resource(place, title="涉密", secrecy=1)
    asking.resource(place, title="内", zone="extranet")
    rows = list(Edition.objects.all())
    for actor in everybody(place):
        shown = set(Edition.objects.filter(visible(actor)).values_list("id", flat=True))
        assert {one.id for one in rows if sees(actor, one)} == shown, actor.name
