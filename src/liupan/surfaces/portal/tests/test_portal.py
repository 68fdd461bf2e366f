"""The portal shows what is true now and has no link that leads nowhere."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.machinery.browser import WIDTHS, Visit, open_everything, overflow, violations

from liupan.foundation.search import registry
from liupan.foundation.search.facade import IndexEntry, index, source
from liupan.kernel.secrecy import Secrecy
from liupan.surfaces.portal.offers import Offer

PAGES = ("/", "/search/?q=%E4%BA%91", "/accessibility/", "/privacy/")


def links(html: str) -> set[str]:
    return {url for url in re.findall(r'href="([^"#]+)"', html) if url.startswith("/")}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("path", PAGES)
def test_no_link_leads_nowhere(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    for url in links(html):
        # Without a plan in force, the plan's pages say so with 404.
        if not url.startswith(("/static/", "/plan/")):
            assert client.get(url, follow=True).status_code == 200, url
    assert 'href="#"' not in html


@pytest.mark.usefixtures("db")
def test_what_is_not_open_says_so(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "尚未开通" in html
    closed = Offer("x", "y", "nowhere:home")
    assert closed.url == ""
    assert Offer("x", "y", "plan:board").url == "/plan/"


@pytest.mark.usefixtures("db")
def test_the_home_page_is_kept_in_memory_for_strangers(client: Client) -> None:
    first = client.get("/")
    assert "ETag" in first.headers
    assert client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.fixture
def _sources(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_sources", {})

    @source("test.paper", label="文件")
    def papers() -> Iterator[IndexEntry]:
        yield from ()

    at = datetime(2017, 11, 1, tzinfo=UTC)
    index(
        IndexEntry(thing_type="test.paper", thing_id=UUID(int=1), title="上云方案<b>", url="/plan/",
                   at=at, is_public=True, secrecy=Secrecy.PUBLIC),
    )  # fmt: skip
    index(
        IndexEntry(
            thing_type="test.paper", thing_id=UUID(int=2), title="上云预算", url="/x/", at=at
        )
    )


@pytest.mark.usefixtures("_sources")
def test_everybody_finds_what_is_public_and_nothing_else(client: Client) -> None:
    assert 'action="/search/"' in client.get("/").content.decode()
    html = client.get("/search/", {"q": "上云"}).content.decode()
    assert "<mark>上云</mark>方案&lt;b&gt;" in html
    assert "找到1条" in html
    assert "预算" not in html


@pytest.mark.usefixtures("_sources")
@pytest.mark.parametrize("query", ["", "   ", "没有这样的词", "<script>", "a" * 5_000])
def test_any_words_may_be_searched(client: Client, query: str) -> None:
    for page in ("1", "-1", "x", "99999999999"):
        response = client.get("/search/", {"q": query, "page": page})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


@pytest.mark.usefixtures("db")
def test_there_is_no_search_box_while_nothing_can_be_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_sources", {})
    assert 'role="search"' not in client.get("/").content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_the_portal(visit: Visit, path: str, width: int) -> None:
    page: Page = visit(path, width=width)
    assert overflow(page) <= 0
    open_everything(page)
    assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_large_type_fits_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=360, cookies={"liupan_elder": "1"})
    assert overflow(page) <= 0
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert violations(page) == []


@pytest.mark.browser
def test_a_visitor_changes_language_and_type_without_a_script(visit: Visit) -> None:
    page = visit("/", script=False)
    elder, english = page.locator("html.lp-elder"), page.locator("html[lang=en]")
    page.get_by_role("button", name="长者版").first.click()
    expect(elder).to_have_count(1)
    page.get_by_role("button", name="English").first.click()
    expect(english).to_have_count(1)
    page.get_by_role("button", name="Standard type").first.click()
    expect(elder).to_have_count(0)
    page.get_by_role("button", name="中文").first.click()
    expect(english).to_have_count(0)
    expect(page.locator("html[lang=zh-Hans]")).to_have_count(1)
