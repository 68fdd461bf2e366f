"""Pictures of the main pages of a running demo city: `tools/screenshots.py [ADDRESS]`.

Takes each page at 1440 and 360 px as PNG into docs/images, for the README's tour and for looking.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
WIDTHS = {1440: 900, 360: 740}
PAGES = {
    "": {"portal": "/", "plan": "/plan/", "map": "/plan/map/", "sign-in": "/account/login/"},
    "leader": {"cockpit": "/cockpit/"},
    "system": {"workbench": "/work/", "units": "/console/units/", "accounts": "/console/accounts/"},
    "auditor": {"journal": "/console/journal/", "chain": "/console/journal/chain/"},
}
"""Name of the picture to the page, by who looks at it."""


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in WIDTHS:
            for role, pages in PAGES.items():
                page = enter(browser, address, role, width)
                for name, path in pages.items():
                    take(page, path, IMAGES / f"{name}-{width}.png")
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


def take(page: Page, path: str, file: Path) -> None:
    """One picture of what is seen first, as small as its colours allow."""
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        print(f"{path}: {answer.status if answer else 'no answer'}, no picture")
        return
    page.screenshot(path=str(file))
    print(file.relative_to(ROOT), file.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main()
