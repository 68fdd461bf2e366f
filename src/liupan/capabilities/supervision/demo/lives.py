"""How an item lives: handed over, signed for, reported on, endorsed, verified, closed, or stuck."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from io import BytesIO
from uuid import UUID

from liupan.capabilities.supervision.demo import texts
from liupan.capabilities.supervision.demo.staff import BEGINS, Desk, Staff
from liupan.capabilities.supervision.operations.closing import (
    archive_item,
    mark_lateness,
    reopen_item,
    verify_and_close,
)
from liupan.capabilities.supervision.operations.handing import (
    hand_over_items,
    sign_for_item,
    urge_item,
)
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    report_progress,
    return_item,
)
from liupan.capabilities.supervision.policies import TEND
from liupan.foundation.calendar.facade import clocks_of
from liupan.foundation.design.facade import city_day
from liupan.foundation.documents.facade import Attached
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import quietly
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity
from liupan.kernel.errors import Fault

Step = Callable[[datetime], object]
NEVER = date(2021, 1, 1)
EVIDENCED = 0.08
"""The share of reports with a file."""


@dataclass(kw_only=True, eq=False)
class Life:
    """An item's life as it will go. `done_on`: when it is reported done; `NEVER`: it is stuck."""

    title: str
    desk: Desk
    due_on: date
    handed_on: date
    done_on: date
    signs_after: int = 1
    reports: int = 2
    returned: int = 0
    is_archived: bool = False
    id: UUID | None = None
    whole: "Life | None" = None
    parts: list["Life"] = field(default_factory=list)
    is_closed: bool = False
    is_paused: bool = False
    turn: int = 0
    key: str = ""

    @property
    def item_id(self) -> UUID:
        assert self.id
        return self.id


class Lives:
    """Does everything in the order of time, until the city opens."""

    def __init__(self, city: DemoCity, staff: Staff) -> None:
        self.city, self.staff = city, staff
        self.chance = city.chance("supervision")
        self.today = clock.on(city.now)
        self.steps: list[tuple[datetime, int, Step]] = []
        self.clerk, self.planner = staff.named("clerk"), staff.named("planner")
        self.chief = staff.named("chief")
        self.tender = worker_actor(TEND)
        self.now = clock.start_of(BEGINS)
        self._count = 0

    def at(self, moment: datetime, step: Step) -> None:
        """Do it then, if then has come."""
        if moment <= self.city.now:
            self._count += 1
            heappush(self.steps, (moment, self._count, step))

    def on(self, day: date, step: Step) -> None:
        """Do it on a working hour of that day or the next weekday."""
        minutes = self.chance.randint(0, 400)
        moment = clock.start_of(weekday(day)) + timedelta(hours=9, minutes=minutes)
        self.at(max(moment, self.now + timedelta(minutes=12)), step)

    def live(self) -> None:
        """What is older than ten days is told to nobody."""
        with quietly():
            self._live_until(self.city.now - timedelta(days=10))
        self._live_until(self.city.now)

    def _live_until(self, moment: datetime) -> None:
        while self.steps and self.steps[0][0] <= moment:
            self.now, _count, step = heappop(self.steps)
            step(self.now)

    def supervisor(self, life: Life) -> Actor:
        """Who verifies: the two officers in turn."""
        return self.clerk if len(life.title) % 2 else self.planner

    def handler(self, life: Life) -> Actor:
        return self.staff.actor(life.desk.handler)

    def leader(self, life: Life) -> Actor:
        return self.staff.actor(life.desk.leader)

    def hand_over(self, lives: list[Life], now: datetime) -> None:
        """Hand over in one act; what follows is laid out."""
        ids = [life.item_id for life in lives]
        done = hand_over_items(item_ids=ids, opinion=texts.HANDED, actor=self.clerk, now=now)
        refused = [one for one in done if not one.is_done]
        if refused:
            raise Fault(f"not handed over: {refused}")
        for life in lives:
            self.on(clock.on(now) + timedelta(days=life.signs_after), partial(self._sign, life))

    def _sign(self, life: Life, now: datetime) -> None:
        sign_for_item(
            item_id=life.item_id,
            opinion=self.chance.choice(texts.SIGNED),
            actor=self.handler(life),
            now=now,
        )
        self._plan_reports(life, clock.on(now))
        if not life.parts:
            self.on(life.done_on, partial(self.report, life))

    def _plan_reports(self, life: Life, signed: date) -> None:
        end = min(life.done_on, life.due_on + timedelta(days=20))
        step = max((end - signed).days // (life.reports + 1), 4)
        most = 60 if life.done_on == NEVER else 95
        for n in range(1, life.reports + 1):
            percent = min(most * n // (life.reports + 1) + self.chance.randint(0, 9), 95)
            day = signed + timedelta(days=step * n)
            if day < life.done_on:
                self.on(day, partial(self._progress, life, percent))

    def _progress(self, life: Life, percent: int, now: datetime) -> None:
        if life.is_closed or life.is_paused:
            return
        said = texts.STARTED if percent < 35 else texts.HALFWAY if percent < 75 else texts.NEARLY
        report_progress(
            item_id=life.item_id,
            percent=percent,
            opinion=self.chance.choice(said),
            actor=self.handler(life),
            now=now,
        )

    def report(self, life: Life, now: datetime) -> None:
        """Reported done; the leader looks at it the day after, the office some days later."""
        report_done(
            item_id=life.item_id,
            opinion=self.chance.choice(texts.DONE),
            files=self._evidence(life, now),
            actor=self.handler(life),
            now=now,
        )
        self.on(clock.on(now) + timedelta(days=1), partial(self._endorse, life))

    def _evidence(self, life: Life, now: datetime) -> list[Attached]:
        """A few come with a paper."""
        if self.chance.random() > EVIDENCED:
            return []
        day = city_day(clock.on(now))
        text = texts.EVIDENCE.format(title=life.title, unit=life.desk.unit.name, day=day)
        return [Attached(f"办结情况说明（{life.title}）.txt", BytesIO(text.encode()))]

    def _endorse(self, life: Life, now: datetime) -> None:
        endorse_report(
            item_id=life.item_id,
            opinion=self.chance.choice(texts.ENDORSED),
            actor=self.leader(life),
            now=now,
        )
        next_step = self._return if life.returned else self._close
        self.on(clock.on(now) + timedelta(days=self.chance.randint(1, 3)), partial(next_step, life))

    def _return(self, life: Life, now: datetime) -> None:
        life.returned -= 1
        return_item(
            item_id=life.item_id,
            reason=self.chance.choice(texts.RETURNED),
            actor=self.supervisor(life),
            now=now,
        )
        self.on(clock.on(now) + timedelta(days=6), partial(self.report, life))

    def _close(self, life: Life, now: datetime) -> None:
        late = clock.on(now) > life.due_on
        verify_and_close(
            item_id=life.item_id,
            opinion=self.chance.choice(texts.CLOSED_LATE if late else texts.CLOSED),
            actor=self.supervisor(life),
            now=now,
        )
        life.is_closed = True
        if life.is_archived:
            self.on(clock.on(now) + timedelta(days=40), partial(self._archive, life))
        if life.whole:
            self._after_part(life.whole, now)

    def _archive(self, life: Life, now: datetime) -> None:
        archive_item(item_id=life.item_id, actor=self.clerk, now=now)

    def _after_part(self, whole: Life, now: datetime) -> None:
        """When the last part is closed, the whole is reported."""
        if all(part.is_closed for part in whole.parts):
            self.on(clock.on(now) + timedelta(days=3), partial(self.report, whole))

    def urge(self, life: Life, now: datetime) -> None:
        if not life.is_closed:
            opinion = self.chance.choice(texts.URGED)
            urge_item(item_id=life.item_id, opinion=opinion, actor=self.clerk, now=now)

    def reopen(self, life: Life, due_on: date, now: datetime) -> None:
        """What was closed is taken up again, and goes on."""
        if life.is_closed:
            reopen_item(
                item_id=life.item_id, reason=texts.REOPENED, due_on=due_on,
                actor=self.clerk, now=now,
            )  # fmt: skip
            life.is_closed, life.due_on = False, due_on
            self.on(clock.on(now) + timedelta(days=20), partial(self._progress, life, 60))

    def become_late(self, life: Life, now: datetime) -> None:
        """What the worker does when a limit passes."""
        running = [] if life.is_closed else clocks_of([life.item_id], now=now)[life.item_id]
        if running and running[0].is_late:
            mark_lateness(
                clock_id=running[0].id, due_at=running[0].due_at, actor=self.tender, now=now
            )


def weekday(day: date) -> date:
    """The day, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
