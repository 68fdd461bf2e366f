"""The way of an incoming document: signed for, registered, reviewed, handled, read, urged."""

from datetime import date, timedelta

import pytest

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving import (
    circulate_document,
    finish_handling,
    hand_over_handling,
    instruct_document,
    propose_handling,
    read_document,
    register_document,
    return_handling,
    send_back_document,
    sign_for_document,
    urge_handling,
)
from liupan.capabilities.correspondence.operations.receiving.accepting import AlreadySignedFor
from liupan.capabilities.correspondence.operations.receiving.arriving import await_signature
from liupan.capabilities.correspondence.operations.receiving.keeping import NotNow
from liupan.capabilities.correspondence.operations.receiving.lateness import mark_incoming_late
from liupan.capabilities.correspondence.operations.urging import UrgedAlready
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.incoming_limits import handle_by, sign_by
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.capabilities.correspondence.tests.incoming_town import (
    DAY,
    NOW,
    Town,
    arrived,
    at,
    registered,
    review,
    reviewed,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.workflow.facade import NotForYou
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def state(found: object) -> str:
    return Incoming.objects.get(id=found).state


def told(actor: Actor) -> list[str]:
    return [notice.kind for notice in list_notices(actor)]


def acts(found: object) -> list[str]:
    rows = Incoming.objects.get(id=found).entries.order_by("at", "id")
    return [act.removeprefix("incoming.") for act in rows.values_list("act", flat=True)]


def test_the_whole_way_for_action(receiving: Town) -> None:
    found = reviewed(receiving)
    assert state(found) == "instructing"
    instruct_document(
        incoming_id=found, words="同意，请信息化办6月底前办结。", actor=receiving.leader, now=NOW
    )
    assert state(found) == "handling"
    finish_handling(incoming_id=found, result="已整合7个系统。", actor=receiving.handler, now=NOW)
    row = Incoming.objects.get(id=found)
    assert (row.state, row.number, row.is_late) == ("done", "2017-1", False)
    assert row.due_on == handle_by("通知", "", DAY) == date(2017, 6, 22)
    assert acts(found) == [
        "signed_for", "registered", "reviewed", "proposed", "instructed", "done",
    ]  # fmt: skip
    assert "correspondence.done" in told(receiving.registrar) + told(receiving.second)


def test_without_a_leader_it_goes_to_who_handles_it_and_may_come_back(receiving: Town) -> None:
    found = reviewed(receiving, leader_id=None)
    assert state(found) == "handling"
    return_handling(incoming_id=found, reason="属公安局职责。", actor=receiving.handler, now=NOW)
    assert state(found) == "proposing"
    with pytest.raises(NotForYou):
        propose_handling(
            incoming_id=found, proposal="转公安局。", lead_unit_id=receiving.units["police"],
            leader_id=None, handler_id=None, actor=receiving.second, now=NOW,
        )  # fmt: skip
    propose_handling(
        incoming_id=found, proposal="转公安局。", lead_unit_id=receiving.units["police"],
        leader_id=None, handler_id=None, actor=receiving.registrar, now=NOW,
    )  # fmt: skip
    with pytest.raises(Missing):
        finish_handling(incoming_id=found, result="已办。", actor=receiving.handler, now=NOW)
    finish_handling(incoming_id=found, result="已办。", actor=receiving.stranger, now=NOW)
    assert state(found) == "done"


def test_it_is_handed_over_to_a_colleague_for_good(receiving: Town) -> None:
    found = reviewed(receiving, leader_id=None)
    hand_over_handling(
        incoming_id=found, handler_id=receiving.colleague.id, actor=receiving.handler, now=NOW
    )
    with pytest.raises(NotForYou):
        finish_handling(incoming_id=found, result="已办。", actor=receiving.handler, now=NOW)
    finish_handling(incoming_id=found, result="已办。", actor=receiving.colleague, now=NOW)
    assert state(found) == "done"


def test_a_double_click_signs_once_and_a_second_registrar_is_told_who_did(receiving: Town) -> None:
    found = arrived(receiving)
    for _n in range(2):
        sign_for_document(incoming_id=found, actor=receiving.registrar, now=NOW)
    with pytest.raises(AlreadySignedFor, match="registrar"):
        sign_for_document(incoming_id=found, actor=receiving.second, now=NOW)
    numbers = {
        register_document(incoming_id=found, actor=receiving.registrar, now=NOW) for _n in range(2)
    }
    assert numbers == {"2017-1"}
    assert acts(found) == ["signed_for", "registered"]


def test_what_does_not_conform_is_sent_back_with_a_reason(receiving: Town) -> None:
    found = registered(receiving)
    with pytest.raises(InvalidInput):
        send_back_document(incoming_id=found, reason=" ", actor=receiving.registrar, now=NOW)
    send_back_document(
        incoming_id=found, reason="多头主送，不符合行文规则。", actor=receiving.registrar, now=NOW
    )
    row = Incoming.objects.get(id=found)
    assert (row.state, row.number) == ("returned", "2017-1")
    with pytest.raises(NotNow):
        review(receiving, found)
    accepted = reviewed(receiving, leader_id=None)
    with pytest.raises(NotNow):
        send_back_document(incoming_id=accepted, reason="晚了", actor=receiving.registrar, now=NOW)


def test_for_reading_its_whereabouts_are_known_until_all_have_read(receiving: Town) -> None:
    found = registered(receiving)
    people = [receiving.leader.id, receiving.plain.id]
    review(receiving, found, purpose=Purpose.READING, readers=people)
    assert state(found) == "reading"
    assert "correspondence.to_read" in told(receiving.plain)
    for _n in range(2):
        read_document(incoming_id=found, actor=receiving.plain, now=NOW, words="已阅。")
    rows = {r.person_id: r.read_at for r in Incoming.objects.get(id=found).readers.all()}
    assert rows == {receiving.plain.id: NOW, receiving.leader.id: None}
    assert urge_handling(
        incoming_id=found, opinion="请尽快阅处。", actor=receiving.registrar, now=NOW
    ) == 1  # fmt: skip
    assert "correspondence.urged" in told(receiving.leader)
    assert "correspondence.urged" not in told(receiving.plain)
    read_document(incoming_id=found, actor=receiving.leader, now=NOW)
    assert state(found) == "done"
    assert circulate_document(
        incoming_id=found, readers=[receiving.plain.id, receiving.second.id],
        actor=receiving.registrar, now=NOW,
    ) == 1  # fmt: skip
    assert state(found) == "reading"


def test_the_same_is_urged_again_only_after_half_a_day(receiving: Town) -> None:
    found = reviewed(receiving)
    registrar = receiving.registrar
    assert urge_handling(incoming_id=found, opinion="", actor=registrar, now=NOW) == 1
    for who, hours in ((registrar, 1), (receiving.second, 3)):
        with pytest.raises(UrgedAlready, match=r"registrar.*9:00"):
            urge_handling(
                incoming_id=found, opinion="", actor=who, now=NOW + timedelta(hours=hours)
            )
    later = NOW + timedelta(hours=4)
    assert urge_handling(incoming_id=found, opinion="", actor=registrar, now=later) == 1
    assert acts(found).count("urged") == 2


def test_whoever_has_it_next_may_be_urged_at_once(receiving: Town) -> None:
    found = reviewed(receiving)
    urge_handling(incoming_id=found, opinion="", actor=receiving.registrar, now=NOW)
    instruct_document(incoming_id=found, words="请办理。", actor=receiving.leader, now=NOW)
    assert urge_handling(incoming_id=found, opinion="", actor=receiving.registrar, now=NOW)


def test_a_stranger_sees_nothing_and_may_nothing(receiving: Town) -> None:
    found = registered(receiving)
    for act in (sign_for_document, register_document, read_document):
        with pytest.raises(Missing):
            act(incoming_id=found, actor=receiving.stranger, now=NOW)
    with pytest.raises(NotAuthorised):
        urge_handling(incoming_id=reviewed(receiving), opinion="", actor=receiving.leader, now=NOW)


def test_nobody_is_named_who_may_not_see_its_level(receiving: Town) -> None:
    found = registered(receiving)
    Incoming.objects.filter(id=found).update(secrecy=Secrecy.SECRET)
    with pytest.raises(Missing):
        review(receiving, found)
    Incoming.objects.filter(id=found).update(secrecy=Secrecy.INTERNAL)
    with pytest.raises(InvalidInput) as wrong:
        review(receiving, found, leader_id=receiving.plain.id)
    assert set(wrong.value.fields) == {"leader_id"}
    assert state(found) == "registered"


def test_urgent_ones_are_signed_for_the_same_day(receiving: Town) -> None:
    assert sign_by("", DAY) == date(2017, 6, 2)
    assert sign_by("特急", DAY) == DAY


def test_the_day_to_sign_for_it_is_watched_and_told_when_it_passed(receiving: Town) -> None:
    found, worker = arrived(receiving, urgency="特急"), worker_actor(TEND)
    assert await_signature(incoming_id=found, actor=worker, now=NOW)
    assert not await_signature(incoming_id=found, actor=worker, now=NOW)
    clock_id = Incoming.objects.get(id=found).clock_id
    assert mark_incoming_late(clock_id=clock_id, actor=worker, now=at(date(2017, 6, 5)))
    row = Incoming.objects.get(id=found)
    assert not row.is_late
    assert "correspondence.incoming_late" in told(receiving.second)


def test_late_and_then_done_stays_late(receiving: Town) -> None:
    found, worker = reviewed(receiving, leader_id=None, due_on=date(2017, 6, 5)), worker_actor(TEND)
    clock_id = Incoming.objects.get(id=found).clock_id
    late = at(date(2017, 6, 8))
    assert mark_incoming_late(clock_id=clock_id, actor=worker, now=late)
    assert not mark_incoming_late(clock_id=clock_id, actor=worker, now=late)
    finish_handling(incoming_id=found, result="已办。", actor=receiving.handler, now=late)
    row = Incoming.objects.get(id=found)
    assert (row.state, row.is_late) == ("done", True)
    assert acts(found).count("became_late") == 1
