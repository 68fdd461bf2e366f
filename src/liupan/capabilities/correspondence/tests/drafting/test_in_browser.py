"""The editor in a real browser: blocks, what is kept by itself, a lost line, a phone."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from tests.machinery.browser import open_everything, overflow, violations

from liupan.capabilities.correspondence.models import WorkingCopy
from liupan.capabilities.correspondence.operations.drafting import begin_document
from liupan.capabilities.correspondence.operations.templates import install_templates
from liupan.capabilities.correspondence.tests.town import NOW, particulars, text, town
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests.factories import almighty
from liupan.kernel import clock

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PICTURES = os.environ.get("LIUPAN_PICTURES_TO", "")
WORD = "关于检查的说明\n一、检查范围\n（一）市直部门。全部参加。\n单位\t天数\n公安局\t3"


@pytest.fixture
def writing(site: str) -> Iterator[tuple[UUID, dict[str, str]]]:
    """A document that was begun, and its drafter's session."""
    with clock.frozen(NOW):
        place = town()
        install_templates(actor=almighty(), now=NOW)
        document = begin_document(
            particulars=particulars(place), source=text("现将有关事项通知如下。"),
            actor=place.drafter, now=NOW,
        )  # fmt: skip
        client = Client()
        enter(client, place.drafter.id)
        name = settings.SESSION_COOKIE_NAME
        yield document, {name: client.cookies[name].value}


def picture(page: Page, name: str) -> None:
    """For who wants to look at it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def paste(page: Page, words: str) -> None:
    page.evaluate(
        """words => {
          const data = new DataTransfer();
          data.setData("text/plain", words);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        words,
    )


def kept(document: UUID) -> str:
    found: str = WorkingCopy.objects.get(document_id=document).form["fields"]["body"]
    return found.replace("\r", "")


def test_a_text_is_written_in_blocks_and_kept_by_itself(visit: Visit, writing: Any) -> None:
    document, cookies = writing
    page = visit(f"/correspondence/outgoing/{document}/edit/", cookies=cookies)
    blocks = page.locator(".lp-composer__text")
    expect(blocks).to_have_count(1)
    blocks.first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("检查时间")
    page.keyboard.press("Tab")
    expect(page.locator(".lp-composer__n").nth(1)).to_have_text("一、")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    paste(page, WORD)
    expect(page.locator("[data-level='2'] .lp-composer__n")).to_have_text("（一）")
    expect(page.locator(".lp-composer__table td")).to_have_count(4)
    page.locator(".lp-composer__text").last.click()
    expect(page.locator("#id_version")).to_have_value("2", timeout=30_000)
    assert kept(document).splitlines()[1:] == [
        "一、检查时间", "关于检查的说明", "二、检查范围", "（一）市直部门。全部参加。",
        "| 单位 | 天数 |", "| 公安局 | 3 |",
    ]  # fmt: skip

    # The line is lost, and comes back.
    page.evaluate(
        "() => { window.was = fetch; window.fetch = () => Promise.reject(new TypeError('lost')) }"
    )
    blocks.first.click()
    page.keyboard.type("断网时写的")
    expect(page.locator("[data-lp-kept]")).to_contain_text("连接中断", timeout=15_000)
    page.evaluate("() => { window.fetch = window.was; dispatchEvent(new Event('online')) }")
    expect(page.locator("[data-lp-kept]")).to_contain_text("保存于", timeout=15_000)
    assert "断网时写的" in kept(document)

    page.get_by_role("button", name="检查并预览").click()
    expect(page.locator(".lp-paper__picture")).to_have_count(2, timeout=30_000)
    page.locator(".lp-paper__picture").last.scroll_into_view_if_needed()
    page.wait_for_function(
        "[...document.querySelectorAll('.lp-paper__picture')].every(i => i.complete)"
    )
    assert violations(page) == []
    assert overflow(page) <= 0
    picture(page, "edit-1440")
    page.get_by_role("button", name="纯文本").click()
    expect(page.locator("#id_body")).to_be_visible()


def test_everything_fits_a_phone(visit: Visit, writing: Any) -> None:
    document, cookies = writing
    for path in (f"outgoing/{document}/edit/", "outgoing/new/"):
        page = visit(f"/correspondence/{path}", width=360, cookies=cookies)
        open_everything(page)
        assert overflow(page) <= 0
        assert violations(page) == []
        picture(page, f"{path.split('/')[-2]}-360")
