"""Invented values for items of the catalogue, by their names: plausible in form, nobody's."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from liupan.foundation.organisations.facade import DivisionRef

FIRST_DAY, DAYS = date(2014, 1, 1), 1_400
CODED = {
    "性别": ("男", "女"), "民族": ("汉族", "回族", "满族", "其他"),
    "婚姻状况": ("未婚", "已婚", "离异", "丧偶"), "文化程度": ("小学", "初中", "高中", "本科"),
    "状态": ("正常", "暂停", "注销"), "结果": ("合格", "基本合格", "不合格"),
    "等级": ("一级", "二级", "三级"), "类别": ("甲类", "乙类", "丙类"),
    "类型": ("甲型", "乙型", "丙型"),
}  # fmt: skip
PEOPLE = ("姓名", "男方", "女方", "人", "户主", "代表", "者", "成员")
NUMBERS = ("身份号码", "证件号码", "证号", "号码", "编号", "代码", "文号")
PLACES = ("住址", "住所", "地址", "位置", "地点", "坐落", "所在地", "区域")
AREAS = ("区划", "县区", "县", "乡镇", "辖区", "户籍地")


class Values:
    """Values of one table, the same in every demo city."""

    def __init__(self, chance: Random, divisions: Sequence[DivisionRef]) -> None:
        self._chance = chance
        self._divisions = divisions

    def row(self, items: Sequence[tuple[str, str]], number: int, key: str) -> list[str]:
        """One row: a value for each item (name, data type); the key's differs in every row."""
        place = self._chance.choice(self._divisions)
        return [
            f"示例{number:06}" if name == key else self._value(name, letter, number, place)
            for name, letter in items
        ]

    def _value(self, name: str, letter: str, number: int, place: DivisionRef) -> str:
        if letter in "DT":
            return (FIRST_DAY + timedelta(days=self._chance.randrange(DAYS))).isoformat()
        if letter in "NYIBF":
            return str(self._chance.randrange(1, 2_000))
        for ending, values in CODED.items():
            if name.endswith(ending):
                return self._chance.choice(values)
        return _text(name, number, place, self._chance.randrange(1, 200))


def _text(name: str, number: int, place: DivisionRef, house: int) -> str:
    if name.endswith(AREAS):
        return place.name
    if name.endswith(PLACES):
        return f"{place.name}示例路{house}号"
    if "身份" in name or "证件" in name:
        return f"{place.code[:6]}00000000{number % 10_000:04}"  # a day that never was
    if "信用代码" in name:
        return f"{place.code[:6]}DEMO{number:08}"
    if name.endswith(NUMBERS):
        return f"示{place.code[2:6]}-{number:05}"
    if name.endswith(PEOPLE):
        return f"示例{number:05}"
    if name.endswith(("名称", "单位", "机构", "企业")):
        return f"{place.name}示例单位{number:04}"
    return f"示例{name}{house}"
