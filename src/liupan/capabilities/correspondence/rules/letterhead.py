"""What a document from outside says of itself, read from its words (识读来文要素).

Only a proposal: somebody compares it with the paper before it is registered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

TYPES = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "函", "纪要",
)  # fmt: skip
LEVELS = {"内部": 1, "秘密": 2, "机密": 3, "绝密": 4}
HEAD = 60
"""Lines of the first page among which heading and title stand."""
LONGEST_TITLE = 5
"""Lines a title may have."""

_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,14}?)\s*[〔\[［﹝(（【]\s*((?:19|20)\d\d)\s*[〕\]］﹞)）】]\s*第?\s*(\d{1,5})\s*号"
)
_DAY = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(\s*印发)?")
_MARK = re.compile(r"^(秘密|机密|绝密)\s*(?:[★☆*]\s*(.{0,20}))?$")
_URGENT = re.compile(r"^(特\s*急|加\s*急)")
_RED = re.compile(r"^(.{3,40}?)\s*文\s*件$")
_ABOUT = re.compile(r"关于.{2,}")
_TYPE_AT_END = re.compile(rf"({'|'.join(TYPES)})\s*(?:[（(][^（）()]{{1,20}}[）)])?$")
_TITLED = re.compile(r"^(.{2,40}?)关于")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What was found; empty where nothing was. `level` is 0 without a secrecy mark."""

    title: str = ""
    number: str = ""
    on: date | None = None
    issuer: str = ""
    type: str = ""
    urgency: str = ""
    mark: str = ""
    level: int = 0


def read_letterhead(text: str) -> Letterhead:
    """Title, number, day, issuer, type, urgency and mark as the words of a document give them."""
    lines = [" ".join(line.split()) for line in text.replace("\f", "\n").split("\n")]
    lines = [line for line in lines if line]
    head = lines[:HEAD]
    title = _title(head)
    kind = _TYPE_AT_END.search(title)
    level, mark = _mark(head)
    return Letterhead(
        title=title,
        number=_number(head),
        on=_day(lines),
        issuer=_issuer(head, title),
        type=kind[1] if kind else "",
        urgency=_urgency(head),
        mark=mark,
        level=level,
    )


def _number(head: Sequence[str]) -> str:
    """The first number that stands before the text, with its six-angle brackets."""
    for line in head:
        found = _NUMBER.search(line)
        if found and "关于" not in line[: found.start(1)]:
            return f"{found[1]}〔{found[2]}〕{int(found[3])}号"
    return ""


def _title(head: Sequence[str]) -> str:
    """From the line that says what it is about, with the issuer's line before, to the type."""
    for at, line in enumerate(head):
        if not _ABOUT.search(line) and line != "关于":
            continue
        for end in range(at, min(at + LONGEST_TITLE, len(head))):
            if _TYPE_AT_END.search(head[end]):
                first = at - 1 if line.startswith("关于") and _is_body(head, at - 1) else at
                return "".join(head[first : end + 1]).replace(" ", "")
            if head[end].endswith(("。", "：", ":")):
                break
    return ""


_BODY = re.compile(r"(政府|委员会|办公室|办公厅|局|厅|院|部|署|中心|公司|学校|大学|指挥部|小组)$")


def _is_body(head: Sequence[str], at: int) -> bool:
    return at >= 0 and len(head[at]) <= 40 and bool(_BODY.search(head[at]))


def _issuer(head: Sequence[str], title: str) -> str:
    """Of the red mark (××文件), else what the title begins with."""
    for line in head:
        if red := _RED.match(line.replace(" ", "")):
            return red[1]
    begun = _TITLED.match(title)
    return begun[1] if begun else ""


def _day(lines: Sequence[str]) -> date | None:
    """The last day that stands alone and is not that of printing; else the last one at all."""
    alone = [m for line in lines if (m := _DAY.fullmatch(line)) and not m[4]]
    anywhere = [m for line in lines for m in _DAY.finditer(line) if not m[4]]
    for found in (*reversed(alone), *reversed(anywhere)):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def _urgency(head: Sequence[str]) -> str:
    found = next((m for line in head if (m := _URGENT.match(line))), None)
    return found[1].replace(" ", "") if found else ""


def _mark(head: Sequence[str]) -> tuple[int, str]:
    for line in head:
        if found := _MARK.match(line):
            period = (found[2] or "").strip()
            return LEVELS[found[1]], f"{found[1]}★{period}" if period else found[1]
    return 0, ""
