"""One rule of lateness: in time is what was reported and endorsed by the day, however long somebody
else takes to verify it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.operations.closing import verify_and_close
from liupan.capabilities.supervision.operations.limits import done_at
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    return_item,
)
from liupan.capabilities.supervision.operations.requests import request_pause
from liupan.capabilities.supervision.queries import offering
from liupan.capabilities.supervision.queries.items import get_item, rollups
from liupan.capabilities.supervision.queries.offering import VERIFICATION, reasons_to_ask
from liupan.capabilities.supervision.queries.sheets import list_called_for
from liupan.capabilities.supervision.queries.work import count_overdue, list_waiting
from liupan.capabilities.supervision.rules.states import Act
from liupan.capabilities.supervision.tests.factories import (
    DUE,
    NOW,
    Town,
    at,
    verifying,
    working,
)
from liupan.capabilities.supervision.tests.test_measures import figure
from liupan.foundation.calendar.facade import ClockState
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.organisations.facade import By
from liupan.kernel.errors import InvalidInput

IN_TIME = at(DUE - timedelta(days=3))
WEEKS_LATER = at(DUE + timedelta(days=20))


def closed_at(place: Town, item: UUID, moment: object) -> Item:
    verify_and_close(item_id=item, opinion="同意销号", actor=place.officer, now=moment)
    return Item.objects.get(id=item)


def test_what_was_reported_in_time_is_in_time_however_long_verification_takes(place: Town) -> None:
    item = verifying(place, working(place), IN_TIME)
    seen = get_item(place.officer, item, now=WEEKS_LATER)
    assert seen.clock
    assert (seen.clock.state, seen.clock.is_late) == (ClockState.PAUSED, False)
    row = closed_at(place, item, WEEKS_LATER)
    assert (row.is_late, row.late_since) == (False, None)
    (fact,) = facts("supervision.item.closed")
    assert (fact["in_time"], fact["late_days"]) == (True, 0)
    assert not facts("supervision.item.became_late")


def test_only_the_time_until_the_report_was_endorsed_is_late(place: Town) -> None:
    item = working(place)
    late = at(date(2017, 12, 5))
    verifying(place, item, late)
    row = closed_at(place, item, WEEKS_LATER)
    assert (row.is_late, row.late_since) == (True, DUE + timedelta(days=1))
    (fact,) = facts("supervision.item.closed")
    assert (fact["in_time"], fact["late_days"]) == (False, 3)  # 1, 4 and 5 December
    seen = get_item(place.officer, item, now=WEEKS_LATER)
    assert seen.clock
    assert seen.clock.late_by == 3


def test_the_units_own_leader_is_the_unit(place: Town) -> None:
    item = working(place)
    report_done(item_id=item, opinion="全部完成。", actor=place.handler, now=IN_TIME)
    endorse_report(item_id=item, actor=place.leader, now=at(date(2017, 12, 4)))
    assert closed_at(place, item, WEEKS_LATER).is_late


def test_a_returned_report_lets_the_limit_run_on_from_where_it_stood(place: Town) -> None:
    item = verifying(place, working(place), IN_TIME)
    back = IN_TIME + timedelta(days=10)
    return_item(item_id=item, reason="补回执", actor=place.officer, now=back)
    row = Item.objects.get(id=item)
    # Eight working days and a few hours were not the unit's, from Thursday 30 November on.
    assert (row.due_on, row.first_due_on) == (date(2017, 12, 12), DUE)
    entry = Entry.objects.get(item_id=item, kind="return")
    assert entry.values["before"] == DUE.isoformat()
    assert entry.values["after"] == row.due_on.isoformat()
    verifying(place, item, at(row.due_on))
    assert not closed_at(place, item, WEEKS_LATER + timedelta(days=30)).is_late


def test_what_its_own_leader_returns_moves_no_day(place: Town) -> None:
    item = working(place)
    report_done(item_id=item, opinion="完成", actor=place.handler, now=IN_TIME)
    return_item(item_id=item, reason="补", actor=place.leader, now=IN_TIME + timedelta(days=2))
    assert Item.objects.get(id=item).due_on == DUE


def test_a_late_report_that_is_returned_stays_late(place: Town) -> None:
    item = verifying(place, working(place), at(date(2017, 12, 5)))
    return_item(item_id=item, reason="补", actor=place.officer, now=WEEKS_LATER)
    assert Item.objects.get(id=item).due_on == DUE
    verifying(place, item, WEEKS_LATER + timedelta(days=1))
    assert closed_at(place, item, WEEKS_LATER + timedelta(days=2)).is_late


def test_nobody_may_ask_for_the_pause_of_verification(place: Town) -> None:
    assert VERIFICATION not in reasons_to_ask(NOW.date())
    with pytest.raises(InvalidInput):
        request_pause(
            item_id=working(place), pause_key=VERIFICATION, reason="x", actor=place.handler, now=NOW
        )


def test_an_office_may_let_it_run_until_closing(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the row of the rule set is ended, lateness is judged at closing."""
    assert VERIFICATION in offering.pause_reasons(NOW.date())
    monkeypatch.setattr(offering, "pause_reasons", lambda _day: {})
    item = verifying(place, working(place), IN_TIME)
    assert done_at(Item.objects.get(id=item), By(place.officer, WEEKS_LATER)) is None
    assert closed_at(place, item, WEEKS_LATER).is_late


def test_figures_count_no_report_that_waits_in_time(place: Town) -> None:
    item = verifying(place, working(place), IN_TIME)
    assert figure("on_time", DUE + timedelta(days=5)) == (0, 0)
    closed_at(place, item, WEEKS_LATER)
    assert figure("on_time", WEEKS_LATER.date()) == (1, 1)
    assert figure("on_time", DUE + timedelta(days=5)) == (0, 0)


def test_no_sheet_is_called_for_what_is_reported(place: Town) -> None:
    """Nothing was reported on the way, and then it was done."""
    item = verifying(place, working(place), IN_TIME)
    assert Item.objects.get(id=item).percent == 0
    assert not list_called_for(now=WEEKS_LATER, rows=Item.objects.all())


def test_what_waits_for_verification_in_time_is_not_overdue(place: Town) -> None:
    in_time, late = working(place), working(place)
    verifying(place, in_time, IN_TIME)
    verifying(place, late, at(date(2017, 12, 5)))
    Item.objects.filter(id=late).update(is_late=True, late_since=DUE)
    today = WEEKS_LATER.date()
    waiting = {one.item_id: one for one in list_waiting(place.officer, Act.CLOSE)}
    assert not waiting[in_time].is_overdue(today)
    assert waiting[late].is_overdue(today)
    assert count_overdue(place.officer, today=today)[Act.CLOSE] == 1


def test_reported_done_is_a_share_of_99_until_it_is_returned(place: Town) -> None:
    item = working(place)
    verifying(place, item, IN_TIME)
    assert rollups([item])[item].value == 99
    return_item(item_id=item, reason="补", actor=place.officer, now=IN_TIME)
    assert rollups([item])[item].value == 0
