"""Notices in the styles of many cities, all invented: what must come out of each."""

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from liupan.capabilities.plan.gateways import words_of_file
from liupan.capabilities.plan.notices.figures import deadline_in, figures_in
from liupan.capabilities.plan.notices.proposal import Proposal, propose
from liupan.capabilities.plan.notices.source import tidy

HERE = Path(__file__).parent / "notices"
HALF = re.compile(r"^(?:的|和|与|及|等|以上|、|，|。|）)|(?:的|和|与|及|、|，|对|按照|（)$")
KINDS = (
    "nested", "articles", "spelled", "undated", "letter", "deadlines", "scanned", "paged",
)  # fmt: skip
Said = tuple[str, str, str, date | None]


def sample(name: str) -> Proposal:
    return propose((HERE / f"{name}.txt").read_text())


def targets(found: Proposal) -> dict[str, Said]:
    return {
        t.name: (
            t.comparison, "" if t.figure is None else f"{t.figure:f}", t.unit, t.deadline,
        )
        for t in found.targets
    }  # fmt: skip


def tasks(found: Proposal) -> dict[str, tuple[str | None, tuple[str, ...], date | None]]:
    return {t.name: (t.lead, t.assisting, t.due_on) for t in found.tasks}


@pytest.mark.parametrize("name", KINDS)
def test_no_task_is_half_a_sentence_and_places_hold_the_words(name: str):
    found = sample(name)
    for task in found.tasks:
        assert 4 <= len(task.name) <= 60, task.name
        assert not HALF.search(task.name), task.name
        assert not re.search(r"牵头|责任单位|配合单位", task.name), task.name
        words = re.sub(r"\W", "", found.text[task.span.start : task.span.end])
        assert re.sub(r"\W", "", task.name)[:4] in words
    assert len({t.name for t in found.tasks}) == len(found.tasks)


HEADS = {
    "nested": ("清示市人民政府办公室", "清示政办发〔2016〕92号", date(2016, 9, 12), 7),
    "articles": ("延示市人民政府", "延示政规〔2018〕3号", date(2018, 6, 20), 5),
    "spelled": ("榆示市人民政府", "榆示政发〔2019〕26号", date(2019, 11, 8), 4),
    "undated": (None, None, None, 3),
    "letter": ("定示市人民政府办公室", "定示政办函〔2017〕15号", date(2017, 4, 6), 5),
    "deadlines": ("海示市人民政府办公室", "海示政办发〔2017〕31号", date(2017, 4, 20), 7),
    "scanned": ("阳示市人民政府办公室", "阳示政办发〔2020〕8号", date(2020, 3, 30), 2),
    "paged": ("湖示市人民政府", "湖示政发〔2017〕19号", date(2017, 5, 31), 6),
}


@pytest.mark.parametrize("name", KINDS)
def test_head_and_number_of_tasks(name: str):
    found = sample(name)
    assert (found.issuer, found.number, found.issued_on, len(found.tasks)) == HEADS[name]


def test_titles():
    assert sample("nested").title == "清示市大数据发展行动方案"
    assert sample("paged").title == "湖示市“十三五”节能减排综合工作方案"
    assert sample("letter").title == "定示市人民政府办公室关于商请支持建设政务云容灾中心的函"
    assert sample("articles").title == "延示市人民政府关于进一步压缩行政审批时限的若干规定"
    assert sample("undated").title == "关于做好今冬明春农村清洁取暖工作的通知"


def test_cited_papers():
    assert [(c.title, c.number) for c in sample("nested").cites] == [
        ("国务院关于印发促进大数据发展行动纲要的通知", "国发〔2015〕50号")
    ]
    assert [c.number for c in sample("articles").cites] == ["延示政发〔2017〕40号"]
    assert [c.title for c in sample("letter").cites] == ["东西部协作框架协议"]


def test_numbers_within_numbers_and_who_behind_the_stop():
    found = sample("nested")
    said = tasks(found)
    assert said["开展数据资源普查"] == ("市信息中心", ("市政府各部门",), date(2016, 12, 31))
    assert said["建设交换平台"] == ("市信息中心", ("市财政局", "市发改委"), date(2017, 6, 30))
    assert said["建设城市运行监测平台"] == (
        "市公安局", ("市交通局", "市城管局"), date(2018, 12, 31),
    )  # fmt: skip
    figures = targets(found)
    assert figures["大数据产业产值"] == (">", "80", "亿元", date(2020, 12, 31))
    assert figures["大数据产业产值年均增长"] == (">=", "20", "%", date(2020, 12, 31))
    assert figures["归集信用信息"] == (">=", "300", "万条", date(2016, 12, 31))


def test_articles_are_matters_without_sections():
    found = sample("articles")
    assert found.sections == ()
    assert targets(found) == {
        "企业开办时间": ("<=", "3", "个工作日", date(2018, 9, 30)),
        "工程建设项目审批时间": ("<=", "80", "个工作日", None),
        "审批事项压减": (">=", "33.33", "%", None),
        "不动产登记一般业务办理时限": ("<=", "5", "个工作日", None),
        "抵押登记": ("<=", "2", "个工作日", None),
        "用水用气报装申请材料": ("<=", "3", "件", None),
        "办理时限压缩": (">=", "60", "%", None),
    }
    leads = [(t.lead, t.assisting) for t in found.tasks]
    assert leads[:2] == [("市市场监管局", ()), ("市住建局", ("市自然资源局", "市发改委"))]
    assert not any("施行" in t.name or "制定本" in t.name for t in found.tasks)


def test_figures_in_words_and_wide_and_narrow_marks():
    figures = targets(sample("spelled"))
    end = date(2022, 12, 31)
    assert figures["居民健康素养水平"] == (">=", "25", "%", end)
    assert figures["人均预期寿命"] == (">=", "78", "岁", end)
    assert figures["经常参加体育锻炼人数比例"] == (">=", "40", "%", end)
    assert figures["家庭医生签约服务覆盖率"] == (">=", "85", "%", end)
    assert figures["健康服务业总规模"] == (">=", "2", "倍", date(2030, 12, 31))
    assert figures["婴儿死亡率"] == ("<=", "5", "‰", date(2030, 12, 31))
    assert figures["重大慢性病过早死亡率降低"] == (">=", "30", "%", date(2030, 12, 31))
    assert figures["党政机关建成无烟机关的比例"] == (">=", "90", "%", date(2020, 12, 31))
    said = tasks(sample("spelled"))
    assert said["实施健康知识普及行动"] == (
        "市卫生健康委", ("市科协", "市广电局"), date(2020, 6, 30),
    )  # fmt: skip


def test_a_notice_without_day_and_number_is_read_all_the_same():
    figures = {n: f[:3] for n, f in targets(sample("undated")).items()}
    assert figures == {
        "完成清洁取暖改造": (">=", "12000", "户"),
        "“煤改电”": (">=", "8000", "户"),
        "“煤改气”": (">=", "4000", "户"),
    }
    assert {n: t[0] for n, t in tasks(sample("undated")).items()} == {
        "摸清改造底数": "各乡镇",
        "加快工程施工": "县住建局",
        "落实补贴资金": "县财政局",
    }


def test_limits_as_notices_say_them():
    dues = {t.name: t.due_on for t in sample("deadlines").tasks}
    assert dues == {
        "编制决策事项目录": date(2017, 6, 30),
        "推行会议开放": date(2017, 12, 31),
        "公布服务指南": date(2017, 9, 30),
        "整合热线电话": date(2018, 6, 30),
        "开展政务公开日活动": date(2017, 11, 15),
        "关停僵尸网站": date(2017, 7, 20),
        "提升新媒体水平": date(2020, 12, 31),
    }
    figures = targets(sample("deadlines"))
    assert figures["政务新媒体关注人数"] == (">", "100", "万人", date(2020, 12, 31))
    assert figures["邀请利益相关方列席政府会议"] == (">=", "4", "次", date(2017, 12, 31))


def test_figures_said_apart_belong_each_to_its_name():
    figures = targets(sample("paged"))
    end = date(2020, 12, 31)
    assert figures["化学需氧量"] == ("<=", "3.2", "万吨", end)
    assert figures["氨氮排放总量"] == ("<=", "0.41", "万吨", end)
    assert figures["化学需氧量下降"] == (">=", "12", "%", end)
    assert figures["氨氮排放总量下降"] == (">=", "13", "%", end)
    assert figures["能源消费总量"] == ("<=", "1120", "万吨标准煤", end)
    assert figures["万元国内生产总值能耗下降"] == (">=", "16", "%", end)
    assert len(figures) == 14


def test_a_page_with_blanks_between_all_characters():
    found = sample("scanned")
    assert found.title == "阳示市人民政府办公室关于加快推进智慧社区建设的实施意见"
    assert " " not in found.text
    assert targets(found)["社区服务事项线上办理率"] == (">=", "75", "%", date(2021, 12, 31))
    assert tasks(found)["完善基础设施"] == ("市住建局", ("市工信局",), date(2021, 6, 30))


def test_a_letter_asks_whom_it_names():
    said = tasks(sample("letter"))
    assert said["请贵市大数据局负责机房环境保障和日常值守"][0] == "贵市大数据局"
    assert not any("函达" in name or "联系人" in name for name in said)
    assert targets(sample("letter"))["每年开展容灾切换演练"][:3] == (">=", "2", "次")


# --- Tables -------------------------------------------------------------------------------------
HEADINGS = ("序号", "任务类别", "具体任务", "办结标准", "牵头单位", "责任单位", "完成时限")
PLATFORM, CENTRE = "平台建设", "市信息中心"
ROWS = (
    HEADINGS,
    ("1", PLATFORM, "建设市级政务云平台", "通过验收", CENTRE, "市财政局\n市发改委", "2017年6月底"),
    ("2", PLATFORM, "迁移部门业务系统", "迁移率达到80%以上", CENTRE, "市政府各部门", "2018年12月"),
    ("3", "队伍建设", "培训信息化人员500人次", "", "市人社局", "—", "长期坚持"),
)  # fmt: skip


def a_word_file(*, body: str = "") -> bytes:
    document = Document()
    for line in (
        "泉示市人民政府办公室关于印发政务云建设实施方案的通知",
        "各县区人民政府：",
        "泉示市人民政府办公室",
        "2016年11月2日",
        *body.split("\n"),
        "附件：重点任务分工",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(file := io.BytesIO())
    return file.getvalue()


def test_tasks_of_a_table_come_with_units_and_limits():
    found = propose(words_of_file("a.docx", a_word_file()))
    assert tasks(found) == {
        "建设市级政务云平台": ("市信息中心", ("市财政局", "市发改委"), date(2017, 6, 30)),
        "迁移部门业务系统": ("市信息中心", ("市政府各部门",), date(2018, 12, 31)),
        "培训信息化人员500人次": ("市人社局", (), None),
    }
    assert [t.clause for t in found.tasks] == ["平台建设", "平台建设", "队伍建设"]
    assert targets(found)["迁移率"][:3] == (">=", "80", "%")


def test_a_task_in_text_and_table_is_one():
    body = "一、主要任务\n（一）建设市级政务云平台。统一规划。\n（二）完善安全制度。建立台账。"
    found = propose(words_of_file("a.docx", a_word_file(body=body)))
    names = [t.name for t in found.tasks]
    assert names == [
        "完善安全制度", "建设市级政务云平台", "迁移部门业务系统", "培训信息化人员500人次",
    ]  # fmt: skip


# --- Files --------------------------------------------------------------------------------------
def a_pdf(pages: list[list[str]]) -> bytes:
    """A PDF with these lines: two bytes for each character, named by a table of Unicode."""
    objects: list[bytes] = [b"", b""]
    letters = sorted({c for page in pages for line in page for c in line})
    table = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in letters)
    chunks = [letters[i : i + 100] for i in range(0, len(letters), 100)]
    chars = "\n".join(
        f"{len(part)} beginbfchar\n"
        + "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in part)
        + "\nendbfchar"
        for part in chunks
    )
    assert table
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{chars}\nendcmap end end"
    ).encode()
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 4 0 R"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>]>>"
    )
    objects += [font, _stream(cmap)]
    kids = []
    for page in pages:
        drawn = "BT /F 12 Tf 18 TL 60 780 Td\n" + "\n".join(
            f"<{''.join(f'{ord(c):04X}' for c in line)}> Tj T*" for line in page
        )
        objects.append(_stream(f"{drawn}\nET".encode()))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % content
        )
        kids.append(len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids))
    return _file(objects)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def paged(lines: list[str], *, width: int = 30, height: int = 14) -> list[list[str]]:
    """Lines cut at a width and a height, with a header and a numbered foot on each page."""
    cut = [line[i : i + width] for line in lines for i in range(0, len(line), width)]
    pages = [cut[i : i + height] for i in range(0, len(cut), height)]
    return [
        ["湖示市人民政府公报", *page, f"— {n} —", f"第{n}页 共{len(pages)}页"]
        for n, page in enumerate(pages, start=1)
    ]


def test_a_pdf_with_headers_feet_and_cut_lines_says_the_same_as_its_text():
    lines = (HERE / "paged.txt").read_text().splitlines()
    read = propose(words_of_file("a.pdf", a_pdf(paged(lines))))
    plain = sample("paged")
    assert "公报" not in read.text
    assert "共" not in re.findall(r"第\d+页.*", read.text)
    assert [t.name for t in read.tasks] == [t.name for t in plain.tasks]
    assert [(t.lead, t.assisting) for t in read.tasks] == [
        (t.lead, t.assisting) for t in plain.tasks
    ]
    assert [(t.name, t.figure) for t in read.targets] == [(t.name, t.figure) for t in plain.targets]
    assert (read.issuer, read.issued_on) == (plain.issuer, plain.issued_on)


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "gbk": lambda words: words.encode("gbk"),
    "gb18030": lambda words: words.encode("gb18030"),
    "utf-8 with mark": lambda words: words.encode("utf-8-sig"),
    "utf-16 with mark": lambda words: words.encode("utf-16"),
    "utf-16-le": lambda words: words.encode("utf-16-le"),
    "utf-16-be": lambda words: words.encode("utf-16-be"),
    "lines of a Mac": lambda words: words.replace("\n", "\r").encode(),
    "lines of Windows": lambda words: words.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_comes_out_of_every_encoding(encoding: str):
    words = (HERE / "nested.txt").read_text()
    read = propose(words_of_file("a.txt", ENCODINGS[encoding](words)))
    assert read.tasks == sample("nested").tasks


SHAPES = """各县（区）人民政府，市政府各部门：
根据《省人民政府印发的云示计划》精神，结合我市实际，制定本实施方案。
2017年3月1日
云示市数据中心建设实施方案
一、工作目标
利用三年时间，建成统一的数据中心，培育形成2个示范平台和5个示范应用。
二、主要任务
（一）做强基础平台，提升支撑能力。围绕统一云平台，实施如下重点项目：
1.云平台扩容项目。完成机柜改造。（牵头单位：市信息中心，配合单位：市财政局，各区、县级市）
2.121人才项目。培养业务骨干。由市人社局、教育局、团市委，各县（市）、区人民政府负责落实。
"""


def test_parts_that_only_lead_on_and_units_in_running_words():
    found = propose(SHAPES)
    assert (found.title, found.issuer) == ("云示市数据中心建设实施方案", None)
    assert tasks(found) == {
        "云平台扩容项目": ("市信息中心", ("市财政局", "各区、县级市"), None),
        "121人才项目": ("市人社局", ("教育局", "团市委", "各县（市）、区人民政府"), None),
    }
    assert [t.name for t in found.targets] == ["培育形成示范平台", "培育形成示范应用"]


def test_numbered_sentences_without_headings_are_matters():
    found = propose(
        "各有关单位：\n具体要求如下：\n1、请各单位制定专项计划，于9月15日前报送市信息办。\n"
        "2、请各单位明确联络员一名，8月28日前反馈。\n2017年8月20日\n"
    )
    assert (found.sections, [t.due_on for t in found.tasks]) == (
        (),
        [date(2017, 9, 15), date(2017, 8, 28)],
    )


def test_a_forwarded_paper_and_a_short_name():
    found = propose(
        "榕示市人民政府办公室关于转发市政务中心《榕示市窗口服务办法》的通知\n"
        "为落实《省政务条例》（以下简称《条例》），按《条例》执行。\n"
    )
    assert found.title == "榕示市窗口服务办法"
    assert [c.title for c in found.cites] == ["省政务条例"]


# --- Rules in small -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name", "comparison", "figure", "unit"),
    [
        ("公开率达到百分之九十八点五以上", "公开率", ">=", "98.5", "%"),
        ("网办率不低于八成五", "网办率", ">=", "85", "%"),
        ("办事成本降低两成", "", "", "", ""),
        ("专利授权量翻两番", "专利授权量", ">=", "4", "倍"),
        ("平均办理时间压缩三分之二以上", "平均办理时间压缩", ">=", "66.67", "%"),
        ("投诉件5个工作日内办结", "投诉件", "<=", "5", "个工作日"),
        ("材料不得超过3件", "材料", "<=", "3", "件"),
        ("每半年至少组织2次检查", "每半年组织检查", ">=", "2", "次"),
        ("三年内重点引进60名信息化工程师", "引进信息化工程师", ">=", "60", "名"),
        ("培育4—6个数字乡村示范村", "培育数字乡村示范村", ">=", "4", "个"),
        ("实现“网上可办率达到90%", "网上可办率", ">=", "90", "%"),
        ("企业办事成本年均下降6%", "企业办事成本年均下降", ">=", "6", "%"),
        ("群众投诉率在2%以内", "群众投诉率", "<=", "2", "%"),
    ],
)
def test_a_figure_and_what_it_is_of(words: str, name: str, comparison: str, figure: str, unit: str):
    found = [(f.name, f.comparison, f"{f.figure:f}", f.unit) for f in figures_in(words)]
    assert found == ([(name, comparison, figure, unit)] if name else [])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月底前完成", date(2017, 6, 30)),
        ("3月底前完成", date(2018, 3, 31)),  # issued in April: the coming one
        ("9月中旬前上报", date(2017, 9, 20)),
        ("上半年完成", date(2017, 6, 30)),
        ("到“十四五”末建成", date(2025, 12, 31)),
        ("印发之日起15日内公布", date(2017, 5, 5)),
        ("明年年底前", date(2018, 12, 31)),
        ("每季度通报一次", None),
        ("二月二十日以前的数据", None),
        ("规划期为2017至2019年，并于9月15日前报送", date(2017, 9, 15)),
    ],
)
def test_a_limit_without_its_year(words: str, day: date | None):
    assert deadline_in(words, issued_on=date(2017, 4, 20)) == day


def test_page_numbers_and_odd_blanks_go_and_no_words_with_them():
    text = tidy("第一页\n— 3 —\n第 2 页 共 9 页\n2016 年 11 月 4 日\n建设３个平台，占比８５％")
    assert text.split("\n") == ["第一页", "2016年11月4日", "建设3个平台，占比85%"]
    assert Decimal(85) in {f.figure for f in figures_in("占比达85%")}
