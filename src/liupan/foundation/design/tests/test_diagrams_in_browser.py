"""The viewer of processes and the designers in a real browser, within the content policy."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.machinery.browser import CHROMIUM, open_everything, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("city")]

Visit = Callable[..., Page]

MODELS = Path(__file__).resolve().parents[6] / "shared/data/bpmn-miwg"
HERE = Path(__file__).parent
WRITTEN_AGAIN = """async xml => {
    const modeler = document.getElementById("living-designer").liupanModeler;
    await modeler.importXML(xml);
    return (await modeler.saveXML({ format: true })).xml;
}"""
BY_HAND = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="a" name="拟稿"/>
<exclusiveGateway id="g" default="f4"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
<sequenceFlow id="f3" sourceRef="g" targetRef="a"/>
<sequenceFlow id="f4" sourceRef="g" targetRef="e"/></process></definitions>"""


def designer(visit: Visit, name: str = "sending.bpmn", **how: object) -> Page:
    page = visit(f"/_design/designer/{name}", **how)
    page.locator("#living-designer[data-lp-drawn]").wait_for()
    return page


def source(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="保存为文件").click()
    return Path(download.value.path()).read_text("utf-8")


def test_the_viewer_shows_where_the_token_stands(visit: Visit) -> None:
    page = visit("/_design/", width=360)
    diagram = page.locator("#living-process[data-lp-drawn]")
    diagram.locator("[data-lp-diagram-canvas]").scroll_into_view_if_needed()
    token = diagram.locator("[data-element-id=joint].lp-step-active .lp-badge--active")
    expect(token).to_be_in_viewport()
    expect(diagram.locator(".lp-step-active")).to_have_count(1)
    expect(diagram.get_by_role("application")).to_have_attribute(
        "aria-label", re.compile("正在：部门会签")
    )
    expect(diagram.locator(".bjs-powered-by")).to_be_visible()
    assert "unsafe" not in str(page.request.get(page.url).headers["content-security-policy"])


def test_the_viewer_moves_by_keyboard_and_by_finger(visit: Visit) -> None:
    page = visit("/_design/", width=360)
    page.locator("#living-process[data-lp-drawn] [data-lp-diagram-canvas]").wait_for()
    page.locator("#living-process summary").scroll_into_view_if_needed()
    token = page.locator("[data-element-id=joint]")
    before = token.bounding_box() or {}
    page.get_by_role("application").focus()
    page.keyboard.press("+")
    larger = token.bounding_box() or {}
    assert larger["width"] > before["width"]
    frame = page.get_by_role("application").bounding_box() or {}
    x, y = frame["x"] + 200, frame["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=3)
    page.mouse.up()
    assert (token.bounding_box() or {})["x"] < larger["x"] - 40


def test_the_same_is_a_table_without_a_script(visit: Visit) -> None:
    page = visit("/_design/", script=False)
    page.locator("#living-process summary").click()
    row = page.locator("#living-process tbody tr", has_text="办公室审核")
    expect(row).to_contain_text("退回过")
    expect(row).to_contain_text("11月9日 田慧退回：附件缺页")
    expect(page.locator("[data-lp-diagram-canvas]")).to_be_hidden()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_picture_is_kept_as_a_file(visit: Visit, kind: str) -> None:
    page = visit("/_design/")
    page.locator("#living-process[data-lp-drawn]").wait_for()
    with page.expect_download() as download:
        page.locator(f"#living-process [data-lp-save={kind}]").click()
    assert download.value.suggested_filename == f"发文办理.{kind}"
    content = Path(download.value.path()).read_bytes()
    if kind == "svg":
        assert "部门会签" in content.decode()
        assert "lp-step-active" in content.decode()
    else:
        assert content.startswith(b"\x89PNG")
        assert len(content) > 10_000


def test_a_page_without_a_diagram_loads_nothing_of_it(visit: Visit) -> None:
    page = visit("/_design/list/")
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [one for one in names if re.search("diagrams|designer|decisions", one)]


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", ["sending.bpmn", "urgency.dmn"])
def test_everybody_can_use_the_designer(visit: Visit, name: str, width: int) -> None:
    page = designer(visit, name, width=width)
    open_everything(page)
    assert overflow(page) <= 0
    assert violations(page) == []


def test_a_step_is_renamed_by_keyboard_and_undone(visit: Visit) -> None:
    page = designer(visit)
    page.get_by_role("button", name="查找").press("Enter")
    page.keyboard.type("sign")
    page.keyboard.press("Enter")
    name = page.get_by_label("名称", exact=True)
    expect(name).to_have_value("领导签发")
    name.fill("市长签发")
    name.press("Tab")
    assert 'name="市长签发"' in source(page)
    page.get_by_role("button", name="撤销").press("Enter")
    expect(name).to_have_value("领导签发")


def test_who_decides_how_is_written_as_the_engine_reads_it(visit: Visit) -> None:
    page = designer(visit)
    page.get_by_role("link", name="部门会签").click()
    page.get_by_label("由谁决定").select_option("ratio")
    page.get_by_role("textbox", name="比例").fill("0.67")
    page.get_by_role("textbox", name="比例").press("Tab")
    page.get_by_role("button", name="添加 办理人").click()
    page.get_by_label("按").last.select_option("role")
    page.get_by_label("取值").last.fill("法制审核")
    page.get_by_label("取值").last.press("Tab")
    page.get_by_label("英文").fill("All units agree")
    page.get_by_label("英文").press("Tab")
    written = source(page)
    assert '<liupan:candidate kind="rule" value="会签部门" />' in written
    assert '<liupan:candidate kind="role" value="法制审核" />' in written
    assert '<liupan:signing mode="ratio" ratio="0.67" />' in written
    assert ">All units agree</" in written


def test_a_condition_is_checked_while_it_is_written(visit: Visit) -> None:
    page = designer(visit)
    page.get_by_role("button", name="查找").press("Enter")
    page.keyboard.type("f4")
    page.keyboard.press("Enter")
    condition = page.get_by_label("满足下列条件时走这条线")
    expect(condition).to_have_value("会签部门数 > 0")
    said = page.locator("[data-lp-condition-said]")
    expect(said).to_be_empty()
    condition.fill("会签单位数 > 0")
    expect(said).not_to_be_empty()
    condition.fill("会签部门数 > 1")
    expect(said).to_be_empty()


def test_changes_survive_a_closed_page(visit: Visit) -> None:
    page = designer(visit)
    page.get_by_role("link", name="部门会签").click()
    page.get_by_label("名称", exact=True).fill("两个部门会签")
    page.get_by_label("名称", exact=True).press("Tab")
    expect(page.get_by_text("已暂存在本机")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="取回修改").click()
    expect(page.locator("[data-element-id=joint]")).to_contain_text("两个部门会签")


def test_what_is_not_changed_is_saved_byte_for_byte(visit: Visit) -> None:
    page = designer(visit)
    assert source(page) == (HERE.parent / "living/sending.bpmn").read_text("utf-8")


def test_a_file_written_by_hand_gets_a_picture(visit: Visit) -> None:
    page = designer(visit)
    page.locator("[data-lp-import]").set_input_files(
        {"name": "a.bpmn", "mimeType": "text/xml", "buffer": BY_HAND.encode()}
    )
    expect(page.locator("[data-element-id=a]")).to_be_visible()
    boxes = [page.locator(f"[data-element-id={one}]").bounding_box() or {} for one in "sage"]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"] < boxes[3]["x"]


def test_a_file_that_is_no_process_is_refused_and_nothing_lost(visit: Visit) -> None:
    page = designer(visit)
    page.locator("[data-lp-import]").set_input_files(
        {"name": "a.bpmn", "mimeType": "text/xml", "buffer": b"<html/>"}
    )
    expect(page.get_by_role("alert")).to_contain_text("文件打不开，原来的内容没有变。")
    expect(page.locator("[data-element-id=joint]")).to_be_visible()


def test_a_rule_is_added_to_a_decision_table(visit: Visit) -> None:
    page = designer(visit, "urgency.dmn")
    expect(page.get_by_text("命中规则：")).to_be_visible()
    page.locator(".add-rule-add, .add-rule").first.click()
    expect(page.locator("tbody tr.rule-row, tbody tr:has(.rule-index)").nth(3)).to_be_visible()
    assert source(page).count("<rule ") == 4


@pytest.fixture
def models() -> list[Path]:
    found = sorted(MODELS.glob("*.bpmn"))
    if not found:
        pytest.skip(f"The models of the BPMN interchange group are not in {MODELS}.")
    if not shutil.which("node") or not CHROMIUM.exists():
        pytest.skip("Node and Chromium are needed to compare models.")
    return found


def test_the_standards_models_survive_the_designer(visit: Visit, models: list[Path]) -> None:
    page = designer(visit)
    pairs = []
    for model in models:
        before = model.read_bytes().decode("utf-8-sig")
        pairs.append((model.name, before, page.evaluate(WRITTEN_AGAIN, before)))
    said = subprocess.run(
        ["node", HERE / "comparing.mjs"], input=json.dumps(pairs), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    lost = {}
    for name, result in json.loads(said.stdout).items():
        differs = len(result["differences"])
        print(f"{name}: {result['elements']} elements, {differs} differences")  # noqa: T201  asked for
        lost |= {name: result["differences"]} if result["differences"] else {}
    assert lost == {}
    assert len(pairs) == 21
