"""Pages of items: what each person finds there, and what a sent form does."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liupan.capabilities.supervision.models import Entry, Evidence, Item
from liupan.capabilities.supervision.operations.requests import request_extension
from liupan.capabilities.supervision.operations.sheets import issue_sheet
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.tests.factories import (
    DAY,
    NOW,
    Town,
    at,
    handed,
    registered,
    town,
    verifying,
    with_part,
    working,
)
from liupan.capabilities.supervision.views.panel import DEEDS
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    with clock.frozen(at(DAY, 11)):
        yield town()


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def page(place: Town, name: str, item: object, status: int = 200) -> str:
    answer = browser(place, name).get(f"/supervision/items/{item}/")
    assert answer.status_code == status
    return answer.content.decode()


def send(place: Town, name: str, item: object, act: str, **data: object):
    return browser(place, name).post(f"/supervision/items/{item}/{act}/", data)


def test_each_person_finds_the_one_act_that_is_due(place: Town) -> None:
    new = registered(place)
    assert "Hand it over" in page(place, "officer", new)
    item = handed(place)
    assert "Sign for this item" in page(place, "handler", item)
    seen = page(place, "mayor", item)
    assert "Give a note on this item" in seen
    assert "Sign for this item" not in seen
    assert page(place, "stranger", item, 403)


def test_the_whole_way_by_forms(place: Town) -> None:
    item = registered(place)
    sent = [
        ("officer", "hand-over", {"opinion": ""}),
        ("handler", "sign-for", {"opinion": ""}),
        ("handler", "report", {"what": "progress", "percent": 40, "opinion": "到货"}),
        ("handler", "report", {"what": "done", "opinion": "完成"}),
        ("leader", "endorse", {"verdict": "back", "opinion": "补材料"}),
        ("handler", "report", {"what": "done", "opinion": "已补"}),
        ("leader", "endorse", {"verdict": "pass", "opinion": ""}),
        ("officer", "verify", {"verdict": "pass", "opinion": "同意销号"}),
        ("officer", "archive", {"opinion": ""}),
        ("officer", "reopen", {"due_on": "2017-12-29", "reason": "回头看"}),
    ]
    for who, act, data in sent:
        answer = send(place, who, item, act, **data)
        assert answer.status_code == 302, (act, answer.content.decode())
    row = Item.objects.get(id=item)
    assert (row.state, row.reopened, row.returned) == ("working", 1, 1)
    assert "reopened" in page(place, "officer", item)


def test_nothing_typed_is_lost_on_an_error(place: Town) -> None:
    item = working(place)
    answer = send(
        place, "handler", item, "report", what="progress", percent="140", opinion="写了很多"
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很多" in text
    assert 'aria-invalid="true"' in text


def test_sent_twice_is_carried_out_once(place: Town) -> None:
    item = handed(place)
    for _n in range(2):
        assert send(place, "handler", item, "sign-for", opinion="").status_code == 302
    once = uuid7()
    progress = {"what": "progress", "percent": 10, "opinion": "一", "once": once}
    for act, who, data in (
        ("report", "handler", progress),
        ("urge", "officer", {"opinion": "快", "once": uuid7()}),
        ("give-note", "mayor", {"note": "办", "once": uuid7()}),
    ):
        for _n in range(2):
            assert send(place, who, item, act, **data).status_code == 302
    kinds = list(Entry.objects.filter(item_id=item).values_list("kind", flat=True))
    assert all(kinds.count(kind) == 1 for kind in ("sign_for", "progress", "urge", "note"))


def test_who_comes_second_is_told_what_happened(place: Town) -> None:
    item = verifying(place, working(place))
    assert send(place, "officer", item, "verify", verdict="pass", opinion="好").status_code == 302
    answer = send(place, "other", item, "verify", verdict="back", opinion="我的意见")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我的意见" in text
    assert "closed" in text


def test_a_stale_change_is_compared(place: Town) -> None:
    item = registered(place)
    first = {
        "version": 1, "title": "甲", "end_state": "做完", "due_on": "2017-11-30",
        "urgency": "ordinary", "weight": 1,
    }  # fmt: skip
    assert send(place, "officer", item, "revise", **first).status_code == 302
    answer = send(place, "other", item, "revise", **(first | {"title": "乙"}))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "甲" in text
    assert "乙" in text
    assert "Save mine over it" in text
    again = send(place, "other", item, "revise", **(first | {"title": "乙", "version": 2}))
    assert again.status_code == 302


def test_an_act_whose_time_has_not_come_says_so(place: Town) -> None:
    item = registered(place)
    answer = browser(place, "officer").get(f"/supervision/items/{item}/verify/")
    assert answer.status_code == 409
    assert "not possible now" in answer.content.decode()


def test_requests_and_sheets_are_decided_and_answered(place: Town) -> None:
    item = working(place)
    asked = request_extension(
        item_id=item, until_on=date(2017, 12, 29), reason="招标", actor=place.handler, now=NOW
    )
    text = page(place, "chief", item)
    assert "Decide on the request" in text
    data = {"verdict": "pass", "opinion": "同意", "request_id": asked}
    assert send(place, "chief", item, "decide", **data).status_code == 302
    assert Item.objects.get(id=item).due_on == date(2017, 12, 29)
    sheet = issue_sheet(
        item_id=item, colour=Colour.BLUE, reason="无进展", actor=place.officer, now=NOW
    )
    assert "Answer the sheet" in page(place, "handler", item)
    data = {"sheet_id": sheet, "answer": "已整改"}
    assert send(place, "handler", item, "answer", **data).status_code == 302


def test_every_act_that_is_offered_opens(place: Town) -> None:
    items = [registered(place), handed(place), working(place), verifying(place, working(place))]
    opened = set()
    for name in ("officer", "chief", "handler", "leader", "mayor"):
        client = browser(place, name)
        for item in items:
            text = client.get(f"/supervision/items/{item}/").content.decode()
            for deed in DEEDS:
                url = f"/supervision/items/{item}/{deed.key}/"
                if f'"{url}"' in text:
                    assert client.get(url).status_code == 200, (name, url)
                    opened.add(deed.key)
    assert opened >= {
        "sign-for", "verify", "report", "hand-over", "give-note", "urge", "issue-sheet",
        "ask-extension", "ask-pause", "revise", "reassign", "withdraw",
    }  # fmt: skip


def test_a_common_sentence_is_put_in(place: Town) -> None:
    item = verifying(place, working(place))
    answer = send(place, "officer", item, "verify", say="0", opinion="看过。")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "看过。Verified; agreed to close." in text


def test_the_roll_up_is_shown_with_its_inputs(place: Town) -> None:
    whole = working(place)
    with_part(place, whole, weight=3)
    text = page(place, "officer", whole)
    assert "(3×0%) ÷ 3" in text
    assert "Mandatory and not closed: 1-1." in text


def test_registering_and_decomposing_by_forms(place: Town) -> None:
    client = browser(place, "officer")
    once = uuid7()
    data = {
        "once": once, "title": "建机房", "end_state": "投入使用", "origin": "meeting",
        "lead_unit_id": "固原市信息化建设办公室", "assisting": "固原市公安局",
        "due_on": "2017-11-30", "urgency": "urgent", "supervising_unit_id": place.units["office"],
        "supervisor_id": place.officer.id, "secrecy": "1",
    }  # fmt: skip
    for _n in range(2):
        answer = client.post("/supervision/register/", data)
        assert answer.status_code == 302, answer.content.decode()
    assert Item.objects.count() == 1
    url = f"/supervision/items/{once}/decompose/"
    text = client.post(
        url, {"add_row": "1", "parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0",
              "parts-0-title": "装修", "once": uuid7()},
    ).content.decode()  # fmt: skip
    assert "装修" in text
    assert "parts-1-title" in text
    rows = {
        "parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0", "once": uuid7(),
        "parts-0-title": "装修", "parts-0-end_state": "验收", "parts-0-due_on": "2017-10-31",
        "parts-0-lead_unit_id": "固原市公安局", "parts-0-weight": "2", "parts-0-is_mandatory": "on",
        "parts-1-due_on": "2017-11-30", "parts-1-weight": "1",
    }  # fmt: skip
    wrong = client.post(url, rows | {"parts-0-due_on": "2017-12-31"})
    assert wrong.status_code == 422
    for _n in range(2):
        assert client.post(url, rows).status_code == 302
    (part,) = Item.objects.filter(parent_id=once)
    assert (part.code, part.weight) == ("1-1", 2)


def test_a_leaders_note_becomes_an_item(place: Town) -> None:
    client = browser(place, "mayor")
    assert client.get("/supervision/leader/note/").status_code == 200
    data = {
        "note": "统一出口是第一道门。请倒排工期。", "lead_unit_id": place.units["bureau"],
        "urgency": "urgent", "once": uuid7(),
    }  # fmt: skip
    for _n in range(2):
        assert client.post("/supervision/leader/note/", data).status_code == 302
    (item,) = Item.objects.all()
    assert (item.title, item.origin) == ("统一出口是第一道门", "note")
    assert item.supervising_unit_id == place.units["office"]
    assert "统一出口是第一道门" in client.get("/supervision/leader/").content.decode()
    assert "Change what it says" in page(place, "officer", item.id)


def test_mine_is_grouped_by_what_waits(place: Town) -> None:
    handed(place)
    working(place)
    verifying(place, working(place))
    for name, word in (("handler", "To sign for"), ("officer", "To verify")):
        answer = browser(place, name).get("/supervision/mine/")
        assert answer.status_code == 200
        assert word in answer.content.decode()
    assert browser(place, "handler").get("/supervision/mine/?kind=sign").status_code == 200
    assert browser(place, "stranger").get("/supervision/mine/").status_code == 403


def test_evidence_is_handed_in_and_read_by_those_who_see_the_item(place: Town) -> None:
    item = working(place)
    file = SimpleUploadedFile("割接记录.txt", "全部割接".encode())
    data = {"what": "progress", "percent": 20, "opinion": "割接", "evidence": [file]}
    assert send(place, "handler", item, "report", **data).status_code == 302
    assert "割接记录.txt" in page(place, "officer", item)
    kept = Evidence.objects.get().file_id
    url = f"/files/{kept}/"
    text = page(place, "officer", item)
    assert str(kept) in text
    found = re.search(rf'href="([^"]*{kept}[^"]*)"', text)
    assert found, url
    assert browser(place, "officer").get(found[1]).status_code == 200
    assert browser(place, "police").get(found[1]).status_code == 404


def test_a_file_that_is_not_taken_loses_no_word(place: Town) -> None:
    item = working(place)
    file = SimpleUploadedFile("x.pdf", b"MZ\x90\x00 a program")
    data = {"what": "progress", "percent": 20, "opinion": "写了很多", "evidence": [file]}
    answer = send(place, "handler", item, "report", **data)
    assert answer.status_code == 422
    assert "写了很多" in answer.content.decode()
    assert not Evidence.objects.exists()
