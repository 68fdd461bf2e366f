"""Suggestions under the search field, in a real browser, by keyboard, and without a script."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.machinery.browser import Visit, overflow, violations

from liupan.foundation.identity.tests.factories import enter, make_account
from liupan.foundation.search.tests.factories import indexed

pytestmark = [pytest.mark.browser]


@pytest.fixture
def city(site: str) -> str:
    """Three things with 信息 in their titles; one of them is for staff only."""
    indexed("信息公开指南", url="/privacy/", days_old=1)
    indexed("信息<b>目录</b>", url="/accessibility/")
    indexed("信息内部清单", url="/work/notices/", is_public=False)
    return site


def test_a_visitor_chooses_by_keyboard(city: str, visit: Visit) -> None:
    page = visit("/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("信息")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)  # what is for staff stays unknown
    expect(page.get_by_role("listbox", name="搜索建议")).to_be_visible()
    expect(options.first).to_contain_text("信息<b>目录</b>")
    assert violations(page) == []
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    second = options.nth(1).get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", str(second))
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None  # back in the field
    field.press("ArrowUp")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("信息")
    field.press("ArrowDown")
    expect(options).to_have_count(2)
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/accessibility/")


def test_enter_alone_searches_and_a_tap_opens(city: str, visit: Visit) -> None:
    page = visit("/", width=360)
    page.get_by_role("combobox").press_sequentially("信息")
    expect(page.get_by_role("option")).to_have_count(2)
    assert overflow(page) <= 0
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**/privacy/")
    page = visit("/")
    page.get_by_role("combobox").press_sequentially("信息")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))


def test_pinyin_on_its_way_is_no_query(city: str, visit: Visit) -> None:
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_role("combobox")
    field.evaluate(
        """field => {
          field.focus();
          field.value = "xin'xi";
          field.dispatchEvent(new InputEvent("input", {isComposing: true, bubbles: true}));
        }"""
    )
    page.wait_for_timeout(600)
    assert not [url for url in asked if "suggest" in url]


def test_staff_find_what_is_theirs_in_a_narrow_frame(city: str, visit: Visit) -> None:
    page = signed_in(visit, 360)
    page.get_by_role("combobox").press_sequentially("内部")
    expect(page.get_by_role("option")).to_have_count(1)
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert overflow(page) <= 0
    assert violations(page) == []


def test_without_a_script_it_is_a_plain_field(city: str, visit: Visit) -> None:
    page = visit("/", script=False)
    field = page.get_by_role("searchbox")
    assert field.get_attribute("role") is None
    field.fill("信息")
    field.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))


def signed_in(visit: Visit, width: int) -> Page:
    """A page of somebody who works here."""
    client = Client()
    enter(client, make_account().id)
    return visit("/work/", width=width, cookies={k: v.value for k, v in client.cookies.items()})
