"""Units of the demo draw datasets up and fill them, the authority releases."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.facade import Published, list_opened
from liupan.capabilities.opendata.demo.values import made_up, people
from liupan.capabilities.opendata.operations.drawing_up import ColumnSaid, Said, draw_up_dataset
from liupan.capabilities.opendata.operations.loading import fill_data
from liupan.capabilities.opendata.operations.releasing import (
    hand_in_dataset,
    release_dataset,
    return_dataset,
    withdraw_dataset,
)
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import (
    Holder,
    find_root,
    list_holders,
    list_posts,
    list_units_on,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

OPEN, FEW, PEOPLE_ROWS = 40, 3, 50
SINCE = date(2017, 1, 9)
PEOPLE = "人口普查汇总信息"
TWICE = (1, 2)
"""These have a second version, of yesterday."""
LEFT_OUT = (
    "法定代表人", "负责人", "责任人", "传承人", "所有人", "举办者", "当事人", "权利人", "车牌",
    "号牌", "信用代码", "红黑名单", "二维码",
)  # fmt: skip
"""Parts of names of items that name somebody, or numbers that look like somebody's."""
THEMES = (
    ("民政局", "welfare"), ("教育", "education"), ("文", "education"), ("旅游", "living"),
    ("卫生", "health"), ("食品药品", "market"), ("工商", "market"), ("质量", "market"),
    ("环境", "environment"), ("林业", "environment"), ("水务", "energy"), ("国土", "geography"),
    ("规划", "housing"), ("住房", "housing"), ("交通", "transport"), ("农", "agriculture"),
    ("粮食", "agriculture"), ("物价", "commerce"), ("统计", "finance"), ("财政", "finance"),
    ("审计", "finance"), ("发展", "finance"), ("人力", "employment"), ("安全", "safety"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Out:
    """A dataset that is out: its id, its unit's editor, whether it is conditional."""

    id: UUID
    unit_id: UUID
    editor: Actor


class Opening:
    """Units draw up, the authority releases."""

    def __init__(self, city: DemoCity) -> None:
        self.city, self.today = city, clock.on(city.now)
        self.chance = city.chance("opendata")
        self.released: list[Out] = []
        self.conditional: list[Out] = []
        self._editors: dict[UUID, Actor | None] = {}

    @property
    def is_whole(self) -> bool:
        """Whether the people are there; a part of the city may be built without them."""
        return find_account_by_username("planner") is not None

    @cached_property
    def authority(self) -> Actor:
        """The authority of public data."""
        account, root = find_account_by_username("planner"), find_root()
        assert account
        assert root
        self._grant("opendata-authority", account.id, root.id)
        return actor_for(account.id)

    def open(self) -> None:
        """Forty that are open, then one of each other kind."""
        entries = [one for one in list_opened(None) if self.editor(one.unit_id)]
        entries.sort(key=_first)
        wanted = entries[:FEW] if self.city.is_small else entries[:OPEN]
        for number, entry in enumerate(wanted):
            self.release(number, entry)
        rest = entries[len(wanted) :]
        for number, (entry, end) in enumerate(zip(rest, ENDS, strict=False)):
            self.end(OPEN + number, entry, end)

    def release(self, number: int, entry: Published, **more: str) -> Out | None:
        """Drawn up, loaded, handed in, released; a few are late by now."""
        days = lists_on(self.today).cycle_days.get(entry.said.update_cycle, 366)
        late = days > 20 and number % 13 == 7
        age = days + 5 if late else min(days // 3, 60)
        at = self.city.now - timedelta(days=age, hours=2)
        made = self.drawn_up(number, entry, **more)
        if made is None:
            return None
        editor = self.editor(entry.unit_id)
        assert editor
        self.fill(made, entry, editor, number, days_ago=age)
        hand_in_dataset(dataset_id=made, opinion="", actor=editor, now=at)
        release_dataset(dataset_id=made, opinion="同意发布。", actor=self.authority, now=at)
        if number in TWICE:
            self.fill(made, entry, editor, number + 5, days_ago=1)
        out = Out(made, entry.unit_id, editor)
        (self.conditional if more else self.released).append(out)
        return out

    def end(self, number: int, entry: Published, end: str) -> None:
        """A dataset that stands elsewhere."""
        editor = self.editor(entry.unit_id)
        assert editor
        now = self.city.now - timedelta(days=2)
        if end == "conditional":
            terms = {"openness": "conditional", "licence": "agreement",
                     "conditions": "示例：用于研究或者公共服务，签署开放利用协议。"}  # fmt: skip
            self.release(number, entry, **terms)
            return
        if end == "not":
            ground = "示例：涉及被许可人的商业秘密，依法不予开放。"
            made = self.drawn_up(number, entry, openness="not", ground=ground)
            if made:
                hand_in_dataset(dataset_id=made, actor=editor, now=now)
                release_dataset(dataset_id=made, actor=self.authority, now=now)
            return
        made = self.drawn_up(number, entry)
        if made is None or end == "draft":
            return
        self.fill(made, entry, editor, number, days_ago=2)
        hand_in_dataset(dataset_id=made, actor=editor, now=now)
        if end == "returned":
            reason = "示例：摘要没有写明统计口径，请补充。"
            return_dataset(dataset_id=made, reason=reason, actor=self.authority, now=now)
        if end == "withdrawn":
            release_dataset(dataset_id=made, actor=self.authority, now=now)
            reason = "示例：数据项口径有变，整理后重新发布。"
            withdraw_dataset(dataset_id=made, reason=reason, actor=editor, now=now)

    def drawn_up(self, number: int, entry: Published, **more: Any) -> UUID | None:
        """The dataset of an entry."""
        editor, said = self.editor(entry.unit_id), entry.said
        names = items_shown(entry)
        if not names or editor is None:
            return None
        about_persons = said.title == PEOPLE
        told = Said(
            code=f"gy-{entry.code.replace('/', '-')}".lower()[:60], title=said.title,
            abstract=said.abstract, theme=self._theme(entry.unit_id), licence="by",
            update_cycle=said.update_cycle or "other", keywords=_keywords(said.title),
            contact=f"{self.units[entry.unit_id]}办公室（示例）", division="640400",
            covers_from=date(2016, 1, 1), covers_until=self.today, about_persons=about_persons,
        )  # fmt: skip
        quasi = about_persons and more.get("openness") != "not"
        columns = [ColumnSaid(item=name, is_quasi_identifier=quasi) for name in names]
        return draw_up_dataset(
            resource_id=entry.resource_id, said=replace(told, **more), columns=columns,
            actor=editor, now=self.city.now - timedelta(days=200 - number),
        )  # fmt: skip

    def fill(
        self, made: UUID, entry: Published, editor: Actor, number: int, *, days_ago: int
    ) -> None:
        """Its rows: one load."""
        names = items_shown(entry)
        letters = {one.name: one.data_type for one in entry.said.items}
        at = self.city.now - timedelta(days=days_ago, hours=3)
        rows = (
            people(few=self.city.is_small)
            if entry.said.title == PEOPLE
            else list(
                made_up(entry.said.title, names, letters, self.chance, 120 + number * 7 % 280)
            )
        )
        fill_data(dataset_id=made, names=names, rows=rows, actor=editor, now=at)

    def editor(self, unit_id: UUID) -> Actor | None:
        """Whoever draws up in the unit, with the role."""
        if unit_id not in self._editors:
            self._editors[unit_id] = self._settle(unit_id)
        return self._editors[unit_id]

    @cached_property
    def units(self) -> dict[UUID, str]:
        """Names of all units."""
        return {unit.id: unit.name for unit in list_units_on(self.today)}

    def _settle(self, unit_id: UUID) -> Actor | None:
        found = [one for one in self._people.get(unit_id, ())
                 if one.account_id != self.authority.id]  # fmt: skip
        if not found:
            return None
        found.sort(key=lambda one: (one.kind != "clerk", one.kind != "contact", one.title))
        self._grant("opendata-editor", found[0].account_id, unit_id)
        return actor_for(found[0].account_id)

    @cached_property
    def _people(self) -> dict[UUID, list[Holder]]:
        posts = [post.id for post in list_posts(self.units, self.today)]
        held: dict[UUID, list[Holder]] = {}
        for holder in list_holders(posts, self.today):
            held.setdefault(holder.unit_id, []).append(holder)
        return held

    def _theme(self, unit_id: UUID) -> str:
        name = self.units[unit_id]
        return next((theme for word, theme in THEMES if word in name), "organisations")

    def _grant(self, role: str, account_id: UUID, unit_id: UUID) -> None:
        grant_role(
            role_code=role, account_id=account_id, unit_id=unit_id, valid_from=SINCE,
            actor=self.city.installer, now=clock.start_of(SINCE) + timedelta(hours=9),
        )  # fmt: skip


def _first(entry: Published) -> tuple[bool, bool]:
    """The one about persons comes first, then what can be drawn on a map."""
    has_place = any(item.name == "经度" for item in entry.said.items)
    return entry.said.title != PEOPLE, not has_place


ENDS = (
    "conditional", "conditional", "conditional", "not", "not", "draft", "checking", "returned",
    "withdrawn", "checking",
)  # fmt: skip
"""Where those after the forty stand."""


def items_shown(entry: Published) -> list[str]:
    """Open items, without those that name somebody."""
    if entry.said.title == PEOPLE:
        return ["地区", "性别", "年龄", "受教育程度"]
    return [
        one.name
        for one in entry.said.items
        if one.is_open and not one.is_sensitive
        if not any(word in one.name for word in LEFT_OUT)
        if not (one.data_type == "N" and one.name.endswith("位置"))
    ]


def _keywords(title: str) -> tuple[str, ...]:
    """Parts of the name."""
    plain = title.removesuffix("信息")
    return tuple(dict.fromkeys((plain, plain[:2], plain[-2:], "固原")))
