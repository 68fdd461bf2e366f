"""Text as it is searched: normal form, tokens, where a match lies. Pure.

Chinese text is cut into single characters and overlapping pairs; everything written with letters
or digits is a word. In the normal form runs of Chinese stand as they are and every word stands
between spaces, so that "these characters next to each other" is one substring test.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST_WORD = 200
LONGEST_QUERY = 100
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query: its normal form, and the tokens an entry must have to contain it."""

    phrase: str
    tokens: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Whether having the tokens is having the phrase."""
        return len(self.tokens) == 1


@lru_cache(maxsize=32768)
def _fold(character: str) -> str:
    """Width, variants, ligatures and case are alike (NFKC); what is no letter or digit is space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return "".join(c if c.isalnum() or unicodedata.category(c) == "Mn" else " " for c in folded)


_CHINESE = "\u3400-\u9fff\U00020000-\U0003ffff\uf900-\ufaff\u3040-\u30ff\u3007"
_PIECE = re.compile(f"[{_CHINESE}]+|[^ {_CHINESE}]+")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")


def is_chinese(character: str) -> bool:
    """Whether the character stands for itself, without spaces around words (汉字 and kana)."""
    return bool(_IS_CHINESE.match(character))


def pieces(text: str) -> Iterator[str]:
    """Runs of Chinese, and words, in order."""
    return map(re.Match.group, _PIECE.finditer("".join(map(_fold, text))))


def normal(text: str) -> str:
    """The normal form. Chinese runs that touched a word still do, across its one space:
    `固原OFD文件` becomes `固原 ofd 文件`; runs parted by anything else are parted by two spaces.
    """
    out = [" ".join(map(_cut, pieces(run))) for run in "".join(map(_fold, text)).split()]
    return f"  {'  '.join(out)}  " if out else ""


def _cut(piece: str) -> str:
    return piece if is_chinese(piece[0]) else piece[:LONGEST_WORD]


def tokens(text: str) -> set[str]:
    """What an entry is found by: words, single Chinese characters, and pairs of them."""
    found: set[str] = set()
    for piece in pieces(text):
        if is_chinese(piece[0]):
            found.update(piece)
            found.update(map("".join, pairwise(piece)))
        else:
            found.add(_cut(piece))
    return found


def terms(query: str) -> list[Term]:
    """The parts of a query, each to be found as it stands: split at spaces and punctuation."""
    found: list[Term] = []
    for run in "".join(map(_fold, query[:LONGEST_QUERY])).split():
        parts = [_cut(piece) for piece in pieces(run)]
        phrase = " ".join(parts)
        if not is_chinese(parts[0][0]):
            phrase = f" {phrase}"
        if not is_chinese(parts[-1][-1]):
            phrase = f"{phrase} "
        needed = [token for part in parts for token in _needed(part)]
        term = Term(phrase, tuple(dict.fromkeys(needed)))
        if term not in found:
            found.append(term)
    return found


def _needed(part: str) -> list[str]:
    """The fewest tokens whose presence every occurrence of the part implies."""
    if not is_chinese(part[0]) or len(part) == 1:
        return [part]
    return [part[i : i + 2] for i in range(len(part) - 1)]


def contains(text: str, query: str) -> bool:
    """Whether an entry with this text answers the query: the definition, slow and plain."""
    whole = normal(text)
    wanted = terms(query)
    return bool(wanted) and all(term.phrase in whole for term in wanted)


def snippet(text: str, query: str, *, length: int = SNIPPET) -> list[tuple[str, bool]]:
    """A piece of the text around its first match, as (text, is a match) parts.

    Without a match it is the beginning of the text.
    """
    marks = _marks(text, terms(query))
    first = marks[0][0] if marks else 0
    start = max(0, first - length // 3) if first > length // 2 else 0
    end = min(len(text), start + length)
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    place = start
    for begin, stop in marks:
        if begin >= end:
            break
        if begin > place:
            parts.append((text[place:begin], False))
        parts.append((text[max(begin, place) : min(stop, end)], True))
        place = min(stop, end)
    if place < end:
        parts.append((text[place:end], False))
    if end < len(text):
        parts.append(("…", False))
    return parts


def _marks(text: str, wanted: list[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the text, in order, overlaps joined."""
    folded, places = _with_places(text)
    found: list[tuple[int, int]] = []
    for term in wanted:
        bare = term.phrase.strip().replace(" ", "")
        at = folded.find(bare)
        while bare and at >= 0:
            found.append((places[at], places[at + len(bare) - 1] + 1))
            at = folded.find(bare, at + len(bare))
    joined: list[tuple[int, int]] = []
    for begin, stop in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((begin, stop))
    return joined


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place it came from."""
    folds = list(map(_fold, text))
    folded = "".join(folds)
    if len(folded) == len(text) and all(folds):  # nearly always: one character for each
        return folded, range(len(text))
    return folded, [place for place, made in enumerate(folds) for _character in made]
