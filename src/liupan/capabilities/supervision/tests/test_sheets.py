"""Blue, orange, red: in turn after a lapse, or directly with reason; by rule or by hand."""

from datetime import date

import pytest

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.operations.locking import NotNow
from liupan.capabilities.supervision.operations.reporting import report_progress
from liupan.capabilities.supervision.operations.sheets import (
    NotYetLapsed,
    SheetOpen,
    answer_sheet,
    issue_sheet,
    lapse_sheet,
)
from liupan.capabilities.supervision.operations.tending import tend_sheets
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.queries.work import list_sheet_proposals
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.tests.factories import NOW, Town, at, closed, working
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel.errors import NotAuthorised

NEAR = at(date(2017, 11, 1))
"""84 % of the time is used."""


def issued(place: Town, item: object, colour: Colour = Colour.BLUE, **more: object) -> object:
    return issue_sheet(
        item_id=item, colour=colour, reason="进展缓慢", actor=place.chief, now=NEAR, **more
    )


def test_an_answer_ends_a_sheet(place: Town) -> None:
    item = working(place)
    sheet = issued(place, item)
    assert get_item(place.handler, item, now=NEAR).sheets[0].answer_by == date(2017, 11, 8)
    assert Item.objects.get(id=item).sheet_colour == "blue"
    with pytest.raises(SheetOpen):
        issued(place, item)
    answer_sheet(sheet_id=sheet, answer="已整改", actor=place.handler, now=NEAR)
    assert Item.objects.get(id=item).sheet_colour == ""
    assert facts("supervision.sheet.answered")[0]["in_time"] is True
    with pytest.raises(NotNow):
        answer_sheet(sheet_id=sheet, answer="x", actor=place.handler, now=NEAR)


def test_the_next_colour_comes_after_the_lapse(place: Town) -> None:
    item = working(place)
    with pytest.raises(NotYetLapsed):
        issued(place, item, Colour.ORANGE)
    sheet = issued(place, item)
    with pytest.raises(NotNow):
        lapse_sheet(sheet_id=sheet, reason="x", actor=place.officer, now=NEAR)
    late = at(date(2017, 11, 9))
    lapse_sheet(sheet_id=sheet, reason="未回应", actor=place.officer, now=late)
    assert get_item(place.chief, item, now=late).next_sheet is Colour.ORANGE
    issue_sheet(item_id=item, colour=Colour.ORANGE, reason="仍未整改", actor=place.chief, now=late)
    assert facts("supervision.sheet.issued")[1]["is_direct"] is False


def test_an_answered_sheet_may_lapse_when_nothing_was_done(place: Town) -> None:
    item = working(place)
    sheet = issued(place, item)
    answer_sheet(sheet_id=sheet, answer="正在办", actor=place.handler, now=NEAR)
    lapse_sheet(
        sheet_id=sheet, reason="未到要求的状态", actor=place.officer, now=at(date(2017, 11, 9))
    )
    assert facts("supervision.sheet.lapsed")[0]["was_answered"] is True
    assert Item.objects.get(id=item).sheet_colour == "blue"


def test_a_direct_start_needs_urgency_or_a_reason(place: Town) -> None:
    issued(place, working(place), Colour.RED, direct_reason="涉及安全")
    issued(place, working(place, urgency="urgent"), Colour.ORANGE)
    assert [f["is_direct"] for f in facts("supervision.sheet.issued")] == [True, True]


def test_orange_is_the_heads(place: Town) -> None:
    item = working(place, urgency="hard")
    with pytest.raises(NotAuthorised):
        issue_sheet(item_id=item, colour=Colour.ORANGE, reason="x", actor=place.officer, now=NEAR)


def test_sheets_end_with_the_item(place: Town) -> None:
    item = working(place)
    sheet = issued(place, item)
    closed(place, item, NEAR)
    assert Sheet.objects.get(id=sheet).state == "ended"
    assert Item.objects.get(id=item).sheet_colour == ""


def test_the_worker_issues_blue_and_proposes_orange(place: Town) -> None:
    item, moving = working(place), working(place)
    report_progress(item_id=moving, percent=10, opinion="x", actor=place.handler, now=NOW)
    worker = worker_actor(TEND)
    assert tend_sheets(worker, at(date(2017, 7, 1))) == (0, 0)
    assert tend_sheets(worker, NEAR) == (0, 1)
    assert tend_sheets(worker, NEAR) == (0, 0)
    sheet = Sheet.objects.get()
    assert (sheet.item_id, sheet.colour, sheet.issued_by) == (item, "blue", None)
    late = at(date(2017, 11, 9))
    assert tend_sheets(worker, late) == (1, 0)
    assert tend_sheets(worker, late) == (0, 0)
    proposals = list_sheet_proposals(place.chief, now=late)
    assert [(p.item_id, p.colour) for p in proposals] == [(item, Colour.ORANGE)]
    assert list_sheet_proposals(place.officer, now=late) == []
    assert list_sheet_proposals(place.handler, now=late) == ()
