"""A document from its first line to the receipt of another unit, each step in a browser; what
comes back; what was tampered with."""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.drafting import hand_on_draft
from liupan.capabilities.correspondence.operations.issuing import (
    dispatch_document,
    render_document,
)
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.tests.town import (
    NOW,
    TITLE,
    Town,
    begun,
    rendered,
    seal,
    step,
    text,
    town,
)
from liupan.foundation.jobs.facade import worker_actor
from tests.journeys.conftest import Person, standing_at
from tests.machinery.browser import open_everything, overflow, violations

BROKEN = "无效"


@pytest.fixture
def place(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A small city by the clock of its servers too."""
    with standing_at(NOW, monkeypatch):
        yield town()


@pytest.fixture
def person(person: Person) -> Person:
    """On a telephone, unless said otherwise."""
    return partial(person, width=360)


def looks_right(page: Page) -> None:
    """Usable by everybody, and nothing sticks out."""
    assert overflow(page) <= 0
    open_everything(page)
    assert violations(page) == []


def handed(place: Town, **changes: object) -> str:
    document = begun(place, **changes)
    hand_on_draft(document_id=document, source=text(), note="", actor=place.drafter, now=NOW)
    return f"/correspondence/outgoing/{document}/"


def thumb(page: Page, verb: str) -> None:
    """Press what stands under the thumb, and wait for what came of it."""
    page.locator(".lp-thumb").get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".lp-note.is-blue").first).to_be_visible()


def written(person: Person) -> str:
    """A notice that was begun, written and handed on by its drafter; its page."""
    page = person("drafter", "/correspondence/outgoing/new/", script=False)
    page.fill("[name=title]", TITLE)
    page.locator("main form button[type=submit]").last.click()
    page.fill("[name=body]", "现就有关事项通知如下。\n一、检查范围\n各部门、各单位。")
    page.fill("[name=main]", "固原市信息化建设办公室")
    page.fill("[name=copies]", "固原市公安局")
    page.select_option("[name=code_id]", label="固政办发")
    page.select_option("[name=signer_id]", label="signer")
    page.locator("button[name=act][value=submit]").click()
    expect(page.locator(".lp-pagehead__line")).to_contain_text("核稿")
    return "/" + page.url.split("/", 3)[3]


def by_hand(page: Page) -> None:
    """One stroke; a second one is taken back."""
    page.get_by_text("手写签批").click()
    field = page.locator(".lp-ink svg")
    field.evaluate("field => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
    for _stroke in range(2):
        field.hover(position={"x": 20, "y": 20})  # once it stands still
        box = field.bounding_box()
        assert box
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 50, steps=4)
        page.mouse.up()
    expect(page.locator("[name=ink]")).to_have_value(re.compile(r"^\d+,\d+ .+;.+"))
    page.get_by_role("button", name="撤销一笔").click()
    expect(page.locator("[name=ink]")).to_have_value(re.compile(r"^[\d, ]+$"))


def test_from_a_draft_to_the_receipt_of_another_unit(place: Town, person: Person) -> None:
    path = written(person)
    page = person("reviewer", path)
    looks_right(page)
    thumb(page, "核稿通过")
    page = person("signer", path)
    page.fill("[name=opinion]", "同意印发。请办公室抓好落实。")
    by_hand(page)
    looks_right(page)
    thumb(page, "签发")
    expect(page.locator(".lp-opinion__ink path")).to_have_attribute("d", re.compile("^M"))
    page = person("registrar", path)
    thumb(page, "复核无误")
    thumb(page, "编号")
    row = Outgoing.objects.get(id=path.split("/")[3])
    render_document(document_id=row.id, actor=worker_actor(TEND), now=NOW)
    page = person("keeper", path)
    expect(page.locator(".lp-paper__seals circle")).to_have_count(1)
    looks_right(page)
    thumb(page, "用印")
    page = person("registrar", path)
    looks_right(page)
    thumb(page, "分发")
    expect(page.locator("#receipts")).to_be_visible()
    looks_right(page)
    page.goto(f"{path}receipts/")
    looks_right(page)
    expect(page.get_by_text("未签收").first).to_be_visible()

    theirs = person("bureau_keeper", "/correspondence/")
    theirs.locator(".lp-work__title", has_text=TITLE).click()
    looks_right(theirs)
    theirs.locator(".lp-thumb").get_by_role("button", name="签收", exact=True).click()
    expect(theirs.locator(".lp-note.is-blue").first).to_be_visible()
    page.reload()
    expect(page.locator("tr, li", has_text="固原市信息化建设办公室").first).to_contain_text(
        "已签收"
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_on_a_phone_the_chosen_unit_alone_is_urged(
    place: Town, person: Person, script: bool
) -> None:
    document = rendered(place)
    seal(place, document, step(document)[1])
    dispatch_document(
        document_id=document, item_id=step(document)[1], actor=place.registrar, now=NOW
    )
    page = person(
        "registrar", f"/correspondence/outgoing/{document}/receipts/", width=360, script=script
    )
    assert overflow(page) <= 0
    row = page.locator("tr", has_text="固原市公安局")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="催收").click()
    expect(page.get_by_text("已催1家单位。")).to_be_visible()


def test_what_comes_back_from_a_joint_sign_goes_round_again(place: Town, person: Person) -> None:
    both = (place.units["bureau"], place.units["police"])
    path = handed(place, cosigner_unit_ids=both)
    thumb(person("reviewer", path), "核稿通过")
    thumb(person("police_leader", path), "同意")
    page = person("bureau_leader", path)
    page.fill("[name=opinion]", "第二段的经费来源请商市财政局。")
    page.locator(".lp-thumb").get_by_role("button", name="退回修改").click()
    looks_right(page)
    page.locator("#return-form").get_by_role("button", name="退回修改").click()
    expect(page.locator(".lp-pagehead__line")).to_contain_text("已退回修改")
    expect(page.locator("#ops").locator("..").locator("..")).to_contain_text("经费来源")

    page = person("drafter", f"{path}edit/", script=False)
    page.fill("[name=body]", "现就有关事项通知如下。经费由市财政局统筹。")
    page.fill("[name=remark]", "已商市财政局")
    page.locator("button[name=act][value=submit]").click()
    thumb(person("reviewer", path), "核稿通过")
    thumb(person("police_leader", path), "同意")  # once more: it is another text
    thumb(person("bureau_leader", path), "同意")
    expect(person("signer", path).locator(".lp-pagehead__line")).to_contain_text("待签发")


def test_a_tampered_file_is_found_out(
    place: Town, person: Person, chromium: Browser, site: str
) -> None:
    document = rendered(place)
    seal(place, document, step(document)[1])
    page = person("registrar", f"/correspondence/outgoing/{document}/", width=1440)
    with page.expect_download() as coming:
        page.get_by_role("link", name="OFD", exact=True).first.click()
    content = coming.value.path().read_bytes()
    stranger = chromium.new_context(base_url=site, locale="zh-CN").new_page()
    for told, sent in ((True, content), (False, tampered(content))):
        stranger.goto("/seals/verify/")
        file = {"name": "通知.ofd", "mimeType": "application/ofd", "buffer": sent}
        stranger.set_input_files("[name=file]", [file])
        stranger.get_by_role("button", name="验证").click()
        head = stranger.locator("#verdict").locator("..")
        broken = expect(head)
        (broken.not_to_contain_text if told else broken.to_contain_text)(BROKEN)
        assert overflow(stranger) <= 0
        assert violations(stranger) == []
    stranger.context.close()


def tampered(content: bytes) -> bytes:
    """The same file with one word of its text changed, whole as a package."""
    was, new = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as made:
        for name in was.namelist():
            part = was.read(name)
            made.writestr(name, part.replace("通知".encode(), "通告".encode()))
    return new.getvalue()


def test_returned_without_a_script(place: Town, person: Person) -> None:
    path = handed(place)
    page = person("reviewer", path, script=False)
    page.fill("[name=opinion]", "第二段请写明完成时限。")
    page.locator(".lp-thumb").get_by_role("button", name="退回修改").click()
    expect(page.locator("[name=reason]")).to_have_value("第二段请写明完成时限。")
    page.locator("#act").locator("..").locator("..").get_by_role("button", name="退回修改").click()
    expect(page.locator(".lp-pagehead__line")).to_contain_text("已退回修改")


def test_an_opinion_survives_a_lost_connection(place: Town, person: Person) -> None:
    path = handed(place)
    page = person("reviewer", path)
    page.fill("[name=opinion]", "写到一半，进了电梯。")
    page.context.set_offline(True)
    page.wait_for_timeout(600)
    page.context.set_offline(False)
    page.goto(path)
    page.get_by_role("button", name="取回").click()
    expect(page.locator("[name=opinion]")).to_have_value("写到一半，进了电梯。")


def test_everybody_can_use_every_page(place: Town, person: Person) -> None:
    path = handed(place)
    pages = (
        ("reviewer", "/correspondence/"),
        ("reviewer", "/correspondence/outgoing/?waits=true"),
        ("reviewer", path),
        ("reviewer", f"{path}return/"),
        ("reviewer", f"{path}add-signer/"),
        ("drafter", f"{path}process/"),
    )
    for (name, where), width in product(pages, (1440, 360)):
        looks_right(person(name, where, width=width))
