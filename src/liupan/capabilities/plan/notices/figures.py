"""Figures in a sentence: how much, held how, of what unit, until when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liupan.capabilities.plan.notices.source import Span

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = (
    "个百分点|百分点|%|％|‰|(?:[十百千]?[万亿])?(?:元|吨标准煤|人次|人|户|亩|吨|千瓦时|千瓦|平方公里|平方米|立方米|公里|"
    "千米|米|公顷|吨标准煤|岁|微克/立方米|家|个工作日|工作日|个月|小时|分钟|天|日|年|倍|[Mm]bps|兆|GB|TB|个|项|所|座|条|"
    "台|套|件|次|张|名|处|期|场|门|篇|类|批|只|头|株|辆|部|份|册|宗|起|点)|[万亿]"
)
_DOING = re.compile(
    r"新[建增]|改扩?建|扩建|完成|建[设成]|实施|培[训育养]|改造|打造|引进|创建|种植|治理|开放|共享|淘汰|关停|"
    r"整治|修[建复]|培植|发展|转移|减少|压减|新改扩建|开工|落实|认定|举办|安置|脱贫|落地|建档"
)
_NUMBER = (
    r"\d{1,15}(?:[.,]\d{1,9}){0,4}(?!\d)|[零〇一二两三四五六七八九十百千]+(?=[个项家倍年月天])|"
    r"百分之[零〇一二三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?|一半|过半|减半|"
    r"[一二三四五六七八九]成半?[一二三四五六七八九]?|[二三四五六七八九十]分之[一二三四五六七八九]"
)
_SHARE = re.compile(r"百分之|成|分之|一半|过半|减半")
_LEAD = (
    r"(?P<lead>不得?(?:低于|少于|高于|超过|多于|大于|小于)|(?:至少|最少|最多)[一-龥]{0,2}|达到?|提高[至到]|提升[至到]|上升[至到]|增[加长][至到]|不低于|不少于|不小于|不高于|不超过|不多于|不大于|"
    r"控制在|保持在|稳定在|压缩[至到在]|缩短[至到]|降[低至到]+|下降[至到]?|减少[至到]?|压减|压缩|缩短|"
    r"增长|提高|提升|超过|突破|高于|低于|大于|小于|实现|完成|新增|建成|新建|改建|改造|培训|培养|覆盖|占|"
    r"力争|累计|总数|总量|规模|建设|培育|引进|发展|转移|资助|打造|整合|开放|为)?(?:每[一-龥]每[年月])?"
)
_FIGURE = re.compile(
    rf"(?<![A-Za-z\d.]){_LEAD}(?P<about>[约近]?)(?P<number>{_NUMBER})(?P<gap>\s*)(?P<unit>{_UNITS})?"
    r"(?P<tail>以上|以下|以内|之内|左右|及以上|内?(?:办结|办完|答复|回复))?"
)
_APART = re.compile(
    rf"(?P<names>[^，。；：]{{0,100}}?)"
    rf"(?P<base>(?:[比较](?:20\d\d|上|去)年(?:同期|底|末)?)?)分别(?P<lead>[一-龥]{{2,4}}?)"
    rf"(?P<said>(?:{_NUMBER})(?:{_UNITS})?(?:[、和及](?:{_NUMBER})(?:{_UNITS})?)+)(?P<tail>以上|以下|以内)?"
)
"""`甲、乙分别控制在3万吨、4万吨以内`: as many names as figures."""
_DOUBLED = re.compile(r"翻(?P<times>[一两二三])番")
_FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_OF_FIVE = re.compile(
    r"[“\"]?(?P<plan>十[二三四五六]五)[”\"]?(?:时期|规划)?(?:期?末|期间|结束|收官|时期)"
)
_MONTH = re.compile(
    r"(?<![年\d])(?P<month>1[0-2]|[1-9])月(?:(?P<day>\d{1,2})日|(?P<part>底|末|上旬|中旬|下旬)?)(?P<before>[之以]?前)?"
)
_QUARTER = re.compile(
    r"(?<![每两\d年])第?(?P<part>[一二三四]季度|上半年|下半年)(?:末|底|内)?(?:[之以]?前)?"
)
_MONTHS_ON = re.compile(
    r"印发之日起(?P<count>\d{1,2}|[一二三四五六七八九十])个?(?P<unit>月|工作日|日|天)内"
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
_BASE = re.compile(r"[比较](?:20\d\d年|上年|去年|“?十[二三四]五”?末?)(?:同期|底|末)?")
_GROWTH = re.compile(r"^(?:年均|每年|平均|同比|均)*(?:增长|增速|提高|下降|递增)+$")
_EVERY = re.compile(r"每(?:半?年|月|季度?|周|日)")
_NOMINAL = re.compile(r"^(?:改造|建设|培训|培养|培育|整合|转移|资助|建档|治理|修复|安置)$")
_EAGER = re.compile(r"(?:力争|争取|确保|全部|(?<!年)均|要|应|须|将|实现|在)+$")
_MAKING = re.compile(
    r"(?:引进|培[养育训植]|产生|形成|选[拔派认聘]|支持|扶持|资助|新[建增]|建[成设立]|打造|创建|解决|设立|认定|评选|筹[建集]|转化)+$"
)
"""What brings about so many of what is named behind: 引进100名工程师."""
_COUNTED = re.compile(
    r"^(?:[十百千]?[万亿])?(?:名|人|个|家|项|所|座|条|台|套|件|处|场|门|篇|批|户)$"
)
_FROM_TO = re.compile(
    r"(?<![\d.])(?P<low>\d{1,6})(?P<to>[—–~～\-]{1,2})(?P<high>\d{1,6})(?=(?:[十百千]?[万亿])?(?:名|人|个|家|项|所|座|条|%|％))"
)
"""`8—10个`: what is to be reached is the lower one."""
_TIDY = re.compile(
    r"^(?:[“\"](?![^”\"]*[”\"])|实现(?!率)|年内|今年|到|至|力争|确保|使|其中|并|且|同时|全面|基本|进一步|逐步|努力|争取|，|、|；|：|将|把|全市|全县|全区|我市|"
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
    sentence = _FROM_TO.sub(_low_end, sentence)
    sentence, apart = _without_apart(sentence, offset)
    yield from apart
    for match in _DOUBLED.finditer(sentence):
        if named := _subject(sentence[: match.start()]):
            power = {"一": 2, "两": 4, "二": 4, "三": 8}[match["times"]]
            span = Span(offset + match.start(), offset + match.end())
            yield Figure(named, ">=", Decimal(power), "倍", False, span)
    subject = ""
    for match in _FIGURE.finditer(sentence):
        read = _read(sentence, match)
        if read:
            comparison, figure, unit, inferred = read
            name = _name(sentence, match, comparison) or name
            if _GROWTH.match(name) and subject:
                name = subject + name
            elif not _GROWTH.match(name):
                subject = name
            if name:
                span = Span(offset + match.start(), offset + match.end())
                yield Figure(name, comparison, figure, unit, inferred, span)


def _low_end(match: re.Match[str]) -> str:
    """The lower end of a range, as long as the range was, so that places stay."""
    if int(match["low"]) >= int(match["high"]):
        return match[0]
    return match["low"].ljust(len(match[0]))


def _without_apart(sentence: str, offset: int) -> tuple[str, list[Figure]]:
    """The sentence with figures that are said apart (分别) blanked out, and these figures."""
    found: list[Figure] = []
    names: list[str] = []
    for match in _APART.finditer(sentence) if "分别" in sentence else ():
        own = [_TIDY.sub("", n) for n in re.split(r"[、和及]", _BASE.sub("", match["names"])) if n]
        said = list(re.finditer(rf"(?P<number>{_NUMBER})(?P<unit>{_UNITS})?", match["said"]))
        names = own if len(own) == len(said) else names
        if len(names) != len(said):
            continue
        units = [(m["unit"] or "").replace("％", "%") for m in said]
        falls = _FALLS.search(match["lead"]) or re.search(r"增长|提高|提升", match["lead"])
        for name, one, unit in zip(names, said, units, strict=True):
            at = offset + match.start("said")
            found.append(
                Figure(
                    name + (match["lead"] if falls else ""),
                    _comparison(match["lead"], match["tail"] or "", one["number"]),
                    _number(one["number"]),
                    "%" if _SHARE.search(one["number"]) else unit or units[-1],
                    False,
                    Span(at + one.start(), at + one.end()),
                )
            )
        sentence = sentence[: match.start()] + "，" * len(match[0]) + sentence[match.end() :]
    return sentence, found


def _subject(before: str) -> str:
    """What the words before a figure speak of."""
    return _TIDY.sub("", _BASE.sub("", _WHAT.split(before)[-1])).strip()[:40]


def _read(sentence: str, match: re.Match[str]) -> tuple[str, Decimal, str, bool] | None:
    lead, unit, tail = match["lead"] or "", match["unit"] or "", match["tail"] or ""
    number, before = match["number"], sentence[: match.start("number")]
    after = sentence[match.end() :]
    since = re.split(r"[，。；：（）()]", before)[-1]
    counted = unit and (_DOING.search(since.split("、")[-1]) or "其中" in since)
    if not (lead or tail or counted) or _is_no_figure(number, unit, before, after, lead):
        return None
    figure = _number(number)
    inferred = False
    if _SHARE.search(number):
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
        r"不得?(?:高于|超过|多于|大于)|低于|小于|控制在|最多", lead
    ):
        return "<="
    if tail and re.search(r"办结|办完|答复|回复", tail):
        return "<="
    if re.search(r"[至到在]$", lead) and _FALLS.match(lead):
        return "<="
    if re.match(r"超过|突破|高于|大于", lead) or number in ("一半", "过半", "减半"):
        return ">"
    return ">="


def _number(words: str) -> Decimal:
    if words in ("一半", "过半", "减半"):
        return Decimal(50)
    if fraction := re.fullmatch(r"([二三四五六七八九十])分之(.)", words):
        share = Decimal(100 * han_number(fraction[2])) / han_number(fraction[1])
        return share.quantize(Decimal("0.01")).normalize()
    if tenths := re.fullmatch(r"(.)成(半?)(.?)", words):
        half = 5 if tenths[2] else _HAN.get(tenths[3], 0)
        return Decimal(10 * _HAN[tenths[1]] + half)
    words, _point, rest = words.removeprefix("百分之").replace(",", "").partition("点")
    if rest:
        return Decimal(f"{han_number(words)}.{''.join(str(_HAN[c]) for c in rest)}")
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
    if made := _made(words + lead, match["unit"] or "", after):
        return made
    words = _TIDY.sub("", _YEAR.sub("", _BASE.sub("", words))).strip()
    words = _EAGER.sub("", words)
    if words and _NOMINAL.match(lead):
        words += lead
    changes = re.match(r"增长|提高|提升|新增|下降|降低|减少|压减|压缩|缩短", lead)
    if words and changes and comparison != "<=" and not lead.endswith(("至", "到")):
        words += "" if _FALLS.search(words) else changes[0]
    if len(words) < 2:
        return _object_after(sentence, match, lead)[:40]
    if _EVERY.fullmatch(words):
        words += _object_after(sentence, match, lead)
    return words[:40]


def _made(before: str, unit: str, after: str) -> str:
    """`引进100名工程师` is named 引进工程师: where what is counted stands behind the figure."""
    before = re.sub(r"(?:不少于|不低于|至少|最少|超过|达到?)$", "", before)
    before = re.sub(r"\d[^，]*(?:和|及)$", "", before)  # 形成2个甲和6个乙
    verb = _MAKING.search(before)
    thing = re.match(r"(?:以上|左右)?(?P<what>[一-龥A-Za-z“”]{2,30})", after)
    if not (verb and thing and _COUNTED.match(unit)):
        return ""
    return verb[0] + re.sub(r"(?:和|及|以及)$", "", thing["what"])


def _object_after(sentence: str, match: re.Match[str], lead: str) -> str:
    """`新增城镇就业5000人` names it before; `建成120个社区服务站` behind."""
    after = re.match(r"[一-龥]{2,20}", sentence[match.end() :])
    if after:
        return re.sub("^(?:至少|最少|最多|不[少低大]于|超过|达到?)", "", lead) + after[0]
    earlier = re.split(r"[。；：]", sentence[: match.start()])[-1]
    words = [_TIDY.sub("", _YEAR.sub("", w)).strip() for w in re.split(r"[，、]", earlier)]
    named = [w for w in words if len(w) >= 3]
    return (
        named[-1] if named else ""
    ) and f"{named[-1]}{lead if lead not in ('达', '达到', '为') else ''}"


def deadline_in(sentence: str, *, issued_on: date | None) -> date | None:
    """The day by which the words want it, or None. `年底` is the year the notice was issued."""
    found = [_year_day(m) for m in _YEAR.finditer(sentence) if _is_deadline(sentence, m)]
    found += [date(_FIVE_YEARS[m["plan"]], 12, 31) for m in _OF_FIVE.finditer(sentence)]
    if found:
        return max(found)
    if issued_on and (match := _THIS_YEAR.search(sentence)):
        return date(issued_on.year + ("明年" in match[0]), 12, 31)
    if issued_on and (within := _within_year(sentence, issued_on)):
        return within
    years = span_of_years(sentence)
    return years_later(issued_on, years) if issued_on and years else None


def _within_year(sentence: str, issued_on: date) -> date | None:
    """`6月底前`, `三季度末前`, `印发之日起3个月内`: of the year of issue, else the coming one."""
    if match := _MONTHS_ON.search(sentence):
        count = int(match["count"]) if match["count"].isdigit() else han_number(match["count"])
        if match["unit"] != "月":
            return issued_on + timedelta(days=count)
        month = issued_on.month - 1 + count
        year, month = issued_on.year + month // 12, month % 12 + 1
        return date(year, month, min(issued_on.day, _month_end(year, month).day))
    found = [
        _month_day(m, issued_on) for m in _MONTH.finditer(sentence) if m["before"] or m["part"]
    ]
    for match in _QUARTER.finditer(sentence):
        part = match["part"]
        months = {"上半年": 6, "下半年": 12}
        month = months[part] if part in months else 3 * han_number(part[0])
        found.append(_not_past(month, 0, issued_on))
    return max(found, default=None)


def _month_day(match: re.Match[str], issued_on: date) -> date:
    days = {"上旬": 10, "中旬": 20}
    day = int(match["day"]) if match["day"] else days.get(match["part"] or "", 0)
    return _not_past(int(match["month"]), day, issued_on)


def _not_past(month: int, day: int, issued_on: date) -> date:
    """The next such day from the day of issue on; day 0 is the month's last."""
    for year in (issued_on.year, issued_on.year + 1):
        last = _month_end(year, month)
        found = last.replace(day=min(day, last.day)) if day else last
        if found >= issued_on:
            break
    return found


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
    if re.search(r"20\d\d年?[至—–-]$", before) and re.search(r"\d[月日底末][之以]?前", sentence):
        return False  # a plan's term, beside a day of its own
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
