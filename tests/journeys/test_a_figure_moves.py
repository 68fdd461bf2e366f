"""One figure followed: from the board to its records; the work is done; the figure has moved."""

from decimal import Decimal
from typing import Any

from playwright.sync_api import Page

from tests.journeys.conftest import Visitor, Welcome
from tests.machinery.installations import Installation

FIGURE = "机构上线率"
SOMEBODY_OFFLINE = """
    SELECT unit.name, min(account.username)
    FROM organisations_unit unit
    JOIN organisations_post post ON post.unit_id = unit.id AND post.valid_to IS NULL
    JOIN organisations_appointment held ON held.post_id = post.id AND held.valid_to IS NULL
    JOIN identity_account account ON account.id = held.account_id
    WHERE unit.valid_to IS NULL AND unit.category NOT IN ('government', 'section')
      AND account.closed_at IS NULL
    GROUP BY unit.id, unit.name
    HAVING bool_and(account.first_signed_in_at IS NULL)
    ORDER BY unit.name LIMIT 1
"""
"""A unit of which nobody has signed in, and somebody who could."""


def test_a_figure_moves_when_the_work_is_done(city: Installation, welcome: Welcome) -> None:
    ((unit, username),) = city.query(SOMEBODY_OFFLINE)
    planner = welcome("planner")
    compute_figures(planner)
    before = on_the_board(planner)

    # From the board to the records: the unit stands among those that do not count yet.
    target = planner.page.locator(f"li#{before['code']}")
    target.locator("summary").last.click()
    target.locator("a[href$='counted=no']").click()
    planner.page.wait_for_url("**/records/?counted=no")
    assert is_listed(planner.page, unit)

    # The work is done: somebody of that unit signs in for the first time.
    welcome(username)

    # The plan officer has the figures computed; nobody can type one in.
    compute_figures(planner)
    after = on_the_board(planner)
    assert Decimal(str(after["value"])) > Decimal(str(before["value"]))
    records = f"/plan/targets/{before['code']}/records/"
    assert not is_listed(planner.go(f"{records}?counted=no"), unit)
    assert is_listed(planner.go(f"{records}?counted=yes"), unit)


def compute_figures(planner: Visitor) -> None:
    """By the button on the plan officer's page, which leads back to the board."""
    planner.go("/plan/manage/")
    planner.page.locator("form[action='/plan/manage/compute/'] button").click()
    planner.page.wait_for_url("**/plan/")


def on_the_board(planner: Visitor) -> dict[str, Any]:
    """The figure as machines read it; the page shows the same value."""
    targets = planner.page.request.get("/api/v1/plan/targets").json()
    figure: dict[str, Any] = next(t for t in targets if t["name"] == FIGURE)
    shown = planner.page.locator(f"li#{figure['code']} .lp-target__value").inner_text()
    assert shown.replace(" ", "").startswith(f"{Decimal(str(figure['value'])).normalize():f}")
    return figure


def is_listed(page: Page, unit: str) -> bool:
    """Whether the unit stands on one of the pages of records from here on."""
    while not page.locator("tbody tr", has_text=unit).count():
        following = page.locator("a[rel=next]")
        if not following.count():
            return False
        following.click()
        page.wait_for_load_state()
    return True
