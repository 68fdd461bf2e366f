"""Pictures of the main pages of a running demo city: `tools/screenshots.py [ADDRESS]`.

Takes the pages of the README's tour into docs/images, as wide as a desk's screen and some as
narrow as a telephone's. WebP: a page in good quality is some 50 KB.
"""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
WIDTHS = {1440: 900, 360: 740}
NARROW = {"portal", "plan", "workbench", "cockpit", "sign-off"}
"""The pictures that are taken at 360 px too."""

QUALITY = 82  # per cent
PAGES = {
    "": {
        "portal": "/", "sign-in": "/account/login/", "plan": "/plan/",
        "target": "/plan/targets/T20/", "map": "/plan/map/", "verify": "/seals/verify/",
    },
    "clerk": {"workbench": "/work/", "documents": "/correspondence/"},
    "planner": {"records": "/plan/targets/T20/records/"},
    "leader": {
        "cockpit": "/cockpit/", "supervision": "/supervision/board/",
        "sign-off": ("/correspondence/", "a[href*='/outgoing/'][href*='-']"),
    },
    "system": {"units": "/console/units/"},
    "auditor": {"journal": "/console/journal/", "chain": "/console/journal/chain/"},
}  # fmt: skip
"""Name of the picture to the page, by who looks at it: its address, or where to begin and what to
click there."""


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in WIDTHS:
            for role, pages in PAGES.items():
                chosen = {n: p for n, p in pages.items() if width > min(WIDTHS) or n in NARROW}
                if chosen:
                    page = enter(browser, address, role, width)
                for name, path in chosen.items():
                    take(page, path, IMAGES / f"{name}-{width}.webp")
        browser.close()


def enter(browser: Browser, address: str, role: str, width: int) -> Page:
    """A page of somebody's own; signed in by one click when a role is named."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": WIDTHS[width]}, locale="zh-CN"
    )
    page = context.new_page()
    if role:
        page.goto("/account/login/")
        page.locator(f"form:has(input[value='{role}']) button").click()
        page.wait_for_url(lambda url: "/account/login" not in url)
    return page


def take(page: Page, where: str | tuple[str, str], file: Path) -> None:
    """One picture of what is seen first."""
    path, link = (where, "") if isinstance(where, str) else where
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        print(f"{path}: {answer.status if answer else 'no answer'}, no picture")
        return
    if link:
        page.locator(link).first.click()
    page.wait_for_load_state("networkidle")
    devtools = page.context.new_cdp_session(page)  # Playwright itself writes no WebP
    taken = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    file.write_bytes(base64.b64decode(taken["data"]))
    print(file.relative_to(ROOT), file.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main()
