"""Requests for access on their way, act by act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.models import Grant, Request, Review
from liupan.capabilities.catalogue.operations.answering import (
    NotHeard,
    answer_request,
    pass_conformity,
    reject_request,
    return_request,
    rule_on_request,
    state_position,
)
from liupan.capabilities.catalogue.operations.asking import (
    OwnData,
    accept_answer,
    begin_request,
    dispute_answer,
    hand_in_request,
    revise_request,
    withdraw_request,
)
from liupan.capabilities.catalogue.operations.gate import (
    AlreadyReviewed,
    Blocked,
    Unchecked,
    review_request,
)
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.rules.permits import Mask, MaskPolicy, Outcome
from liupan.capabilities.catalogue.rules.requesting import Gate, State, Verdict
from liupan.capabilities.catalogue.rules.scopes import Condition, Operator
from liupan.capabilities.catalogue.tests.asking import (
    answered,
    asked,
    begun,
    checked,
    decided,
    granted,
    handed_in,
    part,
    resource,
    reviewed,
    rights_of_all,
)
from liupan.capabilities.catalogue.tests.factories import NOW, WHOLE, Town
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.calendar.facade import ClockState, clocks_of
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
SINCE = Condition("登记日期", Operator.FROM, ("2016-01-01",))


def state(of: UUID) -> State:
    return Request.objects.get(id=of).standing


def test_a_request_becomes_a_grant(place: Town) -> None:
    grant = Grant.objects.get(id=granted(place))
    request = Request.objects.get(id=grant.request_id)
    assert request.standing is State.GRANTED
    assert grant.number == "数授〔2017〕1号"
    assert request.number == "数申〔2017〕1号"
    assert grant.versions.get().items.count() == 3
    assert {one.reviewer_id for one in request.reviews.all()} == {
        place.security.id, place.secrecy.id,
    }  # fmt: skip


def test_a_draft_may_be_incomplete_but_is_not_handed_in(place: Town) -> None:
    of = begun(place, legal_basis="")
    with pytest.raises(InvalidInput) as refused:
        hand_in_request(request_id=of, actor=place.asker, now=NOW)
    assert set(refused.value.fields) == {"legal_basis"}
    assert state(of) is State.DRAFT


def test_revising_and_too_late(place: Town) -> None:
    of = begun(place)
    row = Request.objects.get(id=of)
    said = asked(row.resource_id, "登记日期", rows=(SINCE,))
    common = {"request_id": of, "actor": place.asker, "now": NOW}
    revise_request(asked=said, version=1, **common)
    assert [one.item.name for one in Request.objects.get(id=of).items.all()] == ["登记日期"]
    with pytest.raises(StaleVersion):
        revise_request(asked=said, version=1, **common)


@pytest.mark.parametrize(
    "change",
    [
        {"item_ids": ()},
        {"rows": (Condition("没有", Operator.EQUAL, ("1",)),)},
        {"rows": (Condition("男方姓名", Operator.FROM, ("1",)),)},
        {"rows": (Condition("登记日期", Operator.EQUAL, ("1=1; DROP TABLE",)),)},
        {"valid_from": date(2019, 1, 1)},
        {"valid_until": date(2017, 1, 1), "valid_from": date(2017, 1, 1)},
        {"quota": 0},
    ],
)
def test_what_cannot_stand_is_refused(place: Town, change: dict[str, Any]) -> None:
    of = resource(place)
    with pytest.raises(InvalidInput):
        begun(place, of, **change)
    assert not Request.objects.exists()


def test_items_that_are_not_shared_are_not_asked_for(place: Town) -> None:
    closed = replace(WHOLE.items[0], is_shared=False)
    of = resource(place, items=(closed, *WHOLE.items[1:]))
    with pytest.raises(InvalidInput):
        begun(place, of)
    begin_request(
        resource_id=of, consumer_id=place.units["police"], asked=asked(of, "登记日期"),
        actor=place.asker, now=NOW,
    )  # fmt: skip


def test_nobody_asks_for_their_own_data_or_for_another_unit(place: Town) -> None:
    of = resource(place)
    common = {"resource_id": of, "asked": asked(of), "now": NOW}
    with pytest.raises(NotAuthorised):
        begin_request(consumer_id=place.units["bureau"], actor=place.asker, **common)
    with pytest.raises(NotAuthorised):
        begin_request(consumer_id=place.units["police"], actor=place.stranger, **common)


def test_a_unit_needs_no_grant_for_what_it_holds(place: Town) -> None:
    of = resource(place)
    grant_role(
        role_code="catalogue-requester", unit_id=place.units["bureau"],
        account_id=place.editor.id, valid_from=date(2015, 11, 4), actor=installer(), now=NOW,
    )  # fmt: skip
    with clock.frozen(NOW):
        editor = actor_for(place.editor.id)
    with pytest.raises(OwnData):
        begin_request(
            resource_id=of, consumer_id=place.units["bureau"], asked=asked(of), actor=editor,
            now=NOW,
        )  # fmt: skip


def test_a_form_sent_twice_makes_one(place: Town) -> None:
    of = resource(place)
    common = {
        "resource_id": of, "consumer_id": place.units["police"], "asked": asked(of),
        "actor": place.asker, "now": NOW, "once": of,
    }  # fmt: skip
    assert begin_request(**common) == begin_request(**common)
    assert Request.objects.count() == 1


def test_the_check_has_two_working_days_and_rests_on_return(place: Town) -> None:
    of = handed_in(place)
    row = Request.objects.get(id=of)
    assert row.due_on == date(2017, 6, 5)  # Thursday: two working days
    return_request(request_id=of, opinion="请补充。", actor=place.checker, now=LATER)
    paused = clocks_of([of], now=LATER)[of]
    assert [one.state for one in paused] == [ClockState.PAUSED]
    later = NOW + timedelta(days=11)
    hand_in_request(request_id=of, actor=place.asker, now=later)
    running = clocks_of([of], now=later)[of]
    assert [one.state for one in running] == [ClockState.RUNNING]
    assert Request.objects.get(id=of).due_on > date(2017, 6, 11)
    pass_conformity(request_id=of, actor=place.checker, now=later)
    assert state(of) is State.DECIDING


@pytest.mark.parametrize(("share", "due"), [("1", date(2017, 6, 2)), ("2", date(2017, 6, 15))])
def test_the_providers_limit_is_that_of_the_law(place: Town, share: str, due: date) -> None:
    of = checked(place, begun(place, resource(place, share_type=share)))
    assert Request.objects.get(id=of).due_on == due


def test_a_request_that_does_not_conform_ends(place: Town) -> None:
    of = handed_in(place)
    reject_request(request_id=of, opinion="与职责无关。", actor=place.checker, now=NOW)
    assert state(of) is State.REJECTED
    with pytest.raises(NotNow):
        pass_conformity(request_id=of, actor=place.checker, now=NOW)


def test_what_is_not_shared_by_law_is_negotiated(place: Town) -> None:
    ground = "《中华人民共和国道路交通安全法》第七十三条"
    of = checked(place, begun(place, resource(place, share_type="3", share_condition=ground)))
    assert state(of) is State.NEGOTIATING
    with pytest.raises(NotHeard):
        rule_on_request(
            request_id=of, outcome=Outcome.ALL, reason="裁定。", actor=place.ruler, now=NOW
        )
    for person in (place.asker, place.decider):
        state_position(request_id=of, position="意见。", actor=person, now=NOW)
    rule_on_request(request_id=of, outcome=Outcome.ALL, reason="裁定。", actor=place.ruler, now=NOW)
    assert state(of) is State.REVIEWING


def test_a_refusal_gives_its_reason_and_is_disputed(place: Town) -> None:
    of = checked(place)
    with pytest.raises(InvalidInput):
        answer_request(request_id=of, outcome=Outcome.REFUSE, actor=place.decider, now=NOW)
    answer_request(
        request_id=of, outcome=Outcome.REFUSE, reason="理由。", actor=place.decider, now=NOW
    )
    dispute_answer(request_id=of, reason="确需使用。", actor=place.asker, now=NOW)
    with pytest.raises(NotHeard):
        rule_on_request(
            request_id=of, outcome=Outcome.REFUSE, reason="裁定。", actor=place.ruler, now=NOW
        )
    month = NOW + timedelta(days=30)  # the provider kept silent: its time has passed
    rule_on_request(
        request_id=of, outcome=Outcome.REFUSE, reason="裁定。", actor=place.ruler, now=month
    )
    assert state(of) is State.REFUSED
    assert Request.objects.get(id=of).decision.is_ruling


def test_a_refusal_can_be_accepted(place: Town) -> None:
    of = answered(place)
    accept_answer(request_id=of, actor=place.asker, now=NOW)
    assert state(of) is State.REFUSED


def test_in_negotiation_the_provider_may_still_agree(place: Town) -> None:
    of = answered(place)
    dispute_answer(request_id=of, reason="确需使用。", actor=place.asker, now=NOW)
    answer_request(request_id=of, outcome=Outcome.ALL, actor=place.decider, now=NOW)
    assert state(of) is State.REVIEWING


def test_a_part_is_never_wider_than_what_was_asked_for(place: Town) -> None:
    of = checked(place, begun(place, rows=(SINCE,)))
    common = {
        "request_id": of, "outcome": Outcome.PART, "reason": "部分。", "actor": place.decider,
        "now": NOW,
    }  # fmt: skip
    whole = part(of, "男方姓名", "登记日期")
    for wide in (
        replace(whole, rows=()),
        replace(whole, valid_until=whole.valid_until + timedelta(days=1)),
        replace(whole, quota=whole.quota + 1),
        replace(whole, items={**whole.items, place.root: MaskPolicy()}),
        replace(whole, items={}),
        part(of, "男方姓名", "女方姓名", "登记日期"),  # all of it is no part
    ):
        with pytest.raises(InvalidInput):
            answer_request(permit=wide, **common)
    masked = MaskPolicy(Mask.KEEP, 1, 0)
    given = replace(whole, items=dict.fromkeys(whole.items, masked))
    answer_request(permit=given, **common)
    accept_answer(request_id=of, actor=place.asker, now=NOW)
    for gate in Gate:
        reviewed(place, of, gate)
    version = Grant.objects.get(request_id=of).versions.get()
    assert version.permit == given


def test_both_reviews_are_by_two_who_took_no_part(place: Town) -> None:
    of = decided(place)
    reviewed(place, of, Gate.SECURITY)
    with pytest.raises(AlreadyReviewed):
        reviewed(place, of, Gate.SECURITY)
    assert not Grant.objects.exists()
    reviewed(place, of, Gate.SECRECY)
    assert Grant.objects.get().request_id == of


def test_the_checklist_and_the_screening_hold_the_gate(place: Town) -> None:
    of = decided(place)
    common = {
        "request_id": of, "gate": Gate.SECRECY, "opinion": "意见。", "actor": place.secrecy,
        "now": NOW,
    }  # fmt: skip
    with pytest.raises(Unchecked):
        review_request(verdict=Verdict.PASSED, checked=["secrecy.1"], **common)
    review_request(verdict=Verdict.REJECTED, **common)
    assert state(of) is State.NOT_PASSED
    review = Review.objects.get()
    assert not any(point["is_so"] for point in review.checklist)
    assert {one["why"] for one in review.screening} == {"sensitive"}


def test_a_secrecy_mark_does_not_pass(place: Town) -> None:
    of = decided(place, begun(place, purpose="用于核对机密★10年的材料。"))
    with pytest.raises(Blocked):
        reviewed(place, of, Gate.SECRECY)
    with pytest.raises(Blocked):
        reviewed(place, of, Gate.SECURITY)
    assert not Grant.objects.exists()


def test_returned_by_a_review_it_goes_the_whole_way_again(place: Town) -> None:
    of = decided(place)
    reviewed(place, of, Gate.SECURITY)
    reviewed(place, of, Gate.SECRECY, Verdict.RETURNED)
    assert state(of) is State.RETURNED
    decided(place, of, LATER)
    reviewed(place, of, Gate.SECRECY, now=LATER)
    assert not Grant.objects.exists()  # the security review of the round before does not count
    reviewed(place, of, Gate.SECURITY, now=LATER)
    assert Grant.objects.exists()


def test_withdrawing_before_the_grant(place: Town) -> None:
    for begin in (begun, handed_in, checked, answered, decided):
        of = begin(place)
        withdraw_request(request_id=of, reason="不需要了。", actor=place.asker, now=NOW)
        assert state(of) is State.WITHDRAWN
        live = [one for one in clocks_of([of], now=NOW).get(of, []) if one.stopped_at is None]
        assert live == []


def test_after_the_grant_nothing_is_withdrawn(place: Town) -> None:
    grant = Grant.objects.get(id=granted(place))
    with pytest.raises(NotNow):
        withdraw_request(
            request_id=grant.request_id, reason="不需要了。", actor=place.asker, now=NOW
        )


@pytest.mark.parametrize("person", ["outsider", "stranger", "editor", "reader"])
def test_others_do_not_know_it_exists(place: Town, person: str) -> None:
    of = handed_in(place)
    with pytest.raises(Missing):
        pass_conformity(request_id=of, actor=place.people[person], now=NOW)


@pytest.mark.parametrize(
    ("person", "act"),
    [
        ("asker", lambda of, who: pass_conformity(request_id=of, actor=who, now=NOW)),
        ("decider", lambda of, who: pass_conformity(request_id=of, actor=who, now=NOW)),
        (
            "checker",
            lambda of, who: answer_request(request_id=of, outcome=Outcome.ALL, actor=who, now=NOW),
        ),
    ],
)
def test_without_the_right_it_is_refused(
    place: Town, person: str, act: Callable[[UUID, Any], UUID]
) -> None:
    of = handed_in(place)
    with pytest.raises(NotAuthorised):
        act(of, place.people[person])


def test_who_took_part_does_not_decide(place: Town) -> None:
    """One person with every right still cannot do two steps that stand apart."""
    all_rights = rights_of_all(place)
    every = replace(place.asker, rights=all_rights)
    of = begun(place)
    hand_in_request(request_id=of, actor=every, now=NOW)
    with pytest.raises(SameHands):
        pass_conformity(request_id=of, actor=every, now=NOW)
    pass_conformity(request_id=of, actor=place.checker, now=NOW)
    with pytest.raises(SameHands):
        answer_request(request_id=of, outcome=Outcome.ALL, actor=every, now=NOW)
    answer_request(request_id=of, outcome=Outcome.ALL, actor=place.decider, now=NOW)
    for gate in Gate:
        for who in (every, replace(place.checker, rights=all_rights),
                    replace(place.decider, rights=all_rights)):  # fmt: skip
            with pytest.raises(SameHands):
                reviewed(place, of, gate, actor=who)
    one = replace(place.security, rights=all_rights)
    reviewed(place, of, Gate.SECURITY, actor=one)
    with pytest.raises(SameHands):
        reviewed(place, of, Gate.SECRECY, actor=one)


def test_who_must_act_is_told(place: Town) -> None:
    of = handed_in(place)
    assert [one.url for one in list_notices(place.checker)] == [f"/catalogue/requests/{of}/"]
    assert list_notices(place.asker) == []
    return_request(request_id=of, opinion="请补充。", actor=place.checker, now=NOW)
    assert "请补充。" in list_notices(place.asker)[0].body


def test_every_act_leaves_a_fact(place: Town) -> None:
    grant = Grant.objects.get(id=granted(place))
    acts = {"begun": 1, "handed_in": 1, "checked": 1, "answered": 1, "reviewed": 2}
    for act, count in acts.items():
        told = facts(f"catalogue.request.{act}")
        assert len(told) == count, act
        assert {one["resource_id"] for one in told} == {str(grant.resource_id)}
    (issued,) = facts("catalogue.grant.issued")
    assert issued["request_id"] == str(grant.request_id)


def test_an_act_on_what_changed_meanwhile_is_refused(place: Town) -> None:
    of = checked(place)
    with pytest.raises(StaleVersion):
        answer_request(request_id=of, outcome=Outcome.ALL, actor=place.decider, now=NOW, version=1)
