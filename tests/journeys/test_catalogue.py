"""An entry's way into the catalogue through the hands of different people, in real browsers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, revise_entry
from liupan.capabilities.catalogue.tests.factories import (
    WHOLE,
    Town,
    asked,
    handed_in,
    published,
    registered,
    town,
)
from liupan.kernel import clock
from tests.journeys.conftest import Person, standing_at
from tests.machinery.browser import open_everything, overflow, violations

NOON = datetime(2017, 11, 15, 9, 40, tzinfo=clock.CITY)
MORNING = NOON - timedelta(days=3)
WIDTHS = (1440, 360)


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A small city on 15 November 2017, by the clock of its servers too."""
    with standing_at(NOON, monkeypatch):
        yield town()


def page_of(edition: UUID) -> str:
    return f"/catalogue/resources/{Edition.objects.get(id=edition).resource_id}/"


def press(page: Page, button: str) -> None:
    page.locator(".lp-act").get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "script"), [(1440, True), (360, False)], ids=["desk", "plain telephone"]
)
def test_from_the_form_to_the_public_page(
    place: Town, person: Person, width: int, script: bool
) -> None:
    editor = person("editor", "/catalogue/register/", width=width, script=script)
    editor.select_option("[name=category]", "301003")
    editor.select_option("[name=zone]", "extranet")
    for name, value in {
        "title": "收养登记信息", "abstract": "办理的收养登记。", "format_type": "Oracle",
        "share_condition": "限民生保障部门核对身份使用。", "items-0-name": "收养人",
    }.items():  # fmt: skip
        editor.fill(f"[name={name}]", value)
    for name, value in {
        "format_class": "3", "share_type": "2", "share_mode": "3", "update_cycle": "daily",
    }.items():  # fmt: skip
        editor.select_option(f"[name={name}]", value)
    editor.get_by_role("button", name="保存草稿", exact=True).last.click()
    expect(editor.locator("h1")).to_have_text("收养登记信息")
    press(editor, "提交")
    edition = Edition.objects.get()
    registrar = person("registrar", page_of(edition.id), width=width, script=script)
    press(registrar, "提交审核意见")
    editor.goto(page_of(edition.id))
    press(editor, "申请发布")
    authority = person("authority", page_of(edition.id), width=width, script=script)
    press(authority, "提交审核意见")
    reader = person("reader", "/catalogue/entries/?state=29", width=width, script=script)
    expect(reader.get_by_text("收养登记信息").first).to_be_visible()


def test_everybody_can_use_every_page(place: Town, person: Person) -> None:
    for (name, path), width in product(pages(place), WIDTHS):
        page = person(name, path, width=width)
        assert overflow(page) <= 0, path
        open_everything(page)
        assert violations(page) == [], path


def pages(place: Town) -> list[tuple[str, str]]:
    """Pages worth looking at, each with who looks."""
    shown = published(place, registered(place, MORNING), MORNING)
    first = Edition.objects.get(id=shown)
    second = begin_edition(resource_id=first.resource_id, actor=place.editor, now=MORNING)
    said = replace(first.said, title="婚姻登记信息", items=WHOLE.items[:2])
    revise_entry(edition_id=second, said=said, version=1, actor=place.editor, now=MORNING)
    draft = registered(place, MORNING, title="收养登记信息", abstract="", share_condition="")
    register = handed_in(place, registered(place, MORNING, title="社会团体信息"), MORNING)
    publish = asked(place, registered(place, MORNING, title="救助对象信息"), MORNING)
    return [
        ("editor", "/catalogue/entries/?sort=code"),
        ("editor", page_of(draft)),
        ("editor", f"{page_of(draft)}1/edit/"),
        ("editor", f"{page_of(shown)}compare/"),
        ("editor", "/catalogue/register/"),
        ("registrar", page_of(register)),
        ("authority", f"{page_of(publish)}1/publication/"),
        ("", "/catalogue/"),
        ("", "/catalogue/?category=1"),
        ("", f"/catalogue/entry/{first.code}/"),
    ]
