"""Numbers of people and organisations, by their check digits and shapes."""

import re
from datetime import date

PROVINCES = frozenset(
    f"{region}{part}"
    for region, parts in (
        ("1", "12345"), ("2", "123"), ("3", "1234567"), ("4", "123456"), ("5", "01234"),
        ("6", "12345"), ("7", "1"), ("8", "123"), ("9", "1"),
    )
    for part in parts
)  # fmt: skip
"""First two digits of an identity number (GB/T 2260)."""
MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY = re.compile(rf"[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}{MONTH_DAY}[0-9]{{3}}[0-9Xx]")
OLD_IDENTITY = re.compile(rf"[1-9][0-9]{{7}}{MONTH_DAY}[0-9]{{3}}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MOBILE = re.compile(r"1[3-9][0-9]{9}")
CARDS = (
    (re.compile(r"62"), frozenset({16, 17, 18, 19})),
    (re.compile(r"9558|955[0-9]|60"), frozenset({16, 19})),
    (re.compile(r"4|5[1-5]|35"), frozenset({16})),
    (re.compile(r"3[47]"), frozenset({15})),
)
"""How cards used in the country begin (ISO/IEC 7812), and how long they are."""


def is_identity_number(digits: str, day: date) -> bool:
    """An 18-digit citizen's identity number (公民身份号码, GB 11643-1999): place, birth, check."""
    return (
        IDENTITY.fullmatch(digits) is not None
        and digits[:2] in PROVINCES
        and _is_birth(digits[6:14], day)
        and check_of_identity(digits[:17]) == digits[17].upper()
    )


def is_old_identity_number(digits: str) -> bool:
    """A 15-digit identity number as issued until 1999: it has no check digit."""
    return (
        OLD_IDENTITY.fullmatch(digits) is not None
        and digits[:2] in PROVINCES
        and _is_birth(f"19{digits[6:12]}", date(1999, 12, 31))
    )


def check_of_identity(first: str) -> str:
    """The check digit of the first 17 (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def is_credit_code(code: str) -> bool:
    """A unified social credit code (统一社会信用代码, GB 32100-2015)."""
    return (
        len(code) == 18
        and all(sign in CREDIT_SIGNS for sign in code)
        and check_of_credit_code(code[:17]) == code[17]
    )


def check_of_credit_code(first: str) -> str:
    """The check sign of the first 17 (MOD 31-3)."""
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(first))
    return CREDIT_SIGNS[-total % 31]


def is_bank_card(digits: str) -> bool:
    """A bank card's number (银行卡号): known beginning, its length, Luhn's check digit."""
    return any(len(digits) in sizes and begins.match(digits) for begins, sizes in CARDS) and (
        check_of_card(digits[:-1]) == digits[-1]
    )


def check_of_card(first: str) -> str:
    """The check digit of all but the last (Luhn, ISO/IEC 7812-1)."""
    doubled = first[::-2].translate(DOUBLED)
    return str(-sum(map(int, doubled + first[-2::-2])) % 10)


DOUBLED = str.maketrans("0123456789", "0246813579")
"""Each digit doubled, and the digits of that added."""


def is_mobile(digits: str) -> bool:
    """A mobile telephone's number (手机号码), also behind 86."""
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return bool(MOBILE.fullmatch(digits))


def _is_birth(digits: str, day: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born <= day
