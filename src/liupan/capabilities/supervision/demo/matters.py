"""Which matters there are: the plan's key tasks with their parts, and some from elsewhere."""

import csv
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from uuid import UUID

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.demo import texts
from liupan.capabilities.supervision.demo.lives import NEVER, Life, Lives, weekday
from liupan.capabilities.supervision.demo.staff import OFFICE, Desk, Staff
from liupan.capabilities.supervision.demo.turns import Turns
from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
from liupan.capabilities.supervision.operations.leading import note_into_item
from liupan.capabilities.supervision.operations.registering import (
    decompose_item,
    register_item,
    withdraw_item,
)
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity
from liupan.kernel.secrecy import Secrecy

PLAN_TITLE = "固原市政府系统电子政务协调发展工作方案"
ISSUED = date(2015, 11, 4)
BATCHES = (
    (date(2016, 12, 31), date(2015, 11, 23)),
    (date(2017, 12, 31), date(2016, 1, 18)),
    (date(2018, 12, 31), date(2016, 3, 14)),
    (date(2099, 12, 31), date(2017, 2, 20)),
)
"""Tasks due by this day were registered on that day."""
COUNTIES = "@counties"
COUNTY_OFFICES = ("原州区", "西吉县", "隆德县", "泾源县", "彭阳县")
MARKED = {"K14"}
"""Tasks whose items bear a mark: what is said of the inner network is not for everybody."""
NEW = 5
"""What began fewer days ago is not signed for yet."""


@cache
def part_rows() -> dict[str, list[dict[str, str]]]:
    """The parts of each task, as invented."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with Path(__file__).with_name("parts.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["task"]].append(row)
    return found


class Matters:
    """Lays out every matter's beginning; the rest follows from the lives."""

    def __init__(self, city: DemoCity, staff: Staff, lives: Lives) -> None:
        self.city, self.staff, self.lives = city, staff, lives
        self.today = clock.on(city.now)
        self.chance = city.chance("supervision matters")
        self.turns = Turns(lives)

    def plan(self) -> None:
        for task in self.city.some(list_key_tasks()):
            begun = next(day for by, day in BATCHES if task.due_on <= by)
            self.lives.on(begun, partial(self._begin_task, task))
        for number, other in enumerate(self.city.some(texts.OTHERS)):
            day = self.today - timedelta(days=other.begun)
            self.lives.on(day, partial(self._begin_other, other, number))
        for note in texts.NEW_NOTES:
            self.lives.on(self.today - timedelta(days=note[5]), partial(self._begin_note, note))
        self.lives.on(date(2017, 4, 11), self._begin_twice)

    def _begin_task(self, task: KeyTaskRef, now: datetime) -> None:
        """Registered, decomposed on the next day, handed over to its lead unit."""
        desk = self._desk_of(task.lead, clock.on(now))
        if desk is None:
            return
        whole = Life(
            title=task.name, desk=desk, due_on=task.due_on, handed_on=clock.on(now), done_on=NEVER,
            reports=1, key=task.code,
        )  # fmt: skip
        secrecy = Secrecy.INTERNAL if task.code in MARKED else Secrecy.PUBLIC
        whole.id = register_item(
            item=NewItem(
                title=task.name,
                end_state=task.end_state,
                origin="plan",
                origin_title=PLAN_TITLE,
                origin_on=ISSUED,
                plan_code=task.plan_code,
                task_code=task.code,
                clause_code=task.clause_code,
                lead_unit_id=desk.unit.id,
                assisting=self._units(task.assisting),
                supervising_unit_id=self._office(),
                supervisor_id=self.lives.supervisor(whole).id,
                due_on=task.due_on,
                secrecy=secrecy,
            ),
            actor=self.lives.planner,
            now=now,
        )
        self._part_out(whole, self._parts_of(whole, clock.on(now)), now)

    def _parts_of(self, whole: Life, today: date) -> list[tuple[Life, str]]:
        """The parts with their end states, due one after the other until the whole is."""
        wanted = [
            (title, end_state, lead)
            for row in part_rows().get(whole.key, [])
            for title, end_state, lead in self._spread(row, whole.title)
        ]
        first = today + timedelta(days=100)
        space = (whole.due_on - first).days
        found = []
        for n, (title, end_state, lead) in enumerate(wanted, start=1):
            last = n == len(wanted) and not lead.startswith(COUNTY_OFFICES)
            days = space * n // len(wanted) - self.chance.randint(0, max(space // 10, 1))
            due = whole.due_on if last else weekday(first + timedelta(days=days))
            due = min(due, whole.due_on)
            desk = self._desk_of(lead, due - timedelta(days=40)) or whole.desk
            life = self.turns.life(title, desk, due, today)
            life.whole, life.key = whole, f"{whole.key}.{n}"
            found.append((life, end_state))
        return found

    def _spread(self, row: dict[str, str], whole: str) -> list[tuple[str, str, str]]:
        if row["title"] != COUNTIES:
            return [(row["title"], row["end_state"], row["lead"])]
        return [
            (f"{county}{whole}", f"{county}{row['end_state'].removeprefix('县级')}",
             f"{county}政府办")
            for county in COUNTY_OFFICES
        ]  # fmt: skip

    def _part_out(self, whole: Life, parts: list[tuple[Life, str]], now: datetime) -> None:
        drafts = [
            NewPart(
                title=life.title,
                end_state=end_state,
                lead_unit_id=life.desk.unit.id,
                due_on=life.due_on,
                weight=self.chance.randint(1, 3),
            )
            for life, end_state in parts
        ]
        if drafts:
            ids = decompose_item(
                item_id=whole.item_id, parts=drafts, actor=self.lives.planner, now=now
            )
            for (life, _state), part_id in zip(parts, ids, strict=True):
                life.id = part_id
        whole.parts = [life for life, _state in parts]
        first = whole.handed_on + timedelta(days=2 if whole.key else 0)
        self.lives.on(first, partial(self.lives.hand_over, [whole]))
        by_day: dict[date, list[Life]] = defaultdict(list)
        for life in whole.parts:
            by_day[weekday(max(life.handed_on, first + timedelta(days=3)))].append(life)
        for day, some in by_day.items():
            self.lives.on(day, partial(self.lives.hand_over, some))
        for life in whole.parts:
            self.turns.plan(life)
        self.turns.plan_whole(whole)

    def _begin_other(self, other: texts.Other, number: int, now: datetime) -> None:
        desk = self._desk_of(other.lead, clock.on(now))
        if desk is None:
            return
        due = weekday(self.today + timedelta(days=other.due_in))
        late = number % 3 == 1
        done = due + timedelta(days=9) if late else due - timedelta(days=4)
        whole = Life(
            title=other.title, desk=desk, due_on=due, handed_on=clock.on(now), done_on=done,
            signs_after=1 if other.begun > NEW else 9,
        )  # fmt: skip
        whole.id = register_item(
            item=NewItem(
                title=other.title,
                end_state=other.end_state,
                origin=other.origin,
                origin_title=other.origin_title,
                origin_number=other.origin_number,
                origin_on=clock.on(now) - timedelta(days=3),
                urgency=other.urgency,
                lead_unit_id=desk.unit.id,
                supervising_unit_id=self._office(),
                supervisor_id=self.lives.supervisor(whole).id,
                due_on=due,
            ),
            actor=self.lives.clerk,
            now=now,
        )
        parts = []
        for n, (lead, title) in enumerate(other.parts):
            part_desk = self._desk_of(lead, clock.on(now)) or desk
            part_due = weekday(due - timedelta(days=12 - 3 * n))
            life = Life(
                title=title, desk=part_desk, due_on=min(part_due, due), handed_on=clock.on(now),
                done_on=part_due - timedelta(days=3), whole=whole,
            )  # fmt: skip
            parts.append((life, "按会议和文件要求办结，有材料佐证"))
        self._part_out(whole, parts, now)

    def _begin_note(self, note: tuple[str, str, str, str, str, int], now: datetime) -> None:
        said, title, end_state, lead, urgency, _days = note
        desk = self._desk_of(lead, clock.on(now))
        if desk is None:
            return
        life = Life(
            title=title, desk=desk, due_on=self.today + timedelta(days=4),
            handed_on=clock.on(now), done_on=NEVER, reports=1,
        )  # fmt: skip
        life.id = note_into_item(
            note=said,
            title=title,
            end_state=end_state,
            urgency=urgency,
            lead_unit_id=desk.unit.id,
            supervising_unit_id=self._office(),
            supervisor_id=self.lives.clerk.id,
            actor=self.staff.named("leader"),
            now=now,
        )
        self.lives.at(now + timedelta(hours=2), partial(self.lives.hand_over, [life]))

    def _begin_twice(self, now: datetime) -> None:
        """Registered twice by mistake; the second was withdrawn."""
        desk = self._desk_of(OFFICE, clock.on(now))
        if desk is None:
            return
        item_id = register_item(
            item=NewItem(
                title="部门网站清理（重复立项）",
                end_state="网站逐个登记，明确并入或关停",
                origin="document",
                origin_title="关于开展政府网站普查的通知",
                lead_unit_id=desk.unit.id,
                supervising_unit_id=self._office(),
                due_on=date(2017, 6, 30),
            ),
            actor=self.lives.clerk,
            now=now,
        )
        withdraw_item(
            item_id=item_id, reason="与规划任务K44重复，撤销。", actor=self.lives.clerk,
            now=now + timedelta(hours=3),
        )  # fmt: skip

    def _office(self) -> UUID:
        assert self.staff.office
        return self.staff.office.id

    def _desk_of(self, name: str, day: date) -> Desk | None:
        """The unit's desk if it works by then; else the city office's, which stands in for it."""
        desk = self.staff.desk(name) if name else None
        if desk and desk.since < day:
            return desk
        return None if not name else self.staff.desk(OFFICE)

    def _units(self, names: tuple[str, ...]) -> tuple[UUID, ...]:
        desks = [self.staff.desk(name) for name in names]
        return tuple(desk.unit.id for desk in desks if desk)
