"""A document from the review to its dispatch, each step with one thumb on a telephone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.drafting import hand_on_draft
from liupan.capabilities.correspondence.operations.issuing import render_document
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.tests.town import NOW, Town, begun, text, town
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock
from tests.machinery.browser import open_everything, overflow, violations

Person = Callable[..., Page]


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A small city by the clock of its servers too."""
    ahead = NOW - clock.real_now()
    monkeypatch.setattr(clock, "_offset_source", lambda: ahead)
    with clock.frozen(NOW):
        yield town()


@pytest.fixture
def person(chromium: Browser, site: str, place: Town) -> Iterator[Person]:
    """Lets a person in: `person("signer", path, width=360)`."""
    opened: list[Any] = []
    complaints: list[str] = []

    def come(name: str, path: str, *, width: int = 360, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 800},
            java_script_enabled=script, locale="zh-CN",
        )  # fmt: skip
        opened.append(context)
        client = Client()
        enter(client, place.people[name].id)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        return page

    yield come
    for context in opened:
        context.close()
    assert not complaints


def looks_right(page: Page) -> None:
    """Usable by everybody, and nothing sticks out."""
    assert overflow(page) <= 0
    open_everything(page)
    assert violations(page) == []


def handed(place: Town, **changes: object) -> str:
    document = begun(place, **changes)
    hand_on_draft(document_id=document, source=text(), note="", actor=place.drafter, now=NOW)
    return f"/correspondence/outgoing/{document}/"


def thumb(page: Page, verb: str) -> None:
    """Press what stands under the thumb, and wait for what came of it."""
    page.locator(".lp-thumb").get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()


def test_from_review_to_dispatch_with_one_thumb(place: Town, person: Person) -> None:
    path = handed(place)
    page = person("reviewer", path)
    looks_right(page)
    thumb(page, "核稿通过")
    page = person("signer", path)
    page.fill("[name=opinion]", "同意印发。请办公室抓好落实。")
    looks_right(page)
    thumb(page, "签发")
    page = person("registrar", path)
    thumb(page, "复核无误")
    thumb(page, "编号")
    row = Outgoing.objects.get(id=path.split("/")[3])
    render_document(document_id=row.id, actor=worker_actor(TEND), now=NOW)
    page = person("keeper", path)
    expect(page.locator(".lp-paper__seals circle")).to_have_count(1)
    looks_right(page)
    thumb(page, "用印")
    page = person("registrar", path)
    looks_right(page)
    thumb(page, "分发")
    expect(page.locator("#receipts")).to_be_visible()
    looks_right(page)
    row.refresh_from_db()
    assert (row.state, row.deliveries.count()) == ("dispatched", 2)
    page.goto(f"{path}receipts/")
    looks_right(page)


def test_returned_without_a_script(place: Town, person: Person) -> None:
    path = handed(place)
    page = person("reviewer", path, script=False)
    page.fill("[name=opinion]", "第二段请写明完成时限。")
    page.locator(".lp-thumb").get_by_role("button", name="退回修改").click()
    expect(page.locator("[name=reason]")).to_have_value("第二段请写明完成时限。")
    page.locator("#act").locator("..").locator("..").get_by_role("button", name="退回修改").click()
    expect(page.locator(".lp-pagehead__line")).to_contain_text("已退回修改")


def test_an_opinion_survives_a_lost_connection(place: Town, person: Person) -> None:
    path = handed(place)
    page = person("reviewer", path)
    page.fill("[name=opinion]", "写到一半，进了电梯。")
    page.context.set_offline(True)
    page.wait_for_timeout(600)
    page.context.set_offline(False)
    page.goto(path)
    page.get_by_role("button", name="取回").click()
    expect(page.locator("[name=opinion]")).to_have_value("写到一半，进了电梯。")


@pytest.mark.parametrize("width", [1440, 360])
def test_everybody_can_use_every_page(place: Town, person: Person, width: int) -> None:
    path = handed(place)
    for name, where in (
        ("reviewer", "/correspondence/"),
        ("reviewer", "/correspondence/outgoing/?waits=true"),
        ("reviewer", path),
        ("reviewer", f"{path}return/"),
        ("reviewer", f"{path}add-signer/"),
        ("drafter", f"{path}process/"),
    ):
        looks_right(person(name, where, width=width))
