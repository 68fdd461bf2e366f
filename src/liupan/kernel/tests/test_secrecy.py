"""Secrecy marks: what the law knows, how they are written, what a whole takes from its parts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.kernel.secrecy import (
    LONGEST_YEARS,
    ImpossibleMark,
    Mark,
    Secrecy,
    highest_of,
)

DAY = date(2017, 11, 15)


@pytest.mark.parametrize(
    ("words", "ends_on"),
    [
        ("公开", None), ("内部", None), ("秘密★1年", date(2018, 11, 15)),
        ("机密★20年", date(2037, 11, 15)), ("绝密★30年", date(2047, 11, 15)),
        ("秘密★2020年1月1日", date(2020, 1, 1)), ("秘密★谈判结束后", date(2027, 11, 15)),
        ("机密★2020年1月1日，谈判结束后", date(2037, 11, 15)), ("绝密", date(2047, 11, 15)),
    ],
)  # fmt: skip
def test_a_mark_is_read_as_it_is_written(words: str, ends_on: date | None) -> None:
    mark = Mark.parse(words, since=DAY)
    assert str(mark) == words
    assert mark.ends_on == ends_on


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("秘密★11年", "long"), ("机密★21年", "long"), ("绝密★31年", "long"), ("秘密★0年", "long"),
        ("秘密★2028年1月1日", "long"), ("秘密★2017年1月1日", "long"), ("内部★1年", "level"),
        ("绝对", "form"), ("", "form"), ("秘密★2018年13月1日", "form"),
    ],
)  # fmt: skip
def test_what_the_law_does_not_know_is_no_mark(words: str, reason: str) -> None:
    with pytest.raises(ImpossibleMark, match=reason):
        Mark.parse(words, since=DAY)


def test_a_state_secret_has_a_day_on_which_it_was_determined() -> None:
    with pytest.raises(ImpossibleMark, match="since"):
        Mark.parse("秘密★1年", since=None)
    with pytest.raises(ImpossibleMark, match="both"):
        Mark(level=Secrecy.SECRET, since=DAY, years=1, condition="会后")


def test_a_period_from_a_leap_day_ends() -> None:
    mark = Mark.parse("秘密★1年", since=date(2016, 2, 29))
    assert mark.ends_on == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], "公开"), (["内部", "公开"], "内部"), (["秘密★1年", "内部"], "秘密★1年"),
        (["秘密★1年", "秘密★1年"], "秘密★1年"), (["机密★1年", "秘密★5年"], "机密★2022年11月15日"),
        (["绝密★1年", "秘密"], "绝密★2027年11月15日"),
        (["秘密★谈判结束后", "机密★1年"], "机密★2027年11月15日，谈判结束后"),
    ],
)  # fmt: skip
def test_a_whole_takes_the_highest_level_and_the_longest_period(
    parts: list[str], whole: str
) -> None:
    assert str(highest_of(Mark.parse(part, since=DAY) for part in parts)) == whole


def _marks() -> st.SearchStrategy[Mark]:
    secret = st.sampled_from(list(LONGEST_YEARS)).flatmap(
        lambda level: st.builds(
            Mark,
            level=st.just(level),
            since=st.dates(date(1990, 1, 1), date(2017, 12, 31)),
            years=st.none() | st.integers(1, LONGEST_YEARS[level]),
        )
    )
    plain = st.sampled_from([Mark(level=Secrecy.PUBLIC), Mark(level=Secrecy.INTERNAL)])
    return secret | plain


@given(st.lists(_marks(), max_size=6))
def test_no_part_is_read_earlier_because_it_is_part_of_a_whole(parts: list[Mark]) -> None:
    whole = highest_of(parts)
    for part in parts:
        assert whole.level >= part.level
        assert (whole.ends_on or date.min) >= (part.ends_on or date.min)
        assert whole.protects_no_less_than(part)


def test_less_level_or_less_time_protects_less() -> None:
    one = Mark.parse("机密★5年", since=DAY)
    for less in ("机密★4年", "秘密★10年", "内部"):
        assert not Mark.parse(less, since=DAY).protects_no_less_than(one)
    for more in ("机密★6年", "绝密★1年"):
        assert Mark.parse(more, since=DAY).protects_no_less_than(one)
