"""The living page, its list and the failure pages in a real browser, in every state they have."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.machinery.browser import WIDTHS, open_everything, overflow, violations
from tests.machinery.relay import Relay

from liupan.foundation.design import frames

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("city")]

Visit = Callable[..., Page]

PAGES = (
    "/_design/",
    "/_design/list/",
    "/_design/list/?state=run&state=check&q=%E5%8E%BF&until=2017-12-31&sort=-due&n=50",
    "/_design/list/?q=nothing",
    "/offline/",
)
FAILURES = {"refusal": 403, "missing": 404, "conflict": 409, "stale": 409}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_the_page(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert overflow(page) <= 0
    open_everything(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", FAILURES)
def test_everybody_can_read_why_not(visit: Visit, kind: str, width: int) -> None:
    page = visit(f"/_design/failure/{kind}/", width=width, expect=FAILURES[kind])
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("path", PAGES[:2])
def test_large_type_and_english_fit_too(visit: Visit, path: str) -> None:
    page = visit(path, width=360, cookies={"liupan_elder": "1", "liupan_language": "en"})
    assert violations(page) == []
    assert overflow(page) <= 0


def test_a_list_works_without_a_script(visit: Visit) -> None:
    page = visit("/_design/list/", script=False)
    page.locator("summary", has_text="状态").click()
    page.get_by_label("待核验").check()
    page.get_by_role("button", name="应用").first.click()
    expect(page).to_have_url(re.compile(r"state=check"))
    expect(page.locator("tbody tr")).to_have_count(12)
    page.get_by_role("link", name="去掉条件：待核验").click()
    expect(page.get_by_role("status")).to_have_text("第1至24行，共60行")
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("status")).to_have_text("第25至48行，共60行")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("第1至24行，共60行")


def test_a_script_exchanges_the_list_alone(visit: Visit) -> None:
    page = visit("/_design/list/")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="时限").click()
    expect(page).to_have_url(re.compile(r"sort=-due"))
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    page.locator("summary", has_text="来源").click()
    page.get_by_label("领导批示", exact=True).check()
    expect(page).to_have_url(re.compile(r"origin="))
    expect(page.locator("tbody tr")).to_have_count(15)
    assert page.evaluate("window.stillHere")


def test_rows_are_chosen_one_by_one_or_all(visit: Visit) -> None:
    page = visit("/_design/list/")
    page.get_by_label("选择第2行").check()
    expect(page.locator("[data-lp-picked]")).to_have_text("已选1行")
    everything = page.get_by_label("选择本页全部")
    assert everything.evaluate("box => box.indeterminate")
    everything.check()
    expect(page.locator("[data-lp-picked]")).to_have_text("已选24行")
    expect(page.locator("tbody tr.is-picked")).to_have_count(24)


def test_a_list_is_downloaded_as_chosen(visit: Visit, tmp_path: Path) -> None:
    page = visit("/_design/list/?state=check")
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="按当前条件导出CSV").click()
    assert download.value.suggested_filename == "督办事项.csv"
    kept = tmp_path / "list.csv"
    download.value.save_as(kept)
    assert len(kept.read_text("utf-8-sig").splitlines()) == 13


def test_menus_close_by_escape_and_by_a_click_elsewhere(visit: Visit) -> None:
    page = visit("/_design/list/")
    first, second = (
        page.locator("summary", has_text="状态"),
        page.locator("summary", has_text="来源"),
    )
    first.click()
    second.click()
    expect(page.locator("details.lp-pick[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.lp-pick[open]")).to_have_count(0)
    expect(second).to_be_focused()
    first.click()
    page.locator("h1").click()
    expect(page.locator("details.lp-pick[open]")).to_have_count(0)


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit("/_design/list/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('#main').contains(document.activeElement)"
    assert page.evaluate(inside)


def test_a_draft_survives_a_closed_page(visit: Visit) -> None:
    page = visit("/_design/form/")
    page.get_by_label("事项名称").fill("写到一半的事项")
    page.get_by_label("必办任务").check()
    expect(page.locator("[data-lp-draft-state]")).to_have_text("草稿已保存在本机")
    page.reload()
    expect(page.get_by_label("事项名称")).to_have_value("")
    page.get_by_role("button", name="取回").click()
    expect(page.get_by_label("事项名称")).to_have_value("写到一半的事项")
    expect(page.get_by_label("必办任务")).to_be_checked()
    page.reload()
    page.get_by_role("button", name="丢弃").click()
    page.reload()
    expect(page.get_by_role("button", name="取回")).to_be_hidden()


def test_a_live_chart_is_drawn_within_the_content_policy(visit: Visit) -> None:
    page = visit("/_design/")
    expect(page.locator("#living-chart svg path").first).to_be_attached()
    assert page.locator("#living-chart svg").bounding_box()
    assert not visit("/_design/list/").evaluate("'liupanChart' in window")


def test_an_installed_app_says_that_the_connection_is_lost(visit: Visit, line: Relay) -> None:
    page = visit("/_design/list/", port=line.port)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    line.cut()
    page.goto(page.url.replace("/list/", "/list/?sort=title"))
    expect(page.get_by_role("heading", level=1)).to_have_text("网络已断开")


def test_the_mark_on_the_page_is_the_citys(visit: Visit, city: frames.Installation) -> None:
    page = visit("/_design/failure/missing/", expect=404)
    assert str(city.site) in page.title()
