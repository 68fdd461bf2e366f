"""More time and pauses: asked for, decided by another, the old day kept."""

from datetime import date, timedelta

import pytest

from liupan.capabilities.supervision.models import Item, Request
from liupan.capabilities.supervision.operations.locking import DueAfterParent, NotNow
from liupan.capabilities.supervision.operations.reporting import report_progress
from liupan.capabilities.supervision.operations.requests import (
    AlreadyAsked,
    AlreadyDecided,
    decide_request,
    request_extension,
    request_pause,
    resume_item,
)
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.queries.work import list_open_requests
from liupan.capabilities.supervision.rules.states import Act
from liupan.capabilities.supervision.tests.factories import (
    DUE,
    NOW,
    Town,
    at,
    closed,
    verifying,
    with_part,
    working,
)
from liupan.foundation.calendar.facade import AlreadyLate
from liupan.foundation.calendar.tests.factories import facts
from liupan.kernel.errors import InvalidInput, NotAuthorised

LATER = date(2017, 12, 29)


def asked(place: Town, item: object, until_on: date = LATER) -> object:
    return request_extension(
        item_id=item, until_on=until_on, reason="招标流标", actor=place.handler, now=NOW
    )


def test_a_granted_extension_moves_the_day_and_keeps_the_old_one(place: Town) -> None:
    item = working(place)
    request = asked(place, item)
    assert [r.id for r in list_open_requests(place.chief)] == [request]
    assert list_open_requests(place.officer) == []
    decide_request(request_id=request, grant=True, opinion="同意", actor=place.chief, now=NOW)
    seen = get_item(place.handler, item, now=NOW)
    assert (seen.line.due_on, seen.first_due_on) == (LATER, DUE)
    assert seen.requests[0].old_due_on == DUE
    assert seen.clock
    assert seen.clock.due_on == LATER
    (fact,) = facts("supervision.item.extended")
    assert (fact["due_before"], fact["due_on"]) == (DUE.isoformat(), LATER.isoformat())


def test_a_refused_extension_changes_nothing(place: Town) -> None:
    item = working(place)
    request = asked(place, item)
    decide_request(request_id=request, grant=False, opinion="不同意", actor=place.chief, now=NOW)
    assert Item.objects.get(id=item).due_on == DUE
    with pytest.raises(AlreadyDecided):
        decide_request(request_id=request, grant=True, opinion="x", actor=place.chief, now=NOW)


def test_one_waits_at_a_time(place: Town) -> None:
    item = working(place)
    asked(place, item)
    with pytest.raises(AlreadyAsked):
        asked(place, item)


def test_only_the_head_decides_and_only_the_unit_asks(place: Town) -> None:
    item = working(place)
    with pytest.raises(NotAuthorised):
        request_extension(item_id=item, until_on=LATER, reason="x", actor=place.officer, now=NOW)
    request = asked(place, item)
    for actor in (place.officer, place.handler):
        with pytest.raises(NotAuthorised):
            decide_request(request_id=request, grant=True, opinion="x", actor=actor, now=NOW)


def test_the_new_day_is_later_and_within_the_whole(place: Town) -> None:
    whole = working(place)
    with pytest.raises(InvalidInput):
        asked(place, whole, DUE)
    part = with_part(place, whole, lead_unit_id=place.units["bureau"])
    Item.objects.filter(id=part).update(state="working")
    with pytest.raises(DueAfterParent):
        asked(place, part)


def test_what_is_late_is_not_extended(place: Town) -> None:
    item = working(place)
    request = asked(place, item)
    late = at(date(2017, 12, 4))
    with pytest.raises(AlreadyLate):
        decide_request(request_id=request, grant=True, opinion="x", actor=place.chief, now=late)
    with pytest.raises(NotNow):
        request_pause(item_id=item, pause_key="tender", reason="x", actor=place.handler, now=late)


def test_a_pause_moves_the_day(place: Town) -> None:
    item = working(place)
    request = request_pause(
        item_id=item, pause_key="tender", reason="招标公告期", actor=place.handler, now=NOW
    )
    decide_request(request_id=request, grant=True, opinion="同意", actor=place.chief, now=NOW)
    paused = get_item(place.handler, item, now=NOW)
    assert (paused.line.is_paused, paused.line.mark) == (True, "pause")
    assert paused.may == {Act.RESUME, Act.DECOMPOSE}
    with pytest.raises(NotNow):
        report_progress(item_id=item, percent=5, opinion="x", actor=place.handler, now=NOW)
    resume_item(item_id=item, reason="已开标", actor=place.handler, now=NOW + timedelta(days=14))
    row = Item.objects.get(id=item)
    assert row.paused_since is None
    assert row.due_on > DUE
    assert row.first_due_on == DUE
    assert facts("supervision.item.resumed")[0]["due_before"] == DUE.isoformat()


def test_a_pause_wants_a_reason_the_law_knows(place: Town) -> None:
    with pytest.raises(InvalidInput):
        request_pause(
            item_id=working(place), pause_key="tired", reason="x", actor=place.handler, now=NOW
        )


def test_closing_ends_what_waits(place: Town) -> None:
    item = working(place)
    request = asked(place, item)
    closed(place, item)
    assert Request.objects.get(id=request).state == "refused"


def test_nothing_is_asked_for_while_a_report_waits(place: Town) -> None:
    item = verifying(place, working(place))
    with pytest.raises(NotNow):
        asked(place, item)
