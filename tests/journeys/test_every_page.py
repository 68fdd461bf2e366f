"""Every page each role can reach: it answers, has no dead link, no error, and axe finds nothing."""

import os
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import STAFF, Visitor, Welcome
from tests.machinery.browser import fold_again, open_everything, overflow, violations

OF_A_VIEW = 2
"""Addresses of one view that are asked for; more of the same kind show nothing new."""
STARTS = {"": ["/", "/account/login/"], "citizen": ["/", "/account/"]}
LEFT_OUT = re.compile(r"^/(static|api)/|^/_design/failure/")
WIDE, NARROW, HEIGHT = 1440, 360, 900
LOOKERS = 2
"""So many kinds of person look at each view as it is drawn, the first at both widths, the next on
a telephone; and each at their own home."""


@dataclass
class Crawl:
    """What was found on the way."""

    pages: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


class Links(HTMLParser):
    """The addresses that a page offers by GET."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("a", "area") and values.get("href"):
            self.found.append(str(values["href"]))
        if tag == "form" and (values.get("method") or "get").lower() == "get":
            self.found.append(values.get("action") or "")


@pytest.mark.parametrize("role", ["", "citizen", *STAFF], ids=lambda role: role or "stranger")
def test_every_page_answers_and_can_be_used_by_everybody(role: str, welcome: Welcome) -> None:
    visitor = welcome(role, width=NARROW)
    starts = STARTS.get(role, ["/work/"])
    found = crawl(visitor, starts)
    assert not found.troubles
    looks = {path: looks_left(view, at_home=path in starts) for view, path in found.pages.items()}
    assert any(looks.values())
    faults: list[str] = []
    for path, left in looks.items():
        if left:
            visitor.page.goto(path)
            faults += [f"{path} at {NARROW}: {fault}" for fault in narrow_faults(visitor.page)]
        if left == LOOKERS:
            faults += [f"{path} at {WIDE}: {fault}" for fault in wide_faults(visitor.page)]
    assert not faults, "\n".join(faults)


def crawl(visitor: Visitor, starts: list[str]) -> Crawl:
    """Follow every link from the starts; one page of each view is kept."""
    waiting, asked, of_a_view = deque((s, "") for s in starts), set(starts), Counter[str]()
    found = Crawl()
    while waiting:
        path, source = waiting.popleft()
        view = view_of(path)
        of_a_view[view] += 1
        if of_a_view[view] > OF_A_VIEW:
            continue
        answer = visitor.context.request.get(path, max_redirects=5)
        if answer.status >= 400:
            found.troubles.append(f"{path} (from {source}): {answer.status}")
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        here = urlsplit(answer.url).path
        found.pages.setdefault(view_of(here), path)
        for link in links(answer.text(), answer.url):
            if link not in asked:
                asked.add(link)
                waiting.append((link, path))
    return found


def links(html: str, base: str) -> list[str]:
    """Addresses on this site, without fragments; others leave the city."""
    reader = Links()
    reader.feed(html)
    targets = [urlsplit(urljoin(base, link)) for link in reader.found]
    own = [t for t in targets if t.netloc == urlsplit(base).netloc and t.scheme.startswith("http")]
    paths = [t.path + (f"?{t.query}" if t.query else "") for t in own]
    return [path for path in paths if not LEFT_OUT.match(path)]


def view_of(path: str) -> str:
    """The name of the view behind an address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return f"nothing at {path}"


def looks_left(view: str, *, at_home: bool) -> int:
    """How many kinds of person have still to look at the view, this one among them; the answer
    counts as looking. Everybody's own home is looked at in full.

    The tests of all workers share what was looked at by files that are made once.
    """
    if at_home:
        return LOOKERS
    folder = Path(os.environ["LIUPAN_TEST_SESSION"]) / "looked-at"
    folder.mkdir(exist_ok=True)
    for number in range(LOOKERS):
        try:
            (folder / f"{view.replace(' ', '.').replace('/', '.')}.{number}").touch(exist_ok=False)
        except FileExistsError:
            continue
        return LOOKERS - number
    return 0


def narrow_faults(page: Page) -> list[str]:
    """What is wrong with a page on a telephone, with everything unfolded."""
    open_everything(page)
    return faults_of(page)


def wide_faults(page: Page) -> list[str]:
    """What is wrong with it on a wide screen; loading it again would tell nothing else."""
    fold_again(page)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.evaluate("() => new Promise(requestAnimationFrame)")  # whoever observes sizes has seen it
    faults = faults_of(page)
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    return faults


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page as it is drawn now."""
    sideways = overflow(page)
    return [*violations(page), *([f"{sideways} px sideways"] if sideways > 0 else [])]
