"""Pages of outgoing documents: what each person finds there, and what a sent form does."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.deciding import decide_step
from liupan.capabilities.correspondence.operations.drafting import hand_on_draft
from liupan.capabilities.correspondence.tests.town import DAY, NOW, TITLE, Town, begun, step, text
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.measures.facade import COMPUTE, take_snapshots
from liupan.foundation.workflow.facade import About, start_process
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def handed(place: Town, **changes: object) -> UUID:
    document = begun(place, **changes)
    hand_on_draft(document_id=document, source=text(), note="", actor=place.drafter, now=NOW)
    return document


def page(place: Town, name: str, document: UUID, then: str = "", status: int = 200) -> str:
    answer = browser(place, name).get(f"/correspondence/outgoing/{document}/{then}")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def send(place: Town, name: str, document: UUID, act: str, **data: object):
    return browser(place, name).post(f"/correspondence/outgoing/{document}/{act}/", data)


def sign(place: Town, name: str, document: UUID, **data: object):
    said = {"go": "agree", "opinion": "同意。", "item_id": step(document)[1], **data}
    return send(place, name, document, "decide", **said)


def state(document: UUID) -> str:
    return Outgoing.objects.get(id=document).state


def test_each_person_finds_the_one_act_that_is_due(place: Town) -> None:
    document = handed(place)
    assert "Pass the draft" in page(place, "reviewer", document)
    seen = page(place, "drafter", document)
    assert "Pass the draft" not in seen
    assert "It is with" in seen
    assert "For approval, draft 1" in seen
    assert f"drafter {DAY:%Y-%m-%d}" in seen  # who reads, and when
    page(place, "stranger", document, status=404)
    page(place, "police_registrar", document, status=404)  # will receive it, took no part


def test_signed_off_by_forms(place: Town) -> None:
    document = handed(place)
    assert sign(place, "reviewer", document, opinion="已核。").status_code == 302
    seen = page(place, "signer", document)
    assert "Sign off" in seen
    assert "已核。" in seen
    assert sign(place, "signer", document, opinion="同意印发。").status_code == 302
    assert state(document) == "rechecking"
    assert sign(place, "registrar", document).status_code == 302
    assert "Number it" in page(place, "registrar", document)


def test_returned_with_what_was_typed(place: Town) -> None:
    document = handed(place)
    sign(place, "reviewer", document)
    answer = sign(place, "signer", document, go="back", opinion="第二段请写明时限。")
    assert answer.status_code == 200
    assert "第二段请写明时限。" in answer.content.decode()
    assert "the drafter" in answer.content.decode()
    item = step(document)[1]
    sent = send(place, "signer", document, "return", item_id=item, to="STARTER", reason="写明时限")
    assert sent.status_code == 302
    assert state(document) == "drafting"
    assert "returned for another draft" in page(place, "drafter", document)


def test_who_comes_second_is_told_and_loses_nothing(place: Town) -> None:
    document = handed(place)
    old = step(document)[1]
    assert sign(place, "reviewer", document).status_code == 302
    again = sign(place, "reviewer", document, item_id=old)  # a double click
    assert again.status_code == 302
    seen = (NOW - timedelta(minutes=1)).isoformat()
    late = sign(place, "deputy", document, item_id=old, seen_at=seen, opinion="我也写了很多")
    assert late.status_code == 409
    words = late.content.decode()
    assert "我也写了很多" in words
    assert "Meanwhile" in words
    assert state(document) == "signing_off"


def test_a_usual_phrase_takes_the_place_of_another(place: Town) -> None:
    document = handed(place)
    words = sign(place, "reviewer", document, say="1", opinion="The draft is ready.")
    assert ">\nPlease sign.</textarea>" in words.content.decode()


def test_a_joint_signer_who_does_not_agree_says_why(place: Town) -> None:
    document = handed(place, cosigner_unit_ids=(place.units["bureau"],))
    sign(place, "reviewer", document)
    assert "Do not agree" in page(place, "bureau_leader", document)
    refused = sign(place, "bureau_leader", document, go="refuse", opinion="")
    assert refused.status_code == 422
    refused = sign(place, "bureau_leader", document, go="refuse", opinion="经费没有来源")
    assert refused.status_code == 302
    assert state(document) == "drafting"


def test_passed_on_copied_urged_and_taken_back(place: Town) -> None:
    document = handed(place)
    assert send(place, "drafter", document, "urge", item_id=step(document)[1]).status_code == 302
    copied = send(place, "drafter", document, "copy", item_id=step(document)[1], person="counsel")
    assert copied.status_code == 302
    assert "Take back" in page(place, "drafter", document)
    sign(place, "reviewer", document)
    item = step(document)[1]
    passed = send(
        place, "signer", document, "hand-over", item_id=item, person="deputy", reason="出差"
    )
    assert passed.status_code == 302
    assert "Sign off" in page(place, "deputy", document)
    nobody = send(place, "deputy", document, "hand-over", item_id=item, person="无此人")
    assert nobody.status_code == 422


def test_a_step_is_urged_again_only_after_half_a_day(place: Town) -> None:
    document = handed(place)
    item = step(document)[1]
    assert send(place, "drafter", document, "urge", item_id=item).status_code == 302
    with clock.frozen(NOW + timedelta(hours=1)):
        again = send(place, "drafter", document, "urge", item_id=item, note="再催")
    assert again.status_code == 409
    words = again.content.decode()
    assert "drafter urged it already" in words
    assert "再催" in words
    with clock.frozen(NOW + timedelta(hours=4)):
        assert send(place, "drafter", document, "urge", item_id=item).status_code == 302
    done = Outgoing.objects.get(id=document).entries.filter(act="outgoing.step_urged")
    assert done.count() == 2


def test_compared_with_the_draft_before(place: Town) -> None:
    document = handed(place)
    item = step(document)[1]
    send(place, "reviewer", document, "return", item_id=item, to="STARTER", reason="改")
    hand_on_draft(
        document_id=document, source=text("改过的正文。"), note="改", actor=place.drafter, now=NOW
    )
    seen = page(place, "reviewer", document, "?show=changes")
    assert "改过的正文。" in seen
    assert "Compared with the draft before" in seen


def test_a_draft_can_be_taken_along(place: Town) -> None:
    document = handed(place)
    pdf = browser(place, "drafter").get(f"/correspondence/outgoing/{document}/draft.pdf")
    assert pdf.content.startswith(b"%PDF")
    ofd = browser(place, "drafter").get(f"/correspondence/outgoing/{document}/draft.ofd")
    assert ofd.content.startswith(b"PK")
    stranger = browser(place, "stranger").get(f"/correspondence/outgoing/{document}/draft.pdf")
    assert stranger.status_code == 404


def test_lists_and_work(place: Town) -> None:
    document = handed(place)
    seen = browser(place, "reviewer").get("/correspondence/outgoing/?waits=true").content.decode()
    assert TITLE in seen
    assert TITLE in browser(place, "reviewer").get("/correspondence/").content.decode()
    work = browser(place, "reviewer").get(reverse("workbench:home")).content.decode()
    assert TITLE in work
    assert f"/correspondence/outgoing/{document}/" in work
    mine = browser(place, "drafter").get("/correspondence/outgoing/?mine=true&type=通知")
    assert TITLE in mine.content.decode()
    none = browser(place, "police_registrar").get("/correspondence/outgoing/?clear=1")
    assert TITLE not in none.content.decode()
    table = browser(place, "drafter").get("/correspondence/outgoing/?mine=true&export=csv")
    assert TITLE in b"".join(table.streaming_content).decode()


def test_the_front_shows_a_document_behind_hundreds_of_other_steps(place: Town) -> None:
    """As of other offices, all waiting longer."""
    document = handed(place)
    for n in range(60):
        thing = About(
            of_type="supervision.item", of_id=uuid7(), title=f"别的事项{n}", url="/supervision/",
            unit_id=place.units["office"],
        )  # fmt: skip
        start_process(
            code="correspondence.sending", about_thing=thing, data={}, actor=place.reviewer,
            now=NOW - timedelta(days=9),
        )  # fmt: skip
    seen = browser(place, "reviewer").get("/correspondence/").content.decode()
    assert f"/correspondence/outgoing/{document}/" in seen
    assert "别的事项" not in seen


def test_the_process_is_a_click_away(place: Town) -> None:
    document = handed(place)
    assert "process-diagram" in page(place, "drafter", document, "process/")


def test_the_median_of_a_step_is_the_time_others_waited_for_it(place: Town) -> None:
    for hours in (2, 3, 10):
        document = handed(place)
        decide_step(
            document_id=document, item_id=step(document)[1], agrees=True, opinion="",
            actor=place.reviewer, now=NOW + timedelta(hours=hours),
        )  # fmt: skip
    day = clock.on(NOW) + timedelta(days=1)
    with clock.frozen(clock.start_of(day + timedelta(days=1))):
        take_snapshots(day=day, actor=worker_actor(COMPUTE), now=clock.now())
        seen = browser(place, "registrar").get("/correspondence/figures/").content.decode()
        table = browser(place, "registrar").get("/correspondence/figures.csv").content.decode()
        refused = browser(place, "stranger").get("/correspondence/figures/")
    assert refused.status_code == 403
    review = next(line for line in table.splitlines() if line.startswith("Review,"))
    assert review.split(",")[1:3] == ["3.0", "小时"]
    assert review.endswith(",3")
    assert "takes longest" in seen


def test_nobody_passes_a_text_they_have_not_read(place: Town) -> None:
    document = handed(place)
    seen = '<input type="hidden" name="draft" value="1"'
    assert seen in page(place, "reviewer", document)
    hand_on_draft(
        document_id=document, source=text("审核时改过的正文。"), note="改", actor=place.reviewer,
        now=NOW, submit=False,
    )  # fmt: skip
    late = sign(place, "reviewer", document, draft=1, opinion="我也写了很多")
    assert late.status_code == 409
    assert "我也写了很多" in late.content.decode()
    assert state(document) == "reviewing"
    assert sign(place, "reviewer", document, draft=2).status_code == 302
