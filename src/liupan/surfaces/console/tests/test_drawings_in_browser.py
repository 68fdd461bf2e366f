"""Drawing, trying and deciding in a real browser: kept by itself, by keyboard, on a phone."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.machinery.browser import Visit, open_everything, overflow, violations

from liupan.foundation.organisations.tests import factories as found
from liupan.foundation.workflow.tests.test_tables import dmn
from liupan.surfaces.console.tests.test_decisions import bring as bring_table
from liupan.surfaces.console.tests.test_designing import APPROVAL, bring

pytestmark = [pytest.mark.browser]

RENAMED = """() => {
    const modeler = document.getElementById("designer").liupanModeler;
    const draft = modeler.get("elementRegistry").get("draft");
    modeler.get("modeling").updateLabel(draft, "起草文稿");
}"""


def shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look: `LIUPAN_SHOTS=FOLDER`."""
    if folder := os.environ.get("LIUPAN_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def system(system_at_site: Client) -> Client:
    return system_at_site


@pytest.fixture
def cookies(system: Client) -> dict[str, str]:
    found.found()
    return {name: morsel.value for name, morsel in system.cookies.items()}


def test_a_trial_by_keyboard_and_on_a_phone(
    system: Client, cookies: dict[str, str], visit: Visit
) -> None:
    here = reverse("console:process_try", args=[bring(system, APPROVAL.read_bytes())])
    for width in (1440, 360):
        page = visit(here, width=width, cookies=cookies)
        shot(page, f"try-{width}")
        page.get_by_role("button", name="开始", exact=True).press("Enter")
        page.locator("#trial-diagram[data-lp-drawn]").wait_for()
        expect(page.locator("[data-element-id=draft].lp-step-active")).to_have_count(1)
        page.get_by_role("button", name="办结").press("Enter")
        expect(page.get_by_role("heading", name="审核")).to_be_visible()
        expect(page.locator("[data-element-id=review].lp-step-active")).to_have_count(1)
        open_everything(page)
        shot(page, f"trial-{width}")
        assert overflow(page) <= 0
        assert violations(page) == []


def test_a_trial_without_a_script(system: Client, cookies: dict[str, str], visit: Visit) -> None:
    here = reverse("console:process_try", args=[bring(system, APPROVAL.read_bytes())])
    page = visit(here, script=False, cookies=cookies)
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_role("button", name="办结").click()
    page.get_by_role("button", name="撤回上一步").click()
    expect(page.get_by_role("heading", name="拟稿")).to_be_visible()


def test_what_is_drawn_is_kept_on_the_server(
    system: Client, cookies: dict[str, str], visit: Visit
) -> None:
    here = reverse("console:process_draw", args=[bring(system, APPROVAL.read_bytes())])
    page = visit(here, cookies=cookies)
    page.locator("#designer[data-lp-drawn]").wait_for()
    page.evaluate(RENAMED)
    expect(page.locator("[data-lp-keep-state]")).to_contain_text("保存于", timeout=30_000)
    page.evaluate("localStorage.clear()")  # another device has none of it
    page = visit(here, cookies=cookies)
    page.locator("#designer[data-lp-drawn]").wait_for()
    expect(page.locator("[data-element-id=draft]")).to_contain_text("起草文稿")
    expect(page.get_by_role("button", name="放弃")).to_be_visible()
    shot(page, "draw-1440")
    assert violations(page) == []
    page.get_by_role("button", name="保存为新版本").click()
    page.wait_for_url(lambda url: not url.endswith(here))
    expect(page.get_by_role("button", name="放弃")).to_have_count(0)


def test_a_table_is_edited_and_kept(system: Client, cookies: dict[str, str], visit: Visit) -> None:
    one = bring_table(system, dmn())
    page = visit(reverse("console:decision_draw", args=[one]), cookies=cookies)
    page.locator("#designer[data-lp-drawn]").wait_for()
    page.locator(".add-rule-add, .add-rule").first.click()
    expect(page.locator("[data-lp-keep-state]")).to_contain_text("保存于", timeout=30_000)
    shot(page, "table-1440")
    for name in ("decision", "decision_try"):
        for width in (1440, 360):
            shown = visit(reverse(f"console:{name}", args=[one]), width=width, cookies=cookies)
            shot(shown, f"{name}-{width}")
            assert overflow(shown) <= 0
            assert violations(shown) == []
    kept = system.get(reverse("console:decision_sketch", args=[one])).content.decode()
    assert kept.count("<rule ") == 3
