"""Screening as those who answer for its words, and those who keep the machines, meet it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.rulesets.facade import find_rule, install_rules
from liupan.kernel import clock
from liupan.surfaces.console.tests.rulesets_city import NOW, City, city_with_rules

PAGE = "/console/screening/"
ENTERED = {
    "word": "某某工程", "kind": "禁用词", "document": "警告", "publication": "拦截",
    "replacement": "某某行动", "scope": "640400", "from_on": "2017-11-15", "source": "市委办通知",
    "reason": "统一称谓",
}  # fmt: skip


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with clock.frozen(NOW):
        found = city_with_rules()
        install_rules(found.actor, NOW)
        yield found


@pytest.fixture
def lawyer(city: City, client: Client) -> Client:
    enter(client, city.lawyer)
    return client


def test_words_in_force_are_listed_and_found_by_a_part(lawyer: Client) -> None:
    page = lawyer.get(PAGE).content.decode()
    assert "公民身份号码" in page
    assert "残废人" in page
    assert "国土资源部" not in page  # outdated from 2018 on
    narrowed = lawyer.get(PAGE + "?q=残").content.decode()
    assert "残废人" in narrowed
    assert "劳动教养" not in narrowed


def test_a_text_is_tried_and_not_kept(lawyer: Client) -> None:
    text = "身份证640402198001011239，机密★1年"
    answer = lawyer.post(PAGE, {"text": text, "purpose": "publication"})
    page = answer.content.decode()
    assert "发现2处，其中2处将被拦截" in page
    assert "<mark>640*************39</mark>" in page
    clean = lawyer.post(PAGE, {"text": "各县（区）人民政府", "purpose": "document"})
    assert "未发现问题" in clean.content.decode()


@pytest.mark.parametrize("said", [{"text": "", "purpose": "document"}, {"text": "字" * 100_001}])
def test_what_cannot_be_tried_is_said(lawyer: Client, said: dict[str, str]) -> None:
    assert lawyer.post(PAGE, said).status_code == 422


def test_a_word_is_entered_and_found(lawyer: Client) -> None:
    assert lawyer.get(PAGE + "word/").status_code == 200
    assert lawyer.post(PAGE + "word/", ENTERED).status_code == 302
    rule = find_rule("screening.words", "某某工程", on=date(2017, 11, 15))
    assert rule is not None
    assert rule.text == "禁用词｜警告/拦截｜某某行动"
    page = lawyer.post(PAGE, {"text": "推进某某工程", "purpose": "document"}).content.decode()
    assert "建议改为：某某行动" in page
    again = lawyer.post(PAGE + "word/", ENTERED)
    assert "词表中已有该词" in again.content.decode()
    assert lawyer.get("/console/rules/screening.words/某某工程/").status_code == 200


@pytest.mark.parametrize(
    "changed", [{"word": "字"}, {"word": "甲/乙"}, {"scope": "110000"}, {"reason": ""}]
)
def test_a_word_that_cannot_be_entered(lawyer: Client, changed: dict[str, str]) -> None:
    assert lawyer.post(PAGE + "word/", {**ENTERED, **changed}).status_code == 422


def test_others_are_kept_out(city: City, client: Client) -> None:
    enter(client, city.keeper)
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE + "word/").status_code == 403
    enter(client, city.clerk)
    assert client.get(PAGE).status_code == 403
