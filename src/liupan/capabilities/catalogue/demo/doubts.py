"""Doubts about records in the demo, in every state, and the notices of the last months.

Records, values and words are invented and say so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import cycle
from uuid import UUID

from liupan.capabilities.catalogue.demo.staff import Staff
from liupan.capabilities.catalogue.models import Grant
from liupan.capabilities.catalogue.operations.doubts.answering import (
    ask_back,
    dismiss_doubt,
    fix_record,
    reject_doubt,
    uphold_doubt,
)
from liupan.capabilities.catalogue.operations.doubts.flagging import (
    confirm_answer,
    dispute_answer,
    flag_record,
    supplement_doubt,
    withdraw_doubt,
)
from liupan.capabilities.catalogue.operations.notices.keeping import draft_notice, issue_notice
from liupan.capabilities.catalogue.policies import ANSWER, FLAG
from liupan.capabilities.catalogue.queries.board.boards import supervision_board
from liupan.capabilities.catalogue.queries.board.notices import drafted, kept_figures
from liupan.capabilities.catalogue.queries.doubts.holdings import Holding, list_holdings
from liupan.capabilities.catalogue.queries.doubts.sealed import Record
from liupan.capabilities.catalogue.rules.board import By, months_until
from liupan.foundation.calendar.facade import add_working_days
from liupan.foundation.messaging.facade import quietly
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.demo import DemoCity

Acts = Sequence[tuple[str, int]]
"""Acts after the flag, each so many working days after the one before."""
WAYS: Sequence[Acts] = (
    (("fix", 2), ("confirm", 1)),
    (("fix", 3), ("confirm", 2)),
    (("reject", 4), ("confirm", 1)),
    (("ask_back", 1), ("supplement", 3), ("fix", 3), ("confirm", 1)),
    (("fix", 8), ("confirm", 1)),
    (("reject", 3), ("dispute", 2), ("uphold", 3), ("fix", 3), ("confirm", 1)),
    (("fix", 4), ("confirm", 1)),
    (("reject", 3), ("dispute", 1), ("dismiss", 4)),
    (("withdraw", 1),),
)
"""What is over."""
OPEN_WAYS: Sequence[tuple[int, Acts]] = (
    (2, ()), (3, ()), (9, ()),
    (4, (("ask_back", 1),)),
    (5, (("fix", 2),)), (6, (("fix", 4),)),
    (6, (("reject", 3),)),
    (9, (("reject", 3), ("dispute", 2))),
    (14, (("reject", 3), ("dispute", 2), ("uphold", 5))),
)  # fmt: skip
"""What is on its way: flagged so many working days ago."""
OVER = 16
"""So many doubts are over."""
NEWS = timedelta(days=7)
"""What is older is no news to anybody."""
MONTHS = 3
"""Of so many months there is a notice; the last is a draft."""
REASON = "示例：经核对本单位登记簿，"
SAID = {
    "flag": "示例：办理业务时，当事人提交的证件与本记录不一致，请核查。",
    "ask_back": "示例：请补充当事人证件的签发日期。",
    "supplement": "示例：已补充证件签发日期，见证据。",
    "fix": f"{REASON}原录入有误，已更正。",
    "reject": f"{REASON}记录无误，不予更正。",
    "confirm": "示例：已核实。",
    "dispute": "示例：与生效文书不一致，提请裁定。",
    "uphold": "示例：以生效文书为准，应予更正。",
    "dismiss": "示例：登记簿与文书一致，维持原记录。",
    "withdraw": "示例：系本单位录入有误，撤回。",
}
NAMES = cycle(("示例甲", "示例乙", "示例丙", "示例丁", "示例戊"))


@dataclass
class Life:
    """A doubt, and who speaks for each side."""

    holding: Holding
    flagger: Actor
    provider: Actor
    key: str
    number: int
    doubt: UUID | None = None

    @property
    def item(self) -> str:
        """The item that is doubted: the last."""
        return list(self.holding.items)[-1]


def seed_doubts(city: DemoCity, staff: Staff) -> None:
    """Doubts under the grants that are there, then the notices."""
    lives = Doubting(city, staff)
    if lives.plan():
        with quietly():
            lives.live(until=city.now - NEWS)
        lives.live(until=city.now)
    seed_notices(city, staff)


def seed_notices(city: DemoCity, staff: Staff) -> None:
    """The notices of the last whole months; all but the last are issued."""
    today = clock.on(city.now)
    months = months_until(today, MONTHS + 1)[:-1]
    for month in months:
        day = min(add_working_days(month.last, 4), today)
        now = min(clock.start_of(day) + timedelta(hours=10), city.now)
        board = supervision_board(month, By.IN_TIME, today=day)
        made = draft_notice(
            month=month, words=drafted(board), figures=kept_figures(board),
            actor=staff.publisher, now=now,
        )  # fmt: skip
        if month is not months[-1]:
            issue_notice(notice_id=made, actor=staff.publisher, now=now)


class Doubting:
    """Acts on doubts in the order of time."""

    def __init__(self, city: DemoCity, staff: Staff) -> None:
        self.city, self.staff = city, staff
        self.today = clock.on(city.now)
        self.chance = city.chance("catalogue.doubts")
        self._agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = 0

    def plan(self) -> bool:
        """Lay out every doubt; whether there are any grants."""
        found = list(self._sides())
        if not found:
            return False
        turns = cycle(found)
        for way, (holding, flagger, provider) in zip(
            [WAYS[n % len(WAYS)] for n in range(OVER)], turns, strict=False
        ):
            first = clock.on(self._issued[holding.grant_id]) + timedelta(days=5)
            last = add_working_days(self.today, -(sum(days for _act, days in way) + 3))
            span = (last - first).days
            if span > 0:
                day = first + timedelta(days=self.chance.randint(0, span))
                self._begin(holding, flagger, provider, day, way)
        for (ago, way), (holding, flagger, provider) in zip(OPEN_WAYS, turns, strict=False):
            day = add_working_days(self.today, -ago)
            if clock.on(self._issued[holding.grant_id]) < day:
                self._begin(holding, flagger, provider, day, way)
        return True

    def live(self, *, until: datetime) -> None:
        """Carry out what happened by this moment."""
        while self._agenda and self._agenda[0][0] <= until:
            now, _order, act = heappop(self._agenda)
            act(now)

    def _sides(self) -> Iterator[tuple[Holding, Actor, Actor]]:
        """Grants whose both units have somebody who speaks."""
        rows = Grant.objects.values_list("id", "issued_at", "provider_id")
        self._issued = {row[0]: row[1] for row in rows}
        providers = {row[0]: row[2] for row in rows}
        holdings = [one for one in list_holdings(self.today) if len(one.items) > 1]
        units = list_units({*providers.values(), *(one.unit_id for one in holdings)})
        for one in holdings:
            uses = self.staff.desk(units[one.unit_id].name)
            holds = self.staff.desk(units[providers[one.grant_id]].name)
            if not uses or not holds:
                continue
            flagger = self.staff.actor(uses.editor.account_id)
            provider = self.staff.actor(holds.editor.account_id)
            if (
                flagger.id != provider.id
                and may(flagger, FLAG, unit_id=one.unit_id)
                and may(provider, ANSWER, unit_id=providers[one.grant_id])
            ):
                yield one, flagger, provider

    def _begin(
        self, holding: Holding, flagger: Actor, provider: Actor, day: date, way: Acts
    ) -> None:
        self._count += 1
        life = Life(holding, flagger, provider, next(NAMES), self._count)
        self._on(day, partial(self._flag, life, way))

    def _flag(self, life: Life, way: Acts, now: datetime) -> None:
        key = f"{life.key}{life.number}"
        told = Record(
            key={next(iter(life.holding.items)): key},
            found={life.item: "示例原值"},
            wanted={life.item: "示例新值"},
        )
        life.doubt = flag_record(
            grant_id=life.holding.grant_id, told=told, words=SAID["flag"], actor=life.flagger,
            now=now,
        )  # fmt: skip
        self._go_on(life, way, now)

    def _go_on(self, life: Life, way: Acts, now: datetime) -> None:
        if way:
            (act, days), *rest = way
            day = add_working_days(clock.on(now), days)
            self._on(day, partial(self._act, life, act, tuple(rest)))

    def _act(self, life: Life, act: str, rest: Acts, now: datetime) -> None:
        assert life.doubt
        actor, run = self._deed(life, act, now)
        run(doubt_id=life.doubt, words=SAID[act], actor=actor, now=now)
        self._go_on(life, rest, now)

    def _deed(self, life: Life, act: str, now: datetime) -> tuple[Actor, Callable[..., UUID]]:
        judge = self.staff.publisher
        fixing = partial(fix_record, values={life.item: "示例新值"}, effective_on=clock.on(now))
        deeds: dict[str, tuple[Actor, Callable[..., UUID]]] = {
            "ask_back": (life.provider, ask_back),
            "supplement": (life.flagger, supplement_doubt),
            "fix": (life.provider, fixing),
            "reject": (life.provider, reject_doubt),
            "confirm": (life.flagger, confirm_answer),
            "dispute": (life.flagger, dispute_answer),
            "uphold": (judge, uphold_doubt),
            "dismiss": (judge, dismiss_doubt),
            "withdraw": (life.flagger, withdraw_doubt),
        }
        return deeds[act]

    def _on(self, day: date, act: Callable[[datetime], None]) -> None:
        day = add_working_days(day, 0)
        moment = clock.start_of(day) + timedelta(hours=9, minutes=self.chance.randint(0, 420))
        self._count += 1
        heappush(self._agenda, (min(moment, self.city.now), self._count, act))
