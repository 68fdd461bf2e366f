"""The auditor's pages, as the auditor, the system administrator and others meet them."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access.facade import define_role, grant_role
from liupan.foundation.identity.facade import open_account
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.facade import (
    EXPORT_JOURNAL,
    MEND_DELIVERIES,
    READ_JOURNAL,
    VERIFY_JOURNAL,
    link_all,
)
from liupan.foundation.journal.tests.factories import Entry
from liupan.foundation.journal.tests.notes import Delivery, Verification, pin
from liupan.foundation.organisations.facade import find_root
from liupan.foundation.organisations.tests.factories import NOW, almighty, found, unit
from liupan.kernel import clock
from liupan.kernel.authority import ActorKind, Duty, Permission
from liupan.kernel.facts import declared_facts
from liupan.kernel.ids import uuid7
from liupan.surfaces.console.journal_words import Names

LIST, CHAIN = "/console/journal/", "/console/journal/chain/"


def _person(name: str, duty: Duty, *permissions: Permission) -> UUID:
    me = almighty()
    account = open_account(
        kind=ActorKind.STAFF, username=name, name=name, password=None, actor=me, now=NOW
    )
    define_role(
        code=name, name=name, duty=duty, permits=[p.code for p in permissions], actor=me, now=NOW
    )
    grant_role(
        role_code=name,
        unit_id=find_root().id,  # type: ignore[union-attr]
        account_id=account,
        valid_from=date(2015, 1, 1),
        actor=me,
        now=NOW,
    )
    return account


@pytest.fixture
def installed(db: None) -> Iterator[None]:
    with clock.frozen(NOW):
        found()
        unit()
        yield


@pytest.fixture
def auditor(installed: None) -> Client:
    client = Client()
    enter(
        client,
        _person("auditor", Duty.AUDIT, READ_JOURNAL, EXPORT_JOURNAL, VERIFY_JOURNAL),
    )
    return client


@pytest.fixture
def administrator(installed: None) -> Client:
    client = Client()
    enter(client, _person("administrator", Duty.SYSTEM, MEND_DELIVERIES))
    return client


def text(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_tells_acts_in_words(auditor: Client) -> None:
    pin("五保户名单")
    page = text(auditor, LIST, n="50")
    assert "钉上便条" in page
    assert "五保户名单" in page
    assert "工作人员" in page


def test_a_search_narrows_the_list(auditor: Client) -> None:
    thing = uuid7()
    pin("五保户名单", thing)
    pin("低保名单")
    for query in ({"q": "五保户"}, {"thing": str(thing)}):
        page = text(auditor, LIST, **query)
        assert "五保户名单" in page
        assert "低保名单" not in page
    assert "五保户名单" not in text(auditor, LIST, office="plan")
    assert "五保户名单" not in text(auditor, LIST, who="nobody-of-this-name")
    assert "五保户名单" not in text(auditor, LIST, until="2015-01-01")
    assert "五保户名单" in text(auditor, LIST, act="test.note.pinned", since="2015-01-01")
    acts = Entry.objects.filter(act="journal.search.made")
    assert acts.count() == 6, "each search leaves one fact"


def test_words_find_the_names_of_acts_too(auditor: Client) -> None:
    pin("五保户名单")
    assert "五保户名单" in text(auditor, LIST, q="钉上")


def test_who_signed_in_stands_in_the_list(auditor: Client) -> None:
    names = Names({UUID(int=7): "试甲"})
    entry = SimpleNamespace(
        actor_id=UUID(int=0),
        actor_kind=ActorKind.ANONYMOUS,
        thing_id=UUID(int=7),
        act="identity.account.signed_in",
    )
    assert names.actor(entry) == "试甲"  # type: ignore[arg-type]
    entry.act = "identity.sign_in.failed"
    assert "试甲" in names.actor(entry)  # type: ignore[arg-type]
    assert names.actor(entry) != "试甲"  # type: ignore[arg-type]


def test_strange_queries_are_left_out(auditor: Client) -> None:
    pin("五保户名单")
    for name, value in [
        ("thing", "x"),
        ("since", "x"),
        ("after", "x"),
        ("before", "-1.x"),
        ("office", "x"),
    ]:
        assert "五保户名单" in text(auditor, LIST, **{name: value})


def test_pages_lead_on_and_back(auditor: Client) -> None:
    for number in range(60):
        pin(f"第{number}张便条", number=number)

    def shown(page: str) -> list[int]:
        return [int(n) for n in re.findall(r"第(\d+)张便条", page)]

    def link(page: str, rel: str) -> str:
        found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
        assert found
        return found.group(1).replace("&amp;", "&")

    first = text(auditor, f"{LIST}?q=张便条&n=24")
    second = text(auditor, link(first, "next"))
    third = text(auditor, link(second, "next"))
    assert shown(first) + shown(second) + shown(third) == list(range(59, -1, -1))
    assert 'rel="next"' not in third
    assert shown(text(auditor, link(third, "prev"))) == shown(second)
    assert shown(text(auditor, link(second, "prev"))) == shown(first)
    assert "第25至48行" in second or "25" in second


def test_a_thing_is_followed_with_before_and_after(auditor: Client) -> None:
    thing, other = uuid7(), uuid7()
    pin("甲稿", thing)
    pin("乙稿", thing, concerned=(other,))
    page = text(auditor, f"/console/journal/things/{thing}/")
    assert "甲稿 → 乙稿" in page
    assert f"/console/journal/things/{other}/" in page
    assert "没有关于此事物的记录" in text(auditor, f"/console/journal/things/{uuid7()}/")


def test_an_export_is_handed_out(auditor: Client) -> None:
    pin("甲")
    link_all()
    response = auditor.post("/console/journal/chain/export/", {"first": 1, "last": 2})
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert sorted(archive.namelist()) == ["entries.jsonl", "manifest.json", "verify_journal.py"]
    assert len(archive.read("entries.jsonl").splitlines()) == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [("0", "2"), ("5", "2"), ("1", "999999"), ("1", "9999"), ("", ""), ("x", "1")],
)
def test_a_wrong_range_is_told_beside_the_field(auditor: Client, first: str, last: str) -> None:
    link_all()
    response = auditor.post("/console/journal/chain/export/", {"first": first, "last": last})
    assert response.status_code == 422


def test_a_check_is_asked_for_once(auditor: Client) -> None:
    for _ in range(2):
        assert auditor.post("/console/journal/chain/verify/").status_code == 302
    assert Verification.objects.count() == 1
    assert "正在校验或等待校验" in text(auditor, CHAIN)


@pytest.fixture
def failed(installed: None) -> Delivery:
    pin("甲")
    entry = Entry.objects.order_by("-pos")[0]
    return Delivery.objects.create(
        handler="oversight.note", seq=7, pos=entry.pos, thing_id=entry.thing_id, state="dead",
        attempts=8, due_at=NOW, failed_at=NOW, error="ZeroDivisionError: 甲",
    )  # fmt: skip


def test_the_administrator_mends_failed_facts(administrator: Client, failed: Delivery) -> None:
    assert "ZeroDivisionError" in text(administrator, CHAIN)
    url = f"/console/journal/deliveries/{failed.id}/"
    administrator.post(url + "retry/")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)
    administrator.post(url + "drop/", {"reason": ""})
    assert Delivery.objects.exists()
    administrator.post(url + "drop/", {"reason": "重复"})
    assert not Delivery.objects.exists()
    assert administrator.post(url + "retry/").status_code == 404


def test_the_auditor_sees_failed_facts_but_does_not_mend(auditor: Client, failed: Delivery) -> None:
    page = text(auditor, CHAIN)
    assert "ZeroDivisionError" in page
    assert "/retry/" not in page
    assert auditor.post(f"/console/journal/deliveries/{failed.id}/retry/").status_code == 403


def test_findings_are_shown_in_words(auditor: Client) -> None:
    found = '[{"what": "altered", "seq": 2, "pos": 5, "id": "some-id", "act": "plan.x.y"}]'
    with connection.cursor() as cursor:
        for function in ("ask_check(%s, NULL)", "begin_check(%s)"):
            cursor.execute(f"SELECT journal_{function}", [NOTHING])
        cursor.execute("SELECT journal_finish_check(%s, 3, 'x', 3, %s)", [NOTHING, found])
    page = text(auditor, CHAIN)
    assert "记录与入链时不一致" in page
    assert "some-id" in page


NOTHING = UUID(int=7)
PAGES = [LIST, CHAIN, f"/console/journal/things/{NOTHING}/"]
POSTS = [
    "/console/journal/chain/verify/",
    "/console/journal/chain/export/",
    f"/console/journal/deliveries/{NOTHING}/retry/",
    f"/console/journal/deliveries/{NOTHING}/drop/",
]


def test_others_stay_outside(installed: None, client: Client) -> None:
    for url in PAGES:
        assert client.get(url).status_code == 302
    for url in POSTS:
        assert client.post(url).status_code == 302
    enter(client, _person("clerk", Duty.BUSINESS))
    for url in PAGES:
        assert client.get(url).status_code == 403
    for url in POSTS:
        assert client.post(url).status_code == 403


def test_the_administrator_does_not_read_the_journal(administrator: Client) -> None:
    assert administrator.get(LIST).status_code == 403
    assert administrator.get(PAGES[2]).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("url", PAGES)
def test_pages_speak_both_languages(auditor: Client, url: str, language: str) -> None:
    auditor.cookies["liupan_language"] = language
    text(auditor, url)


def test_the_number_of_queries_does_not_grow(auditor: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(auditor, LIST, n="50")
        return len(captured)

    pin("甲")
    text(auditor, LIST, n="50")
    few = count()
    for _ in range(30):
        pin("甲")
    assert count() == few


def test_every_act_has_a_name_in_chinese() -> None:
    unnamed = [
        code
        for code, fact in declared_facts().items()
        if not code.startswith("test.") and not re.search("[一-鿿]", str(fact.label))
    ]
    assert not unnamed, "give the fact a label; pure rooms do so in labels.py"
