"""Check digits: what fits is found, what differs by one digit is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.screening.rules import numbers
from liupan.foundation.screening.tests.factories import CARD, CREDIT_CODE, DAY, IDENTITY, UNHURRIED


def digits_of(size: int, most: int = 0) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=size, max_size=most or size)


places = st.sampled_from(sorted(numbers.PROVINCES))
births = st.dates(date(1900, 1, 1), DAY)


@UNHURRIED
@given(places, digits_of(4), births, digits_of(3), st.integers(0, 17), st.integers(1, 9))
def test_an_identity_number_holds_by_its_check_digit(
    place: str, rest: str, born: date, serial: str, at: int, step: int
) -> None:
    first = f"{place}{rest}{born:%Y%m%d}{serial}"
    whole = first + numbers.check_of_identity(first)
    assert numbers.is_identity_number(whole, DAY)
    if whole[at] != "X":
        wrong = whole[:at] + str((int(whole[at]) + step) % 10) + whole[at + 1 :]
        assert not numbers.is_identity_number(wrong, DAY)


@UNHURRIED
@given(st.text(numbers.CREDIT_SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.data())
def test_a_credit_code_holds_by_its_check_sign(first: str, at: int, data: st.DataObject) -> None:
    code = first + numbers.check_of_credit_code(first)
    assert numbers.is_credit_code(code)
    other = data.draw(st.sampled_from([s for s in numbers.CREDIT_SIGNS if s != code[at]]))
    assert not numbers.is_credit_code(code[:at] + other + code[at + 1 :])


@UNHURRIED
@given(digits_of(13, 16), st.integers(0, 15), st.integers(1, 9))
def test_a_card_holds_by_luhn(middle: str, at: int, step: int) -> None:
    first = f"62{middle}"
    card = first + numbers.check_of_card(first)
    assert numbers.is_bank_card(card)
    at = at % (len(card) - 2) + 2
    assert not numbers.is_bank_card(card[:at] + str((int(card[at]) + step) % 10) + card[at + 1 :])


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        (IDENTITY, True),
        ("11010519491231002X", True),  # the example of GB 11643
        ("11010519491231002x", True),
        ("11010519491331002X", False),  # no thirteenth month
        ("640402201711160016", False),  # born tomorrow
        ("000000198001011239", False),
    ],
)
def test_identity_numbers_by_hand(number: str, holds: bool) -> None:
    assert numbers.is_identity_number(number, DAY) is holds


def test_other_numbers_by_hand() -> None:
    assert numbers.is_credit_code(CREDIT_CODE)
    assert numbers.is_bank_card(CARD)
    assert numbers.is_old_identity_number("640402800101123")
    assert not numbers.is_old_identity_number("640402801301123")
    assert numbers.is_mobile("8613812345678")
    assert not numbers.is_mobile("12012345678")
