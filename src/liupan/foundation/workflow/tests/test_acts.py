"""Every act on a process, and who may not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from liupan.foundation.journal.facade import history
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.facade import (
    PREVIOUS,
    STARTER,
    About,
    AlreadyDone,
    AlreadySigned,
    FieldNotEditable,
    IsJoint,
    NextHasActed,
    NotForYou,
    NotJoint,
    NotRunning,
    NotVisited,
    SignersFirst,
    add_signer,
    cancel_process,
    claim_step,
    complete_step,
    copy_process,
    count_waiting,
    delegate_step,
    deliver_message,
    find_instance,
    form_of,
    give_back_step,
    hand_over_step,
    list_waiting,
    move_process,
    read_copy,
    release_step,
    remove_signer,
    resume_process,
    return_step,
    reword_opinion,
    set_signers,
    sign_step,
    start_process,
    suspend_process,
    urge_step,
    withdraw_step,
)
from liupan.foundation.workflow.models import Instance, Item, Opinion, Signer
from liupan.foundation.workflow.tests.factories import (
    NOW,
    Town,
    deployed,
    do,
    item,
    open_items,
    sign_all,
    started,
    state,
    to_sign,
    town,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Town:
    made = town()
    deployed()
    return made


def waiting(actor: Actor) -> list[str]:
    return [one.step for one in list_waiting(actor, NOW, limit=40)]


def test_a_process_goes_from_draft_to_its_end(place: Town) -> None:
    made = to_sign(place)
    assert set(open_items(made)) == {"sign", "late"}
    assert waiting(place.chief) == ["签发"]
    do(made, "sign", place.chief, opinion="同意。", data={"批示": "请办公室办理"})
    assert state(made) == "ended"
    found = find_instance(made, place.clerk, NOW)
    assert [(s.element, s.state) for s in found.steps] == [
        ("draft", "done"), ("review", "done"), ("joint", "done"), ("check", "done"),
        ("sign", "done"), ("late", "undone"),
    ]  # fmt: skip
    assert found.data["批示"] == "请办公室办理"
    assert found.steps[4].opinions[0].text == "同意。"


def test_only_whom_the_definition_names_sees_and_does_a_step(place: Town) -> None:
    made = started(place)
    assert waiting(place.clerk) == ["拟稿"]
    assert waiting(place.reviewer) == []
    with pytest.raises(NotForYou):
        do(made, "draft", place.reviewer)
    with pytest.raises(Missing):
        complete_step(item_id=UUID(int=1), actor=place.clerk, now=NOW)


def test_a_claimed_step_is_gone_from_other_lists_until_released(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    review = item(made, "review")
    claim_step(item_id=review, actor=place.reviewer, now=NOW)
    claim_step(item_id=review, actor=place.reviewer, now=NOW)  # once more is no harm
    assert waiting(place.colleague) == []
    assert waiting(place.reviewer) == ["审核"]
    with pytest.raises(NotForYou):
        claim_step(item_id=review, actor=place.colleague, now=NOW)
    release_step(item_id=review, actor=place.reviewer, now=NOW)
    assert waiting(place.colleague) == ["审核"]


def test_a_step_is_completed_once(place: Town) -> None:
    made = started(place)
    draft = item(made, "draft")
    complete_step(item_id=draft, actor=place.clerk, now=NOW)
    with pytest.raises(AlreadyDone):
        complete_step(item_id=draft, actor=place.clerk, now=NOW)


def test_the_form_is_written_and_read_as_the_step_may(place: Town) -> None:
    made = started(place, 批示="旧")
    draft = item(made, "draft")
    form = form_of(draft, place.clerk, NOW)
    assert "批示" not in form.values
    assert form.editable == {"标题"}
    for data in ({"批示": "改"}, {"别的": 1}, {"outcome": "agree"}):
        with pytest.raises(FieldNotEditable):
            complete_step(item_id=draft, actor=place.clerk, now=NOW, data=data)
    complete_step(item_id=draft, actor=place.clerk, now=NOW, data={"标题": "通知"})
    assert Item.objects.get(id=draft).submitted == {"标题": "通知"}


def test_hand_over_is_for_good(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    hand_over_step(
        item_id=item(made, "review"), account_id=place.chief.id, actor=place.reviewer, now=NOW
    )
    assert waiting(place.chief) == ["审核"]
    assert waiting(place.colleague) == []
    with pytest.raises(NotForYou):
        do(made, "review", place.reviewer)
    do(made, "review", place.chief)
    with pytest.raises(InvalidInput):
        hand_over_step(
            item_id=item(made, "check"), account_id=UUID(int=5), actor=place.reviewer, now=NOW
        )


def test_a_delegated_step_comes_back(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    review = item(made, "review")
    delegate_step(item_id=review, account_id=place.chief.id, actor=place.reviewer, now=NOW)
    with pytest.raises(NotForYou):
        complete_step(item_id=review, actor=place.chief, now=NOW)
    with pytest.raises(NotForYou):
        release_step(item_id=review, actor=place.chief, now=NOW)
    give_back_step(item_id=review, opinion="可行", actor=place.chief, now=NOW)
    assert waiting(place.reviewer) == ["审核"]
    assert waiting(place.chief) == []
    complete_step(item_id=review, actor=place.reviewer, now=NOW)
    assert "check" in open_items(made)


def test_a_joint_sign_is_decided_by_votes_alone(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    joint = item(made, "joint")
    with pytest.raises(NotForYou):
        complete_step(item_id=joint, actor=place.signers[0], now=NOW)
    with pytest.raises(NotJoint):
        sign_step(item_id=joint, vote="agree", actor=place.clerk, now=NOW)
    sign_step(item_id=joint, vote="agree", actor=place.signers[0], now=NOW)
    assert waiting(place.signers[0]) == []
    with pytest.raises(AlreadySigned):
        sign_step(item_id=joint, vote="agree", actor=place.signers[0], now=NOW)
    with pytest.raises(InvalidInput):
        sign_step(item_id=joint, vote="perhaps", actor=place.signers[1], now=NOW)
    for one in place.signers[1:]:
        sign_step(item_id=joint, vote="agree", actor=one, now=NOW)
    assert Item.objects.get(id=joint).outcome == "agree"


MODES = {"any": 1, "order": 3, "ratio": 2}


@pytest.mark.parametrize("mode", MODES)
def test_joint_signs_end_when_enough_agree(place: Town, mode: str) -> None:
    from liupan.foundation.workflow.tests.factories import APPROVAL

    source = APPROVAL.read_text("utf-8").replace('mode="all"', f'mode="{mode}" ratio="0.5"')
    deployed(source.encode())
    made = started(place)
    do(made, "draft", place.clerk)
    joint = item(made, "joint")
    if mode == "order":
        assert [bool(waiting(one)) for one in place.signers] == [True, False, False]
        with pytest.raises(NotJoint):
            sign_step(item_id=joint, vote="agree", actor=place.signers[1], now=NOW)
    for one in place.signers[: MODES[mode]]:
        assert Item.objects.get(id=joint).state == "open"
        sign_step(item_id=joint, vote="agree", actor=one, now=NOW)
    assert Item.objects.get(id=joint).state == "done"
    assert [waiting(one) for one in place.signers] == [[], [], []]


def test_signers_are_added_and_removed_in_a_joint_sign(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    joint, chief = item(made, "joint"), place.chief
    new = add_signer(item_id=joint, key=chief.id, place="after", actor=place.signers[0], now=NOW)
    with pytest.raises(InvalidInput):
        add_signer(item_id=joint, key=chief.id, place="after", actor=place.signers[0], now=NOW)
    sign_all(made, place)
    assert Item.objects.get(id=joint).state == "open"
    assert waiting(chief) == ["会签"]
    with pytest.raises(NotForYou):
        remove_signer(signer_id=new, actor=place.clerk, now=NOW)
    signed = Signer.objects.filter(item=joint).exclude(vote="").first()
    assert signed
    with pytest.raises(AlreadySigned):
        remove_signer(signer_id=signed.id, actor=place.signers[0], now=NOW)
    remove_signer(signer_id=new, actor=place.signers[0], now=NOW)  # all others have agreed
    assert Item.objects.get(id=joint).outcome == "agree"
    assert waiting(chief) == []


def test_signers_before_and_after_a_step(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    review, before, after = item(made, "review"), place.chief, place.signers[0]
    claim_step(item_id=review, actor=place.reviewer, now=NOW)
    for who, where in ((before, "before"), (after, "after")):
        add_signer(item_id=review, key=who.id, place=where, actor=place.reviewer, now=NOW)
    with pytest.raises(SignersFirst):
        do(made, "review", place.reviewer)
    sign_step(item_id=review, vote="agree", opinion="先审", actor=before, now=NOW)
    do(made, "review", place.reviewer, opinion="已审")
    assert Item.objects.get(id=review).state == "open"
    assert waiting(place.reviewer) == []
    with pytest.raises(SignersFirst):
        do(made, "review", place.reviewer)
    sign_step(item_id=review, vote="agree", actor=after, now=NOW)
    assert Item.objects.get(id=review).state == "done"
    assert Item.objects.get(id=review).done_by is not None


def test_withdraw_until_somebody_acts(place: Town) -> None:
    made = started(place)
    draft = item(made, "draft")
    do(made, "draft", place.clerk)
    with pytest.raises(NotForYou):
        withdraw_step(item_id=draft, actor=place.reviewer, now=NOW)
    withdraw_step(item_id=draft, actor=place.clerk, now=NOW)
    assert set(open_items(made)) == {"draft"}
    assert waiting(place.reviewer) == []
    draft = item(made, "draft")
    do(made, "draft", place.clerk)
    sign_step(item_id=item(made, "joint"), vote="agree", actor=place.signers[0], now=NOW)
    with pytest.raises(NextHasActed):
        withdraw_step(item_id=draft, actor=place.clerk, now=NOW)


def test_return_within_a_branch_leaves_the_other_alone(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    do(made, "review", place.reviewer, opinion="可")
    joint = item(made, "joint")
    with pytest.raises(InvalidInput):
        return_step(
            item_id=item(made, "check"), to=PREVIOUS, opinion=" ", actor=place.reviewer, now=NOW
        )
    with pytest.raises(NotVisited):
        return_step(
            item_id=item(made, "check"), to="joint", opinion="退", actor=place.reviewer, now=NOW
        )
    return_step(
        item_id=item(made, "check"), to=PREVIOUS, opinion="再看", actor=place.colleague, now=NOW
    )
    assert open_items(made).keys() == {"review", "joint"}
    assert item(made, "joint") == joint
    assert waiting(place.colleague) == []  # it went to who had done it
    do(made, "review", place.reviewer)
    do(made, "check", place.reviewer)
    sign_all(made, place)
    assert "sign" in open_items(made)


def test_return_from_inside_a_joint_sign_takes_the_branches_back(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    do(made, "review", place.reviewer, opinion="可")
    joint = item(made, "joint")
    sign_step(item_id=joint, vote="agree", opinion="同意", actor=place.signers[0], now=NOW)
    said = Opinion.objects.count()
    return_step(item_id=joint, to=STARTER, opinion="重拟", actor=place.signers[1], now=NOW)
    assert open_items(made).keys() == {"draft"}
    assert Opinion.objects.count() == said + 1  # nothing said is lost
    do(made, "draft", place.clerk)
    assert waiting(place.signers[0]) == ["会签"]  # everybody signs anew
    do(made, "review", place.reviewer)
    do(made, "check", place.reviewer)
    sign_all(made, place)
    do(made, "sign", place.chief)
    assert state(made) == "ended"


def test_return_from_behind_a_join_into_one_branch_keeps_the_other(place: Town) -> None:
    made = to_sign(place)
    return_step(item_id=item(made, "sign"), to="review", opinion="补", actor=place.chief, now=NOW)
    assert open_items(made).keys() == {"review"}
    do(made, "review", place.reviewer)
    do(made, "check", place.reviewer)
    assert open_items(made).keys() == {"sign", "late"}  # the joint sign holds
    return_step(item_id=item(made, "sign"), to="joint", opinion="再签", actor=place.chief, now=NOW)
    assert open_items(made).keys() == {"joint"}
    sign_all(made, place)
    do(made, "sign", place.chief)
    assert state(made) == "ended"


def test_a_refused_document_goes_round_again(place: Town) -> None:
    made = to_sign(place)
    do(made, "sign", place.chief, outcome="refuse", opinion="不妥")
    assert open_items(made).keys() == {"draft"}
    do(made, "draft", place.clerk)
    do(made, "review", place.reviewer)
    do(made, "check", place.reviewer)
    sign_all(made, place)
    return_step(item_id=item(made, "sign"), to="joint", opinion="再签", actor=place.chief, now=NOW)
    sign_all(made, place, vote="agree")
    do(made, "sign", place.chief)
    assert state(made) == "ended"


def test_a_deadline_arrives_as_a_message_once(place: Town) -> None:
    made = to_sign(place)
    for _n in range(2):
        with transaction.atomic():
            assert deliver_message(
                instance_id=made, message="overdue", key="clock.1", actor=city.almighty(), now=NOW
            )
    assert open_items(made).keys() == {"urgent"}
    assert waiting(place.clerk) == ["督办签发"]
    assert waiting(place.chief) == []
    with transaction.atomic():
        assert not deliver_message(
            instance_id=made, message="overdue", key="clock.2", actor=city.almighty(), now=NOW
        )


def test_a_suspended_process_keeps_its_messages(place: Town) -> None:
    made, steer = to_sign(place), city.almighty()
    with pytest.raises(NotAuthorised):
        suspend_process(instance_id=made, reason="核实", actor=place.clerk, now=NOW)
    suspend_process(instance_id=made, reason="核实", actor=steer, now=NOW)
    assert waiting(place.chief) == []
    assert count_waiting(place.chief, NOW) == 0
    with pytest.raises(NotRunning):
        do(made, "sign", place.chief)
    with transaction.atomic():
        deliver_message(instance_id=made, message="overdue", key="1", actor=steer, now=NOW)
    resume_process(instance_id=made, actor=steer, now=NOW)
    assert open_items(made).keys() == {"urgent"}


def test_cancel_by_who_steers_or_by_the_starter_alone(place: Town) -> None:
    made = started(place)
    cancel_process(instance_id=made, reason="不发了", actor=place.clerk, now=NOW)
    assert state(made) == "cancelled"
    assert open_items(made) == {}
    made = to_sign(place)
    with pytest.raises(NotAuthorised):
        cancel_process(instance_id=made, reason="不发了", actor=place.clerk, now=NOW)
    cancel_process(instance_id=made, reason="不发了", actor=city.almighty(), now=NOW)
    with pytest.raises(NotRunning):
        cancel_process(instance_id=made, reason="不发了", actor=city.almighty(), now=NOW)


def test_jump_takes_everything_back(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    with pytest.raises(NotAuthorised):
        move_process(instance_id=made, element="sign", reason="急", actor=place.clerk, now=NOW)
    steer = city.almighty()
    for element in ("join", "check"):  # no step; a branch that a lone token could not leave
        with pytest.raises(InvalidInput):
            move_process(instance_id=made, element=element, reason="急", actor=steer, now=NOW)
    move_process(instance_id=made, element="sign", reason="急", actor=steer, now=NOW)
    assert open_items(made).keys() == {"sign", "late"}
    do(made, "sign", place.chief)
    assert state(made) == "ended"


def test_copy_with_receipt_and_urge(place: Town) -> None:
    made = started(place)
    with pytest.raises(NotAuthorised):
        copy_process(instance_id=made, account_ids=[], actor=place.chief, now=NOW)
    reader = place.chief
    assert copy_process(instance_id=made, account_ids=[reader.id], actor=place.clerk, now=NOW) == 1
    assert copy_process(instance_id=made, account_ids=[reader.id], actor=place.clerk, now=NOW) == 0
    read_copy(instance_id=made, actor=reader, now=NOW)
    read_copy(instance_id=made, actor=reader, now=NOW)
    assert find_instance(made, reader, NOW).copies[0].read_at == NOW
    do(made, "draft", place.clerk)
    assert urge_step(item_id=item(made, "review"), actor=place.clerk, now=NOW) == 2


def test_opinions_are_reworded_and_never_lost(place: Town) -> None:
    made = started(place)
    draft = item(made, "draft")
    do(made, "draft", place.clerk, opinion="拟发")
    reword_opinion(item_id=draft, text="拟印发", actor=place.clerk, now=NOW)
    step = find_instance(made, place.clerk, NOW).steps[0]
    assert [(o.text, o.version, o.is_latest) for o in step.opinions] == [
        ("拟发", 1, False), ("拟印发", 2, True),
    ]  # fmt: skip
    with pytest.raises(NotForYou):
        reword_opinion(item_id=draft, text="?", actor=place.reviewer, now=NOW)
    for act in (Opinion.objects.all().delete, lambda: Opinion.objects.update(text="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_strangers_see_nothing(place: Town) -> None:
    made = started(place)
    with pytest.raises(Missing):
        find_instance(made, place.signers[0], NOW)
    Instance.objects.filter(id=made).update(secrecy=4)
    with pytest.raises(Missing):
        do(made, "draft", place.clerk)
    assert waiting(place.clerk) == []


def test_every_act_is_a_journal_entry(place: Town) -> None:
    made = to_sign(place)
    joint = Item.objects.get(instance=made, element="joint").id
    codes = [entry.act for entry in history(city.almighty(), joint).entries]
    assert codes.count("workflow.step.signed") == 3
    assert codes.count("workflow.step.completed") == 1


def test_a_joint_sign_is_not_claimed(place: Town) -> None:
    made = started(place)
    do(made, "draft", place.clerk)
    with pytest.raises((IsJoint, NotForYou)):
        claim_step(item_id=item(made, "joint"), actor=place.signers[0], now=NOW)


def test_a_work_list_follows_what_becomes_of_the_process(place: Town) -> None:
    made = to_sign(place)
    steer = city.almighty()
    assert _shown(place) == (["签发"], 1)
    suspend_process(instance_id=made, reason="核实", actor=steer, now=NOW)
    assert _shown(place) == ([], 0)
    resume_process(instance_id=made, actor=steer, now=NOW)
    assert _shown(place) == (["签发"], 1)
    Instance.objects.filter(id=made).update(secrecy=Secrecy.SECRET)
    assert _shown(place) == ([], 0)
    with pytest.raises(Missing):
        do(made, "sign", place.chief)


def test_steps_of_a_secret_process_are_shown_to_the_cleared_alone(place: Town) -> None:
    thing = About(
        of_type="correspondence.document", of_id=uuid7(), title="密件", url="/x/",
        unit_id=place.unit_id, secrecy=Secrecy.SECRET,
    )  # fmt: skip
    with transaction.atomic():
        start_process(
            code="approval", about_thing=thing, data=place.data(), actor=place.clerk, now=NOW
        )
    assert list_waiting(place.clerk, NOW, limit=40) == []
    cleared = replace(place.clerk, clearance=Secrecy.SECRET)
    assert [one.title for one in list_waiting(cleared, NOW, limit=40)] == ["密件"]


@pytest.mark.parametrize("act", ["hand over", "delegate", "add a signer", "set signers", "copy"])
def test_no_step_of_a_secret_is_given_to_whoever_may_not_see_it(place: Town, act: str) -> None:
    made = to_sign(place) if act != "set signers" else _to_sign_jointly(place)
    element = "joint" if act == "set signers" else "sign"
    Instance.objects.filter(id=made).update(secrecy=Secrecy.SECRET)
    chief, other = replace(place.chief, clearance=Secrecy.SECRET), place.reviewer.id
    given: dict[str, Any] = {"item_id": item(made, element), "actor": chief, "now": NOW}
    acts: dict[str, Callable[[], object]] = {
        "hand over": lambda: hand_over_step(account_id=other, **given),
        "delegate": lambda: delegate_step(account_id=other, **given),
        "add a signer": lambda: add_signer(key=other, place="before", **given),
        "set signers": lambda: set_signers(keys=[other], **given),
        "copy": lambda: copy_process(instance_id=made, account_ids=[other], actor=chief, now=NOW),
    }
    with pytest.raises(InvalidInput) as refused, transaction.atomic():
        acts[act]()
    assert set(refused.value.fields) == {"account_id"}


def test_a_post_is_named_whoever_holds_it(place: Town) -> None:
    """Who may not see it finds nothing in their list."""
    made = to_sign(place)
    Instance.objects.filter(id=made).update(secrecy=Secrecy.SECRET)
    chief = replace(place.chief, clearance=Secrecy.SECRET)
    add_signer(
        item_id=item(made, "sign"), key=place.review_post, place="before", actor=chief, now=NOW
    )
    assert waiting(place.reviewer) == []


def _to_sign_jointly(place: Town) -> UUID:
    made = started(place)
    do(made, "draft", place.clerk)
    do(made, "review", place.reviewer)
    do(made, "check", place.colleague)
    return made


def _shown(place: Town) -> tuple[list[str], int]:
    return waiting(place.chief), count_waiting(place.chief, NOW)
