"""Figures in a sentence: how much, held how, of what unit, until when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liupan.capabilities.plan.notices.source import Span

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = (
    "个百分点|百分点|%|％|‰|(?:[十百千]?[万亿])?(?:元|人次|人|户|亩|吨|千瓦时|千瓦|平方公里|平方米|立方米|公里|"
    "千米|米|公顷|微克/立方米|家|个工作日|工作日|个月|小时|分钟|天|日|年|倍|[Mm]bps|兆|GB|TB|个|项|所|座|条|"
    "台|套|件|次|张|名|处|期|场|门|篇|类|批|只|头|株|辆|部|份|册|宗|起|点)|[万亿]"
)
_DOING = re.compile(
    r"新[建增]|改扩?建|扩建|完成|建[设成]|实施|培[训育养]|改造|打造|引进|创建|种植|治理|开放|共享|淘汰|关停|"
    r"整治|修[建复]|培植|发展|转移|减少|压减|新改扩建|开工|落实|认定|举办|安置|脱贫|落地|建档"
)
_NUMBER = (
    r"\d+(?:[.,]\d+)*|[零〇一二两三四五六七八九十百千]+(?=[个项家成倍年月天])|"
    r"百分之[零〇一二三四五六七八九十百]+|一半|过半|减半"
)
_LEAD = (
    r"(?P<lead>达到?|提高[至到]|提升[至到]|上升[至到]|增[加长][至到]|不低于|不少于|不小于|不高于|不超过|不多于|不大于|"
    r"控制在|保持在|稳定在|压缩[至到在]|缩短[至到]|降[低至到]+|下降[至到]?|减少[至到]?|压减|压缩|缩短|"
    r"增长|提高|提升|超过|突破|高于|低于|大于|小于|实现|完成|新增|建成|新建|改建|改造|培训|培养|覆盖|占|"
    r"力争|累计|总数|总量|规模|建设|培育|引进|发展|转移|资助|打造|整合|开放|为)?(?:每[一-龥]每[年月])?"
)
_FIGURE = re.compile(
    rf"(?<![A-Za-z\d.]){_LEAD}(?P<about>[约近]?)(?P<number>{_NUMBER})(?P<gap>\s*)(?P<unit>{_UNITS})?"
    r"(?P<tail>以上|以下|以内|之内|左右|及以上)?"
)
_FALLS = re.compile(r"下降|降低|减少|压减|压缩|缩短")
_YEAR = re.compile(
    r"(?P<year>20\d\d|二[〇○零]\d{0}[〇○零一二三四五六七八九]{2})年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
    r"(?P<part>上半年|[一二三四]季度|底|末|初|前|年底)?"
)
_THIS_YEAR = re.compile(
    r"(?:今年|本年|(?<![一二三四五六七八九十两\d])年内|(?<!\d)(?<!年)年底|明年)(?:底|末|年底|内)?(?:[之以]?前)?"
)
_SPAN = re.compile(
    r"(?:利用|用|力争|在)?(?P<count>\d+|[一二三四五六七八九十两])(?:至\d+)?(?:个)?年(?:时间|内|左右|期)"
)
_WHAT = re.compile(r"[，。；：！？、（）()]|分别|(?<=\d[%％])|以上|以内")
_RATIO = re.compile(r"率|比例|比重|占比|覆盖|份额|达标|程度")
_TIDY = re.compile(
    r"^(?:到|至|力争|确保|使|其中|并|且|同时|全面|基本|进一步|逐步|努力|争取|，|、|；|：|将|把|全市|全县|全区|我市|"
    r"(?:20\d\d年)?(?:底|末)?(?:前|以前|之前)?)+"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that something is to reach, as the words say it."""

    name: str
    comparison: str
    figure: Decimal
    unit: str
    unit_inferred: bool
    span: Span


def figures_in(sentence: str, offset: int = 0, *, before: str = "") -> Iterator[Figure]:
    """Every figure with what it is a figure of. Years and numbers of papers are none.

    Args:
        before: what the sentence before spoke of, for `到2017年达到80%` without a subject.
    """
    name = before
    for match in _FIGURE.finditer(sentence):
        read = _read(sentence, match)
        if read:
            comparison, figure, unit, inferred = read
            name = _name(sentence, match, comparison) or name
            if name:
                span = Span(offset + match.start(), offset + match.end())
                yield Figure(name, comparison, figure, unit, inferred, span)


def _read(sentence: str, match: re.Match[str]) -> tuple[str, Decimal, str, bool] | None:
    lead, unit, tail = match["lead"] or "", match["unit"] or "", match["tail"] or ""
    number, before = match["number"], sentence[: match.start("number")]
    after = sentence[match.end() :]
    counted = unit and _DOING.search(re.split(r"[，。；：、（）()]", before)[-1])
    if not (lead or tail or counted) or _is_no_figure(number, unit, before, after, lead):
        return None
    figure = _number(number)
    inferred = False
    if number in ("一半", "过半", "减半") or number.startswith("百分之"):
        unit = "%"
    elif not unit:
        if not (_RATIO.search(before[-24:]) and 0 < figure <= 100):
            return None
        unit, inferred = "%", True
    return _comparison(lead, tail, number), figure, unit.replace("％", "%"), inferred


def _is_no_figure(number: str, unit: str, before: str, after: str, lead: str) -> bool:
    if unit in ("年", "月") or re.search(r"[〔\[（(]$|第$|“$|\d-$", before):
        return True
    if unit in ("日", "期", "点") and not lead:
        return True
    if unit in ("个", "项", "条", "次", "类") and lead == "为" and not match_tail(after):
        return True
    if unit == "个" and re.match(r"部门|单位|方面|阶段", after):
        return True
    return re.match(r"[年月号〕\]）)、.．]", after) is not None and not unit


def match_tail(after: str) -> bool:
    """Whether the number still has its bound behind it."""
    return bool(re.match(r"[一-龥]{0,6}(?:以上|以下|以内)", after))


def _comparison(lead: str, tail: str, number: str) -> str:
    if tail in ("以下", "以内", "之内") or re.match(
        r"不高于|不超过|不多于|不大于|低于|小于|控制在", lead
    ):
        return "<="
    if re.search(r"[至到在]$", lead) and _FALLS.match(lead):
        return "<="
    if re.match(r"超过|突破|高于|大于", lead) or number in ("一半", "过半", "减半"):
        return ">"
    return ">="


def _number(words: str) -> Decimal:
    if words in ("一半", "过半", "减半"):
        return Decimal(50)
    words = words.removeprefix("百分之").replace(",", "")
    if re.fullmatch(r"[\d.]+", words):
        return Decimal(words)
    return Decimal(han_number(words))


def han_number(words: str) -> int:
    """一百二十 → 120; 二〇一五 → 2015."""
    if not re.search(r"[十百千]", words):
        return int("".join(str(_HAN[c]) for c in words))
    total, digit = 0, 0
    for c in words:
        if c in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
        else:
            digit = _HAN[c]
    return total + digit


def _name(sentence: str, match: re.Match[str], comparison: str) -> str:
    """What the figure is of: the words between the last stop and the figure."""
    lead = match["lead"] or ""
    after = sentence[match.end() :]
    if inside := re.match(r"的([^，。；、]{3,30})", after):  # 70%以上的事项实现…
        return inside[1]
    words = _WHAT.split(sentence[: match.start()])[-1]
    words = _TIDY.sub("", _YEAR.sub("", words)).strip()
    changes = re.match(r"增长|提高|提升|新增|下降|降低|减少|压减|压缩|缩短", lead)
    if words and changes and comparison != "<=" and not lead.endswith(("至", "到")):
        words += "" if _FALLS.search(words) else changes[0]
    if len(words) < 2:
        words = _object_after(sentence, match, lead)
    return words[:40]


def _object_after(sentence: str, match: re.Match[str], lead: str) -> str:
    """`新增城镇就业5000人` names it before; `建成120个社区服务站` behind."""
    after = re.match(r"[一-龥]{2,20}", sentence[match.end() :])
    if after:
        return lead + after[0]
    earlier = re.split(r"[。；：]", sentence[: match.start()])[-1]
    words = [_TIDY.sub("", _YEAR.sub("", w)).strip() for w in re.split(r"[，、]", earlier)]
    named = [w for w in words if len(w) >= 3]
    return (
        named[-1] if named else ""
    ) and f"{named[-1]}{lead if lead not in ('达', '达到', '为') else ''}"


def deadline_in(sentence: str, *, issued_on: date | None) -> date | None:
    """The day by which the words want it, or None. `年底` is the year the notice was issued."""
    found = [_year_day(m) for m in _YEAR.finditer(sentence) if _is_deadline(sentence, m)]
    if found:
        return max(found)
    if issued_on and (match := _THIS_YEAR.search(sentence)):
        return date(issued_on.year + ("明年" in match[0]), 12, 31)
    years = span_of_years(sentence)
    return years_later(issued_on, years) if issued_on and years else None


def span_of_years(sentence: str) -> int | None:
    """`用五年时间` → 5."""
    match = _SPAN.search(sentence)
    if not match:
        return None
    return int(match["count"]) if match["count"].isdigit() else han_number(match["count"])


def years_later(day: date, years: int) -> date:
    """The same day so many years on."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _is_deadline(sentence: str, match: re.Match[str]) -> bool:
    before, after = sentence[: match.start()], sentence[match.end() :]
    if re.match(r"[〕\]]|[一-龥]{0,4}[〔\[]", after) or re.match(r"[一-龥]{0,6}印发", after):
        return False
    wants = re.search(r"(?:到|至|于|在|力争|确保|截至|时限：?|期限：?)\s*$", before)
    return bool(wants or match["part"] or re.match(r"[底末]|[之以]?前|完成|达到|实现|[，,]", after))


def _year_day(match: re.Match[str]) -> date:
    year = match["year"]
    number = int(year) if year.isdigit() else han_number(year)
    part = match["part"] or ""
    month = int(match["month"]) if match["month"] else 0
    if part == "上半年":
        month = 6
    elif part.endswith("季度"):
        month = 3 * han_number(part[0])
    month = month if 1 <= month <= 12 else 12
    last = _month_end(number, month)
    day = int(match["day"]) if match["day"] else last.day
    return date(number, month, min(max(day, 1), last.day))


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
