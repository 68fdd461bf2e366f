"""A grant's whole life: asked for, reviewed twice, used by a program, taken back, refused.

Each person sits at a browser of their own; the program is outside and speaks HTTP.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from liupan.capabilities.catalogue.models import Grant, Request
from liupan.capabilities.exchange.models import Message
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.calling import Program, by_sm2
from liupan.capabilities.exchange.tests.factories import NOW, Town, town
from tests.journeys.conftest import Person, standing_at

ASKED = {
    "business": "户口登记", "purpose": "办理户口登记时核对婚姻状况。",
    "legal_basis": "《中华人民共和国户口登记条例》第九条", "quota": "100",
    "valid_from": "2017-06-01", "valid_until": "2018-05-31",
}  # fmt: skip


@dataclass
class Wire:
    """How a program outside reaches the house, in the words of Django's test client."""

    site: str

    def generic(
        self, method: str, address: str, body: bytes, *, content_type: str,
        headers: Mapping[str, str],
    ) -> Any:  # fmt: skip
        sent = {**headers, "Content-Type": content_type}
        asked = urllib.request.Request(f"{self.site}{address}", body or None, sent, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A small city on 1 June 2017, by the clock of its servers too."""
    with standing_at(NOW, monkeypatch):
        yield town()


def ask(page: Page, names: tuple[str, ...]) -> None:
    """Fill the form and hand it in."""
    for name in names:
        page.get_by_label(name, exact=True).check()
    for name, value in ASKED.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=purpose_kind]", "checking")
    page.locator("[name=modes][value=query]").check()
    page.get_by_role("button", name="保存草稿", exact=True).click()
    page.wait_for_url("**/catalogue/requests/*/")


def decide(page: Page, verdict: str, words: str = "") -> None:
    """Give the verdict on the page of an act, with whatever has to be checked."""
    form = page.locator(".lp-act form").first
    if verdict:
        form.locator(f"[name=verdict][value={verdict}]").check()
    if words:
        form.locator("textarea").first.fill(words)
    for box in form.locator("[name=checked]").all():
        box.check()
    form.locator("button[type=submit]").first.click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()


def test_from_the_request_to_the_refused_call(place: Town, person: Person, site: str) -> None:
    resource_id = make.resource(place)
    service = make.service(place, resource_id)
    program = by_sm2(make.system(place))
    program.client = Wire(site)  # type: ignore[assignment]
    assert called(program, service.code)[0] == 403, "nobody has granted anything yet"

    asker = person("asker", f"/catalogue/resources/{resource_id}/ask/")
    ask(asker, ("男方姓名", "登记日期"))
    request = Request.objects.get().id
    where = f"/catalogue/requests/{request}/"
    asker.goto(f"{where}hand-in/")
    decide(asker, "")
    decide(person("checker", f"{where}check/"), "pass_check", "同意。")
    decide(person("decider", f"{where}answer/"), "agree")
    decide(person("security", f"{where}security/"), "pass_security", "同意。")
    assert called(program, service.code)[0] == 403, "one of two reviews is none"
    decide(person("secrecy", f"{where}secrecy/"), "pass_secrecy", "同意。")

    grant = Grant.objects.get()
    asker.goto(f"/catalogue/grants/{grant.id}/")
    expect(asker.locator("body")).to_contain_text(grant.number)
    status, said = called(program, service.code)
    assert status == 200, said
    assert [set(row) for row in said["rows"]] == [{"男方姓名", "登记日期"}] * len(make.ROWS)

    decide(person("checker", f"/catalogue/grants/{grant.id}/revoke/"), "", "用途已终止。")
    status, said = called(program, service.code)
    assert (status, "rows" in said) == (403, False)
    noted(grant.id)


def called(program: Program, code: str) -> tuple[int, Any]:
    """What the machine door answers."""
    answer: Any = program.v1(code)
    return answer


def noted(grant_id: UUID) -> None:
    """Every call stands in the log: refused, refused, delivered, refused."""
    kept = Message.objects.order_by("pos").values_list("status", "row_count", "grant_id")
    assert [(status, rows) for status, rows, _grant in kept] == [
        (403, 0),
        (403, 0),
        (200, 3),
        (403, 0),
    ]
    assert kept[2][2] == grant_id
