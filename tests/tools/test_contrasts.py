"""What is found out once about contrast is never taken for what was not looked at."""

import pytest
from playwright.sync_api import Browser, Page

from tests.machinery.browser import Contrasts

pytestmark = pytest.mark.browser
STYLE = ".pale { color: #bbb } .dark { background: #222 } .dark .fine { color: #333 }"


@pytest.fixture
def page(chromium: Browser) -> Page:
    return chromium.new_page(viewport={"width": 360, "height": 900})


def show(page: Page, body: str) -> None:
    page.set_content(
        f"<!doctype html><html lang=en><title>T</title><style>{STYLE}</style>"
        f"<main><h1>T</h1>{body}</main></html>"
    )


def faults(contrasts: Contrasts, page: Page, body: str) -> list[str]:
    """The rules that are broken."""
    show(page, body)
    return [one.partition(":")[0] for one in contrasts.violations(page)]


def test_a_new_kind_is_looked_at_and_a_fault_is_told_each_time(page: Page) -> None:
    contrasts = Contrasts()
    assert faults(contrasts, page, "<p class=fine>words</p>") == []
    for _again in range(2):
        assert faults(contrasts, page, "<p class=pale>words</p>") == ["color-contrast"]
    assert faults(contrasts, page, "<p class=fine>words</p>") == []


def test_the_same_words_on_another_ground_are_another_kind(page: Page) -> None:
    contrasts = Contrasts()
    assert faults(contrasts, page, "<p class=fine>words</p>") == []
    assert faults(contrasts, page, "<div class=dark><p class=fine>words</p></div>") == [
        "color-contrast"
    ]


def test_another_width_is_looked_at_anew(page: Page) -> None:
    contrasts = Contrasts()
    body = "<style>@media (width > 1000px) { .wide { color: #bbb } }</style><p class=wide>words</p>"
    assert faults(contrasts, page, body) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert faults(contrasts, page, body) == ["color-contrast"]


def test_all_else_is_found_out_each_time(page: Page) -> None:
    contrasts = Contrasts()
    assert faults(contrasts, page, "<label>a <input></label>") == []
    assert "label" in faults(contrasts, page, "<label>a</label><input>")
    assert faults(contrasts, page, "<h2>b</h2><h3>c</h3>") == []
    assert faults(contrasts, page, "<h2>b</h2><h3>c</h3><h2></h2>") == ["empty-heading"]
