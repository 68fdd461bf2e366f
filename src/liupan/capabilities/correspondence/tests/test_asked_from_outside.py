"""Whoever is asked to act on a document may act on it, whatever unit they are of; and nobody else
sees it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.custody import follow_custody
from liupan.capabilities.correspondence.operations.deciding import (
    StepAct,
    act_on_step,
    decide_step,
    return_document,
)
from liupan.capabilities.correspondence.operations.drafting import hand_on_draft
from liupan.capabilities.correspondence.operations.issuing import seal_document
from liupan.capabilities.correspondence.operations.issuing.sealing import SealOfAnother
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.incoming_work import count_waiting_documents
from liupan.capabilities.correspondence.tests.town import (
    FOUNDED,
    NOW,
    Town,
    begun,
    decide,
    handed,
    rendered,
    signed,
    step,
    text,
)
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.organisations.facade import appoint
from liupan.foundation.seals.tests import factories as seals
from liupan.foundation.workflow.facade import NotForYou, describe_instance
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing

pytestmark = pytest.mark.django_db


def act(place: Town, who: str, document: UUID, what: StepAct, person: str = "", text: str = ""):
    act_on_step(
        document_id=document, item_id=step(document)[1], act=what, actor=place.people[who],
        now=NOW, account_ids=[place.people[person].id] if person else [], text=text,
    )  # fmt: skip


def enter_as(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def page(place: Town, name: str, document: UUID) -> tuple[int, str]:
    answer = enter_as(place, name).get(f"/correspondence/outgoing/{document}/")
    return answer.status_code, answer.content.decode()


def state(document: UUID) -> str:
    return Outgoing.objects.get(id=document).state


def test_a_signer_added_before_says_a_word_and_no_more(place: Town) -> None:
    document = handed(place)
    act(place, "reviewer", document, StepAct.ADD_BEFORE, "stranger")
    status, seen = page(place, "stranger", document)
    assert status == 200
    assert "You are asked to sign too" in seen
    assert "Pass the draft" not in seen
    assert ">Return<" not in seen
    with pytest.raises(NotForYou):
        return_document(
            document_id=document, item_id=step(document)[1], to="STARTER", reason="改",
            actor=place.stranger, now=NOW,
        )  # fmt: skip
    assert "whom you asked, has to sign" in page(place, "reviewer", document)[1]
    assert decide(document, place.stranger, opinion="") == "reviewing"
    assert decide(document, place.reviewer) == "signing_off"


def test_a_signer_added_after_the_sign_off_does_not_sign_it_off(place: Town) -> None:
    document = handed(place)
    decide(document, place.reviewer)
    act(place, "signer", document, StepAct.ADD_AFTER, "stranger")
    assert decide(document, place.signer, opinion="") == "signing_off"
    assert decide(document, place.stranger) == "rechecking"
    row = Outgoing.objects.get(id=document)
    assert row.signed_off_by == place.signer.id
    return_document(
        document_id=document, item_id=step(document)[1], to="PREVIOUS", reason="再议",
        actor=place.registrar, now=NOW,
    )  # fmt: skip
    assert "Sign off" in page(place, "signer", document)[1]
    assert "Sign off" not in page(place, "stranger", document)[1]


def test_a_delegate_prepares_and_gives_back(place: Town) -> None:
    document = handed(place)
    decide(document, place.reviewer)
    act(place, "signer", document, StepAct.DELEGATE, "stranger")
    status, seen = page(place, "stranger", document)
    assert status == 200
    assert "Give back" in seen
    assert "Sign off" not in seen
    with pytest.raises(NotForYou):
        decide(document, place.signer)
    act(place, "stranger", document, StepAct.GIVE_BACK, text="建议签发")
    assert decide(document, place.signer) == "rechecking"


def test_nobody_else_gains_sight(place: Town) -> None:
    document = handed(place)
    act(place, "reviewer", document, StepAct.ADD_BEFORE, "stranger")
    assert page(place, "police_registrar", document)[0] == 404
    with pytest.raises(Missing):
        decide(document, place.police_registrar)


def test_who_keeps_the_seal_now_seals_and_needs_no_other_right(place: Town) -> None:
    document = rendered(place)
    assert page(place, "new_keeper", document)[0] == 404
    seals.passed_on(place.seals["office"], place.posts["new_keeper"], place.administrator)
    moved = [
        follow_custody(unit_id=place.units["office"], actor=worker_actor(TEND), now=NOW)
        for _again in range(2)
    ]
    assert moved == [1, 0]
    status, seen = page(place, "new_keeper", document)
    assert status == 200
    assert "take it into custody first" in seen
    assert "the seal has another keeper" in seen
    assert "Set the seal" not in page(place, "keeper", document)[1]
    seals.taken(place.seals["office"], place.new_keeper)
    assert "Set the seal" in page(place, "new_keeper", document)[1]
    seal_document(
        document_id=document, item_id=step(document)[1], unit_id=place.units["office"],
        seal_id=place.seals["office"], actor=place.new_keeper, now=NOW,
    )  # fmt: skip
    assert state(document) == "dispatching"


def test_put_off_and_back_by_itself(place: Town) -> None:
    document = handed(place)
    decide(document, place.reviewer)
    until = date(2017, 11, 20)
    for wrong in (date(2017, 11, 18), clock.on(NOW), date(2018, 11, 20)):
        with pytest.raises(InvalidInput):
            put_off(place, "signer", document, wrong)
    with pytest.raises(NotForYou):
        put_off(place, "deputy", document, until)
    assert count_waiting_documents(place.signer) == 1
    put_off(place, "signer", document, until)
    assert count_waiting_documents(place.signer) == 0
    front = enter_as(place, "signer").get("/correspondence/").content.decode()
    assert "back on" in front
    seen = page(place, "signer", document)[1]
    assert "Put off until" in seen
    assert "等会议研究" in seen
    assert "Sign off" in seen  # before that day too
    assert Outgoing.objects.get(id=document).clock_id
    act(place, "signer", document, StepAct.DELEGATE, "deputy")
    act(place, "deputy", document, StepAct.GIVE_BACK, text="可以签发")
    assert count_waiting_documents(place.signer) == 1  # what comes back is not put off any more
    put_off(place, "signer", document, until)
    with clock.frozen(clock.start_of(until)):
        assert count_waiting_documents(place.signer) == 1
        assert "Put off until" not in page(place, "signer", document)[1]


def put_off(place: Town, who: str, document: UUID, until: date) -> None:
    act_on_step(
        document_id=document, item_id=step(document)[1], act=StepAct.PUT_OFF, until=until,
        text="等会议研究", actor=place.people[who], now=NOW,
    )  # fmt: skip


def test_one_number_everywhere(place: Town) -> None:
    handed(place)
    document = handed(place)
    copy_to(place, document)
    front = enter_as(place, "reviewer").get("/correspondence/").content.decode()
    assert front.count("lp-work__title") == count_waiting_documents(place.reviewer) == 3
    note = enter_as(place, "reviewer").post(f"/correspondence/outgoing/{document}/read/")
    assert note.status_code == 302
    assert count_waiting_documents(place.reviewer) == 2


def copy_to(place: Town, document: UUID) -> None:
    act(place, "drafter", document, StepAct.COPY, "reviewer")


def test_decisions_without_words_are_listed_with_post_and_unit(place: Town) -> None:
    document = signed(place)
    decide(document, place.registrar, opinion="")
    seen = page(place, "drafter", document)[1]
    opinions = seen[seen.index('id="ops"') : seen.index('id="flow"')]
    assert "nothing to correct" in opinions
    assert "固原市人民政府办公室 registrar" in opinions
    found = describe_instance(Outgoing.objects.get(id=document).instance_id)
    assert found
    assert [one.outcome for one in found.steps[-2].opinions] == ["agree"]


def test_the_same_word_again_is_said_once(place: Town) -> None:
    document = handed(place)
    item = step(document)[1]
    for _again in range(2):
        decide_step(
            document_id=document, item_id=item, agrees=True, opinion="", actor=place.reviewer,
            now=NOW,
        )  # fmt: skip
    assert state(document) == "signing_off"


def test_an_opinion_written_by_hand_stands_with_its_decision(place: Town) -> None:
    document = handed(place)
    path = f"/correspondence/outgoing/{document}/decide/"
    said = {"go": "agree", "item_id": step(document)[1], "opinion": "", "ink": "10,20 30,40;50,60"}
    client = enter_as(place, "reviewer")
    for hostile in ("<svg/>", "data:image/png;base64,AAAA", "1,2;901,3", "1,2 " * 20_000):
        answer = client.post(path, {**said, "ink": hostile})
        assert answer.status_code == 422, hostile[:20]
    assert "This is no handwriting" in client.post(path, {**said, "ink": "x"}).content.decode()
    assert client.post(path, said).status_code == 302
    assert '<path d="M10 20 L30 40 M50 60 L50 60"/>' in page(place, "signer", document)[1]


def test_a_seal_of_another_unit_is_never_set(place: Town) -> None:
    """Also by somebody who keeps the seals of both."""
    document, both = rendered(place), place.bureau_keeper.id
    given: dict[str, Any] = {
        "account_id": both, "valid_from": FOUNDED, "actor": installer(), "now": NOW,
    }  # fmt: skip
    appoint(post_id=place.posts["keeper"], **given)
    grant_role(role_code="seal-keeper", unit_id=place.units["office"], **given)
    with pytest.raises(SealOfAnother):
        seal_document(
            document_id=document, item_id=step(document)[1], unit_id=place.units["office"],
            seal_id=place.seals["bureau"], actor=actor_for(both), now=NOW,
        )  # fmt: skip
    assert state(document) == "sealing"


def test_joint_units_see_a_draft_once_it_was_handed_in(place: Town) -> None:
    units = {"cosigner_unit_ids": (place.units["bureau"],), "issuers": (place.units["police"],)}
    document = begun(place, **units)
    for name in ("bureau_leader", "police_leader"):
        assert page(place, name, document)[0] == 404
        listed = enter_as(place, name).get("/correspondence/outgoing/").content.decode()
        assert str(document) not in listed
    assert page(place, "reviewer", document)[0] == 200, "who issues it sees it"
    hand_on_draft(document_id=document, source=text(), note="", actor=place.drafter, now=NOW)
    for name in ("bureau_leader", "police_leader"):
        assert page(place, name, document)[0] == 200
        listed = enter_as(place, name).get("/correspondence/outgoing/").content.decode()
        assert str(document) in listed
