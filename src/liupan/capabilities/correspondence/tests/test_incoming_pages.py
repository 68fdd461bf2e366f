"""Pages of incoming documents: what each person finds there, and what a sent form does."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.receiving import arriving, circulate_document
from liupan.capabilities.correspondence.operations.receiving.arriving import AlreadyEntered
from liupan.capabilities.correspondence.queries.incoming_files import Found
from liupan.capabilities.correspondence.rules.letterhead import read_letterhead
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.capabilities.correspondence.sources.incoming import ToRead, ToReview, ToSignFor
from liupan.capabilities.correspondence.tests.incoming_town import (
    DAY,
    LINES,
    NOW,
    Town,
    arrived,
    entered,
    registered,
    review,
    reviewed,
)
from liupan.foundation.access.facade import installer
from liupan.foundation.documents.facade import (
    AboveCeiling,
    Attached,
    Particulars,
    ofd_of_pdf,
    render_pdf,
)
from liupan.foundation.documents.tests import official
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.facade import establish_unit, find_division
from liupan.foundation.seals.tests.factories import png_of
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db
LIST = "/correspondence/incoming/"


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def page(place: Town, name: str, found: object, status: int = 200) -> str:
    answer = browser(place, name).get(f"{LIST}{found}/")
    assert answer.status_code == status
    return answer.content.decode()


def send(place: Town, name: str, found: object, act: str, **data: object):
    return browser(place, name).post(f"{LIST}{found}/{act}/", data)


def state(found: object) -> str:
    return Incoming.objects.get(id=found).state


def test_each_person_finds_the_one_act_that_is_due(receiving: Town) -> None:
    found = arrived(receiving)
    assert "Sign for this document" in page(receiving, "registrar", found)
    found = reviewed(receiving)
    seen = page(receiving, "leader", found)
    assert "Give your instruction" in seen
    assert "incoming-diagram" in seen
    assert "Nothing for you to do now" in page(receiving, "second", found)


def test_the_whole_way_by_forms(receiving: Town) -> None:
    found, bureau = arrived(receiving), "固原市信息化建设办公室"
    sent = [
        ("registrar", "sign-for", {"copies": 1}, "signed_for"),
        ("registrar", "register", {}, "registered"),
        ("registrar", "review", {
            "purpose": "action", "proposal": "请领导批示。", "lead_unit_id": bureau,
            "leader_id": str(receiving.leader.id),
        }, "instructing"),
        ("leader", "instruct", {"opinion": "同意。", "lead_unit_id": bureau}, "handling"),
        ("handler", "give-back", {"reason": "请补充附件。"}, "proposing"),
        ("registrar", "propose", {"proposal": "附件已补。", "lead_unit_id": bureau}, "handling"),
        ("handler", "finish", {"result": "已办。"}, "done"),
    ]  # fmt: skip
    for who, act, data, after in sent:
        answer = send(receiving, who, found, act, **data)
        assert (answer.status_code, state(found)) == (302, after), (act, answer.content.decode())
    seen = page(receiving, "registrar", found)
    for words in ("请领导批示。", "同意。", "请补充附件。", "已办。"):
        assert words in seen


def test_the_registry_names_who_handles_it(receiving: Town) -> None:
    found, bureau = registered(receiving), "固原市信息化建设办公室"
    said = {"purpose": "action", "proposal": "请办理。", "lead_unit_id": bureau}
    refused = send(receiving, "registrar", found, "review", **said, handler_id="plain")
    assert "This person may not handle documents." in refused.content.decode()
    answer = send(receiving, "registrar", found, "review", **said, handler_id="handler")
    assert answer.status_code == 302, answer.content.decode()
    assert Incoming.objects.get(id=found).handler_id == receiving.handler.id
    assert "It is with handler." in page(receiving, "registrar", found)


def test_a_scan_without_words_says_so(receiving: Town) -> None:
    assert take_in(receiving, attached("扫描件001.png", png_of("民政局"))).status_code == 302
    [row] = Incoming.objects.all()
    shown = page(receiving, "registrar", row.id)
    assert "Nothing could be read from this file" in shown
    assert re.search(r"<img[^>]+/files/[^\"]+\.png", shown)


def test_a_form_sent_twice_is_told_of_its_success(receiving: Town) -> None:
    found = arrived(receiving)
    for _n in range(2):
        assert send(receiving, "registrar", found, "sign-for", copies=1).status_code == 302
    answer = send(receiving, "second", found, "sign-for", copies=1)
    assert answer.status_code == 409
    assert "Last: registrar" in answer.content.decode()


def test_a_common_sentence_is_put_in_and_nothing_is_sent(receiving: Town) -> None:
    found = arrived(receiving)
    answer = send(receiving, "registrar", found, "send-back", say="0", reason="")
    assert "Not a matter of this unit." in answer.content.decode()
    assert state(found) == "arrived"
    assert send(receiving, "registrar", found, "send-back", reason="").status_code == 422


def test_who_it_is_put_before_sees_it_and_says_so_without_any_role(receiving: Town) -> None:
    found = registered(receiving)
    page(receiving, "plain", found, 404)
    review(receiving, found, purpose=Purpose.READING, readers=[receiving.plain.id])
    assert (
        ToRead().items(receiving.plain, now=NOW, limit=9)[0].title
        == "关于加强政务信息系统整合共享的通知"
    )
    assert "I have read it" in page(receiving, "plain", found)
    assert send(receiving, "plain", found, "read", opinion="已阅").status_code == 302
    assert state(found) == "done"
    assert "已阅" in page(receiving, "registrar", found)
    assert not ToRead().count(receiving.plain, now=NOW)


def test_a_stranger_finds_nothing_anywhere(receiving: Town) -> None:
    found = arrived(receiving)
    title = Incoming.objects.get(id=found).title
    page(receiving, "stranger", found, 404)
    for address in (LIST, f"{LIST}?q=共享", f"{LIST}?export=csv"):
        answer = browser(receiving, "stranger").get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert title not in body.decode(errors="replace")
    assert send(receiving, "stranger", found, "sign-for", copies=1).status_code == 404
    assert not ToSignFor().count(receiving.stranger, now=NOW)
    assert browser(receiving, "plain").get(LIST).status_code == 403


def test_what_is_above_the_clearance_is_in_no_list(receiving: Town) -> None:
    found = registered(receiving)
    assert ToReview().count(receiving.registrar, now=NOW) == 1
    Incoming.objects.filter(id=found).update(secrecy=Secrecy.SECRET)
    page(receiving, "registrar", found, 404)
    assert not ToReview().items(receiving.registrar, now=NOW, limit=9)
    assert "2017-1" not in browser(receiving, "registrar").get(LIST).content.decode()


def test_the_list_is_filtered_searched_and_exported(receiving: Town) -> None:
    arrived(
        receiving, title="关于防汛工作的紧急通知", urgency="特急", their_number="固水发〔2017〕3号"
    )
    registered(receiving)
    client = browser(receiving, "registrar")
    first = client.get(LIST, follow=True).content.decode()
    assert "防汛" in first
    assert "整合共享" in first
    for choices, seen, hidden in (
        ("q=防汛", "防汛", "整合共享"),
        ("state=registered", "整合共享", "防汛"),
        ("urgency=特急", "防汛", "整合共享"),
        ("q=固水发", "防汛", "整合共享"),
    ):
        shown = client.get(f"{LIST}?{choices}").content.decode()
        assert (seen in shown, hidden in shown) == (True, False), choices
    answer = client.get(f"{LIST}?state=registered&export=csv")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "整合共享" in body.decode("utf-8-sig")
    assert "防汛" not in body.decode("utf-8-sig")


def attached(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def take_in(place: Town, file: SimpleUploadedFile, **said: object):
    data = {"once": uuid7(), "unit_id": place.units["office"], "secrecy": "1", "attached": file}
    return browser(place, "registrar").post(f"{LIST}enter/", {**data, **said})


def test_what_a_pdf_says_is_proposed_and_compared_before_it_is_registered(receiving: Town) -> None:
    source = official.document()
    answer = take_in(receiving, attached("来文.pdf", render_pdf(source).pdf))
    assert answer.status_code == 302, answer.content.decode()
    [row] = Incoming.objects.all()
    assert (row.state, row.number) == ("signed_for", "")
    assert row.title == source.title
    assert row.their_number == "固政发〔2017〕12号"
    shown = page(receiving, "registrar", row.id)
    assert re.search(r"<img[^>]+/files/[^\"]+\.png", shown)
    said = {
        "title": "关于电子政务的通知", "from_name": "自治区政府办公厅", "type": "通知", "copies": 2,
        "their_number": "宁政办发〔2017〕9号", "their_date": "2017-05-31", "urgency": "",
    }  # fmt: skip
    assert send(receiving, "registrar", row.id, "register", **said).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.title, row.copies) == ("2017-1", "关于电子政务的通知", 2)


def test_an_ofd_says_itself_what_it_is_and_whether_its_seals_hold(receiving: Town) -> None:
    source = official.document()
    about = Particulars(title=source.title, author="固原市人民政府")
    ofd = ofd_of_pdf(render_pdf(source).pdf, particulars=about, now=NOW)
    answer = take_in(receiving, attached("来文.ofd", ofd))
    assert answer.status_code == 302, answer.content.decode()
    [row] = Incoming.objects.all()
    assert (row.title, row.from_name) == (source.title, "固原市人民政府")
    url = re.search(r"/correspondence/[^\"]+/verdict/", page(receiving, "registrar", row.id))
    assert url
    assert "Not signed" in browser(receiving, "registrar").get(url[0]).content.decode()
    assert browser(receiving, "stranger").get(url[0]).status_code == 404


def test_an_outside_document_is_entered_once_and_its_file_guarded(receiving: Town) -> None:
    once = uuid7()
    made = {entered(receiving, "\n".join(LINES).encode(), once=once) for _n in range(2)}
    assert made == {once}
    url = re.search(r"/files/[0-9a-f-]{36}", page(receiving, "registrar", once))
    assert url
    assert browser(receiving, "registrar").get(url[0]).status_code == 200
    assert browser(receiving, "stranger").get(url[0]).status_code == 404
    same = {"once": uuid7(), "their_number": "固水函〔2017〕7号"}
    with pytest.raises(AlreadyEntered):
        entered(receiving, b"other", **same)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.ofd", b"PK\x03\x04OFD.xml broken"),
        ("程序.pdf", b"MZ" + b"\0" * 200),
        ("空.pdf", b""),
        ("坏.pdf", b"%PDF-1.7\nbroken"),
    ],
    ids=["broken OFD", "program", "empty", "broken PDF"],
)
def test_broken_and_wrong_files_are_refused_with_a_sentence(
    receiving: Town, name: str, content: bytes
) -> None:
    answer = take_in(receiving, attached(name, content))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Incoming.objects.exists()


def test_a_state_secret_cannot_be_entered_on_this_network(receiving: Town) -> None:
    text = "机密★5年\n" + "\n".join(LINES)
    with pytest.raises(AboveCeiling):
        entered(receiving, text.encode(), secrecy=Secrecy.CONFIDENTIAL, actor=_cleared(receiving))


def _cleared(place: Town) -> Actor:
    return replace(place.registrar, clearance=Secrecy.CONFIDENTIAL)


def test_circulating_asks_for_people_who_exist(receiving: Town) -> None:
    found = reviewed(receiving)
    with pytest.raises(InvalidInput):
        circulate_document(incoming_id=found, readers=[uuid7()], actor=receiving.registrar, now=NOW)


def test_a_number_that_is_here_does_not_give_a_secret_title_away(receiving: Town) -> None:
    arrived(receiving, their_number="固水函〔2017〕7号", title="涉密的标题", secrecy=Secrecy.SECRET)
    with pytest.raises(AlreadyEntered) as refused:
        entered(receiving, "正文".encode())
    assert "涉密的标题" not in refused.value.message


def test_browsers_keep_no_page_of_a_document(receiving: Town) -> None:
    found = arrived(receiving)
    for act in ("", "sign-for/", "resolutions/"):
        answer = browser(receiving, "registrar").get(f"{LIST}{found}/{act}")
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]


def test_what_a_file_says_of_itself_is_as_long_as_the_register_holds(
    receiving: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = replace(read_letterhead(""), title="\u202e" + "长" * 5000, issuer="长" * 5000)
    monkeypatch.setattr(arriving, "read_file", lambda _file, now: Found(head, "file", "名"))
    made = arriving.take_in_document(
        unit_id=receiving.units["office"], secrecy=Secrecy.INTERNAL, mark="",
        files=[Attached("来文.txt", BytesIO("正文".encode()))], actor=receiving.registrar, now=NOW,
    )  # fmt: skip
    row = Incoming.objects.get(id=made)
    assert (row.title, row.from_name) == ("长" * 300, "长" * 200)


def test_an_answer_is_begun_on_the_page_of_what_it_answers(receiving: Town) -> None:
    found = reviewed(receiving, leader_id=None)
    seen = page(receiving, "handler", found)
    link = re.search(r'href="([^"]*/outgoing/new/[^"]*)"', seen)
    assert link
    client = browser(receiving, "handler")
    asked = client.get(link[1]).content.decode()
    assert "In reply to “关于加强政务信息系统整合共享的通知”" in asked
    form = dict(html.document_fromstring(asked).xpath("//form[@data-lp-draft]")[0].form_values())
    assert form["in_reply_to"] == str(found)
    begun = client.post(link[1], form | {"title": "关于整合共享情况的函"})
    assert begun.status_code == 302, begun.content.decode()
    answer = Outgoing.objects.get(in_reply_to=found)
    assert (answer.type, answer.form) == ("函", "letter")
    assert [one.text for one in answer.addressees.all()] == ["固原市发展和改革委员会"]
    assert "关于整合共享情况的函" in page(receiving, "handler", found)
    done = send(receiving, "handler", found, "finish", result="已复函。", reply_id=str(answer.id))
    assert done.status_code == 302
    assert state(found) == "done"


def test_no_unit_beside_or_above_is_offered_or_taken_to_handle_it(receiving: Town) -> None:
    found = arrived(receiving, unit_id=receiving.units["police"])
    for act, data in (("sign-for", {"copies": 1}), ("register", {})):
        assert send(receiving, "stranger", found, act, **data).status_code == 302
    offered = page(receiving, "stranger", found)
    assert '<option value="固原市公安局">' in offered
    assert '<option value="固原市信息化建设办公室">' not in offered
    said = {"purpose": "action", "proposal": "请办理。"}
    refused = send(receiving, "stranger", found, "review", lead_unit_id="固原市信息化建设办公室",
                   **said)  # fmt: skip
    assert refused.status_code == 422
    assert "This unit does not work under the one that received it" in refused.content.decode()
    own = send(receiving, "stranger", found, "review", lead_unit_id="固原市公安局", **said)
    assert own.status_code == 302


def test_the_unit_that_leads_learns_it_and_can_work(receiving: Town) -> None:
    """An office has units handle what came to its government: they find it and finish it."""
    found = reviewed(receiving, leader_id=None)
    assert "关于加强政务信息系统整合共享的通知" in browser(receiving, "handler").get(
        "/correspondence/"
    ).content.decode()  # fmt: skip
    assert "Handle this document" in page(receiving, "handler", found)
    city = find_division("640400", DAY)
    assert city
    nobody = establish_unit(
        code="archives", name="固原市档案局", category="department", division_id=city.id,
        parent_id=receiving.units["root"], valid_from=DAY, actor=installer(), now=NOW,
    )  # fmt: skip
    other = registered(receiving)
    with pytest.raises(InvalidInput) as refused:
        review(receiving, other, lead_unit_id=nobody)
    assert set(refused.value.fields) == {"lead_unit_id"}
