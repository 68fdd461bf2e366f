"""The city's own notice is handed in, looked at beside its words, confirmed; a draft stands."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Welcome
from tests.machinery.browser import overflow, violations
from tests.machinery.installations import Installation

CITY = Path(__file__).resolve().parents[3] / "shared/plan/guyuan-plan-2015.txt"
SAMPLE = (
    Path(__file__).resolve().parents[2]
    / "src/liupan/capabilities/plan/tests/notices/three-years.txt"
)
FIGURES = ("85%", "70%", "50%", "95%", "80%", "5年")


def notice() -> Path:
    """The city's plan where it lies beside the checkout, else a sample of our own."""
    return CITY if CITY.exists() else SAMPLE


@pytest.mark.parametrize(
    ("width", "script"), [(1440, True), (360, False)], ids=["desk", "plain telephone"]
)
def test_a_notice_becomes_a_draft(
    city: Installation, welcome: Welcome, width: int, script: bool
) -> None:
    visitor = welcome("planner", width=width, script=script)
    page = visitor.go("/plan/manage/notices/new/")
    page.set_input_files("[name=file]", notice())
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/manage/notices/*-*-*/")
    here = page.url
    tasks = page.locator(".lp-part:has(.lp-num:text-matches('^K'))").count()
    if notice() == CITY:
        targets = page.locator("#proposal").inner_text()
        assert all(figure in targets.replace(" ", "") for figure in FIGURES)
        assert 40 <= tasks <= 90
    assert overflow(page) <= 0
    if script:
        assert violations(page) == []
        lit_by_pointing(page)

    # A name leads to its words; they light up, with a script or without.
    row = page.locator(".lp-part", has=page.locator(".lp-num", has_text="K01"))
    row.locator("a.lp-part__name").click()
    assert page.evaluate("document.querySelector('.lp-words__at:target + mark') !== null") or (
        page.evaluate("document.querySelector('.lp-words__at:target') !== null")
    )

    # One field is edited; saving leads on to the next.
    row.get_by_role("link", name="编辑").click()
    page.fill(".is-open [name=lead]", "固原市工业和信息化局")
    if script:
        assert violations(page) == []
    assert overflow(page) <= 0
    page.locator(".is-open button[value=save]").click()
    page.wait_for_url("**edit=**")
    page.locator(".lp-part.is-checked", has_text="固原市工业和信息化局").first.wait_for()

    # One is left out, that is taken back; two are merged.
    page.goto(here)
    second = page.locator(".lp-part", has=page.locator(".lp-num", has_text="K02"))
    second.locator("button[value=drop]").click()
    expect(page.locator(".lp-part.is-dropped")).to_have_count(1)
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator(".lp-part.is-dropped")).to_have_count(0)
    second.get_by_role("link", name="编辑").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(".is-open button[value=merge]").click()
    page.goto(here)
    assert page.locator(".lp-part:has(.lp-num:text-matches('^K'))").count() == tasks - 1

    # Confirmed in two steps; then it is a draft, with ways back to the words.
    page.locator("form[action$='/confirm/'] button").first.click()
    page.locator("main form:has([name=confirmed]) button").click()
    page.wait_for_url("**/manage/editions/**")
    page.locator("a[href*='#p-']").first.wait_for()
    assert page.locator("a[href*='#p-']").count() >= tasks - 1
    ((state, drafted),) = city.query(
        "SELECT e.state, count(k.id) FROM plan_notice n JOIN plan_edition e ON e.id = n.edition_id"
        " JOIN plan_section s ON s.edition_id = e.id JOIN plan_clause c ON c.section_id = s.id"
        f" JOIN plan_keytask k ON k.clause_id = c.id WHERE n.id = '{here.split('/')[-2]}'"
        " GROUP BY e.state"
    )
    assert (state, drafted) == ("draft", tasks - 1)


def lit_by_pointing(page: Page) -> None:
    """What is pointed at lights up in the text; words that are selected stand ready to be added."""
    row = page.locator(".lp-part", has=page.locator(".lp-num", has_text="K05"))
    row.locator(".lp-part__name").hover()
    lit = page.locator("mark.is-lit")
    assert lit.count()
    lit.first.select_text()
    page.wait_for_function("document.querySelector('#add-words').value.length > 0")
    assert page.input_value("#add-words") in page.locator(".lp-words__text").inner_text()
