"""The demo city as `liupan run` serves it, and visitors who walk through it in a real browser.

The city is seeded once per test session (`seeded_home`) and copied for the worker that walks the
journeys.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.machinery.installations import (
    PASSWORD,
    SEEDED,
    Installation,
    copy_home,
    seeded_home,
)

PATIENCE = 300.0  # seconds until the city answers, on a machine with much else to do
LONGEST = 480  # seconds for one journey, the building of the city included
STAFF = ("clerk", "chief", "leader", "planner", "contact", "system", "security", "auditor")
HARMLESS = ("Failed to load resource: the server responded with a status of",)
"""What a browser itself says of a refusal; statuses are checked elsewhere."""


@dataclass
class Visitor:
    """A browser of its own, with everything it complained about."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, *, expect: int = 200) -> Page:
        """Open a page of the city."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == expect, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, username: str) -> Page:
        """By one click where the demo offers it (that counts as a strong sign-in), else by word."""
        self.go("/account/login/")
        offered = self.page.locator(f"form:has(input[name=username][value='{username}']) button")
        if offered.count():
            offered.click()
        else:
            self.page.fill("[name=login]", username)
            self.page.fill("[name=password]", PASSWORD)
            self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        return self.page


Welcome = Callable[..., Visitor]
Person = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser and takes its time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="package")
def city() -> Iterator[Installation]:
    """The demo city, running until the journeys are over: its own copy for this worker."""
    folder = Path(tempfile.mkdtemp(prefix="liupan-六盘 ", dir="/tmp"))
    copy_home(seeded_home().home, folder / "city")
    running = Installation(folder / "city", environ=SEEDED, patience=PATIENCE)
    try:
        running.run()
        yield running
    finally:
        running.kill_everything()
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def welcome(chromium: Browser, city: Installation) -> Iterator[Welcome]:
    """Lets visitors in: `welcome("planner", width=360, script=False)`; none may see an error."""
    visitors: list[Visitor] = []

    def enter(username: str = "", *, width: int = 1440, script: bool = True) -> Visitor:
        with _visitor(chromium, city, width=width, script=script) as visitor:
            visitors.append(visitor)
        if username:
            visitor.sign_in(username)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.context.close()
    assert not [complaint for visitor in visitors for complaint in visitor.complaints]


@contextmanager
def _visitor(chromium: Browser, city: Installation, **wishes: Any) -> Iterator[Visitor]:
    context = chromium.new_context(
        base_url=f"http://localhost:{city.port}",
        viewport={"width": wishes["width"], "height": 900},
        java_script_enabled=wishes["script"],
        locale="zh-CN",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    visitor = Visitor(context, page)
    page.on("console", lambda message: _note(message, visitor.complaints))
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning") and not message.text.startswith(HARMLESS):
        complaints.append(f"{message.location.get('url', '')}: {message.text}")


@contextmanager
def standing_at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock at this moment: of what is built it stands still, of the servers it runs on."""
    from liupan.kernel import clock  # this file is read before settings are

    ahead = moment - clock.real_now()
    monkeypatch.setattr(clock, "_offset_source", lambda: ahead)
    with clock.frozen(moment):
        yield


@pytest.fixture
def person(chromium: Browser, site: str, place: Any) -> Iterator[Person]:
    """Lets somebody of the module's own small town (`place`) in:
    `person("editor", "/catalogue/entries/", width=360, script=False)`."""
    opened: list[Any] = []
    complaints: list[str] = []

    def come(name: str, path: str, *, width: int = 1440, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 900},
            java_script_enabled=script, locale="zh-CN",
        )  # fmt: skip
        opened.append(context)
        if name:
            context.add_cookies([_entered(place.people[name].id, site)])
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


def _entered(account_id: UUID, site: str) -> Any:
    """The cookie of somebody who has signed in, without the pages of signing in."""
    # This file is read before settings are.
    from django.conf import settings
    from django.test import Client

    from liupan.foundation.identity.tests.factories import enter

    client = Client()
    enter(client, account_id)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}
