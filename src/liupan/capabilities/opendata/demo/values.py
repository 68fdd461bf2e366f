"""Rows that look like the real ones: real divisions of Guyuan, invented names and figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from liupan.capabilities.opendata.demo.places import east_of, north_of
from liupan.capabilities.opendata.demo.things import (
    CHOICES,
    COUNTS,
    NAMES,
    SHOPS,
    SIGNS,
    STREETS,
    TOWNS,
)

PEOPLE_ROWS = 50
PLACES = tuple(TOWNS)


@dataclass(frozen=True, slots=True)
class Row:
    """What the cells of a row share: which of all it is, and where."""

    title: str
    number: int
    place: str
    town: str
    chance: Random


def made_up(
    title: str, names: Sequence[str], letters: Mapping[str, str], chance: Random, count: int
) -> Iterator[list[str]]:
    """So many rows with values that fit the dataset, its items' names and types."""
    for number in range(1, count + 1):
        place = chance.choice(PLACES)
        row = Row(title, number, place, chance.choice(TOWNS[place]), chance)
        yield [cell(name, letters[name], row) for name in names]


def cell(name: str, letter: str, row: Row) -> str:
    """A value of an item in a row."""
    if letter == "D":
        return (date(2016, 1, 1) + timedelta(days=row.chance.randrange(650))).isoformat()
    if name in WHERE:
        return WHERE[name](row.town, row.chance)
    if letter in "NYBIF":
        return _figure(name, row)
    said = f"{row.title}/{name}"
    chosen = next((v for word, v in CHOICES if word in (said if "/" in word else name)), None)
    if chosen:
        return row.chance.choice(chosen)
    make = next((make for words, make in MAKERS if any(word in name for word in words)), _thing)
    return make(row)


def _figure(name: str, row: Row) -> str:
    least, most = next((limits for word, limits in COUNTS if word in name), (10, 2000))
    return str(row.chance.randrange(least, most))


def _amount(row: Row) -> str:
    return str(row.chance.randrange(5, 900))


def _address(row: Row) -> str:
    return (
        f"固原市{row.place}{row.town}{row.chance.choice(STREETS)}{row.chance.randrange(1, 190)}号"
    )


def _number(row: Row) -> str:
    sign = next((sign for word, sign in SIGNS if word in row.title), "固")
    return f"{sign}〔{row.chance.choice((2015, 2016, 2017))}〕{row.number:03d}号"


def _until(row: Row) -> str:
    return f"至{row.chance.randrange(2018, 2022)}年{row.chance.randrange(1, 13)}月"


def _village(row: Row) -> str:
    return f"{row.town}{row.chance.choice(SHOPS)}{row.chance.choice(('家庄', '沟', '岔'))}村"


def _share(row: Row) -> str:
    return f"{row.chance.randrange(400, 1000) / 10}%"


def _thing(row: Row) -> str:
    """The name of what the dataset lists."""
    return _named(row, next((forms for word, forms in NAMES if word in row.title), COMPANIES))


def _company(row: Row) -> str:
    return _named(row, COMPANIES)


def _named(row: Row, forms: Sequence[str]) -> str:
    shop = row.chance.choice(SHOPS) + row.chance.choice(SHOPS[::-1])
    form = row.chance.choice(forms)
    return form.format(p=row.place, t=row.town, s=shop, n=row.chance.randrange(1, 9))


WHERE: Mapping[str, Callable[[str, Random], str]] = {"经度": east_of, "纬度": north_of}
COMPANIES = NAMES[-1][1]
Make = Callable[[Row], str]
MAKERS: Sequence[tuple[Sequence[str], Make]] = (
    (("建设单位", "施工单位", "用地单位", "采购人", "供应商", "招标人", "中标人", "开发企业"),
     _company),
    (("生产总值", "增加值", "损失", "总额", "概算", "蓄积"), _amount),
    (("地区", "地域", "区域", "县区"), lambda row: row.place),
    (("地址", "住所", "地点", "场所", "驻地", "位置", "厂）址", "采价点"), _address),
    (("受益村",), _village),
    (("号", "编码", "代码"), _number),
    (("有效期", "期限"), _until),
    (("比例", "增速", "进度"), _share),
    (("床位", "人次", "人口", "流量", "雨量", "水位", "收入", "预算", "规模", "里程", "价格",
      "浓度", "树龄", "执行", "资本", "资金", "投资", "量"), _amount),
)  # fmt: skip


def people(*, few: bool) -> list[list[str]]:
    """Invented people, every combination for as many: nobody can be told apart."""
    ages = [f"{n}-{n + 9}岁" for n in range(0, 80, 10)]
    levels = ("未上学", "小学", "初中", "高中", "大学")
    return [
        [place, sex, age, level]
        for place in PLACES
        for sex in ("男", "女")
        for age in ages
        for level in levels
        for _each in range(5 if few else PEOPLE_ROWS)
    ]
