"""Entries made of facts; what is not a fact says that it is an example (示例)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from liupan.capabilities.catalogue.facts import KindOfResource, kinds_of_resources
from liupan.capabilities.catalogue.rules.elements import (
    BASE,
    CONDITIONAL,
    NOT_SHARED,
    Elements,
    ItemSaid,
    cites_article,
)
from liupan.kernel.demo import DemoCity

COUNTIES = {
    "640402": "固原市原州区", "640422": "西吉县", "640423": "隆德县", "640424": "泾源县",
    "640425": "彭阳县",
}  # fmt: skip
CITY = "固原市"
TOWNSHIP = ("R019", "R020", "R021", "R106", "R108", "R109", "R119")
"""Kinds whose first record a township makes: who applies there, what was paid, what happened."""
HELD_BELOW = 6
"""So many kinds of each department of the city are held by its counterpart in a county too."""
COUNTY_DIGITS = "302"

TYPES = (
    ("D", ("日期", "时间", "期限", "年月")),
    ("Y", ("金额", "标准", "价格", "资金", "工资")),
    ("N", ("数", "面积", "数量", "长度", "积分", "位置", "坐标", "经度", "纬度")),
)
"""Letter and words at the end of a name that ask for it; all else is text."""
SENSITIVE = ("姓名", "身份号码", "证件号码", "住址", "指纹", "相片", "户主", "电话", "男方", "女方")
CODED = {"性别": "GB/T 2261.1", "民族": "GB/T 3304"}
CLAIMED = {
    "R003": ("姓名",), "R070": ("姓名", "证件号码"), "R013": ("证件号码",), "R038": ("名称",),
    "R016": ("名称", "住所"), "R026": ("面积",), "R106": ("面积",), "R084": ("企业名称",),
    "R116": ("企业名称",),
}  # fmt: skip
"""Items that two departments of the city claim: each opens an arbitration."""
CONDITION = "示例：因履行职责确需使用的部门，说明用途和依据后使用，不得转给他人。"


def kinds_in(city: DemoCity, townships: Iterable[str] = ()) -> Iterator[tuple[str, KindOfResource]]:
    """Units and what they hold: the city's departments, bureaus of the counties, townships."""
    kinds = kinds_of_resources()
    for kind in kinds:
        yield kind.provider, kind
    for code, county in COUNTIES.items():
        if city.builds(code):
            taken: Counter[str] = Counter()
            for kind in kinds:
                taken[kind.provider] += 1
                if taken[kind.provider] <= HELD_BELOW:
                    yield kind.provider.replace(CITY, county, 1), kind
    for township in townships:
        for kind in kinds:
            if kind.key in TOWNSHIP:
                yield township, kind


def said_of(kind: KindOfResource, unit: str) -> Elements:
    """The kind as an entry of the unit."""
    names = kind.item_names
    share, ground = _sharing(kind)
    law = f"依据《{kind.basis.partition('（')[0]}》等" if kind.basis else ""
    said = Elements(
        category=kind.category,
        title=kind.name,
        provider_dept=kind.department or "",
        abstract=f"示例摘要：{unit}{law}履行职责形成的{kind.name}，含{'、'.join(names[:4])}等。",
        format_class="3",
        format_type="Oracle",
        share_type=share,
        share_condition=ground,
        share_mode="3" if kind.update_cycle in ("realtime", "daily") else "2",
        update_cycle=kind.update_cycle,
        zone="extranet" if share == NOT_SHARED else "internet",
        items=tuple(_item(name, name in _claimed(kind, unit)) for name in names),
    )
    is_personal = any(item.is_sensitive for item in said.items)
    if share == "1" and not is_personal:
        items = tuple(replace(item, is_open=True) for item in said.items)
        said = replace(said, is_open=True, open_condition="无条件", items=items)
    if kind.category.startswith("301") and unit != kind.provider:
        return replace(said, category=f"{COUNTY_DIGITS}{kind.category[3:]}")
    return said


def _sharing(kind: KindOfResource) -> tuple[str, str]:
    """Share type and its words: what is not shared needs an article."""
    if kind.share_type == NOT_SHARED and kind.basis and cites_article(kind.basis):
        law, _stroke, article = kind.basis.partition("）")
        return NOT_SHARED, f"《{law.partition('（')[0]}》{article}"
    if kind.share_type in (CONDITIONAL, NOT_SHARED):
        return CONDITIONAL, CONDITION
    return "1", "无条件"


def _claimed(kind: KindOfResource, unit: str) -> Collection[str]:
    """The items of which the unit says that it is the source: of base information the first; some
    departments of the city claim what another claims too."""
    if unit != kind.provider:
        return ()
    first = kind.item_names[:1] if kind.category.startswith(BASE) else ()
    return (*first, *CLAIMED.get(kind.key, ()))


def _item(name: str, is_source: bool) -> ItemSaid:
    letter = next((one for one, words in TYPES if name.endswith(words)), "C")
    return ItemSaid(
        name=name,
        data_type=letter,
        length=100 if letter == "C" else None,
        code_list=CODED.get(name, ""),
        is_sensitive=any(word in name for word in SENSITIVE),
        is_main=True,
        is_source=is_source,
    )
