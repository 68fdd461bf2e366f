"""Writing a document without a script: begun, kept, looked at, handed on, compared."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from liupan.capabilities.correspondence.forms import drafting
from liupan.capabilities.correspondence.models import (
    Addressee,
    Circle,
    Draft,
    Outgoing,
    Template,
    WorkingCopy,
)
from liupan.capabilities.correspondence.tests.town import Town
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
PREFIX = "/correspondence/outgoing/"
TITLE = "固原市人民政府办公室关于开展检查的通知"
TEXT = "现就检查通知如下。\n一、范围\n（一）各部门。全部参加。\n| 单位 | 天数 |\n| 公安局 | 3 |"


def browser(place: Town, name: str = "drafter") -> Client:
    client = Client()
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def begun(place: Town, **said: Any) -> Outgoing:
    values = {
        "type": "通知", "form": "common", "title": TITLE, "issuing_unit_id": "固原市人民政府办公室",
        "drafting_unit_id": place.units["office"], "code_id": place.code, **said,
    }  # fmt: skip
    answer = browser(place).post(f"{PREFIX}new/", values)
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"outgoing/([0-9a-f-]{36})/edit", answer.headers["Location"])
    assert found
    return Outgoing.objects.get(id=UUID(found[1]))


def typed(page: str) -> dict[str, str]:
    """The editor's fields as a browser would send them."""
    form = html.document_fromstring(page).get_element_by_id("writing")
    # A textarea begins on a line of its own.
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def opened(place: Town, document: Outgoing, name: str = "drafter") -> dict[str, str]:
    answer = browser(place, name).get(f"{PREFIX}{document.id}/edit/")
    assert answer.status_code == 200
    return typed(answer.content.decode())


def send(place: Town, document: Outgoing, act: str, fields: dict[str, str]) -> HttpResponse:
    return browser(place).post(f"{PREFIX}{document.id}/edit/", {**fields, "act": act})


def written(place: Town, document: Outgoing, **said: str) -> dict[str, str]:
    return {
        **opened(place, document), "title": TITLE, "body": TEXT, "main": "固原市公安局\n各有关单位",
        "signer_id": str(place.signer.id), **said,
    }  # fmt: skip


def test_a_document_begins_with_a_template(place: Town) -> None:
    template = Template.objects.get(name="工作通知")
    fields = opened(place, begun(place, template_id=template.id))
    assert fields["title"] == TITLE
    assert "一、工作任务" in fields["body"]
    assert "各县（区）人民政府" in fields["main"]
    assert fields["note"] == "此件公开发布"


def test_what_is_kept_is_found_again_and_handed_on(place: Town) -> None:
    document = begun(place)
    fields = written(place, document)
    assert send(place, document, "save", fields).status_code == 302
    again = opened(place, document)
    assert (again["body"].replace("\r", ""), again["version"]) == (TEXT, "2")
    answer = send(place, document, "submit", again)
    assert answer.status_code == 302, re.findall(r"<li>.*?</li>", answer.content.decode())
    document.refresh_from_db()
    assert document.state == "reviewing"
    draft = Draft.objects.get(document=document)
    kinds = [next(iter(sorted(block))) for block in draft.source["body"]]
    assert kinds == ["runs", "level", "level", "caption"]
    assert draft.source["addressees"] == ["固原市公安局", "各有关单位"]
    to = Addressee.objects.filter(document=document).order_by("order")
    assert [one.unit_id for one in to] == [place.units["police"], None]
    assert not WorkingCopy.objects.filter(document=document).exists()


def test_an_addressee_may_be_a_circle(place: Town) -> None:
    circle = Circle.objects.create(unit_id=place.units["office"], name="市政府各部门")
    circle.members.set([place.units["police"], place.units["bureau"]])
    document = begun(place)
    fields = written(place, document, main="固原市公安局")
    page = send(place, document, "circle:市政府各部门", fields).content.decode()
    assert "固原市公安局\n市政府各部门" in page
    fields["main"] = "固原市公安局\n市政府各部门："
    send(place, document, "keep", fields)
    assert document.addressees.get(circle=circle).text == "市政府各部门"


def test_who_wrote_on_another_device_sees_both(place: Town) -> None:
    document = begun(place)
    here, there = written(place, document), written(place, document, body="另一台上写的。")
    address = f"{PREFIX}{document.id}/autosave/"
    answer = browser(place).post(address, there)
    assert answer.json()["revision"] == 2
    late = browser(place).post(address, here)
    assert late.status_code == 409
    assert "elsewhere" in late.json()["said"]
    page = send(place, document, "save", here)
    words = page.content.decode()
    assert page.status_code == 409
    assert "另一台上写的。" in words
    assert "现就检查通知如下。" in words
    assert 'name="version" value="2"' in words
    assert send(place, document, "save", {**here, "version": "2"}).status_code == 302


def test_what_is_missing_is_said_with_a_preview(place: Town) -> None:
    document = begun(place)
    fields = written(place, document, title="没有文种", signer_id="")
    page = browser(place).post(f"{PREFIX}{document.id}/preview/", fields)
    words = page.content.decode()
    assert "The title does not name the type" in words
    assert "#id_signer_id" in words
    found = re.search(r'src="([^"]+1\.svg)\?', words)
    assert found
    picture = browser(place).get(found[1])
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.count(b"<path") > 50


def test_attachments_come_and_go(place: Town) -> None:
    document = begun(place)
    fields = written(place, document)
    page = send(place, document, "attach", fields).content.decode()
    assert 'name="attachment_1_title"' in page
    fields |= {"attachments": "2", "attachment_1_title": "甲", "attachment_1_body": "甲文",
               "attachment_2_title": "乙", "attachment_2_body": "乙文"}  # fmt: skip
    left = typed(send(place, document, "detach:1", fields).content.decode())
    assert (left["attachments"], left["attachment_1_title"]) == ("1", "乙")


def test_two_drafts_stand_side_by_side(place: Town) -> None:
    document = begun(place)
    send(place, document, "keep", written(place, document))
    send(place, document, "keep", written(place, document, body=TEXT.replace("全部", "部分")))
    page = browser(place).get(f"{PREFIX}{document.id}/drafts/1/2/")
    assert "<del>全</del>" in page.content.decode()
    assert "<ins>分</ins>" in page.content.decode()
    assert browser(place).get(f"{PREFIX}{document.id}/drafts/").status_code == 200
    assert browser(place).get(f"{PREFIX}{document.id}/drafts/1/9/").status_code == 404


def test_only_who_writes_it_opens_the_editor(place: Town) -> None:
    document = begun(place)
    address = f"{PREFIX}{document.id}/edit/"
    assert browser(place, "stranger").get(address).status_code == 403
    assert browser(place, "police_registrar").get(address).status_code == 404
    send(place, document, "submit", written(place, document))
    assert browser(place).get(address).status_code == 409
    assert browser(place, "reviewer").get(address).status_code == 200


def test_signs_that_nobody_types_break_nothing(place: Town) -> None:
    document = begun(place)
    odd = {"body": "正\0文", "attachments": "9" * 5000, "na\0me": "x"}
    fields = {**written(place, document), **odd}
    address = f"{PREFIX}{document.id}/autosave/"
    endless = browser(place).post(address, {**fields, "version": "9" * 5000})
    assert endless.status_code == 409  # no revision that was ever given out
    assert browser(place).post(address, fields).status_code == 200
    assert opened(place, document)["body"] == "正文"


def test_a_circle_of_a_unit_beside_catches_no_addressee(place: Town) -> None:
    circle = Circle.objects.create(unit_id=place.units["police"], name="各有关单位")
    circle.members.set([place.units["police"]])
    document = begun(place)
    send(place, document, "keep", written(place, document))
    assert document.addressees.get(text="各有关单位").circle is None


def test_a_short_name_of_several_units_stands_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("原州区财政局", "西吉县财政局")
    units = [SimpleNamespace(id=uuid7(), name=name, short_name="财政局") for name in names]
    tree = [SimpleNamespace(unit=unit) for unit in units]
    monkeypatch.setattr(drafting, "list_tree", lambda _day: tree)
    found = drafting.addressed("财政局\n西吉县财政局", "", {})
    assert [one.unit_id for one in found] == [None, units[1].id]
