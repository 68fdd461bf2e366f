"""Without script everything works: forms are sent, filters are addresses, panels are <details>."""

from tests.journeys.conftest import Welcome


def test_a_stranger_reads_the_plan(welcome: Welcome) -> None:
    page = welcome(script=False).go("/")
    page.locator("a[href='/plan/']").first.click()
    page.wait_for_url("**/plan/")
    page.select_option("select[name=county]", "640424")
    page.locator("form:has(select[name=county]) button[type=submit]").click()
    page.wait_for_url("**county=640424*")
    page.locator(".lp-target").first.wait_for()
    page.locator(".lp-target__more > summary").first.click()
    assert page.locator(".lp-target__more[open] .lp-formula").first.is_visible()
    page.locator("a[href='/plan/map/']").first.click()
    page.wait_for_url("**/plan/map/")


def test_a_clerk_signs_in_and_arranges_the_workbench(welcome: Welcome) -> None:
    page = welcome("clerk", script=False).go("/work/boards/")
    page.check("[name=scope][value=unit]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/work/")
    page.get_by_text("固原市人民政府办公室").first.wait_for()
    page.locator("details.lp-mine > summary").click()
    with page.expect_navigation():
        page.locator("form[action='/account/logout/'] button").click()
    assert page.goto("/work/").url.endswith("/account/login/?next=%2Fwork%2F")


def test_work_that_is_offered_leads_to_its_place(welcome: Welcome) -> None:
    page = welcome("contact", script=False).go("/work/")
    if not page.locator(".lp-work").count():
        assert page.locator(".lp-empty").count()
        return
    page.locator(".lp-work a.btn").first.click()
    page.wait_for_url(lambda url: "/work/" not in url)


def test_an_auditor_filters_the_journal(welcome: Welcome) -> None:
    page = welcome("auditor", script=False).go("/console/journal/")
    every = page.locator("tbody tr").count()
    assert every
    page.fill("main form input[type=search]", "organisations.unit")
    page.press("main form input[type=search]", "Enter")
    page.wait_for_url("**organisations.unit**")
    page.locator("tbody tr").first.wait_for()
