"""Pure decisions of `identity`."""

import re
import unicodedata

from stdnum.cn import ric, uscc

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
MOBILE = re.compile(r"1[3-9]\d{9}")

_BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def tidy_username(username: str) -> str:
    """The form in which usernames are kept and compared: NFKC, trimmed, lower case."""
    return unicodedata.normalize("NFKC", username).strip().lower()


def is_username(username: str) -> bool:
    """2 to 64 letters, digits, dots, hyphens or underscores; begins with a letter or digit."""
    return bool(USERNAME.fullmatch(username))


def tidy_phone(phone: str) -> str:
    """Digits only; the country code 86 of mainland numbers is dropped."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    short = digits.removeprefix("86")
    return short if MOBILE.fullmatch(short) else digits


def is_mobile(phone: str) -> bool:
    """Whether it is a mobile number of mainland China."""
    return bool(MOBILE.fullmatch(phone))


def tidy_id_number(number: str) -> str:
    """The citizen's identity number in capitals without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def is_id_number(number: str) -> bool:
    """Whether it is a well-formed identity number with right check digit (GB 11643)."""
    return len(number) == 18 and bool(ric.is_valid(number))


def is_uscc(code: str) -> bool:
    """Whether it is a well-formed unified social credit code (GB 32100)."""
    return bool(uscc.is_valid(code))


def device_of(user_agent: str) -> str:
    """Browser and system in words a person knows, such as "Firefox · Windows"; empty if unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def is_worth_a_fact(failures: int) -> bool:
    """Whether the n-th failed attempt in a row leaves a fact: whenever their number has doubled.

    A million attempts on one name leave twenty entries, and none goes unseen.
    """
    return failures > 0 and failures & (failures - 1) == 0


def masked(value: str) -> str:
    """Enough of a phone number or e-mail address to know one's own."""
    name, at, host = value.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else "***"
