"""The way of an item from registering to the archive, and what may not happen on it."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.operations.closing import (
    archive_item,
    reopen_item,
    verify_and_close,
)
from liupan.capabilities.supervision.operations.handing import (
    hand_over_item,
    hand_over_items,
    reassign_item,
    sign_for_item,
    urge_item,
)
from liupan.capabilities.supervision.operations.locking import (
    DueAfterParent,
    NotNow,
    OwnReport,
    PartsOpen,
)
from liupan.capabilities.supervision.operations.registering import (
    register_item,
    revise_item,
    withdraw_item,
)
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    report_progress,
    return_item,
)
from liupan.capabilities.supervision.queries.items import get_item, rollups
from liupan.capabilities.supervision.rules.states import Act, Holder, State
from liupan.capabilities.supervision.tests.factories import (
    DAY,
    DUE,
    NOW,
    Town,
    at,
    closed,
    handed,
    new_item,
    registered,
    verifying,
    with_part,
    working,
)
from liupan.foundation.calendar.tests.factories import facts
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion
from liupan.kernel.ids import uuid7


def kinds(item_id: object) -> list[str]:
    return list(Entry.objects.filter(item_id=item_id).order_by("id").values_list("kind", flat=True))


def test_from_registering_to_the_archive(place: Town) -> None:
    item = registered(place)
    row = Item.objects.get(id=item)
    assert (row.number, row.code, row.path) == ("固督〔2017〕1号", "1", "2017.00001")
    hand_over_item(item_id=item, actor=place.officer, now=NOW)
    sign_for_item(item_id=item, actor=place.handler, now=NOW)
    report_progress(item_id=item, percent=40, opinion="设备到货", actor=place.handler, now=NOW)
    report_done(item_id=item, opinion="完成", actor=place.handler, now=NOW)
    assert get_item(place.leader, item, now=NOW).may >= {Act.ENDORSE, Act.RETURN}
    endorse_report(item_id=item, actor=place.leader, now=NOW)
    verify_and_close(item_id=item, opinion="同意销号", actor=place.officer, now=NOW)
    archive_item(item_id=item, actor=place.officer, now=NOW)
    seen = get_item(place.officer, item, now=NOW)
    assert seen.line.state is State.ARCHIVED
    assert seen.line.percent == 100
    assert seen.holder is Holder.NOBODY
    assert seen.first_due_on == DUE
    assert not seen.line.is_late
    assert kinds(item) == [
        "register", "hand_over", "sign_for", "progress", "report", "endorse", "close", "archive",
    ]  # fmt: skip
    (fact,) = facts("supervision.item.closed")
    assert fact["in_time"] is True
    assert fact["late_days"] == 0


def test_numbers_follow_the_tree(place: Town) -> None:
    whole = working(place)
    part = with_part(place, whole)
    deeper = with_part(place, part)
    numbers = dict(Item.objects.values_list("code", "number"))
    assert numbers == {
        "1": "固督〔2017〕1号", "1-1": "固督〔2017〕1-1号", "1-1-1": "固督〔2017〕1-1-1号",
    }  # fmt: skip
    assert get_item(place.officer, deeper, now=NOW).ancestors[0].code == "1"
    assert [n.depth for n in get_item(place.officer, whole, now=NOW).tree] == [0, 1, 2]


def test_the_rule_set_says_the_day_where_nobody_does(place: Town) -> None:
    item = registered(place, origin="note", urgency="urgent", due_on=None)
    assert Item.objects.get(id=item).due_on == date(2017, 6, 6)


def test_words_and_days_are_wanted(place: Town) -> None:
    with pytest.raises(InvalidInput):
        registered(place, end_state=" ")
    with pytest.raises(InvalidInput):
        registered(place, due_on=DAY - timedelta(days=1))
    with pytest.raises(InvalidInput):
        registered(place, assisting=(uuid7(),))


def test_only_supervision_registers(place: Town) -> None:
    for actor in (place.handler, place.mayor, place.stranger):
        with pytest.raises(NotAuthorised):
            register_item(item=new_item(place), actor=actor, now=NOW)


def test_a_part_is_due_no_later_than_the_whole(place: Town) -> None:
    whole = working(place)
    with pytest.raises(DueAfterParent):
        with_part(place, whole, due_on=DUE + timedelta(days=1))


def test_the_whole_is_handed_over_before_its_parts(place: Town) -> None:
    whole = registered(place)
    part = with_part(place, whole)
    with pytest.raises(NotNow):
        hand_over_item(item_id=part, actor=place.officer, now=NOW)
    done = hand_over_items(item_ids=[part, whole], actor=place.officer, now=NOW)
    assert all(outcome.is_done for outcome in done)


def test_many_are_handed_over_each_by_itself(place: Town) -> None:
    good, again = registered(place), handed(place)
    first, second = hand_over_items(item_ids=[good, again], actor=place.officer, now=NOW)
    assert (first.is_done, second.is_done) == (True, False)
    assert "2号" in second.number


def test_who_does_not_see_it_finds_nothing(place: Town) -> None:
    item = working(place)
    for actor in (place.police, place.stranger):
        with pytest.raises(Missing):
            sign_for_item(item_id=item, actor=actor, now=NOW)
        with pytest.raises(Missing):
            get_item(actor, item, now=NOW)


def test_a_refusal_names_what_is_possible(place: Town) -> None:
    item = registered(place)
    with override("en"), pytest.raises(NotNow) as refused:
        report_done(item_id=item, opinion="x", actor=place.handler, now=NOW)
    assert "handed over" in refused.value.next_step


def test_nobody_verifies_an_own_report(place: Town) -> None:
    item = verifying(place, working(place))
    Item.objects.filter(id=item).update(endorsed_by=place.officer.id)
    with pytest.raises(OwnReport):
        verify_and_close(item_id=item, opinion="x", actor=place.officer, now=NOW)
    assert Act.CLOSE not in get_item(place.officer, item, now=NOW).may
    verify_and_close(item_id=item, opinion="x", actor=place.other, now=NOW)


def test_a_leader_may_endorse_an_own_report_and_it_is_recorded(place: Town) -> None:
    item = working(place)
    report_done(item_id=item, opinion="x", actor=place.leader, now=NOW)
    with pytest.raises(NotAuthorised):
        endorse_report(item_id=item, actor=place.handler, now=NOW)
    endorse_report(item_id=item, actor=place.leader, now=NOW)
    assert facts("supervision.item.endorsed")[0]["by_reporter"] is True


def test_a_returned_report_goes_back_to_work(place: Town) -> None:
    item = verifying(place, working(place))
    return_item(item_id=item, reason="补材料", actor=place.officer, now=NOW)
    seen = get_item(place.handler, item, now=NOW)
    assert (seen.line.state, seen.line.mark, seen.returned) == (State.WORKING, "back", 1)
    closed(place, item)
    assert facts("supervision.item.closed")[0]["returned"] == 1


def test_a_whole_waits_for_its_mandatory_parts(place: Town) -> None:
    whole = working(place)
    part = with_part(place, whole, lead_unit_id=place.units["bureau"], weight=3)
    verifying(place, whole)
    with pytest.raises(PartsOpen):
        verify_and_close(item_id=whole, opinion="x", actor=place.officer, now=NOW)
    hand_over_item(item_id=part, actor=place.officer, now=NOW)
    sign_for_item(item_id=part, actor=place.handler, now=NOW)
    closed(place, part)
    assert rollups([whole])[whole].value == 99
    verify_and_close(item_id=whole, opinion="x", actor=place.officer, now=NOW)
    assert rollups([whole])[whole].value == 100
    with pytest.raises(NotNow):
        reopen_item(item_id=part, reason="x", due_on=DUE, actor=place.officer, now=NOW)


def test_late_but_done_stays_late(place: Town) -> None:
    item = working(place)
    late = at(date(2017, 12, 8))
    closed(place, item, late)
    seen = get_item(place.officer, item, now=late)
    assert seen.line.is_late
    assert seen.late_since == date(2017, 12, 1)
    (fact,) = facts("supervision.item.closed")
    assert (fact["in_time"], fact["late_days"]) == (False, 6)
    reopen_item(
        item_id=item, reason="回头看", due_on=date(2018, 1, 31), actor=place.officer, now=late
    )
    closed(place, item, at(date(2018, 1, 10)))
    assert get_item(place.officer, item, now=late).line.is_late
    assert facts("supervision.item.closed")[1]["in_time"] is True
    assert len(facts("supervision.item.became_late")) == 1


def test_only_what_did_not_begin_is_withdrawn(place: Town) -> None:
    item = handed(place)
    withdraw_item(item_id=item, reason="合并", actor=place.officer, now=NOW)
    assert get_item(place.officer, item, now=NOW).line.state is State.WITHDRAWN
    with pytest.raises(NotNow):
        withdraw_item(item_id=working(place), reason="x", actor=place.officer, now=NOW)


def test_words_change_before_hand_over_only(place: Town) -> None:
    item = registered(place)
    changes = {"title": "改", "due_on": date(2017, 10, 31)}
    revise_item(item_id=item, changes=changes, reason="", version=1, actor=place.officer, now=NOW)
    with pytest.raises(StaleVersion):
        revise_item(
            item_id=item, changes={"title": "x"}, reason="", version=1, actor=place.officer, now=NOW
        )
    hand_over_item(item_id=item, actor=place.officer, now=NOW)
    version = Item.objects.get(id=item).version
    common = {"item_id": item, "version": version, "actor": place.officer, "now": NOW}
    with pytest.raises(NotNow):
        revise_item(changes={"title": "x"}, reason="x", **common)
    revise_item(changes={"assisting": (place.units["police"],)}, reason="协助", **common)
    assert get_item(place.police, item, now=NOW).assisting == ("固原市公安局",)


def test_another_unit_signs_for_it_anew(place: Town) -> None:
    item = working(place)
    reassign_item(
        item_id=item, lead_unit_id=place.units["police"], reason="职责调整",
        version=Item.objects.get(id=item).version, actor=place.officer, now=NOW,
    )  # fmt: skip
    seen = get_item(place.police, item, now=NOW)
    assert seen.line.state is State.HANDED_OVER
    assert seen.clock
    assert seen.clock.unit_id == place.units["police"]
    sign_for_item(item_id=item, actor=place.police, now=NOW)


def test_urging_is_kept(place: Town) -> None:
    item = handed(place)
    urge_item(item_id=item, opinion="请尽快签收", actor=place.officer, now=NOW)
    assert kinds(item)[-1] == "urge"


def test_percent_lies_below_a_hundred(place: Town) -> None:
    item = working(place)
    for percent in (-1, 100):
        with pytest.raises(InvalidInput):
            report_progress(
                item_id=item, percent=percent, opinion="x", actor=place.handler, now=NOW
            )


def test_a_closed_whole_gets_no_mandatory_part(place: Town) -> None:
    whole = working(place)
    part = with_part(place, whole, is_mandatory=False)
    closed(place, whole)
    common = {"item_id": part, "reason": "x", "version": 1, "actor": place.officer, "now": NOW}
    with pytest.raises(NotNow):
        revise_item(changes={"is_mandatory": True}, **common)
    revise_item(changes={"weight": 2}, **common)
