"""Units that a sentence names, and which of them leads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INSIDE = r"[^（）()【】\n]{0,200}(?:[（(][^（）()\n]{0,6}[）)][^（）()【】\n]{0,60}){0,8}"
_UNIT_END = (
    r"(?:局|委|办|厅|院|中心|公司|政府|部门|单位|组|处|队|站|银行|办公室|管委会|集团|学院|团|联|会)"
)
_BRACKET = re.compile(
    rf"[（(【\[](?=(?:{_INSIDE}(?:责任|牵头|负责|配合|落实单位|实施单位|主办|协办|分工)|"
    rf"[一-龥、，,；;（）()]{{0,160}}{_UNIT_END}[）)】\]]))(?P<in>{_INSIDE})[）)】\]]"
)
_LINE = re.compile(
    r"(?:责任单位|牵头单位|牵头部门|主办单位|责任部门|主责单位)[：:](?P<lead>(?:[^；;。\n（(）)]|[（(][^（）()]{0,4}[）)])+)"
    r"(?:[；;。]?\s*(?:配合|参与|协办|协助|责任)(?:单位|部门)[：:](?P<assist>(?:[^；;。\n（(）)]|[（(][^（）()]{0,4}[）)])+))?"
)
_RUNNING = re.compile(
    r"(?:由|请)?(?P<units>(?:(?:各?[省市县区州旗]|全[市县区])?[一-龥]{1,10}?(?:局|委|办|厅|院|中心|公司|银行|政府|办公室|部门|委员会|机关|网信办)"
    r"[、和及]?)+)(?:等部门|等单位)?(?:要|应|负责|牵头|会同|配合|对|可|按照|根据|制定|组织|统筹)"
)
_GROUPS = re.compile(
    r"(?:市政府|市直|县政府|各)?各?(?:有关|相关)?(?:各县(?:[（(]区[）)]|区|市)?(?:人民政府)?|各级行政机关|各级政府部门|各级各部门|市政府各部门|市直各部门|"
    r"各县、各部门|各部门|各级各单位|各县(?:（区）)?人民政府(?:及部门)?|各乡镇(?:人民政府)?|有关部门|市政府办公室|市人民政府办公室)"
)
_SPLIT = re.compile(
    r"[、，,；;](?![^（(]*[）)])(?!(?:特区、)?区(?:人民)?政府|特区、|县级市)|和(?=[市各县区])|以及|及(?=[各有相])|会同"
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who leads and who assists, in the notice's own words."""

    lead: str | None
    assisting: tuple[str, ...]


def responsible_in(words: str, known: Sequence[str] = ()) -> Responsible:
    """Units a matter names. Brackets and `责任单位：` say who leads; else the first named leads."""
    if bracket := _BRACKET.search(words):
        return _from_bracket(bracket["in"])
    if line := _LINE.search(words):
        return _from_line(line)
    named = _named(words, known)
    return Responsible(named[0] if named else None, tuple(named[1:]))


def without_brackets(words: str) -> str:
    """The matter without the bracket that names who is responsible."""
    words = _BRACKET.sub("", words)
    return re.sub(rf"[（(]?{_LINE.pattern}[）)]?", "", words).strip()


def _from_line(match: re.Match[str]) -> Responsible:
    lead, *others = _units(match["lead"])
    return Responsible(lead, (*others, *_units(match["assist"] or "")))


def _from_bracket(words: str) -> Responsible:
    if _LINE.search(words):
        match = _LINE.search(words)
        assert match
        return _from_line(match)
    lead_part, assist_part = words, ""
    if match := re.search(r"牵头|负责|主办", words):
        lead_part, assist_part = words[: match.start()], words[match.end() :]
        if not lead_part.strip("：: "):
            lead_part, assist_part = assist_part.lstrip("：:"), ""
    units = _units(lead_part)
    return Responsible(units[0] if units else None, (*units[1:], *_units(assist_part)))


def _units(words: str) -> list[str]:
    found = []
    for raw in _SPLIT.split(words):
        unit = re.sub(
            r"^(?:由|请|分别由|责任单位|牵头单位|配合单位|协办单位)?[：:]?|"
            r"(?:等)?(?:按职责分工)?(?:分别)?(?:共同)?(?:负责|配合|参与|协助|落实|牵头|等部门|等单位|等)*$",
            "",
            raw.strip(),
        ).strip("：: ")
        is_limit = re.search(r"\d{1,4}[年月日]|完成$|[底末]前$", unit)
        if 2 <= len(unit) <= 24 and unit not in found and not is_limit:
            found.append(unit)
    return found


def _named(words: str, known: Sequence[str]) -> list[str]:
    places = {words.index(unit): unit for unit in known if unit in words}
    for match in _GROUPS.finditer(words):
        if len(group := match[0].rstrip("、")) >= 3:
            places.setdefault(match.start(), group)
    if running := _RUNNING.search(words):
        for unit in _units(running["units"]):
            places.setdefault(words.index(unit), unit)
    if listed := re.search(r"由(?P<list>[一-龥]{2,8}(?:、[一-龥]{2,8})+)等部门", words):
        for unit in _units(listed["list"]):
            places.setdefault(words.index(unit), unit)
    ordered = [places[at] for at in sorted(places)]
    return [u for n, u in enumerate(ordered) if not any(u in other for other in ordered[:n])]
