"""Back button, double click, two people over one record: nothing is lost, nothing done twice."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Welcome
from tests.machinery.installations import Installation


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_saves_once(city: Installation, welcome: Welcome, script: bool) -> None:
    code, version = a_task(city, place=0 if script else 1)
    page = welcome("planner", script=script).go(f"/plan/manage/tasks/{code}/")
    fill(page, "双击只存一次")
    page.locator("main form button[type=submit]").dblclick()
    page.wait_for_event("framenavigated")
    page.wait_for_load_state("networkidle")
    assert stored(city, code) == (version + 1, "双击只存一次")


def test_going_back_and_sending_again_shows_both(city: Installation, welcome: Welcome) -> None:
    code, version = a_task(city, place=2)
    page = welcome("planner").go(f"/plan/manage/tasks/{code}/")
    fill(page, "第一次")
    send(page)
    page.wait_for_url("**/plan/tasks/**")
    page.go_back()
    page.wait_for_url(f"**/plan/manage/tasks/{code}/")
    fill(page, "退回后再改")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        send(page)
    # Either the browser asked for the form anew, or it sent the old version and sees both.
    assert answer.value.status in (302, 409)
    said = stored(city, code)
    assert said == (
        (version + 1, "第一次") if answer.value.status == 409 else (version + 2, "退回后再改")
    )


def test_two_people_edit_one_record(city: Installation, welcome: Welcome) -> None:
    code, version = a_task(city, place=3)
    mine, theirs = (welcome("planner").go(f"/plan/manage/tasks/{code}/") for _ in range(2))
    fill(theirs, "他人的改动")
    send(theirs)
    theirs.wait_for_url("**/plan/tasks/**")

    fill(mine, "我的改动")
    with mine.expect_response(lambda answer: answer.request.method == "POST") as answer:
        send(mine)
    assert answer.value.status == 409
    assert stored(city, code) == (version + 1, "他人的改动")
    compared = mine.locator("tr", has_text="他人的改动")
    assert compared.get_by_text("我的改动").count()

    mine.locator("form:has(input[type=hidden][name=version]) button").click()
    mine.wait_for_url("**/plan/tasks/**")
    assert stored(city, code) == (version + 2, "我的改动")


OF_THE_CITY = """clause_id IN (SELECT clause.id FROM plan_clause clause
    JOIN plan_section section ON section.id = clause.section_id
    JOIN plan_edition edition ON edition.id = section.edition_id
    JOIN plan_plan plan ON plan.id = edition.plan_id
    WHERE plan.level = 'city' AND edition.state = 'in_force')"""
"""Counties' plans and drafts have tasks of the same codes."""


def a_task(city: Installation, *, place: int) -> tuple[str, int]:
    """Code and version of a key task; each test takes another."""
    ((code, version),) = city.query(
        f"SELECT code, version FROM plan_keytask WHERE {OF_THE_CITY} ORDER BY code LIMIT 1"
        f" OFFSET {place}"
    )
    return code, version


def stored(city: Installation, code: str) -> tuple[int, str]:
    """Version and end state as they stand in the database."""
    ((version, text),) = city.query(
        f"SELECT version, end_state FROM plan_keytask WHERE {OF_THE_CITY} AND code = '{code}'"
    )
    return version, text


def fill(page: Page, text: str) -> None:
    page.fill("[name=end_state]", text)
    if page.locator("[name=reason]").count():
        page.fill("[name=reason]", "浏览器测试")


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").click()
