"""Checks on the spot: what was found stays with the item, and moves nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from liupan.capabilities.supervision.models import Entry
from liupan.capabilities.supervision.operations.visiting import record_visit
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.rules.states import Act, Finding
from liupan.capabilities.supervision.tests.factories import NOW, Town, closed, working
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def visited(place: Town, item: UUID, **said: object) -> UUID:
    return record_visit(**{
        "item_id": item, "place": "将台堡镇卫生院", "visited_at": NOW - timedelta(minutes=1),
        "finding": Finding.PARTLY, "opinion": "设备到位，网络未通",
        "actor": place.officer, "now": NOW, **said,
    })  # fmt: skip


def test_what_was_found_stays_and_the_item_stands_as_before(place: Town) -> None:
    item = working(place)
    before = get_item(place.officer, item, now=NOW).line
    visited(place, item, met="院长")
    seen = get_item(place.officer, item, now=NOW)
    assert (seen.line.state, seen.line.percent) == (before.state, before.percent)
    assert seen.entries[0].kind is Act.VISIT
    assert seen.entries[0].values["finding"] == "partly"
    (fact,) = facts("supervision.item.visited")
    assert (fact["place"], fact["finding"]) == ("将台堡镇卫生院", "partly")


def test_a_closed_item_can_be_looked_at_again(place: Town) -> None:
    item = working(place)
    closed(place, item)
    assert Act.VISIT in get_item(place.officer, item, now=NOW).may
    visited(place, item)


def test_only_the_supervision_office_records_it(place: Town) -> None:
    with pytest.raises(NotAuthorised):
        visited(place, working(place), actor=place.handler)


@pytest.mark.parametrize("hours", [-24 * 400, 1])
def test_nobody_was_there_before_it_began_or_after_now(place: Town, hours: int) -> None:
    with pytest.raises(InvalidInput):
        visited(place, working(place), visited_at=NOW + timedelta(hours=hours))


def test_a_form_sent_twice_is_one_check(place: Town) -> None:
    item, once = working(place), uuid7()
    visited(place, item, once=once)
    visited(place, item, once=once)
    assert Entry.objects.filter(item=item, kind="visit").count() == 1


def test_by_the_page(place: Town, client) -> None:  # type: ignore[no-untyped-def]
    item = working(place)
    enter(client, place.officer.id)
    with clock.frozen(NOW):
        address = f"/supervision/items/{item}/visit/"
        assert "现场照片和材料" in client.get(address).content.decode()
        said = {
            "visited_at": "2017-11-01T08:30", "place": "新营乡", "finding": "as_reported",
            "opinion": "已通",
        }  # fmt: skip
        refused = client.post(address, said | {"place": ""})
        assert refused.status_code == 422
        stamp = timezone.localtime(NOW).strftime("%Y-%m-%dT%H:%M")
        sent = client.post(address, said | {"visited_at": stamp}, follow=True)
        assert "与报送一致，新营乡" in sent.content.decode()
