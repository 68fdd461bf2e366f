"""The pages of the ferry in a real browser: whole, wide and narrow, with and without script."""

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.parcels.tests.factories import (
    Far,
    Town,
    part,
    peopled,
    prepared,
    received,
    released,
    town,
    trusted,
)
from liupan.kernel import clock
from liupan.kernel.secrecy import Zone
from tests.journeys.conftest import standing_at
from tests.machinery.browser import Visit, overflow, violations

NOON = datetime(2017, 11, 15, 9, 40, tzinfo=clock.CITY)
WIDTHS = (1440, 360)
PICTURES = os.environ.get("LIUPAN_PICTURES", "")
"""A folder for pictures of every page, for whoever looks at them."""


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A station on 15 November 2017, by the clock of its servers too."""
    with standing_at(NOON, monkeypatch):
        yield town()


def key_of(account: UUID) -> dict[str, str]:
    client = Client()
    enter(client, account)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.timeout(600)
def test_every_page_of_the_ferry(place: Town, visit: Visit) -> None:
    people, far = peopled(place), Far(Zone.INTERNET)
    keys = {who: key_of(account) for who, account in people.items()}
    peer = trusted(place, far)
    number = "联系人证件110101199003074514".encode()
    waiting = prepared(place, peer, part("放假安排.txt", number))
    packed = released(place, prepared(place, peer))
    arrived = received(place, far.parcel({"回函.txt": "收悉。".encode()}, number=3)).id
    away = received(place, b"nothing").id
    shown = [
        ("security", "/parcels/stations/"), ("security", f"/parcels/stations/{peer}/"),
        ("security", f"/parcels/stations/{peer}/trust/"), ("sender", "/parcels/"),
        ("sender", "/parcels/send/"), ("reviewer", f"/parcels/outgoing/{waiting}/"),
        ("reviewer", f"/parcels/outgoing/{waiting}/release/"),
        ("courier", f"/parcels/outgoing/{packed}/"), ("courier", "/parcels/incoming/"),
        ("courier", "/parcels/incoming/import/"), ("courier", "/parcels/compare/"),
        ("sender", f"/parcels/incoming/{arrived}/"), ("courier", f"/parcels/incoming/{away}/"),
        ("courier", f"/parcels/stations/{peer}/"),
    ]  # fmt: skip
    found = list[str]()
    for (at, (who, path)), width in product(enumerate(shown), WIDTHS):
        page = visit(path, width=width, cookies=keys[who])
        expect(page.locator("h1")).to_have_count(1)
        found += [f"{path} {width}: {one}" for one in violations(page)]
        if overflow(page) > 0:
            found.append(f"{path} {width}: scrolls sideways")
        picture(page, f"{at:02}-{width}")
        page.context.close()
    assert found == []


@pytest.mark.timeout(300)
def test_a_parcel_is_reviewed_without_script(place: Town, visit: Visit) -> None:
    people, far = peopled(place), Far(Zone.INTERNET)
    parcel = prepared(place, trusted(place, far))
    page = visit(
        f"/parcels/outgoing/{parcel}/release/", script=False, cookies=key_of(people["reviewer"])
    )
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("意见").fill("同意发出。")
    page.get_by_role("button", name="审查通过").click()
    expect(page.locator("main")).to_contain_text("待导出")
