"""What a file seems to be; a doubt goes to text."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.tables.facade import Type, UnreadableFile, propose
from liupan.foundation.tables.opening import find_encoding
from liupan.foundation.tables.rules.cells import BadCell, reader
from liupan.foundation.tables.rules.columns import Column

COMMON = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
WORDS = ["固原市", "原州区", "统一社会信用代码", "联通", "电信", "姓名", "宁夏回族自治区"]


def _types(text: str) -> dict[str, Type]:
    found = propose(lambda: [text.encode()])
    return {each.column.name: each.column.type for each in found.columns}


def test_types_are_proposed_and_no_code_becomes_a_number() -> None:
    text = (
        "行政区划,电话,身份证,零,数,小数,日,时,是,文\n"
        "640402,13800000000,640402199001011234,007,5,1.50,2017-01-05,2017-01-05 08:30,是,甲\n"
        "640422,13900000000,64040219900101123X,12,17,-2,2017/2/5,2017-01-05 09:30:01,否,1a\n"
    )
    assert _types(text) == {
        "行政区划": Type.TEXT, "电话": Type.TEXT, "身份证": Type.TEXT, "零": Type.TEXT,
        "数": Type.INTEGER, "小数": Type.NUMBER, "日": Type.DATE, "时": Type.MOMENT,
        "是": Type.LOGICAL, "文": Type.TEXT,
    }  # fmt: skip


def test_two_hundred_files_are_detected_right() -> None:
    chance = random.Random(2312)
    for number in range(200):
        encoding = ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"][number % 6]
        words = [chance.choice(WORDS) + "".join(chance.choices(COMMON, k=3)) for _ in range(12)]
        plain = [f"{chance.randint(0, 99999)}" for _ in range(12)]
        lines = [f"{word},{digits}" for word, digits in zip(words, plain, strict=True)]
        text = "名称,编号\r\n" + "\r\n".join(lines)
        data = text.encode(encoding)
        found, _certain = find_encoding(lambda data=data: [data])  # type: ignore[misc]
        assert data.decode(found).lstrip("\ufeff") == text, (encoding, found)


def test_the_classical_case_is_not_certain() -> None:
    assert find_encoding(lambda: ["联通".encode("gbk")])[0] == "gb18030"
    assert find_encoding(lambda: ["陆露".encode("gbk")]) == ("gb18030", False)
    assert find_encoding(lambda: ["Ünïcode é".encode()]) == ("utf-8", False)


@given(st.text(min_size=1), st.integers(1, 7))
def test_however_a_file_is_cut_into_chunks(text: str, size: int) -> None:
    data = text.encode("utf-8", "replace")
    if b"\0" in data:
        return
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert find_encoding(lambda: chunks) == find_encoding(lambda: [data])


@given(st.sampled_from(Type), st.text(max_size=40))
def test_a_cell_is_read_or_refused_and_nothing_else(kind: Type, text: str) -> None:
    try:
        reader(Column(name="x", type=kind))(text)
    except BadCell:
        return


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, max_value=10**30, min_value=-(10**30)
    )
)
def test_no_digit_of_a_number_is_lost(value: object) -> None:
    text = f"{value:f}"
    assert reader(Column(name="x", type=Type.NUMBER))(text) == text


@pytest.mark.parametrize("text", ["", "a,a\n1,2\n", "甲,\x07\n1,2\n", "a,,b\n1,2,3\n"])
def test_headings_that_are_none(text: str) -> None:
    with pytest.raises(UnreadableFile):
        propose(lambda: [text.encode()])
