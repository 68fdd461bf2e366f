"""Notices become proposals: the city's own plan with its lost punctuation, and ordinary ones."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.capabilities.plan.gateways import UnreadableNotice, words_of_file
from liupan.capabilities.plan.management import cli
from liupan.capabilities.plan.notices.proposal import Proposal, propose

HERE = Path(__file__).parent / "notices"
CITY = Path(__file__).resolve().parents[6] / "shared/plan/guyuan-plan-2015.txt"
HALF = re.compile(r"^(?:的|和|与|及|等|以上|、|，|。)|(?:的|和|与|及|、|，|对|按照|依托)$")
"""How half a sentence begins or ends."""


def sample(name: str) -> Proposal:
    return propose((HERE / f"{name}.txt").read_text())


@pytest.fixture(scope="module")
def city() -> Proposal:
    if not CITY.exists():
        pytest.skip("the plan's text is not beside this checkout")
    return propose(CITY.read_text())


def test_the_citys_plan_is_read_although_its_punctuation_is_lost(city: Proposal):
    assert city.title == "固原市政府系统电子政务协调发展工作方案"
    assert city.issuer == "固原市人民政府办公室"
    assert city.issued_on == date(2015, 11, 4)
    assert city.ends_on == date(2020, 11, 4)
    assert [c.number for c in city.cites] == ["66号", "141号"]
    assert [s.numeral for s in city.sections] == list("一二三四五")
    assert city.sections[1].title == "加强电子政务外网建设和安全保密能力"


def test_all_figures_of_the_citys_plan_are_found(city: Proposal):
    found = {(t.figure, t.unit, t.comparison) for t in city.targets if t.figure is not None}
    assert {
        (Decimal(5), "年", "<="),
        (Decimal(85), "%", ">="),
        (Decimal(70), "%", ">="),
        (Decimal(50), "%", ">"),
        (Decimal(95), "%", ">="),
        (Decimal(80), "%", ">="),
    } <= found
    directions = {t.comparison for t in city.targets if t.figure is None}
    assert directions >= {"decreasing", "increasing", "done_by"}
    joined = next(t for t in city.targets if "互联互通" in t.name)
    assert joined.deadline == date(2016, 12, 31)
    # The words have lost the sign; that it is a share was concluded, and the reviewer is told.
    assert all(t.unit_inferred for t in city.targets if t.figure in (85, 70, 95, 80))
    assert any(t.name == "信息系统建设周期缩短" for t in city.targets)


def test_the_tasks_of_the_citys_plan_are_whole_matters(city: Proposal):
    assert 40 <= len(city.tasks) <= 90
    halves = [t.name for t in city.tasks if HALF.search(t.name) or HALF.search(t.text)]
    assert halves == []
    assert len({t.name for t in city.tasks}) == len(city.tasks)
    assert any(t.lead == "市政府办公室" for t in city.tasks)
    reviewed = next(t for t in city.tasks if "专项评估" in t.text)
    assert (reviewed.lead, *reviewed.assisting) == ("市发改", "财政", "审计", "网信办")


def test_places_lead_to_the_words(city: Proposal):
    for proposal in (city, *map(sample, ("three-years", "opinion", "yearly"))):
        for task in proposal.tasks:
            words = proposal.text[task.span.start : task.span.end]
            assert re.sub(r"\W", "", task.name)[:4] in re.sub(r"\W", "", words)


def test_a_plan_of_three_years(monkeypatch: pytest.MonkeyPatch):
    found = sample("three-years")
    assert found.title == "示例市“互联网+政务服务”三年行动计划"
    assert (found.issuer, found.number) == ("示例市人民政府办公室", "示政办发〔2016〕38号")
    assert found.issued_on == date(2016, 5, 20)
    assert {c.number for c in found.cites} == {"国发〔2016〕55号", "自政发〔2015〕12号"}
    figures = {(t.figure, t.unit, t.comparison, t.deadline) for t in found.targets}
    assert (Decimal(60), "%", ">=", date(2016, 12, 31)) in figures
    assert (Decimal(80), "%", ">=", date(2017, 12, 31)) in figures
    assert (Decimal(15), "分钟", "<=", date(2018, 12, 31)) in figures
    assert (Decimal(500), "万条", ">=", date(2016, 12, 31)) in figures
    tasks = {t.name: t for t in found.tasks}
    assert tasks["编制事项清单"].lead == "市编办"
    assert tasks["编制事项清单"].assisting == ("市政务服务中心", "市法制办")
    assert tasks["编制事项清单"].due_on == date(2016, 8, 31)
    assert tasks["优化办事流程"].assisting == ("各县（区）人民政府",)
    assert tasks["推进数据共享"].lead == "市信息化办"
    assert "梳理政务服务事项" not in tasks  # a heading with items below it is no task


def test_an_opinion_signed_at_its_end():
    found = sample("opinion")
    assert (found.issuer, found.issued_on) == ("青示市人民政府", date(2019, 3, 18))
    figures = {(t.figure, t.unit, t.comparison) for t in found.targets}
    assert (Decimal(50), "%", ">") in figures
    assert (Decimal(120), "所", ">=") in figures
    assert (Decimal(35), "人", "<=") in figures
    assert [t.name for t in found.tasks][:3] == ["加大财政投入", "扩大资源供给", "加强师资建设"]
    assert not any("二〇一九年" in t.name for t in found.tasks)


def test_a_yearly_list_with_units_in_brackets():
    found = sample("yearly")
    assert found.ends_on == date(2018, 12, 31)
    named = {t.name: (t.figure, t.unit, t.comparison) for t in found.targets}
    assert named["城镇登记失业率"] == (Decimal("4.2"), "%", "<=")
    assert named["PM2.5平均浓度"] == (Decimal(58), "微克/立方米", "<=")
    assert named["审批事项实现“零跑腿”"] == (Decimal(70), "%", ">=")
    units = {t.name: (t.lead, t.assisting) for t in found.tasks}
    assert units["新建改建农村公路600公里"] == ("市交通局", ())
    assert units["开工建设城际铁路项目"] == ("市交通局", ("市自然资源局",))


LETTERS = "一二三、。，；：（）《》〔〕.%0123456789年月日加强建设的达到以上市局\n "


@given(st.text(alphabet=LETTERS, max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_words_give_a_proposal(words: str):
    found = propose(words)
    for thing in (*found.targets, *found.tasks, *found.cites, *found.sections):
        assert 0 <= thing.span.start <= thing.span.end <= len(found.text)


def test_a_word_file_says_the_same_as_its_text():
    document = Document()
    for line in (HERE / "three-years.txt").read_text().splitlines():
        if line.strip():
            document.add_paragraph(line)
    document.save(file := io.BytesIO())
    read, plain = propose(words_of_file("a.docx", file.getvalue())), sample("three-years")
    assert [t.name for t in read.tasks] == [t.name for t in plain.tasks]
    assert [t.figure for t in read.targets] == [t.figure for t in plain.targets]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_offices_use(encoding: str):
    assert "固原市" in words_of_file("a.txt", "固原市人民政府".encode(encoding))


def _archive(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n ",
    "huge.txt": lambda: b"a" * (20 * 1024 * 1024 + 1),
    "noise.txt": lambda: bytes(range(256)) * 8,
    "picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "words.pdf": lambda: "固原市人民政府".encode(),
    "paper.docx": lambda: b"%PDF-1.7 not really",
    "broken.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<<",
    "old.docx": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "other.docx": lambda: _archive("content.xml", b"<a/>"),
    "cut.docx": lambda: _archive("word/document.xml", b"<w:document/>" * 50)[:80],
    "bomb.docx": lambda: _archive("word/document.xml", b" " * (130 * 1024 * 1024)),
    "entities.docx": lambda: _archive("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "">]><a/>'),
    "notice.exe": lambda: b"MZ" + b"\0" * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_notice_is_refused_with_what_to_do(name: str):
    with pytest.raises(UnreadableNotice) as refused:
        words_of_file(name, HOSTILE[name]())
    assert refused.value.message
    assert refused.value.next_step


def test_the_command_writes_the_proposal_as_json():
    done = CliRunner().invoke(cli, ["import", str(HERE / "three-years.txt"), "--json"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.output)
    assert {"issuer", "date", "cites", "sections", "targets", "tasks"} <= data.keys()
    assert data["date"] == "2016-05-20"
    assert data["tasks"][0]["units"] == ["市编办", "市政务服务中心", "市法制办"]
    for target in data["targets"]:
        assert target["text"]
        assert target["deadline"]
