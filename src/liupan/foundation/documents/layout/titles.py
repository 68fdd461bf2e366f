"""Where a title breaks: in two or three lines that are about as long, never inside a phrase."""

from collections.abc import Iterator
from itertools import combinations

BEFORE = ("关于", "《", "（")
AFTER = ("印发", "转发", "批转", "》", "、", "，", "）", "的", "和", "关于")
NEVER_FIRST = "》）〕、，。：；”’"
NEVER_LAST = "《（〔“‘"


def title_lines(title: str, most: int) -> list[str]:
    """The lines of a title; line breaks that its author made stay."""
    return [line for given in title.split("\n") for line in _lines(given.strip(), most) if line]


def _lines(title: str, most: int) -> list[str]:
    if len(title) <= most:
        return [title]
    count = -(-len(title) // most)
    best: list[str] = []
    least = float("inf")
    for cuts in _cuts(title, count):
        lines = [title[a:b] for a, b in zip((0, *cuts), (*cuts, len(title)), strict=True)]
        if max(map(len, lines)) <= most and (cost := _cost(title, cuts, lines)) < least:
            best, least = lines, cost
    return best or [title[i : i + most] for i in range(0, len(title), most)]


def _cuts(title: str, count: int) -> Iterator[tuple[int, ...]]:
    """Places to cut; for long titles only good ones, so that there are not too many."""
    places = [
        i
        for i in range(1, len(title))
        if title[i] not in NEVER_FIRST and title[i - 1] not in NEVER_LAST
        and not (title[i - 1 : i + 1].isascii() and title[i - 1 : i + 1].isalnum())
    ]  # fmt: skip
    if count > 3:
        return iter(())
    return combinations(places, count - 1)


def _cost(title: str, cuts: tuple[int, ...], lines: list[str]) -> float:
    uneven = max(map(len, lines)) - min(map(len, lines))
    return uneven + sum(0 if _is_good(title, cut) else 12 for cut in cuts)


def _is_good(title: str, cut: int) -> bool:
    return title[cut:].startswith(BEFORE) or title[:cut].endswith(AFTER)
