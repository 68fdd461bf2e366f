"""Numbers, addresses and secrecy marks in a text. Every pattern reads a sign a few times at most,
whatever the text is (no pattern can fall back over what it has read).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from liupan.foundation.screening.rules import numbers
from liupan.foundation.screening.rules.kinds import Kind
from liupan.foundation.screening.rules.plain import UNSEEN, Plain, without_unseen
from liupan.kernel.secrecy import WORDS, Secrecy

NARROW = re.compile(rf"[0-9a-z@._%+() {UNSEEN}-]{{7,}}+")
"""Where numbers and addresses can stand; in a Chinese text that is little of it."""
RUN = re.compile(r"[0-9](?:[ -]{0,3}+[0-9])*+(?:[ -]{0,2}x)?")
"""Digits, also in groups."""
GROUP = re.compile(r"[0-9]+x?|x")
LANDLINE = re.compile(
    r"(?<![0-9a-z])\(?(?:86-?)?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2}[2-8][0-9]{6,7}(?![0-9a-z])"
)
CREDIT = re.compile(r"(?<![0-9a-z])[0-9a-z]{18}(?![0-9a-z])")
PASSPORT = re.compile(r"(?<![0-9a-z])(?:[egdsp][0-9]{8}|e[a-hj-np-z][0-9]{7})(?![0-9a-z])")
EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}+@[a-z0-9-]++(?:\.[a-z0-9-]++)*"
    r"\.[a-z]{2,24}(?![a-z0-9-])"
)
MARK = re.compile(r"(绝密|机密|秘密)[★☆✭✩⭐]")
BARE_MARK = re.compile(r"^ {0,40}+(绝 {0,4}密|机 {0,4}密|秘 {0,4}密) {0,40}$", re.MULTILINE)
LEVELS = {word: level for level, word in WORDS.items()}


Place = tuple[Kind, int, int, str]
"""What, from where to where, and as it is compared."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found from `start` to `end` of the text; `value` as it is compared."""

    kind: Kind
    start: int
    end: int
    value: str


def find_numbers(text: str, day: date) -> list[Hit]:
    """Numbers and addresses in a narrowed text, the surest first; they may overlap."""
    found = [hit for stretch in NARROW.finditer(text) for hit in _in_stretch(stretch, day)]
    return sorted(found, key=lambda hit: SUREST.index(hit.kind))


SUREST = [
    Kind.IDENTITY, Kind.CREDIT_CODE, Kind.BANK_CARD, Kind.OLD_IDENTITY, Kind.MOBILE,
    Kind.LANDLINE, Kind.PASSPORT, Kind.EMAIL,
]  # fmt: skip


def find_marks(text: str, plain: Plain, level: Secrecy) -> Iterator[Hit]:
    """Secrecy marks above the level the text is known to have: 机密★, or the word alone on a
    line, as it stands at the head of a document."""
    for found in MARK.finditer(plain.text):
        if LEVELS[found[1]] > level:
            yield Hit(Kind.SECRECY_MARK, *plain.span(*found.span()), found[0])
    for found in BARE_MARK.finditer(text):
        word = re.sub(r"\s", "", found[1])
        if LEVELS[word] > level:
            yield Hit(Kind.SECRECY_MARK, *found.span(1), word)


def _in_stretch(stretch: re.Match[str], day: date) -> Iterator[Hit]:
    plain = without_unseen(stretch[0])
    for kind, start, end, value in (*_in_groups(plain.text, day), *_as_written(plain.text)):
        first, last = plain.span(start, end)
        yield Hit(kind, stretch.start() + first, stretch.start() + last, value)


def _as_written(text: str) -> Iterator[Place]:
    for kind, pattern in PATTERNS:
        for found in pattern.finditer(text):
            value = re.sub(r"[ ()-]", "", found[0]) if kind is Kind.LANDLINE else found[0]
            if kind is not Kind.CREDIT_CODE or numbers.is_credit_code(value.upper()):
                yield kind, *found.span(), value


PATTERNS = (
    (Kind.CREDIT_CODE, CREDIT),
    (Kind.LANDLINE, LANDLINE),
    (Kind.PASSPORT, PASSPORT),
    (Kind.EMAIL, EMAIL),
)


def _in_groups(text: str, day: date) -> Iterator[Place]:
    """Identity numbers, cards and mobile telephones, whole or in groups of digits."""
    for run in RUN.finditer(text):
        if run.end() - run.start() >= 11:
            yield from _in_run(run, text, day)


def _in_run(run: re.Match[str], text: str, day: date) -> Iterator[Place]:
    groups = [found.span() for found in GROUP.finditer(text, *run.span())]
    digits = "".join(text[start:end] for start, end in groups)
    at, begins, ends = 0, dict[int, int](), dict[int, int]()
    for index, (start, end) in enumerate(groups):
        begins[at] = index
        at += end - start
        ends[at] = index
    for begin, first in begins.items():
        for size in SIZES.get(digits[begin : begin + 2], ()):
            last = ends.get(begin + size)
            if last is None or (size == 15 and last != first):
                continue
            kind = _kind_of(digits[begin : begin + size], day)
            if kind is None or not _is_shape(kind, groups[first : last + 1]):
                continue
            start, end = groups[first][0], groups[last][1]
            if kind not in LOOSE or not _stands_in_code(text, start, end):
                yield kind, start, end, digits[begin : begin + size]


LOOSE = {Kind.MOBILE, Kind.OLD_IDENTITY}
"""What no check digit proves: beside a letter it is a part of some code."""


def _kind_of(value: str, day: date) -> Kind | None:
    size = len(value)
    if size == 18 and numbers.is_identity_number(value, day):
        return Kind.IDENTITY
    if size in (11, 13):
        return Kind.MOBILE if numbers.is_mobile(value) else None
    if value.isdecimal() and numbers.is_bank_card(value):
        return Kind.BANK_CARD
    return Kind.OLD_IDENTITY if size == 15 and numbers.is_old_identity_number(value) else None


def _is_shape(kind: Kind, groups: list[tuple[int, int]]) -> bool:
    """Whether people write such a number in such groups of digits."""
    shape = [end - start for start, end in groups]
    return len(shape) == 1 or (
        kind is Kind.IDENTITY
        or (kind is Kind.MOBILE and (_is_written(shape) or shape in MOBILE_SHAPES))
        or (kind is Kind.BANK_CARD and (_is_written(shape) or _is_written(shape, 4)))
    )


MOBILE_SHAPES = ([3, 4, 4], [4, 4, 3], [2, 11], [2, 3, 4, 4])


def _is_written(shape: list[int], size: int = 1) -> bool:
    """Whether the digits stand in groups of `size`, the last of them perhaps shorter."""
    return shape[-1] <= size and all(one == size for one in shape[:-1])


def _sizes() -> dict[str, tuple[int, ...]]:
    """How many digits are worth a look after the first two: of people, cards, telephones."""
    found: dict[str, tuple[int, ...]] = {}
    for first in (f"{number:02}" for number in range(100)):
        people = {18, 15} if first in numbers.PROVINCES else set()
        cards = {
            size for begins, sizes in numbers.CARDS if begins.match(f"{first}58") for size in sizes
        }
        phones = {13} if first == "86" else {11} if "13" <= first <= "19" else set()
        found[first] = tuple(sorted(people | cards | phones, reverse=True))
    return found


SIZES = _sizes()


def _stands_in_code(text: str, start: int, end: int) -> bool:
    beside = text[start - 1 : start] + text[end : end + 1]
    return any(sign.isascii() and sign.isalnum() for sign in beside)
