"""A real browser against a real server: Debian's Chromium by Playwright, axe for access.

`site` serves the application from threads over the test's own database; `visit` opens pages of it
and fails the test on any error in the browser's console, so that no breach of the content policy
goes unseen.
"""

import os
import threading
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.machinery.relay import Relay, relay_to

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async ([values, contrast]) => {
  const rules = {"color-contrast": {enabled: contrast}};
  // Of what passes nothing is described: that takes longer than finding out.
  const asked = {runOnly: {type: "tag", values}, rules, resultTypes: ["violations"]};
  return (await axe.run(document, asked)).violations;
}"""
LOOSE = [
    "id", "for", "href", "src", "value", "title", "alt", "name", "action", "content", "datetime",
    "width", "height", "d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r",
    "transform", "viewBox", "aria-label", "aria-labelledby", "aria-describedby", "aria-controls",
]  # fmt: skip
"""Attributes whose values no style depends on; of data-* the long values."""
KINDS = """loose => {
  const found = new Set();
  const isLoose = (name, value) => loose.includes(name) || name.startsWith("hx-")
    || name.startsWith("data-") && value.length > 16;
  const walk = (one, above) => {
    const said = [...one.attributes].map(({name, value}) =>
      isLoose(name, value) ? `${name}:${value !== ""}` : `${name}=${value}`);
    const state = one.matches(":focus, :hover") ? "pointed at" : "";
    const here = `${above}/${one.localName} ${said.sort().join(" ")} ${state}`;
    const words = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if ((words || one.localName === "input") && one.checkVisibility()) found.add(here);
    for (const inner of one.children) walk(inner, here);
  };
  const media = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)",
    "(forced-colors: active)", "print"].map(asked => matchMedia(asked).matches);
  walk(document.documentElement, media.join(" "));
  return [...found];
}"""
"""Every kind of element with words in it: itself and all above it, with what styles depend on."""
WIDTHS = (1440, 1024, 360)

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module: its event loop must not outlive it, other tests have their own."""
    if not CHROMIUM.exists():
        pytest.fail("Browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    # Playwright's own loop runs in this thread; Django would take our tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(fresh_db: str) -> Iterator[str]:
    """The address of a running Liupan over a database of its own."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = False  # their connections are closed before the database goes
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    # The name counts: a browser gives `localhost` what it gives only to secure addresses.
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    connections.close_all()


@pytest.fixture
def line(site: str) -> Iterator[Relay]:
    """A line to the site that a test can cut: `visit("/", port=line.port)`, `line.cut()`."""
    with relay_to(urlsplit(site).port or 0) as made:
        yield made


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Opens a page: `visit("/plan/", width=360, script=False, cookies={...}, expect=404)`."""
    opened: list[Any] = []
    complaints: list[str] = []

    def go(
        path: str,
        *,
        width: int = 1440,
        script: bool = True,
        cookies: dict[str, str] | None = None,
        expect: int = 200,
        port: int | None = None,
    ) -> Page:
        origin = f"http://localhost:{port}" if port else site
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="zh-CN"
        )
        opened.append(context)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": origin}])
        page = context.new_page()
        page.on("console", lambda message: _note(message, expect, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        response = page.goto(f"{origin}{path}")
        assert response is not None
        assert response.status == expect
        return page

    yield go
    for context in opened:
        context.close()
    assert not complaints


def _note(message: ConsoleMessage, expect: int, complaints: list[str]) -> None:
    # The browser itself reports the status of a page that is meant to fail.
    if message.type in ("error", "warning") and f"status of {expect}" not in message.text:
        complaints.append(message.text)


class Contrasts:
    """Looks at many pages; how far words stand out from their ground is most of axe's work, and is
    found out once for each kind of element and width of window. All else is found out each time."""

    def __init__(self) -> None:
        self._known: dict[int, set[str]] = {}

    def violations(self, page: Page) -> list[str]:
        """What axe finds wrong, one line per element: rule, element, why."""
        size = page.viewport_size
        known = self._known.setdefault(size["width"] if size else 0, set())
        kinds = set(page.evaluate(KINDS, LOOSE))
        found = _violations(page, contrast=not kinds <= known)
        if not found:
            known |= kinds
        return found


_seen = Contrasts()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page of ours, all of which have the same style sheets."""
    return _seen.violations(page)


def _violations(page: Page, *, contrast: bool) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary'][:200]})"
        for violation in page.evaluate(AXE, [RULES, contrast])
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page can be scrolled sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def open_everything(page: Page) -> None:
    """Unfold every <details>."""
    page.evaluate(
        "document.querySelectorAll('details:not([open])').forEach(one => {"
        " one.open = true; one.dataset.unfolded = '' })"
    )


def fold_again(page: Page) -> None:
    """Fold what `open_everything` unfolded."""
    page.evaluate(
        "document.querySelectorAll('[data-unfolded]').forEach(one => {"
        " one.open = false; delete one.dataset.unfolded })"
    )
