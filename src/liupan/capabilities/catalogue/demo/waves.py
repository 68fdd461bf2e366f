"""Entries that came in from files and went their way many at once, as units really do it.

A unit imports what it holds in waves, hands a wave in, its reviewer passes it, and the data
authority publishes every other Friday what waits.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from liupan.capabilities.catalogue.demo.staff import Desk, Staff
from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.importing import NewEntry, take_in_entries
from liupan.capabilities.catalogue.operations.together import MOST, act_on_entries
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.capabilities.catalogue.rules.states import Act
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

Schedule = Callable[[date, Callable[[datetime], None]], None]
BEGINS = date(2016, 10, 10)
LARGEST = 8
"""So many entries come in one file."""
FRIDAY, EVERY = 4, timedelta(days=14)
LAST_BEGUN, LAST_PUBLISHED = timedelta(days=60), timedelta(days=2)
"""Nothing of a wave is on its way any more, but of units that began a few days ago."""
OF_OLD = timedelta(days=46)
"""What was published so long ago has been asked for by others."""


@dataclass(slots=True)
class Wave:
    """Entries of a unit that go together."""

    desk: Desk
    said: Sequence[Elements]
    editions: list[UUID] = field(default_factory=list)


class Waves:
    """Acts on many, laid out on a schedule."""

    def __init__(self, city: DemoCity, staff: Staff, on: Schedule) -> None:
        self.staff, self._on = staff, on
        self.today = clock.on(city.now)
        self.chance = city.chance("catalogue.waves")
        self.settled: list[tuple[Desk, UUID]] = []
        """What was published, with its desk."""
        self._waiting: list[Wave] = []

    def plan(self, held: dict[UUID, tuple[Desk, list[Elements]]]) -> None:
        """Lay out the waves of each unit, and the days of publication."""
        for desk, said in held.values():
            for start in range(0, len(said), LARGEST):
                wave = Wave(desk, said[start : start + LARGEST])
                self._on(self._begin_day(desk), partial(self._take_in, wave))
        for day in self._fridays():
            self._on(day, self._publish)

    def _begin_day(self, desk: Desk) -> date:
        first, last = max(desk.since, BEGINS), self.today - LAST_BEGUN
        return first + timedelta(days=self.chance.randint(0, max((last - first).days, 0)))

    def _fridays(self) -> Iterator[date]:
        day = BEGINS + timedelta(days=FRIDAY)
        while day < self.today - LAST_PUBLISHED:
            yield day
            day += EVERY
        yield self.today - LAST_PUBLISHED

    def _take_in(self, wave: Wave, now: datetime) -> None:
        editor = self.staff.actor(wave.desk.editor.account_id)
        new = [NewEntry(unit_id=wave.desk.unit.id, said=said) for said in wave.said]
        take_in_entries(new=new, changed=(), actor=editor, now=now)
        made = Edition.objects.filter(begun_by=editor.id, begun_at=now).order_by("code")
        wave.editions = list(made.values_list("id", flat=True))
        self._later(now, partial(self._hand_in, wave))

    def _hand_in(self, wave: Wave, now: datetime) -> None:
        self._act(wave.editions, Act.HAND_IN, wave.desk.editor.account_id, now)
        self._later(now, partial(self._pass, wave))

    def _pass(self, wave: Wave, now: datetime) -> None:
        self._act(wave.editions, Act.PASS, wave.desk.registrar.account_id, now, "同意登记。")
        self._later(now, partial(self._ask, wave))

    def _ask(self, wave: Wave, now: datetime) -> None:
        self._act(wave.editions, Act.ASK, wave.desk.editor.account_id, now)
        self._waiting.append(wave)

    def _publish(self, now: datetime) -> None:
        waves, self._waiting = self._waiting, []
        editions = [one for wave in waves for one in wave.editions]
        if editions:
            self._act(editions, Act.PUBLISH, self.staff.publisher.id, now, "同意发布。")
        rows = Edition.objects.filter(id__in=editions).values_list("id", "resource_id")
        of = dict(rows)
        if clock.on(now) > self.today - OF_OLD:
            return
        self.settled += [(wave.desk, of[one]) for wave in waves for one in wave.editions]

    def _act(
        self, editions: Sequence[UUID], act: Act, who: UUID, now: datetime, words: str = ""
    ) -> None:
        actor: Actor = self.staff.actor(who)
        for start in range(0, len(editions), MOST):
            some = editions[start : start + MOST]
            for one in act_on_entries(
                edition_ids=some, act=act, actor=actor, now=now, opinion=words
            ):
                assert one.is_done, f"{one.code}: {one.refusal}"

    def _later(self, now: datetime, act: Callable[[datetime], None]) -> None:
        self._on(clock.on(now) + timedelta(days=self.chance.randint(1, 3)), act)
