"""An item's way through the hands of different people, each in a browser of their own."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import product

import pytest
from playwright.sync_api import FilePayload, Page, expect

from liupan.capabilities.supervision.models import Entry
from liupan.capabilities.supervision.operations.handing import hand_over_item, sign_for_item
from liupan.capabilities.supervision.operations.leading import give_note
from liupan.capabilities.supervision.operations.registering import withdraw_item
from liupan.capabilities.supervision.operations.reporting import report_progress
from liupan.capabilities.supervision.operations.sheets import issue_sheet, lapse_sheet
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.tests.factories import (
    Town,
    at,
    closed,
    registered,
    town,
    verifying,
    with_part,
    working,
)
from liupan.foundation.documents.facade import list_files
from liupan.foundation.documents.tests.factories import JPEG
from liupan.kernel import clock
from tests.journeys.conftest import Person, standing_at
from tests.machinery.browser import open_everything, overflow, violations

NOON = datetime(2017, 11, 15, 9, 40, tzinfo=clock.CITY)
WIDTHS = (1440, 360)


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A small city on 15 November 2017, by the clock of its servers too."""
    with standing_at(NOON, monkeypatch):
        yield town()


def press(page: Page, button: str) -> None:
    """Send the form of the panel, and wait for the page that says what came of it."""
    page.locator(".lp-act").get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()


def looks_right(page: Page) -> None:
    """Usable by everybody, and nothing sticks out."""
    assert overflow(page) <= 0
    open_everything(page)
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "script"), [(1440, False), (360, True)], ids=["plain desk", "telephone"]
)
def test_from_hand_to_hand_until_it_is_closed(
    place: Town, person: Person, width: int, script: bool
) -> None:
    item = f"/supervision/items/{registered(place, NOON, due_on=date(2017, 12, 29))}/"
    pages = {
        name: person(name, item, width=width, script=script)
        for name in ("officer", "handler", "leader")
    }

    def act(name: str, button: str, **fields: str) -> None:
        page = pages[name]
        page.goto(item)
        for field, value in fields.items():
            if field in ("what", "verdict"):
                page.locator(f".lp-act input[name={field}][value={value}]").check()
            else:
                page.locator(f".lp-act [name={field}]").fill(value)
        press(page, button)

    act("officer", "交办")
    act("handler", "签收")
    act("handler", "提交报送", percent="40", opinion="设备已到货，正在安装。")
    act("handler", "提交报送", what="done", opinion="全部接入，请予核验。")
    act("leader", "提交结论", verdict="pass", opinion="同意。")
    act("officer", "提交结论", verdict="back", opinion="请补充线路拆除回执。")
    act("handler", "提交报送", what="done", opinion="回执已补。")
    act("leader", "提交结论", verdict="pass")
    act("officer", "提交结论", verdict="pass", opinion="经核对，同意销号。")
    page = pages["officer"]
    expect(page.locator(".lp-pagehead__line")).to_contain_text("已销号")
    expect(page.locator(".lp-time__act").nth(0)).to_have_text("核验通过，销号")
    expect(page.locator(".lp-time")).to_contain_text("请补充线路拆除回执")
    if script:
        looks_right(page)


def a_photograph(name: str, kilobytes: int, seen: str) -> FilePayload:
    """A picture of so many kilobytes; no two hold the same."""
    comments = (b"\xff\xfe\x04\x02" + seen.encode().ljust(1024, b"x")) * kilobytes
    content = JPEG[:-2] + comments + JPEG[-2:]
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def choose(page: Page, *photographs: FilePayload) -> None:
    page.set_input_files("[name=evidence]", list(photographs))


def test_photographs_survive_a_lost_connection_and_a_reload(place: Town, person: Person) -> None:
    item = working(place, NOON, due_on=date(2017, 12, 29))
    where = f"/supervision/items/{item}/visit/"
    page = person("officer", where, width=360)
    page.fill("[name=place]", "原州区官厅镇")
    choose(page, a_photograph("image.jpg", 20, "red"))
    sent = page.locator(".lp-uploads [data-lp-upload=done]")
    expect(sent).to_have_count(1)
    page.context.set_offline(True)
    choose(page, a_photograph("image.jpg", 1500, "green"))
    page.fill("[name=opinion]", "机房已通电，网络未通。")
    page.locator("[name=finding][value=partly]").check()
    expect(page.locator(".lp-uploads")).to_contain_text("已保存在本机")
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator("[data-lp-draft-state]")).to_contain_text("网络已断开")
    looks_right(page)
    # The page is gone while the connection is lost.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(where)
    expect(page.locator("[data-lp-draft-offer]")).to_contain_text("2个")
    page.get_by_role("button", name="取回").click()
    expect(sent).to_have_count(2)
    expect(page.locator("[name=opinion]")).to_have_value("机房已通电，网络未通。")
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()
    expect(page.locator(".lp-time")).to_contain_text("image 2.jpg")
    names = [file.name for file in list_files({item}, place.officer)[item]]
    assert names == ["image.jpg", "image 2.jpg"]
    page.goto(where)
    page.wait_for_timeout(300)
    expect(page.locator("[data-lp-draft-offer]")).to_be_hidden()


def test_a_form_sent_without_a_connection_is_sent_when_it_is_back(
    place: Town, person: Person
) -> None:
    item = working(place, NOON, due_on=date(2017, 12, 29))
    page = person("officer", f"/supervision/items/{item}/visit/", width=360)
    page.fill("[name=place]", "新营乡")
    page.fill("[name=opinion]", "已通。")
    page.locator("[name=finding][value=as_reported]").check()
    page.context.set_offline(True)
    choose(page, a_photograph("现场.jpg", 2500, "blue"))
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator("[data-lp-draft-state]")).to_contain_text("网络已断开")
    page.context.set_offline(False)
    expect(page.locator(".lp-note.is-blue").first).to_be_visible(timeout=15_000)
    expect(page.locator(".lp-time")).to_contain_text("现场.jpg")
    assert Entry.objects.filter(item_id=item, kind="visit").count() == 1


def test_a_refused_form_keeps_its_photographs(place: Town, person: Person) -> None:
    item = working(place, NOON, due_on=date(2017, 12, 29))
    page = person("officer", f"/supervision/items/{item}/visit/", width=360)
    choose(page, a_photograph("现场.jpg", 20, "blue"))
    sent = page.locator(".lp-uploads [data-lp-upload=done]")
    expect(sent).to_have_count(1)
    page.fill("[name=opinion]", "已通。")
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    expect(sent).to_have_count(1)
    page.fill("[name=place]", "新营乡")
    page.locator("[name=finding][value=as_reported]").check()
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator(".lp-time")).to_contain_text("现场.jpg")


def test_what_is_written_survives_the_page_without_a_connection(
    place: Town, person: Person
) -> None:
    """The page that says the connection is lost belongs to nobody, and forgets nothing."""
    item = working(place, NOON, due_on=date(2017, 12, 29))
    where = f"/supervision/items/{item}/visit/"
    page = person("officer", where, width=360)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.reload()  # the first page was not yet looked after
    page.fill("[name=place]", "原州区官厅镇")
    choose(page, a_photograph("现场.jpg", 20, "red"))
    expect(page.locator(".lp-uploads [data-lp-upload=done]")).to_have_count(1)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto(where)
    expect(page.locator("main")).to_contain_text("网络已断开")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(where)
    page.get_by_role("button", name="取回").click()
    expect(page.locator("[name=place]")).to_have_value("原州区官厅镇")
    expect(page.locator(".lp-uploads [data-lp-upload=done]")).to_have_count(1)


def test_photographs_without_a_script(place: Town, person: Person) -> None:
    item = working(place, NOON, due_on=date(2017, 12, 29))
    page = person("officer", f"/supervision/items/{item}/visit/", width=360, script=False)
    page.fill("[name=place]", "新营乡")
    page.fill("[name=opinion]", "已通。")
    page.locator("[name=finding][value=as_reported]").check()
    choose(page, a_photograph("现场.jpg", 20, "red"), a_photograph("现场.jpg", 20, "green"))
    page.get_by_role("button", name="保存记录").click()
    expect(page.locator(".lp-time")).to_contain_text("现场 2.jpg")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_leader_gives_a_note_on_a_telephone(place: Town, person: Person, script: bool) -> None:
    page = person("mayor", "/supervision/leader/", width=360, script=script)
    page.locator(".lp-pagehead__acts a").click()
    page.fill("[name=note]", "统一出口是全市网络安全的第一道门。请倒排工期，每周报进展。")
    page.select_option("[name=lead_unit_id]", label="固原市信息化建设办公室")
    page.locator("input[name=urgency][value=urgent]").check()
    if script:
        looks_right(page)
    page.get_by_role("button", name="作出批示").click()
    expect(page.locator(".lp-said--leader")).to_contain_text("第一道门")
    if script:
        looks_right(page)
    officer = person("officer", "/supervision/mine/", width=360, script=script)
    expect(officer.locator("main")).to_be_visible()


def test_parts_are_added_row_by_row_without_a_script(place: Town, person: Person) -> None:
    item = registered(place, NOON, due_on=date(2017, 12, 29))
    page = person("officer", f"/supervision/items/{item}/decompose/", width=360, script=False)
    for n in range(3):
        if n == 2:
            page.get_by_role("button", name="再加一项").click()
            expect(page.locator("[name=parts-0-title]")).to_have_value("分项0")
        page.fill(f"[name=parts-{n}-title]", f"分项{n}")
        page.fill(f"[name=parts-{n}-end_state]", "通过验收")
        page.fill(f"[name=parts-{n}-lead_unit_id]", "公安局")
    page.get_by_role("button", name="分解", exact=True).last.click()
    expect(page.locator(".lp-tree tbody tr")).to_have_count(4)


def test_everybody_can_use_every_page(place: Town, person: Person) -> None:
    for (name, path), width in product(pages_of(busy_item(place)), WIDTHS):
        looks_right(person(name, path, width=width))


def pages_of(item: object) -> list[tuple[str, str]]:
    """Pages worth looking at, each with who looks."""
    page = f"/supervision/items/{item}/"
    return [
        ("officer", page),
        ("chief", f"{page}issue-sheet/"),
        ("officer", f"{page}reassign/"),
        ("officer", f"{page}decompose/"),
        ("officer", "/supervision/register/"),
        ("officer", "/supervision/mine/"),
        ("handler", "/supervision/mine/"),
        ("handler", page),
        ("mayor", "/supervision/leader/"),
        ("mayor", "/supervision/leader/note/"),
    ]


def busy_item(place: Town) -> object:
    """An item with parts in every state, sheets, a note."""
    june, july = at(date(2017, 6, 1)), at(date(2017, 7, 3))
    whole = working(place, june)
    bureau = {"lead_unit_id": place.units["bureau"]}
    parts = [
        with_part(place, whole, june, title=title, due_on=due, weight=weight, **more)
        for title, due, weight, more in (
            ("机房改造与设备到货", date(2017, 8, 31), 20, bureau),
            ("安全防护设备部署", date(2017, 11, 30), 20, {}),
            ("市直部门自建出口归并", date(2017, 11, 30), 30, bureau),
            ("县（区）出口接入", date(2017, 11, 2), 20, bureau),
            ("运行维护服务采购", date(2017, 11, 30), 10, {}),
            ("重复的分项", date(2017, 11, 30), 10, {}),
        )
    ]
    for part in parts[:4]:
        hand_over_item(item_id=part, actor=place.officer, now=july)
    for part, who in zip(parts[:4], ("handler", "police", "handler", "handler"), strict=True):
        sign_for_item(item_id=part, actor=place.people[who], now=july)
    withdraw_item(item_id=parts[5], reason="与第五项合并", actor=place.officer, now=july)
    closed(place, parts[0], at(date(2017, 9, 8)))
    report_progress(
        item_id=parts[1], percent=50, opinion="防火墙已上线，入侵检测设备调试中。",
        actor=place.police, now=at(date(2017, 10, 20)),
    )  # fmt: skip
    verifying(place, parts[2], at(date(2017, 11, 13)))
    blue = issue_sheet(
        item_id=parts[3], colour=Colour.BLUE, reason="时限已用80%，进展为0。",
        answer_by=date(2017, 10, 27), actor=place.officer, now=at(date(2017, 10, 16)),
    )  # fmt: skip
    give_note(
        item_id=whole, note="统一出口是全市网络安全的第一道门。请倒排工期，督查室每周报一次进展。",
        actor=place.mayor, now=at(date(2017, 10, 24)),
    )  # fmt: skip
    lapse_sheet(
        sheet_id=blue, reason="至今未报进展。", actor=place.officer, now=at(date(2017, 11, 3))
    )
    issue_sheet(
        item_id=parts[3], colour=Colour.ORANGE, reason="请于期限前完成整改并书面说明原因。",
        answer_by=date(2017, 11, 21), actor=place.chief, now=at(date(2017, 11, 6)),
    )  # fmt: skip
    report_progress(
        item_id=whole, percent=60, opinion="出口设备已全部到货，市直部门归并过半。",
        actor=place.handler, now=at(date(2017, 11, 8)),
    )  # fmt: skip
    verifying(place, working(place, july, title="政务数据资源目录编制"), at(date(2017, 11, 14)))
    registered(place, at(date(2017, 11, 1)), title="乡镇电子政务外网接入")
    return whole
