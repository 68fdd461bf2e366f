"""The text of a notice as people will see it, and places in it."""

import re
from dataclasses import dataclass

CJK = "一-龥〇○"
_BETWEEN = re.compile(rf"(?<=[{CJK}）》”)\d])[.．](?=[{CJK}（《“(\d])")
_MARKS = re.compile(r"[。，；、：！？]")
_HEADING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
    r"|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|附件)"
)
_TERMINAL = "。；：！？”）)》:;"
LONG_LINE = 18


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: from `start` up to `end`, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and where they stand."""

    text: str
    span: Span


_SAME = str.maketrans(
    "０１２３４５６７８９％ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ\u3000\u00a0",
    "0123456789%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz  ",
)
"""Letters and digits as wide as Chinese characters, and other blanks."""
_SPACED = re.compile(rf"[{CJK}] (?=[{CJK}，。；：、（])")
_PAGE = re.compile(r"[—\-–· ]*(?:第 ?)?\d{1,4}(?: ?页)?(?:[ ，/]*共? ?\d{1,4} ?页)?[—\-–· ]*")
_STOPS = {".": "。", "．": "。", ",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_NARROW = re.compile(
    rf"(?<=[{CJK}%）)》”])[.．,;:](?=[{CJK}（(《“\d]|\s*$)|[()]"
    rf"(?<=[{CJK}，。；、（）]\()|\((?=[{CJK}])|(?<=[{CJK}%\d。.])\)",
    re.MULTILINE,
)
_AROUND = re.compile(r"(?<=\d) +(?=[年月日号%万亿个项户])|(?<=[年月于至到达前第〔]) +(?=\d)")


def tidy(raw: str) -> str:
    """Text without what machines left in it: odd spaces, page numbers, lines cut by a page."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").translate(_SAME)
    if _is_spaced_out(text):
        text = re.sub(r"(?<=[^\sA-Za-z]) +(?=\S)|(?<=\S) +(?=[^\sA-Za-z])", "", text)
    text = _AROUND.sub("", text)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\ufffe\uffff]", "", text)
    lines = [
        re.sub(rf"(?<=[{CJK}，。；：、]) +(?=[{CJK}《（“])", "", line.strip(" \f\v"))
        for line in text.split("\n")
    ]
    lines = [
        line.strip() if "\t" not in line else line
        for line in lines
        if not line or not _PAGE.fullmatch(line)
    ]
    return "\n".join(_unwrapped(lines)).strip()


def _is_spaced_out(text: str) -> bool:
    """Whether a blank stands between most characters, as after a bad recognition of a page."""
    blanks = len(_SPACED.findall(text))
    return blanks > 20 and blanks * 3 > len(re.findall(rf"[{CJK}]", text))


def with_wide_marks(text: str) -> str:
    """Narrow stops between Chinese words as wide ones; every character keeps its place."""
    return _NARROW.sub(lambda m: _STOPS[m[0]], text)


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines of one paragraph put together, where a page has cut them."""
    filled = [line for line in lines if line]
    cut = [x for x in filled if len(x) >= LONG_LINE and x[-1] not in _TERMINAL]
    if len(filled) < 8 or len(cut) < len(filled) * 0.4:
        return filled
    width = sorted(map(len, filled))[int(len(filled) * 0.8)]
    joined: list[str] = []
    for line in lines:
        is_cut = bool(joined) and len(joined[-1]) and joined[-1][-1] not in _TERMINAL
        is_full = bool(joined) and len(joined[-1].split("\n")[-1]) >= width * 0.8
        is_row = "\t" in line or (bool(joined) and "\t" in joined[-1])
        if line and is_cut and is_full and not is_row and not _HEADING.match(line):
            joined[-1] += line
        elif line:
            joined.append(line)
    return joined


def is_flattened(text: str) -> bool:
    """Whether all punctuation has become one mark, as after a bad conversion."""
    points, marks = len(_BETWEEN.findall(text)), len(_MARKS.findall(text))
    return points > 10 and points > 3 * marks


def pieces_of(text: str) -> list[Piece]:
    """The runs between the points of a flattened text; a number keeps its own point."""
    found, start = [], 0
    for match in re.finditer(r"[.．](?!\d*[.．]?\d+\s*[%％])|\n", text):
        if match.start() > start:
            found.append(Piece(text[start : match.start()], Span(start, match.start())))
        start = match.end()
    if start < len(text):
        found.append(Piece(text[start:], Span(start, len(text))))
    return [p for p in found if p.text.strip()]
