"""Pages of a grown city: people who think, saturation, anonymous visitors; beside a bare page.

Every page that opens to one of the four people is found by its route. Lists and other pages
without an argument are measured one by one, pages of single things all together.
"""

import os
import urllib.error
import urllib.request
from typing import Any

from benchmarks.instance import Instance
from benchmarks.load import PATIENCE, Result, drive

ASKED = {
    "workbench:search": ("?q=%E5%85%B1%E4%BA%AB",),
    "supervision:list": ("?state=open", "?state=open&due=quarter&n=100"),
    "supervision:board": ("", "?state=open&view=timeline", "?state=open&view=heat"),
}
"""What some pages are asked for; the others are opened as they are. A list remembers what was last
asked for and leads there: asked for nothing it would be measured as a redirect."""
PUBLIC = ["/", "/plan/", "/plan/map/"]
DAILY = ("workbench:home", "workbench:notices", "workbench:search", "plan:board", "console:units")
"""What an ordinary user opens all day: flat out, these."""


def run(running: Instance, scale: float, seconds: float) -> dict[str, Any]:
    """All figures of pages. `seconds` is the length of one page's run."""
    city = running.measure("city", scale)
    if "failed" in city:
        return {"failed": city["failed"]}
    grown = {"seconds": city["seconds"], "settled_s": running.settle(), "rows": city["rows"]}
    found: dict[str, Any] = {"city": grown}
    with running.bare() as port:
        found["bare page, before"] = drive(port, ["/"], seconds=seconds).summary()
        lists, single, given_up = _opened(running, city["pages"], city["single"])
        found["pages"] = dict.fromkeys(given_up, GIVEN_UP) | {
            f"{name} ({person})": _thinking(running, [url], cookie, seconds).summary()
            | {"cpu_ms": running.cost(url, cookie)}
            for person, name, url, cookie in lists
        }
        found["single things"] = _all_together(running, single, seconds)
        found["saturated, signed in"] = _flat_out(running, lists, seconds * 2)
        found["bare page, after"] = drive(port, ["/"], seconds=seconds).summary()
        found["bare page, saturated"] = drive(port, ["/"], think=0, seconds=seconds).summary()
    found["saturated, anonymous from memory"] = drive(
        running.port, PUBLIC, think=0, seconds=seconds * 2
    ).summary()
    found["load"] = round(os.getloadavg()[0], 1)
    return found


Opened = tuple[str, str, str, str]
"""Person, page, address, cookie."""
GIVEN_UP = {"p95_ms": 1000 * PATIENCE, "wrong": 1}
"""The figures of a page that did not answer one person alone: it is named, the others go on."""


def _opened(
    running: Instance, pages: dict[str, dict[str, str]], single_names: list[str]
) -> tuple[list[Opened], list[Opened], list[str]]:
    """The pages that open: lists and the like, and single things; names of those given up."""
    lists: list[Opened] = []
    single: list[Opened] = []
    given_up: list[str] = []
    for person, addresses in pages.items():
        cookie = running.cookie(person)
        for name, url in addresses.items():
            for asked in ASKED.get(name, ("",)):
                page = (person, f"{name}{asked[:40]}", url + asked, cookie)
                try:
                    if _is_page(running, url + asked, cookie):
                        (single if name in single_names else lists).append(page)
                except TimeoutError:
                    given_up.append(f"{page[1]} ({person})")
    return lists, single, given_up


def _is_page(running: Instance, url: str, cookie: str) -> bool:
    request = urllib.request.Request(f"http://localhost:{running.port}{url}")
    request.add_header("Cookie", cookie)
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.status == 200 and "text/html" in answer.headers.get("Content-Type", "")
    except urllib.error.HTTPError:
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    """A page that leads elsewhere is measured where it leads."""

    def redirect_request(self, *args: Any) -> None:  # type: ignore[override]
        return None


def _thinking(running: Instance, urls: list[str], cookie: str, seconds: float) -> Result:
    return drive(running.port, urls, cookie=cookie, seconds=seconds)


def _all_together(running: Instance, single: list[Opened], seconds: float) -> dict[str, Any]:
    together = Result()
    for cookie in {opened[3] for opened in single}:
        urls = [url for _p, _n, url, theirs in single if theirs == cookie]
        found = _thinking(running, urls, cookie, seconds * 2)
        together.seconds += found.seconds
        together.elapsed += found.elapsed
        together.wrong += found.wrong
        together.by_path |= found.by_path
    names = {url: name for _person, name, url, _cookie in single}
    slow = {names[u]: max(times) for u, times in together.by_path.items()}
    slowest = sorted(slow, key=lambda name: -slow[name])[:3]
    return together.summary() | {"slowest": ", ".join(slowest)}


def _flat_out(running: Instance, lists: list[Opened], seconds: float) -> dict[str, float]:
    daily = [opened for opened in lists if opened[1].partition("?")[0] in DAILY]
    cookie = daily[0][3]
    urls = [url for _p, _n, url, theirs in daily if theirs == cookie]
    return drive(running.port, urls, cookie=cookie, users=8, think=0, seconds=seconds).summary()
