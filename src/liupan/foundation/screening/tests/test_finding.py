"""What is found in a text, however it is written; what is harmless; what is hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.screening.rules.kinds import (
    Kind,
    Purpose,
    Severity,
    Weight,
    read_entry,
    read_weight,
)
from liupan.foundation.screening.rules.plain import narrowed, without_gaps
from liupan.foundation.screening.rules.screening import MOST, find_all, masked
from liupan.foundation.screening.rules.words import WordFinder
from liupan.foundation.screening.tests.factories import (
    CARD,
    CREDIT_CODE,
    DAY,
    IDENTITY,
    UNHURRIED,
    found_in,
    lexicon,
    told,
)
from liupan.kernel.secrecy import Secrecy


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (f"身份证号{IDENTITY}。", Kind.IDENTITY, IDENTITY),
        ("６４０４０２１９８００１０１1239", Kind.IDENTITY, "６４０４０２１９８００１０１1239"),
        ("640402 19800101 1239", Kind.IDENTITY, "640402 19800101 1239"),
        ("11010519491231002x号", Kind.IDENTITY, "11010519491231002x"),
        ("6404\u200b0219800101\u200b1239", Kind.IDENTITY, "6404\u200b0219800101\u200b1239"),
        ("旧证640402800101123", Kind.OLD_IDENTITY, "640402800101123"),
        (f"卡号{CARD}", Kind.BANK_CARD, CARD),
        ("6222 0212 3456 7890 128", Kind.BANK_CARD, "6222 0212 3456 7890 128"),
        ("联系人：138 1234 5678", Kind.MOBILE, "138 1234 5678"),
        ("138-1234-5678", Kind.MOBILE, "138-1234-5678"),
        ("1 3 8 1 2 3 4 5 6 7 8", Kind.MOBILE, "1 3 8 1 2 3 4 5 6 7 8"),
        ("（0954）2031234", Kind.LANDLINE, "（0954）2031234"),
        ("电话 0954-2031234", Kind.LANDLINE, "0954-2031234"),
        ("护照E12345678", Kind.PASSPORT, "E12345678"),
        ("发至 zfb_01@gy.gov.cn。", Kind.EMAIL, "zfb_01@gy.gov.cn"),
        (f"代码{CREDIT_CODE}", Kind.CREDIT_CODE, CREDIT_CODE),
        ("机 密★1年", Kind.SECRECY_MARK, "机 密★"),
        ("关于某事的报告\n　绝　密　\n各县", Kind.SECRECY_MARK, "绝　密"),
        ("属机\u200b密", Kind.SECRECY, "机\u200b密"),
        ("内部\n资料", Kind.INTERNAL, "内部\n资料"),
        ("关心残 废 人", Kind.BARRED, "残 废 人"),
        ("经卫生部批准", Kind.OUTDATED, "卫生部"),
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(text: str, kind: Kind, words: str) -> None:
    assert told(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "保障数据机密性", "各卫生部门", "固政办发〔2017〕138号", "2017年11月15日至2018年12月31日",
        "编号A13812345678", "GB/T 9704-2012", "投资1380.12345678万元", "640402198001011238",
        "做好本单位内部。\n资料另发", "国家秘密", "12345678901234567890123456789", "a@b", "@@@@",
        "邮编756000，热线12345", "第138 1234号、5678号",
    ],
)  # fmt: skip
def test_what_is_harmless_is_no_finding(text: str) -> None:
    assert told(text) == []


def test_a_mark_is_expected_in_a_text_of_its_level() -> None:
    assert told("机密★1年", level=Secrecy.CONFIDENTIAL) == []
    assert told("绝密★1年", level=Secrecy.CONFIDENTIAL) == [(Kind.SECRECY_MARK, "绝密★")]
    assert told("内部资料", level=Secrecy.INTERNAL) == []


def test_a_place_is_found_once_and_weighs_by_purpose() -> None:
    [mark] = found_in("机密★")
    assert mark.hit.kind is Kind.SECRECY_MARK
    [word] = found_in("机密", Purpose.PUBLICATION)
    assert word.severity is Severity.BLOCK
    assert found_in("机密")[0].severity is Severity.WARN


def test_numbers_are_shown_without_their_middle() -> None:
    for text in (IDENTITY, CARD, "13812345678", "0954-2031234", "E12345678", CREDIT_CODE):
        [found] = found_in(text)
        shown = masked(found.hit, text)
        assert "***" in shown
        assert text[6:9] not in shown
    [mail] = found_in("zfb_01@gy.gov.cn")
    assert masked(mail.hit, "zfb_01@gy.gov.cn") == "z***@gy.gov.cn"


HOSTILE = {
    "ones": "1 " * 10_000, "cards": "6 2 " * 4_000, "dashes": "1-" * 20_000, "at": "a@" * 20_000,
    "dots": "a@" + "a." * 20_000, "blanks": " " * 50_000, "breaks": "\n" * 50_000,
    "letters": "a" * 50_000, "digits": "0" * 50_000, "unseen": "机\u200b" * 20_000,
    "words": "机密" * 20_000, "numbers": f"{IDENTITY} " * 2_000, "brackets": "(0" * 20_000,
    "wide": "　" * 50_000, "scripts": "".join(chr(0x660 + n % 10) for n in range(50_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_ends_and_is_bounded(name: str) -> None:
    found, _is_cut = find_all(HOSTILE[name], lexicon(), Purpose.DOCUMENT, DAY, Secrecy.PUBLIC)
    assert len(found) <= MOST


def test_what_weighs_most_is_kept() -> None:
    text = "卫生部，" * 500 + "机密★"
    found, is_cut = find_all(text, lexicon(), Purpose.DOCUMENT, DAY, Secrecy.PUBLIC)
    assert (len(found), is_cut) == (MOST, True)
    assert found[-1].hit.kind is Kind.SECRECY_MARK


words = st.lists(st.text("甲乙丙a", min_size=2, max_size=5), min_size=1, max_size=12)


@UNHURRIED
@given(words, st.text("甲乙丙a", max_size=60))
def test_the_finder_finds_what_looking_everywhere_finds(listed: list[str], text: str) -> None:
    everywhere = {
        (at, at + len(word))
        for word in listed
        for at in range(len(text))
        if text.startswith(word, at)
    }
    longest = {
        (start, end)
        for start, end in everywhere
        if not any((a <= start and end <= b) and (a, b) != (start, end) for a, b in everywhere)
    }
    assert {(start, end) for start, end, _word in WordFinder(listed).find(text)} == longest


@UNHURRIED
@given(st.text(st.sampled_from("甲乙 \u200b\n。　Ａ1-"), max_size=80))
def test_every_sign_knows_where_it_stood(text: str) -> None:
    same = narrowed(text)
    assert len(same) == len(text)
    plain = without_gaps(same)
    for at, sign in enumerate(plain.text):
        start, end = plain.span(at, at + 1)
        assert (same[start:end], end - start) == (sign, 1)


def test_a_row_of_the_list_is_read_and_a_slip_lets_nothing_through() -> None:
    entry = read_entry("过时用语 | 提示/警告 | 新词")
    assert (entry.kind, entry.weight, entry.replacement) == (
        Kind.OUTDATED, Weight(Severity.NOTE, Severity.WARN), "新词",
    )  # fmt: skip
    slip = read_entry("过时词语｜提示")
    assert (slip.is_understood, slip.weight.document) == (False, Severity.WARN)
    assert read_entry("例外").kind is None
    assert read_weight("提示/警告/拦截") is None
    assert read_weight("") is None
