"""The head of a notice: who issued it, when, under which number, citing what."""

import re
from dataclasses import dataclass
from datetime import date

from liupan.capabilities.plan.notices.figures import han_number
from liupan.capabilities.plan.notices.source import Span

_ORGAN = (
    r"[一-龥]{2,24}?(?:人民政府办公[室厅]|人民政府|委员会办公室|办公[室厅]|委员会|管理局|领导小组(?:办公室)?|"
    r"[一-龥]{1,10}[局厅委部院]|管理委员会)"
)
_NUMBER = re.compile(
    r"(?P<word>[一-龥]{1,10}[发办函字规通][一-龥]{0,3})\s*[〔\[【（(](?P<year>(?:19|20)\d\d)[〕\]】）)]\s*(?P<no>\d{1,4})\s*号"
)
_OPENING = rf"(?P<issuer>{_ORGAN})(?:等[一-龥]{{0,4}}部门)?\n?(?:关于|转发|印发|批转)"
_TITLED = (
    re.compile(rf"{_OPENING}(?P<rest>[^。]{{0,120}}?通知)"),
    re.compile(
        rf"{_OPENING}(?P<rest>[^\n。]{{0,80}}?(?:意见|决定|方案|办法|计划|通报|纲要|要点|规划|规定|细则|措施|公告|函)(?![一-龥]))"
    ),
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_HAN_DATE = re.compile(
    r"(?P<y>[一二][〇○零Ｏ0九一][〇○零Ｏ0一二三四五六七八九]{2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_CITED = re.compile(r"《(?P<title>[^《》\n]{2,80})》(?:[（(](?P<number>[^（）()\n]{4,40}号)[）)])?")
_SHORT = re.compile(r"(?:以下)?简称[：:]?《([^《》\n]{2,30})》")
"""A name that the notice gives to a paper it has cited."""
_BARE_NUMBER = re.compile(r"(?<!\d)(?P<no>\d{1,4})号[)）]")
_BECAUSE = re.compile(r"根据|按照|依据|遵照|贯彻|落实|为了?(?!民)")
"""What opens a sentence about other people's papers, not a title."""
_ISSUED = re.compile(r"印发|成文|发布")


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper that the notice carries out or refers to. What the words do not give stays None."""

    title: str | None
    number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head and the foot of a notice."""

    title: str | None
    issuer: str | None
    number: str | None
    issued_on: date | None
    cites: tuple[Citation, ...]


def head_of(text: str) -> Head:
    """Issuer, number, date and cited papers, as far as the words give them."""
    top = text[:1500]
    issuer, title = _issuer_and_title(top)
    own = _own_number(top)
    return Head(
        title=title,
        issuer=issuer or _signed_by(text),
        number=own[0] if own else None,
        issued_on=_issued_on(text, issuer),
        cites=tuple(_cites(text, own[1] if own else None, title)),
    )


def _issuer_and_title(top: str) -> tuple[str | None, str | None]:
    """From the first title `X关于…的通知`, which a page may have cut into lines; titles of cited
    papers are none."""
    flat = re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t]+", "", top))
    hidden = re.sub(r"(?<!印发)《[^《》]{2,80}》(?!的通知)", lambda m: "□" * len(m[0]), flat)
    found = (match for pattern in _TITLED for match in pattern.finditer(hidden))
    match = next((m for m in found if not _BECAUSE.match(m["issuer"])), None)
    if match is None:
        return None, _first_line(top)
    issuer = re.split(r"号|文件", match["issuer"])[-1]
    full = flat[match.start() : match.end()].replace("\n", "")
    inner = re.search(r"(?:印发|转发|批转)《?(.{6,80}?)》?的?通知", full)
    if inner:
        return issuer, re.split(r"《", inner[1])[-1]
    says_what = len(match["rest"]) > len("印发的通知")
    return issuer, full[full.index(issuer) :] if says_what else _first_line(top)


def _first_line(top: str) -> str | None:
    for line in top.split("\n"):
        words = line.strip()
        if (
            6 <= len(words) <= 60
            and not _BECAUSE.match(words)
            and re.search(
                r"(?:方案|意见|计划|规划|办法|通知|要点|纲要|决定|规定|细则|措施|函)$", words
            )
        ):
            return words
    return None


def _own_number(top: str) -> tuple[str, int] | None:
    """The notice's own number stands alone on a line or behind its title, not inside brackets."""
    for match in _NUMBER.finditer(top):
        before = top[max(0, match.start() - 2) : match.start()]
        if not re.search(r"[（(》]$", before):
            return _number_text(match), match.start()
    return None


def _number_text(match: re.Match[str]) -> str:
    return f"{match['word']}〔{match['year']}〕{match['no']}号"


def _signed_by(text: str) -> str | None:
    for match in _dates(text):
        line = text[: match.start()].rstrip().split("\n")[-1].strip()
        found = re.search(rf"({_ORGAN})$", line)
        if found:
            return found[1]
    return None


def _issued_on(text: str, issuer: str | None) -> date | None:
    """The signed date: right behind the issuer or alone on its line; the first such."""
    dates = [m for m in _dates(text) if _day(m)]
    for match in dates:
        before = text[max(0, match.start() - 40) : match.start()].rstrip()
        if issuer and before.endswith(issuer):
            return _day(match)
    for match in dates:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
        rest = text[match.end() : match.end() + 3]
        is_alone = re.sub(r"[\s（(]", "", line) == re.sub(r"\s", "", match[0])
        if is_alone or rest.startswith("印发"):
            return _day(match)
    return None


def _dates(text: str) -> list[re.Match[str]]:
    return sorted([*_DATE.finditer(text), *_HAN_DATE.finditer(text)], key=lambda m: m.start())


def _day(match: re.Match[str]) -> date | None:
    def number(words: str) -> int:
        words = words.replace("Ｏ", "〇").replace("0", "〇") if not words.isdigit() else words
        return int(words) if words.isdigit() else han_number(words)

    try:
        return date(number(match["y"]), number(match["m"]), number(match["d"]))
    except ValueError:
        return None


def _cites(text: str, own_at: int | None, own_title: str | None) -> list[Citation]:
    found: dict[tuple[str | None, str | None], Citation] = {}
    taken: list[Span] = []
    short = set(_SHORT.findall(text))
    for match in _CITED.finditer(text):
        if match["title"] in short:
            continue
        behind = text[match.end() : match.end() + 12]
        is_own = own_title and match["title"].startswith(own_title)
        if is_own or re.match(r"已经|(?:印发|下发)给你们|的通知", behind):
            continue
        number = match["number"]
        span = Span(match.start(), match.end())
        taken.append(span)
        found.setdefault((match["title"], number), Citation(match["title"], number, span))
    for match in _NUMBER.finditer(text):
        inside = any(s.start <= match.start() < s.end for s in taken)
        if match.start() != own_at and not inside:
            text_ = _number_text(match)
            found.setdefault((None, text_), Citation(None, text_, Span(match.start(), match.end())))
            taken.append(Span(match.start(), match.end()))
    for match in _BARE_NUMBER.finditer(text[:2000]):
        if not any(s.start <= match.start() < s.end for s in taken):
            number = f"{match['no']}号"
            end = match.end() - 1
            found.setdefault((None, number), Citation(None, number, Span(match.start(), end)))
    return sorted(found.values(), key=lambda c: c.span.start)
