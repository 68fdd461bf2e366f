"""The turns that lives take: late, stuck, extended, paused, reopened; with fixed randomness."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from liupan.capabilities.supervision.demo import texts
from liupan.capabilities.supervision.demo.lives import NEVER, Life, Lives, weekday
from liupan.capabilities.supervision.demo.staff import Desk
from liupan.capabilities.supervision.operations.leading import give_note
from liupan.capabilities.supervision.operations.requests import (
    decide_request,
    request_extension,
    request_pause,
    resume_item,
)
from liupan.capabilities.supervision.operations.sheets import (
    answer_sheet,
    issue_by_rule,
    issue_sheet,
    lapse_unanswered,
)
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.kernel import clock

RECENT = timedelta(days=8)
ARCHIVED_BEFORE = date(2017, 1, 1)
REOPENED = "K11.1"
ANSWERED, TO_RED, TO_ORANGE, FRESH = range(4)
"""What becomes of a stuck life's sheets, in turn. Fresh: the first waits when the city opens."""


class Turns:
    """Decides how a life goes, and lays out what is out of the ordinary."""

    def __init__(self, lives: Lives) -> None:
        self.lives = lives
        self.today = lives.today
        self.chance = lives.city.chance("supervision turns")
        self._coming = self._stuck = self._paused = self._asked = 0

    def life(self, title: str, desk: Desk, due_on: date, today: date) -> Life:
        """A part: handed over months before it is due, reported in time, late, or never."""
        ahead = timedelta(days=self.chance.randint(70, 200))
        handed = max(due_on - ahead, desk.since + timedelta(days=2), today)
        life = Life(
            title=title, desk=desk, due_on=due_on, handed_on=handed,
            done_on=due_on - timedelta(days=self.chance.randint(8, 40)),
            signs_after=self.chance.choice((0, 1, 1, 1, 2, 2, 5, 9)),
            reports=self.chance.choice((0, 1, 1, 1)),
            returned=self.chance.random() < 0.12,
            is_archived=due_on < ARCHIVED_BEFORE and self.chance.random() < 0.3,
        )  # fmt: skip
        drawn = self.chance.random()
        if due_on < self.today - RECENT:
            self._let_slip(life, drawn)
        else:
            self._stand_now(life)
        return life

    def _let_slip(self, life: Life, drawn: float) -> None:
        if drawn < 0.16:
            life.done_on = life.due_on + timedelta(days=self.chance.randint(2, 30))
        elif drawn < 0.42 and life.due_on > date(2017, 3, 1):
            life.done_on, life.returned, life.reports = NEVER, 0, 1

    def _stand_now(self, life: Life) -> None:
        """What is due later stands, at the opening, in every state in turn."""
        if life.handed_on > self.today or life.due_on > self.today + timedelta(days=240):
            return
        self._coming += 1
        life.returned = 0
        life.turn = turn = self._coming % 6 or 6
        if turn == 1:
            life.handed_on, life.signs_after = weekday(self.today - timedelta(days=4)), 9
        elif turn == 2:
            life.done_on = self.today - timedelta(days=1)
        elif turn == 3:
            life.done_on = self.today - timedelta(days=2)
        elif life.done_on <= self.today:
            life.done_on = life.due_on - timedelta(days=3)

    def plan(self, life: Life) -> None:
        """What else happens to a part."""
        if life.done_on == NEVER:
            self._plan_stuck(life)
        elif life.done_on > life.due_on:
            day = life.due_on - timedelta(days=6)
            self.lives.on(day, partial(self.lives.urge, life))
        elif life.key == REOPENED:
            due = date(2017, 12, 20)
            self.lives.on(date(2017, 9, 12), partial(self.lives.reopen, life, due))
        elif life.done_on < self.today - RECENT and self.chance.random() < 0.12:
            self._plan_longer(life)
        elif life.due_on >= self.today:
            self._plan_coming(life)

    def plan_whole(self, whole: Life) -> None:
        """The whole's own limit passes, too."""
        day = whole.due_on + timedelta(days=1)
        self.lives.at(_night(day), partial(self.lives.become_late, whole))

    def _plan_stuck(self, life: Life) -> None:
        """Late, and still open: a blue sheet by rule, and for some orange and red."""
        self._stuck += 1
        night = _night(life.due_on + timedelta(days=1))
        self.lives.at(night, partial(self.lives.become_late, life))
        if self._stuck % 4 == FRESH:
            night = max(night, _night(self.today - timedelta(days=2)))
        self.lives.at(night + timedelta(minutes=20), partial(self._blue, life, self._stuck))

    def _blue(self, life: Life, number: int, now: datetime) -> None:
        sheet = issue_by_rule(item_id=life.item_id, actor=self.lives.tender, now=now)
        if sheet is None:
            return
        answered = clock.on(now) + timedelta(days=4)
        if number % 4 == ANSWERED:
            self.lives.on(answered, partial(self._answer, life, sheet))
        elif number % 4 != FRESH:
            again = _night(clock.on(now) + timedelta(days=12))
            self.lives.at(again, partial(self._orange, life, sheet, number))

    def _orange(self, life: Life, sheet: UUID, number: int, now: datetime) -> None:
        if not lapse_unanswered(sheet_id=sheet, actor=self.lives.tender, now=now):
            return
        morning = now + timedelta(hours=9)
        if morning > self.lives.city.now:
            return
        orange = issue_sheet(
            item_id=life.item_id, colour=Colour.ORANGE, reason=texts.ORANGE,
            actor=self.lives.chief, now=morning,
        )  # fmt: skip
        if number % 4 == TO_ORANGE:
            self.lives.on(clock.on(now) + timedelta(days=6), partial(self._answer, life, orange))
        else:
            again = _night(max(clock.on(now) + timedelta(days=24), self.today - timedelta(days=6)))
            self.lives.at(again, partial(self._red, life, orange))

    def _red(self, life: Life, sheet: UUID, now: datetime) -> None:
        if not lapse_unanswered(sheet_id=sheet, actor=self.lives.tender, now=now):
            return
        morning = min(now + timedelta(hours=9), self.lives.city.now)
        issue_sheet(
            item_id=life.item_id, colour=Colour.RED, reason=texts.RED,
            actor=self.lives.chief, now=morning,
        )  # fmt: skip
        self.lives.on(clock.on(now) + timedelta(days=1), partial(self._note, life))

    def _note(self, life: Life, now: datetime) -> None:
        leader = self.lives.staff.named("leader")
        note = self.chance.choice(texts.NOTES)
        give_note(item_id=life.item_id, note=note, actor=leader, now=now)

    def _answer(self, life: Life, sheet: UUID, now: datetime) -> None:
        answer_sheet(
            sheet_id=sheet, answer=self.chance.choice(texts.ANSWERED),
            actor=self.lives.handler(life), now=now,
        )  # fmt: skip

    def _plan_longer(self, life: Life) -> None:
        """More time is asked for before the day; mostly granted, then it is done by the new day."""
        whole = life.whole
        until = weekday(life.due_on + timedelta(days=self.chance.randint(20, 45)))
        if whole is None or until > whole.due_on:
            return
        asked = life.due_on - timedelta(days=12)
        life.done_on = max(life.done_on, asked + timedelta(days=5))
        self._asked += 1
        self.lives.on(asked, partial(self._ask_longer, life, until, self._asked % 3 != 2))

    def _ask_longer(self, life: Life, until: date, grant: bool, now: datetime) -> None:
        request = request_extension(
            item_id=life.item_id, until_on=until, reason=self.chance.choice(texts.WHY_LONGER),
            actor=self.lives.handler(life), now=now,
        )  # fmt: skip
        decide = partial(self._decide, request, grant)
        self.lives.on(clock.on(now) + timedelta(days=1), decide)

    def _decide(self, request: UUID, grant: bool, now: datetime) -> None:
        opinion = texts.LONGER_GRANTED if grant else texts.LONGER_REFUSED
        decide_request(
            request_id=request, grant=grant, opinion=opinion, actor=self.lives.chief, now=now
        )

    def _plan_coming(self, life: Life) -> None:
        """Of what works at the opening some wait for a decision, some are paused."""
        if life.done_on <= self.today or life.handed_on > self.today - timedelta(days=30):
            return
        whole = life.whole
        if life.turn == 4 and whole and whole.due_on > life.due_on + timedelta(days=15):
            until = life.due_on + timedelta(days=15)
            day = self.today - timedelta(days=1)
            self.lives.on(day, partial(self._ask_open, life, until))
        elif life.turn == 5:
            self.lives.on(self.today - timedelta(days=20), partial(self._pause, life))

    def _ask_open(self, life: Life, until: date, now: datetime) -> None:
        request_extension(
            item_id=life.item_id, until_on=until, reason=self.chance.choice(texts.WHY_LONGER),
            actor=self.lives.handler(life), now=now,
        )  # fmt: skip

    def _pause(self, life: Life, now: datetime) -> None:
        key = self.chance.choice(sorted(texts.WHY_PAUSE))
        life.is_paused = True
        request = request_pause(
            item_id=life.item_id, pause_key=key, reason=texts.WHY_PAUSE[key],
            actor=self.lives.handler(life), now=now,
        )  # fmt: skip
        decided = now + timedelta(hours=5)
        decide_request(
            request_id=request, grant=True, opinion=texts.PAUSE_GRANTED,
            actor=self.lives.chief, now=decided,
        )  # fmt: skip
        self._paused += 1
        if self._paused % 3 == 0:
            self.lives.on(clock.on(now) + timedelta(days=9), partial(self._resume, life))

    def _resume(self, life: Life, now: datetime) -> None:
        actor, life.is_paused = self.lives.handler(life), False
        resume_item(item_id=life.item_id, reason=texts.RESUMED, actor=actor, now=now)


def _night(day: date) -> datetime:
    return clock.start_of(day) + timedelta(minutes=10)
