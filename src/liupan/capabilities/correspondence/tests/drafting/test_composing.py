"""The notation of bodies: read, written, read again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.capabilities.correspondence.rules.composing import read_text, words_of, write_text

LETTERS = st.text("一二（1)）、.。|*\\=~- \u3000\n甲乙Ab#：:９", max_size=40)


def plain(text: str) -> dict[str, Any]:
    return {"text": text, "strong": False}


def strong(text: str) -> dict[str, Any]:
    return {"text": text, "strong": True}


@pytest.mark.parametrize(
    ("line", "level", "text", "rest"),
    [
        ("一、总体要求", 1, "总体要求", []),
        ("　　（一）加强领导。各县（区）要重视。", 2, "加强领导。", [plain("各县（区）要重视。")]),
        ("(二)压实责任", 2, "压实责任", []),
        ("1.建立台账。", 3, "建立台账。", []),
        ("２．限期整改", 3, "限期整改", []),
        ("10、第十条", 3, "第十条", []),
        ("（1）按月报送", 4, "按月报送", []),
        ("十一、附则", 1, "附则", []),
        ("（一）重点是**按时**办结。", 2, "重点是", [strong("按时"), plain("办结。")]),
    ],
)
def test_a_number_makes_a_heading(
    line: str, level: int, text: str, rest: list[dict[str, Any]]
) -> None:
    assert read_text(line) == [{"level": level, "text": text, "runs": rest}]


@pytest.mark.parametrize("line", ["1.5万人参加", "2017年11月", "一、", "\\一、不是标题", "（甲）"])
def test_what_only_looks_like_a_heading_is_none(line: str) -> None:
    assert [list(block) for block in read_text(line)] == [["runs"]]


def test_headings_are_counted_anew() -> None:
    text = "一、甲\n（一）子\n一、乙\n（五）丑\n3.寅"
    assert write_text(read_text(text)) == "一、甲\n（一）子\n二、乙\n（一）丑\n1.寅"


def test_a_table_has_head_rows_caption_and_widths() -> None:
    text = "|= 分工\n|~ 2 | 1\n| 单位 | 任务 |\n|---|:-:|\n| 民政局 | 甲\\|乙 |\n| 公安局 |"
    assert read_text(text) == [
        {
            "head": ["单位", "任务"],
            "rows": [["民政局", "甲|乙"], ["公安局", ""]],
            "widths": [2.0, 1.0],
            "caption": "分工",
        }
    ]


def test_words_for_comparing_carry_no_notation() -> None:
    assert words_of(read_text("\\1.不是\n一、**甲**\n| a | b |")) == [
        "1.不是",
        "一、甲",
        "| a | b |",
    ]


@given(LETTERS)
def test_what_was_read_is_read_the_same_when_written(text: str) -> None:
    blocks = read_text(text)
    assert read_text(write_text(blocks)) == blocks


WORDS = st.text("甲乙丙*\\|、.1一（）x", min_size=1, max_size=12)
CELLS = st.text("甲乙|\\-= ~*", max_size=6).map(lambda cell: " ".join(cell.split()))
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=4).map(
    lambda words: {"runs": [{"text": w, "strong": bool(n % 2)} for n, w in enumerate(words)]}
)
HEADINGS = st.builds(
    lambda level, text, rest: {"level": level, "text": text + "。", "runs": [plain(rest)]},
    st.integers(1, 4),
    WORDS,
    WORDS,
)
TABLES = st.integers(1, 3).flatmap(
    lambda across: st.builds(
        lambda rows, caption: {
            "head": rows[0], "rows": rows[1:], "widths": [], "caption": caption,
        },
        st.lists(st.lists(CELLS, min_size=across, max_size=across), min_size=1, max_size=3),
        CELLS,
    )
)  # fmt: skip


@given(st.lists(st.one_of(PARAGRAPHS, HEADINGS, TABLES), max_size=6))
def test_every_block_can_be_written_and_read(blocks: list[dict[str, Any]]) -> None:
    assert read_text(write_text(blocks)) == blocks
