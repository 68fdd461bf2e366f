"""Templates, codes and circles: looked after by pages, told in the journal."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from liupan.capabilities.correspondence.facts import skeletons
from liupan.capabilities.correspondence.models import Circle, Code, Template
from liupan.capabilities.correspondence.operations.codes import CodeValues, add_code
from liupan.capabilities.correspondence.operations.templates import install_templates
from liupan.capabilities.correspondence.tests.town import NOW, Town
from liupan.foundation.documents.facade import read_source, validate
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.organisations.tests.factories import almighty
from liupan.kernel.errors import NotAuthorised

pytestmark = pytest.mark.django_db
PREFIX = "/correspondence/"
LATER = {"number", "date", "printer", "printed_on", "issuers", "signatures", "signers", "signed_by"}
"""What a document gets from who issues it, or later."""


def browser(place: Town, name: str) -> Client:
    client = Client()
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def send(place: Town, address: str, **data: Any) -> HttpResponse:
    return browser(place, "manager").post(f"{PREFIX}{address}", data)


def code(place: Town) -> Code:
    values = CodeValues(place.units["root"], "固政发")
    return Code.objects.get(id=add_code(values=values, actor=place.manager, now=NOW))


def test_every_type_has_a_template_that_can_be_issued() -> None:
    assert {one.type for one in skeletons()} == {
        "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示",
        "批复", "议案", "函", "纪要",
    }  # fmt: skip
    for one in skeletons():
        lacks = validate(read_source(json.dumps(one.source())))
        assert {lack.place for lack in lacks} <= LATER, one.name


def test_shipped_templates_are_installed_once_and_stay_as_they_were_made(place: Town) -> None:
    changed = Template.objects.filter(type="请示").first()
    assert changed
    changed.is_active = False
    changed.save()
    assert install_templates(actor=almighty(), now=NOW) == 0
    assert Template.objects.filter(is_active=True).count() == len(skeletons()) - 1
    assert acts("correspondence.template").count("correspondence.template.changed") == len(
        skeletons()
    )


def test_a_code_is_added_changed_retired_and_restored(place: Town) -> None:
    assert send(place, "codes/new/", text="固政办规", unit_id="固原市人民政府办公室",
                form="common", word="").status_code == 302  # fmt: skip
    made = Code.objects.get(text="固政办规")
    answer = send(place, f"codes/{made.id}/", version=1, text="固政办函",
                  unit_id="固原市人民政府办公室", form="letter", word="")  # fmt: skip
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.text, made.form, made.version) == ("固政办函", "letter", 2)
    asked = send(place, f"codes/{made.id}/retire/", act="retire")
    assert asked.status_code == 200
    assert "Numbers that were given stay" in asked.content.decode()
    send(place, f"codes/{made.id}/retire/", act="retire", confirmed="yes")
    assert not Code.objects.get(id=made.id).is_active
    assert "retired" in browser(place, "manager").get(f"{PREFIX}codes/").content.decode()
    send(place, f"codes/{made.id}/retire/", act="restore")
    assert Code.objects.get(id=made.id).is_active
    assert acts("correspondence.code") == ["correspondence.code.changed"] * 4


def test_a_code_is_one_units_and_bears_no_number(place: Town) -> None:
    code(place)
    page = send(place, "codes/new/", text="固政发", unit_id="固原市公安局", form="common")
    assert page.status_code == 422
    assert "Choose other characters." in page.content.decode()
    page = send(place, "codes/new/", text="固公发〔2017〕", unit_id="固原市公安局", form="common")
    assert "without year and number" in page.content.decode()


def test_who_was_slower_sees_both(place: Town) -> None:
    stands = code(place)
    said = {"unit_id": "固原市人民政府", "form": "common", "word": ""}
    send(place, f"codes/{stands.id}/", version=1, text="固政规", **said)
    page = send(place, f"codes/{stands.id}/", version=1, text="固府发", **said)
    assert page.status_code == 409
    words = page.content.decode()
    assert "固政规" in words
    assert "固府发" in words
    assert 'name="version" value="2"' in words


def test_a_circle_keeps_its_units(place: Town) -> None:
    page = send(place, "circles/new/", name="市直部门", unit_id="固原市人民政府办公室",
                members="固原市公安局\n没有的局")  # fmt: skip
    assert "There is no unit “没有的局”" in page.content.decode()
    assert send(place, "circles/new/", name="市直部门", unit_id="固原市人民政府办公室",
                members="固原市公安局\n信息化建设").status_code == 302  # fmt: skip
    made = Circle.objects.get(name="市直部门")
    assert set(made.members.values_list("code", flat=True)) == {"police", "bureau"}
    page = browser(place, "manager").get(f"{PREFIX}circles/{made.id}/")
    assert "固原市公安局" in page.content.decode()
    send(place, f"circles/{made.id}/", version=1, name="市直部门", members="信息化建设",
         unit_id="固原市人民政府办公室")  # fmt: skip
    assert made.members.count() == 1


def test_a_template_keeps_what_its_form_does_not_show(place: Town) -> None:
    made = Template.objects.get(type="纪要")
    page = browser(place, "manager").get(f"{PREFIX}templates/{made.id}/").content.decode()
    assert "一、关于〔议题〕" in page
    answer = send(place, f"templates/{made.id}/", version=1, name="常务会议纪要", type="纪要",
                  form="minutes", unit_id="", hint="", title="市政府常务会议纪要", addressees="",
                  body="一、甲\n（一）乙。丙", note="")  # fmt: skip
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.source["attendance"]
    assert [block.get("level") for block in made.source["body"]] == [1, 2]


def test_who_manages_one_unit_manages_no_other(place: Town) -> None:
    with pytest.raises(NotAuthorised):
        add_code(values=CodeValues(place.units["root"], "固政发"), actor=place.drafter, now=NOW)
    assert browser(place, "drafter").get(f"{PREFIX}codes/").status_code == 403
