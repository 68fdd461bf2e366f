"""What the office and everybody see, and what they can do there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, register_resource
from liupan.capabilities.catalogue.operations.reviewing import hand_in_entry, withdraw_entry
from liupan.capabilities.catalogue.queries.listing import list_public
from liupan.capabilities.catalogue.queries.public import list_public_branches
from liupan.capabilities.catalogue.queries.work import count_waiting, list_waiting
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.capabilities.catalogue.tests.factories import (
    DAY,
    NOW,
    WHOLE,
    Town,
    asked,
    handed_in,
    passed,
    published,
    registered,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.search.facade import search
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS

pytestmark = pytest.mark.django_db
GROUND = "《中华人民共和国道路交通安全法》第七十三条"
FORM = {
    "title": "收养登记信息", "category": "301003", "secrecy": "0", "zone": "extranet",
    "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "2", "items-0-name": "收养人",
    "items-0-data_type": "C", "items-0-is_shared": "on", "items-1-name": "",
    "items-1-data_type": "C",
}  # fmt: skip


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def at(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def url(name: str, edition: Any, *more: object) -> str:
    resource = Edition.objects.get(id=edition).resource_id
    return reverse(f"catalogue:{name}", args=[resource, *more])


def test_drawing_up_an_entry_by_the_form(place: Town) -> None:
    client = at(place, "editor")
    page = client.get(reverse("catalogue:register"))
    assert page.status_code == 200
    sent = {**FORM, "unit_id": str(place.units["bureau"])}
    answer = client.post(reverse("catalogue:register"), sent)
    edition = Edition.objects.get()
    assert answer.headers["Location"] == url("resource", edition.id)
    assert edition.title == "收养登记信息"
    assert [item.name for item in edition.items.all()] == ["收养人"]
    shown = client.get(url("resource", edition.id)).content.decode()
    assert "信息资源摘要" in shown  # what the checks miss, by its Chinese name


def test_rows_come_and_go_without_script(place: Town) -> None:
    client = at(place, "editor")
    sent = {**FORM, "unit_id": str(place.units["bureau"])}
    more = client.post(reverse("catalogue:register"), {**sent, "add_rows": "1"})
    assert more.status_code == 200
    assert 'name="items-6-name"' in more.content.decode()
    less = client.post(reverse("catalogue:register"), {**sent, "drop_row": "0"})
    assert "收养人" not in less.content.decode()
    assert not Edition.objects.exists()


def test_what_is_wrong_stands_at_its_field(place: Town) -> None:
    sent = {**FORM, "unit_id": str(place.units["bureau"]), "related_codes": "101001/000777"}
    answer = at(place, "editor").post(reverse("catalogue:register"), sent)
    assert answer.status_code == 422
    assert "101001/000777" in answer.content.decode()


def test_changing_by_the_form_and_too_late(place: Town) -> None:
    edition = registered(place, category="301003")
    client = at(place, "editor")
    page = client.get(url("edit", edition, 1))
    assert page.status_code == 200
    changed = {**FORM, "version": "1", "title": "婚姻登记信息"}
    assert client.post(url("edit", edition, 1), changed).status_code == 302
    assert Edition.objects.get(id=edition).title == "婚姻登记信息"
    stale = client.post(url("edit", edition, 1), {**changed, "title": "别的"})
    assert stale.status_code == 409
    assert "婚姻登记信息" in stale.content.decode()


@pytest.mark.parametrize(
    ("person", "begin", "name", "verdict", "after"),
    [
        ("editor", registered, "hand-in", "hand_in", State.REGISTERING),
        ("registrar", handed_in, "registration", "pass", State.REGISTERED),
        ("editor", passed, "ask", "ask", State.PUBLISHING),
        ("authority", asked, "publication", "publish", State.PUBLISHED),
        ("editor", asked, "recall", "recall", State.REGISTERED),
    ],
)
def test_every_step_by_its_page(
    place: Town, person: str, begin: Any, name: str, verdict: str, after: State
) -> None:
    edition = begin(place)
    client = at(place, person)
    where = url(name, edition, 1)
    assert client.get(where).status_code == 200
    answer = client.post(where, {"verdict": verdict, "opinion": "同意。"})
    assert answer.status_code == 302
    assert Edition.objects.get(id=edition).standing is after
    again = client.post(where, {"verdict": verdict, "opinion": "同意。"})
    assert again.status_code == 302  # sent twice, done once


def test_a_verdict_without_words_stays_on_its_page(place: Town) -> None:
    edition = handed_in(place)
    where = url("registration", edition, 1)
    answer = at(place, "registrar").post(where, {"verdict": "return", "opinion": ""})
    assert answer.status_code == 422
    assert Edition.objects.get(id=edition).standing is State.REGISTERING


def test_pages_of_others_are_not_there(place: Town) -> None:
    edition = registered(place)
    assert at(place, "police").get(url("resource", edition)).status_code == 404
    assert at(place, "stranger").get(url("resource", edition)).status_code == 403
    assert at(place, "police").get(url("edit", edition, 1)).status_code == 404


def test_another_edition_by_its_page(place: Town) -> None:
    edition = published(place)
    client = at(place, "editor")
    assert client.get(url("begin", edition)).status_code == 200  # asked first
    assert Edition.objects.count() == 1
    begun = client.post(url("begin", edition), {"confirmed": "yes"})
    assert begun.headers["Location"] == url("edit", edition, 2)
    assert Edition.objects.count() == 2
    assert client.get(url("compare", edition)).status_code == 200


def test_the_list_and_its_choices(place: Town) -> None:
    published(place)
    registered(place, title="收养登记信息", share_type="3", share_condition="")
    client = at(place, "editor")
    for query, titles in {
        "sort=code": {"结婚登记信息", "收养登记信息"},
        "state=29": {"结婚登记信息"},
        "state=working": {"收养登记信息"},
        "groundless=true": {"收养登记信息"},
        "mine=true&share=2": {"结婚登记信息"},
        "q=收养": {"收养登记信息"},
        "q=女方姓名": {"结婚登记信息", "收养登记信息"},
        "category=10": {"结婚登记信息", "收养登记信息"},
        "category=3": set(),
    }.items():
        page = client.get(f"{reverse('catalogue:list')}?{query}").content.decode()
        shown = {t for t in ("结婚登记信息", "收养登记信息") if f">{t}<" in page}
        assert shown == titles, query
    assert client.get(f"{reverse('catalogue:list')}?export=csv").status_code == 200


HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {},
    "inner": {"zone": "extranet"},
    "internal": {"secrecy": 1},
    "not shared": {"share_type": "3", "share_condition": GROUND},
}
CANARY = "金丝雀字样"


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_not_for_everybody_is_on_no_outer_page(place: Town, kind: str) -> None:
    edition = registered(place, title=f"{CANARY}信息", abstract=CANARY, **HIDDEN[kind])
    if kind != "draft":
        published(place, edition)
    client = Client()
    hidden = Edition.objects.get(id=edition)
    pages = [
        reverse("catalogue:public"),
        f"{reverse('catalogue:public')}?q={CANARY}",
        f"{reverse('catalogue:public')}?export=csv",
        f"{reverse('portal:search')}?q={CANARY}",
    ]
    for page in pages:
        answer = client.get(page)
        body = answer.getvalue() if answer.streaming else answer.content
        assert f"{CANARY}信息".encode() not in body, page
        assert hidden.code.encode() not in body, page
    own = reverse("catalogue:public-entry", args=hidden.code.split("/"))
    assert client.get(own).status_code == 404
    assert list_public(today=DAY).count_up_to(10) == 0
    assert sum(branch.count for branch in list_public_branches(DAY)) == 0
    assert search(ANONYMOUS, CANARY).count == 0


def test_everybody_reads_what_is_published(place: Town) -> None:
    secret = ItemSaid(name="内部批注", is_shared=False)
    edition = registered(place, items=(*WHOLE.items, secret))
    published(place, edition)
    client = Client()
    home = client.get(reverse("catalogue:public")).content.decode()
    code = Edition.objects.get(id=edition).code
    assert "结婚登记信息" in home
    own = client.get(reverse("catalogue:public-entry", args=code.split("/")))
    page = own.content.decode()
    assert "女方姓名" in page
    assert "内部批注" not in page
    assert search(ANONYMOUS, "结婚登记").count == 1
    # What is not shown leads nobody to it either.
    assert search(ANONYMOUS, "内部批注").count == 0
    assert list_public(today=DAY).filtered(_query(q="内部批注")).count_up_to(10) == 0
    assert list_public(today=DAY).filtered(_query(q="女方姓名")).count_up_to(10) == 1


def test_a_draft_of_a_published_entry_is_seen_by_nobody_else(place: Town) -> None:
    first = Edition.objects.get(id=published(place))
    begin_edition(resource_id=first.resource_id, actor=place.editor, now=NOW)
    Edition.objects.filter(number=2).update(title="尚未发布的名称")
    page = Client().get(reverse("catalogue:public")).content.decode()
    assert "结婚登记信息" in page
    assert "尚未发布的名称" not in page
    withdraw_entry(edition_id=first.id, reason="撤销。", actor=place.authority, now=NOW)
    assert search(ANONYMOUS, "结婚登记").count == 0


def test_chinese_words_of_two_to_six_characters_find_every_entry(place: Town) -> None:
    names = ["机动车登记信息", "机动车驾驶证信息", "普通护照签发信息", "社会团体法人登记信息"]
    for name in names:
        items = (ItemSaid(name="编号"),)
        plain = {"abstract": "说明。", "items": items, "provider_dept": "一科"}
        published(place, registered(place, title=name, **plain))
    for name in names:
        for size in range(2, 7):
            for start in range(len(name) - size + 1):
                words = name[start : start + size]
                wanted = {n for n in names if words in n}
                rows = list_public(today=DAY)
                found = rows.filtered(_query(q=words)).page(sort="", before="", after="", size=50)
                assert {line.title for line in found.rows} == wanted, words
                everywhere = search(ANONYMOUS, words)
                assert everywhere.count == len(wanted), words


def _query(**choices: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(choices)
    return query


def test_what_waits_for_whom(place: Town) -> None:
    handed_in(place)
    asked(place)
    passed(place)
    assert [w.act for w in list_waiting(place.registrar, Act.PASS)] == [Act.PASS]
    assert count_waiting(place.constable, Act.PASS) == 0
    assert count_waiting(place.authority, Act.PUBLISH) == 1
    assert count_waiting(place.editor, Act.ASK) == 1
    assert count_waiting(place.registrar, Act.ASK) == 0


def test_an_unlike_unit_cannot_be_drawn_up_for(place: Town) -> None:
    sent = {**FORM, "unit_id": str(place.units["police"])}
    answer = at(place, "editor").post(reverse("catalogue:register"), sent)
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_handing_in_twice_at_later_days(place: Town) -> None:
    resource = register_resource(
        unit_id=place.units["bureau"], said=replace(WHOLE), actor=place.editor, now=NOW
    )
    edition = Edition.objects.get(resource_id=resource)
    hand_in_entry(edition_id=edition.id, actor=place.editor, now=NOW + timedelta(days=1))
    assert Edition.objects.get().handed_in_at == NOW + timedelta(days=1)
