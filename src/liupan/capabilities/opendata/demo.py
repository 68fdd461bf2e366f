"""Open data of the demo city: forty datasets with content, and what people did with them.

Entries are those of the catalogue, divisions are real; names of institutions, figures, people and
words are invented, and say so. The one table about persons holds invented people in groups.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.facade import Published, list_opened
from liupan.capabilities.opendata.operations.applying import (
    accept_application,
    apply_for_data,
    extend_reply,
    refuse_application,
    revoke_permit,
    set_agreement,
    take_back_application,
    use_data,
)
from liupan.capabilities.opendata.operations.drawing_up import ColumnSaid, Said, draw_up_dataset
from liupan.capabilities.opendata.operations.loading import fill_data
from liupan.capabilities.opendata.operations.releasing import (
    hand_in_dataset,
    release_dataset,
    return_dataset,
    withdraw_dataset,
)
from liupan.capabilities.opendata.operations.submitting import (
    Words,
    answer_submission,
    assign_submission,
    follow_dataset,
    hide_submission,
    show_submission,
    submit,
)
from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import quietly
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
PLACES = ("原州区", "西吉县", "隆德县", "泾源县", "彭阳县")
TOWNS = (
    "三营镇", "头营镇", "开城镇", "将台堡镇", "兴隆镇", "平峰镇", "沙塘镇", "联财镇", "香水镇",
    "六盘山镇", "泾河源镇", "王洼镇", "古城镇", "红河镇",
)  # fmt: skip
LEFT_OUT = (
    "法定代表人", "负责人", "责任人", "传承人", "所有人", "举办者", "当事人", "权利人", "车牌",
    "号牌", "信用代码", "红黑名单", "二维码",
)  # fmt: skip
"""Parts of names of items that name somebody, or numbers that look like somebody's."""
THEMES = (
    ("民政", "welfare"), ("教育", "education"), ("文", "education"), ("旅游", "living"),
    ("卫生", "health"), ("食品药品", "market"), ("工商", "market"), ("质量", "market"),
    ("环境", "environment"), ("林业", "environment"), ("水务", "energy"), ("国土", "geography"),
    ("规划", "housing"), ("住房", "housing"), ("交通", "transport"), ("农", "agriculture"),
    ("粮食", "agriculture"), ("物价", "commerce"), ("统计", "finance"), ("财政", "finance"),
    ("审计", "finance"), ("发展", "finance"), ("人力", "employment"), ("安全", "safety"),
)  # fmt: skip
AGREEMENT = (
    "一、数据只用于申请所述用途，不得转给他人。\n二、公布成果时注明数据来源和取得日期。\n"
    "三、不得用数据识别个人。\n四、期满或者撤销许可后停止使用并删除数据。\n（示例文本）"
)


@dataclass(frozen=True, slots=True)
class Out:
    """A dataset that is out: its id, its unit's editor, whether it is conditional."""

    id: UUID
    unit_id: UUID
    editor: Actor


def seed(city: DemoCity) -> None:
    """Datasets in every state, then applications and what was sent in, the watch at the end."""
    with quietly():
        opening = Opening(city)
        if not opening.is_whole:
            return
        opening.open()
        Acts(opening).live()
        watch_datasets(actor=worker_actor(WATCH), now=city.now)


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
        entries.sort(key=lambda one: one.said.title != PEOPLE)
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
            else list(made_up(names, letters, self.chance, 120 + number * 7 % 280))
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


ENDS = (
    "conditional", "conditional", "conditional", "not", "not", "draft", "checking", "returned",
    "withdrawn", "checking",
)  # fmt: skip
"""Where those after the forty stand."""


PUBLIC = ("citizen", "citizen2", "citizen3", "citizen4", "enterprise", "enterprise2")
"""Demo people of the public."""


class Acts:
    """Citizens and enterprises apply, ask, report and show."""

    def __init__(self, opening: Opening) -> None:
        self.opening, self.city = opening, opening.city
        found = (find_account_by_username(name) for name in PUBLIC)
        self.public = [actor_for(account.id) for account in found if account]

    def live(self) -> None:
        """Everything, in the order of time."""
        if not self.public or not self.opening.released:
            return
        set_agreement(text=AGREEMENT, actor=self.opening.authority, now=self._ago(200))
        self._applications()
        self._requests()
        self._about_datasets()
        self._gallery()
        for one in self.opening.released[:6]:
            follow_dataset(dataset_id=one.id, actor=self.public[0], now=self._ago(1))

    def _applications(self) -> None:
        ends: Sequence[Callable[[UUID, Out], object]] = (
            self._accept, self._refuse, self._revoke, self._extend, self._take_back,
            lambda _made, _out: None,
        )  # fmt: skip
        for number, end in enumerate(ends if self.opening.conditional else ()):
            out = self.opening.conditional[number % len(self.opening.conditional)]
            made = apply_for_data(
                dataset_id=out.id, purpose="示例：用于六盘山区生态旅游线路研究，成果公开。",
                agreement=1, actor=self._who(number), now=self._ago(1 if number > 2 else 1.5),
            )  # fmt: skip
            end(made, out)

    def _accept(self, made: UUID, out: Out) -> None:
        until = self.opening.today + timedelta(days=180)
        accept_application(
            application_id=made, until_on=until, words="示例：用途明确。", actor=out.editor,
            now=self._ago(1),
        )  # fmt: skip
        use_data(dataset_id=out.id, form="csv", actor=self._who(0), now=self._ago(0.5))

    def _refuse(self, made: UUID, out: Out) -> None:
        reason = "示例：所述用途不需要逐条数据，可使用汇总数据。"
        refuse_application(
            application_id=made, reason=reason, actor=out.editor, now=self._ago(1)
        )  # fmt: skip

    def _revoke(self, made: UUID, out: Out) -> None:
        until = self.opening.today + timedelta(days=90)
        accept_application(
            application_id=made, until_on=until, actor=out.editor, now=self._ago(1)
        )  # fmt: skip
        reason = "示例：超出申请所述用途。"
        revoke_permit(application_id=made, reason=reason, actor=out.editor, now=self._ago(0.2))

    def _extend(self, made: UUID, out: Out) -> None:
        reason = "示例：需要征求上级部门意见。"
        extend_reply(application_id=made, reason=reason, actor=out.editor, now=self._ago(0.5))

    def _take_back(self, made: UUID, _out: Out) -> None:
        take_back_application(application_id=made, actor=self._who(4), now=self._ago(0.5))

    def _requests(self) -> None:
        authority, first = self.opening.authority, self.opening.released[0]
        answers = (
            "已有开放数据可用，见所附数据集。",
            "计划明年上半年开放。",
            "涉及个人隐私，不予开放。",
        )
        for number, (title, text) in enumerate(REQUESTS):
            ago = 30 - number * 4
            words = Words(title=title, text=text)
            made = submit(
                kind=Kind.REQUEST, words=words, actor=self._who(number), now=self._ago(ago)
            )
            if number < len(answers):
                assign_submission(
                    submission_id=made, unit_id=first.unit_id, actor=authority,
                    now=self._ago(ago - 1),
                )  # fmt: skip
                answer_submission(
                    submission_id=made, answer=f"示例：{answers[number]}",
                    is_declined=number == 2, dataset_id=first.id if number == 0 else None,
                    actor=first.editor, now=self._ago(ago - 3),
                )  # fmt: skip
            self._moderate(number, made, len(REQUESTS))

    def _about_datasets(self) -> None:
        for number, (kind, title, text, answer) in enumerate(SAID):
            out = self.opening.released[(number * 3 + 1) % len(self.opening.released)]
            made = submit(
                kind=kind, words=Words(title=title, text=text), dataset_id=out.id,
                actor=self._who(number), now=self._ago(1.9 - number / 20),
            )  # fmt: skip
            if answer:
                answer_submission(
                    submission_id=made, answer=answer, is_declined="不属" in answer,
                    actor=out.editor, now=self._ago(1 - number / 20),
                )  # fmt: skip
            if kind is Kind.QUESTION and answer:
                show_submission(
                    submission_id=made, actor=self.opening.authority, now=self._ago(0.3)
                )

    def _gallery(self) -> None:
        for number, (title, text) in enumerate(GALLERY):
            some = self.opening.released[number * 2 : number * 2 + 2] or self.opening.released[:1]
            words = Words(
                title=title, text=text, address=f"https://example.org/guyuan/{number + 1}",
                uses=tuple(out.id for out in some),
            )  # fmt: skip
            made = submit(kind=Kind.REUSE, words=words, actor=self._who(number), now=self._ago(1.8))
            self._moderate(number, made, len(GALLERY))

    def _moderate(self, number: int, made: UUID, count: int) -> None:
        """The last waits, the one before was not shown."""
        authority = self.opening.authority
        if number == count - 2:
            hide_submission(
                submission_id=made, reason="示例：与开放数据无关。", actor=authority,
                now=self._ago(0.3),
            )  # fmt: skip
        elif number < count - 2:
            show_submission(submission_id=made, actor=authority, now=self._ago(0.3))

    def _who(self, number: int) -> Actor:
        return self.public[number % len(self.public)]

    def _ago(self, days: float) -> datetime:
        return self.city.now - timedelta(days=days)


REQUESTS = (
    ("公交车辆实时位置", "示例：希望开放公交车到站信息，用于出行应用。"),
    ("全市停车场泊位", "示例：停车场名称、地址、泊位数。"),
    ("低保对象名单", "示例：希望取得名单用于研究。"),
    ("农村道路养护计划", "示例：年度计划和完成情况。"),
    ("推广商品信息", "示例：与数据无关的内容。"),
    ("六盘山景区客流", "示例：按小时的入园人数。"),
)
SAID = (
    (Kind.QUESTION, "数据多久更新一次", "示例：页面写的周期和实际一致吗？",
     "示例：一致，按期更新。"),
    (Kind.QUESTION, "面积的单位是什么", "示例：没有看到单位。", "示例：平方米，已在说明中补充。"),
    (Kind.QUESTION, "有没有2015年的数据", "示例：做对比需要。", ""),
    (Kind.ERROR, "第12行地址有误", "示例：乡镇已更名为将台堡镇。", "示例：已核实，下次更新改正。"),
    (Kind.ERROR, "数值偏大", "示例：第3行比上期大十倍。", "示例：经核对数值无误，不属错误。"),
    (Kind.ERROR, "日期缺失", "示例：第40行没有日期。", ""),
)  # fmt: skip
GALLERY = (
    ("固原养老地图", "示例：在地图上查找养老机构和床位。"),
    ("空气质量日历", "示例：按天看空气质量。"),
    ("学校分布分析", "示例：各县区学校和在校生数比较。"),
    ("无关内容", "示例：审核未通过的投稿。"),
    ("建设项目查询", "示例：按县区查询许可。"),
)


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


def made_up(
    names: Sequence[str], letters: dict[str, str], chance: Random, count: int
) -> Iterator[list[str]]:
    """So many rows with values that fit their items' names and types."""
    for number in range(1, count + 1):
        place, town = chance.choice(PLACES), chance.choice(TOWNS)
        yield [_cell(name, letters[name], number, place, town, chance) for name in names]


def _cell(name: str, letter: str, number: int, place: str, town: str, chance: Random) -> str:
    if letter == "D":
        return (date(2016, 1, 1) + timedelta(days=chance.randrange(650))).isoformat()
    if letter in "NYBIF":
        return str(chance.randrange(10, 2000))
    for words, make in WORDS:
        if any(word in name for word in words):
            return make(number, place, town, chance)
    return f"{chance.choice('甲乙丙丁戊')}类"


Make = Callable[[int, str, str, Random], str]
WORDS: Sequence[tuple[Sequence[str], Make]] = (
    (("号", "编码", "代码", "文号"), lambda n, _p, _t, _c: f"示例{n:04d}"),
    (("地址", "住所", "地点", "场所", "驻地", "位置", "厂）址"),
     lambda n, p, t, _c: f"{p}{t}示例路{n}号"),
    (("地区", "地域", "区域", "县区"), lambda _n, p, _t, _c: p),
    (("名称", "单位", "企业", "机构", "户", "主体", "者", "人", "站", "测站", "项目", "线路",
      "景区"),
     lambda n, p, _t, _c: f"示例{p}第{n}号"),
    (("等级", "级别"), lambda _n, _p, _t, c: c.choice(("一级", "二级", "三级"))),
    (("床位", "人次", "人口", "流量", "雨量", "水位", "收入", "预算", "票价", "规模", "里程"),
     lambda _n, _p, _t, c: str(c.randrange(5, 900))),
    (("有效期", "期限"), lambda _n, _p, _t, c: f"至{c.randrange(2018, 2022)}年底"),
    (("比例", "增速"), lambda _n, _p, _t, c: f"{c.randrange(10, 99)}%"),
)  # fmt: skip


def _keywords(title: str) -> tuple[str, ...]:
    """Parts of the name."""
    plain = title.removesuffix("信息")
    return tuple(dict.fromkeys((plain, plain[:2], plain[-2:], "固原")))
