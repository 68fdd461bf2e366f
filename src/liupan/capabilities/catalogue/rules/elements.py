"""The thirteen elements of an entry (核心元数据), as they are said and as they are checked.

After 政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号. English names are ours; obligations
marked K in docs/reference are this project's reading and stand in the rule set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from stdnum.cn import uscc

ELEMENTS: Mapping[str, str] = {
    "category": "信息资源分类",
    "title": "信息资源名称",
    "code": "信息资源代码",
    "provider": "信息资源提供方",
    "provider_dept": "内部部门",
    "provider_code": "信息资源提供方代码",
    "abstract": "信息资源摘要",
    "format": "信息资源格式",
    "format_class": "信息资源格式分类",
    "format_type": "信息资源格式类型",
    "items": "信息项信息",
    "item_name": "信息项名称",
    "item_type": "数据类型",
    "share_type": "共享类型",
    "share_condition": "共享条件",
    "share_mode": "共享方式",
    "is_open": "是否向社会开放",
    "open_condition": "开放条件",
    "update_cycle": "更新周期",
    "publish_on": "发布日期",
    "related_codes": "关联资源代码",
    "secrecy": "涉密性",
    "zone": "网络区域",
}
"""The Chinese names, as the guide writes them; what is missing is called so in every language."""

UNCONDITIONAL, CONDITIONAL, NOT_SHARED = "1", "2", "3"
BASE = "1"
"""The first digit of codes of base information resources (基础信息资源)."""
STRUCTURED = frozenset({"2", "3", "7"})
"""Format classes whose resources have items: sheets, databases, interfaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSaid:
    """An information item (信息项)."""

    name: str
    data_type: str = "C"
    length: int | None = None
    unit: str = ""
    code_list: str = ""
    is_sensitive: bool = False
    is_shared: bool = True
    is_open: bool = False
    is_main: bool = False
    is_source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What an edition says; the code is given, the provider is the unit, the day is that of
    publication."""

    category: str
    title: str
    provider_code: str = ""
    provider_dept: str = ""
    abstract: str = ""
    format_class: str = ""
    format_type: str = ""
    share_type: str = ""
    share_condition: str = ""
    share_mode: str = ""
    is_open: bool = False
    open_condition: str = ""
    update_cycle: str = ""
    related_codes: tuple[str, ...] = ()
    secrecy: int = 0
    zone: str = "extranet"
    items: tuple[ItemSaid, ...] = field(default=())


class Why(StrEnum):
    """What may be wrong with an element."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_LISTED = "not_listed"
    BAD_CODE = "bad_code"
    NO_CONDITION = "no_condition"
    NO_ARTICLE = "no_article"
    NO_OPEN_CONDITION = "no_open_condition"
    NOT_SHARED_BUT_OPEN = "not_shared_but_open"
    TWICE = "twice"
    BASE_NOT_FREE = "base_not_free"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. `blocks`: it may not be handed in; else it is advice."""

    element: str
    why: Why
    value: str = ""
    most: int = 0
    blocks: bool = True

    @property
    def name(self) -> str:
        """The element's Chinese name."""
        return ELEMENTS[self.element]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the rule set allows: the longest texts, and the code lists by name of the element."""

    title: int
    abstract: int
    listed: Mapping[str, frozenset[str]]
    category_digits: int
    """So many digits a category has at least: class, item and catalogue."""


MANDATORY = (
    "category", "title", "provider_code", "abstract", "format_class", "format_type", "share_type",
    "share_mode", "update_cycle",
)  # fmt: skip
LISTED = ("category", "format_class", "share_type", "share_mode", "update_cycle")

ARTICLE = re.compile(
    r"第[0-9零〇一二三四五六七八九十百千]+条|[〔\[(（][0-9]{4}[〕\])）]\s*[0-9]+\s*号"
)
"""An article of a law or regulation, or the number of a document of the central authorities."""


def cites_article(text: str) -> bool:
    """Whether a ground names its article or document."""
    return bool(ARTICLE.search(text))


def check(said: Elements, limits: Limits) -> Sequence[Finding]:
    """Everything that stands in the way of handing the entry in, then advice."""
    found = [*_whole(said, limits), *_sharing(said), *_items(said, limits)]
    return sorted(found, key=lambda one: not one.blocks)


def _whole(said: Elements, limits: Limits) -> Iterator[Finding]:
    for name in MANDATORY:
        if not str(getattr(said, name)).strip():
            yield Finding(name, Why.MISSING)
    for name in LISTED:
        value = getattr(said, name)
        if value and value not in limits.listed.get(name, frozenset()):
            yield Finding(name, Why.NOT_LISTED, value)
    if said.category and len(said.category) < limits.category_digits:
        yield Finding("category", Why.BAD_CODE, said.category)
    if len(said.title) > limits.title:
        yield Finding("title", Why.TOO_LONG, said.title, limits.title)
    if len(said.abstract) > limits.abstract:
        yield Finding("abstract", Why.TOO_LONG, said.abstract, limits.abstract)
    if said.provider_code and not uscc.is_valid(said.provider_code):
        yield Finding("provider_code", Why.BAD_CODE, said.provider_code)


def _sharing(said: Elements) -> Iterator[Finding]:
    ground = said.share_condition.strip()
    if said.share_type == CONDITIONAL and not ground:
        yield Finding("share_condition", Why.NO_CONDITION)
    if said.share_type == NOT_SHARED and not cites_article(ground):
        yield Finding("share_condition", Why.NO_ARTICLE, ground)
    if said.share_type == NOT_SHARED and said.is_open:
        yield Finding("is_open", Why.NOT_SHARED_BUT_OPEN)
    if said.is_open and not said.open_condition.strip():
        yield Finding("open_condition", Why.NO_OPEN_CONDITION)
    if said.category.startswith(BASE) and said.share_type in (CONDITIONAL, NOT_SHARED):
        yield Finding("share_type", Why.BASE_NOT_FREE, said.share_type, blocks=False)


def _items(said: Elements, limits: Limits) -> Iterator[Finding]:
    if said.format_class in STRUCTURED and not said.items:
        yield Finding("items", Why.MISSING)
    seen: set[str] = set()
    for item in said.items:
        if not item.name.strip():
            yield Finding("item_name", Why.MISSING)
        elif item.name in seen:
            yield Finding("item_name", Why.TWICE, item.name)
        seen.add(item.name)
        if item.data_type not in limits.listed.get("item_type", frozenset()):
            yield Finding("item_type", Why.NOT_LISTED, f"{item.name} {item.data_type}".strip())
