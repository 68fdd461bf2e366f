"""Pure decisions: names, numbers, devices, how often failures are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.identity import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Zhang.San ", "zhang.san"), ("ＬＩ４", "li4"), ("马小明", "马小明")],
)
def test_usernames_are_compared_in_one_form(typed: str, kept: str) -> None:
    assert rules.tidy_username(typed) == kept


@pytest.mark.parametrize("bad", ["", "a", "-a", "a b", "马小明", "a" * 65, "a\n", "a@b"])
def test_usernames_are_plain(bad: str) -> None:
    assert not rules.is_username(bad)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 139-5400-0000", "13954000000"),
        ("１３９５４００００００", "13954000000"),
        ("13954000000", "13954000000"),
        ("0954 2088888", "09542088888"),
        ("8613954000000", "13954000000"),
    ],
)
def test_phone_numbers_lose_blanks_and_country_code(typed: str, kept: str) -> None:
    assert rules.tidy_phone(typed) == kept


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("44052418800101001X", False),
        ("440524880101001", False),
    ],
)
def test_identity_numbers_have_a_check_digit(number: str, is_one: bool) -> None:
    assert rules.is_id_number(number) is is_one


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
            "Firefox · Linux",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_devices_are_named_in_words(agent: str, device: str) -> None:
    assert rules.device_of(agent) == device


@given(st.integers(min_value=1, max_value=10**6))
def test_a_million_failures_leave_twenty_facts(failures: int) -> None:
    told = sum(rules.is_worth_a_fact(n) for n in range(1, min(failures, 4096) + 1))
    assert told == min(failures, 4096).bit_length()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13954000000", "139****0000"),
        ("ma@example.org", "m***@example.org"),
        ("123", "***"),
    ],
)
def test_contact_data_is_shown_in_part(value: str, shown: str) -> None:
    assert rules.masked(value) == shown
