"""Without a mouse: sign in, open the board, a target, its records, and come back."""

from playwright.sync_api import Page

from tests.journeys.conftest import PASSWORD, Welcome

FURTHEST = 120
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== "none";
}"""
"""Whether one sees where the focus is."""


def test_sign_in_board_records_and_back_by_keyboard(welcome: Welcome) -> None:
    page = welcome().go("/account/login/")
    tab_to(page, "[name=login]")
    page.keyboard.type("clerk")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")

    tab_to(page, ".lp-side a[href='/plan/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/")

    tab_to(page, ".lp-target__more > summary")
    page.keyboard.press("Enter")
    tab_to(page, "a[href$='counted=yes']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/?counted=yes")
    page.locator("tbody tr").first.wait_for()

    tab_to(page, ".lp-crumbs a[href='/plan/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/")


def test_the_first_tab_leads_past_the_frame(welcome: Welcome) -> None:
    for path in ("/", "/plan/", "/account/login/"):
        page = welcome().go(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; everything on the way shows that it has it."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the focus was lost"
        assert page.evaluate(FOCUS), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {FURTHEST} tabs")
