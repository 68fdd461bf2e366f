"""What became of each entry of the demo, and when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from uuid import UUID

from liupan.capabilities.catalogue.demo.samples import kinds_in, said_of
from liupan.capabilities.catalogue.demo.staff import Desk, Staff
from liupan.capabilities.catalogue.demo.waves import Waves
from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.drawing_up import (
    begin_edition,
    register_resource,
    revise_entry,
)
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
    reject_publication,
    reject_registration,
    return_entry,
    withdraw_entry,
)
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

Moment = Callable[[datetime], None]
LAST = timedelta(days=16)
"""What is on its way now was begun within so many days."""
ENDS = (
    "draft", "registering", "returned", "registration_rejected", "registered", "publishing",
    "publication_rejected", "withdrawn",
)  # fmt: skip
"""Where one of a department's entries in six stands; the others are published."""
EVERY_SIXTH, EVERY_NINTH = 6, 9
RETURNED = "示例意见：请补充信息项的长度和代码表。"
REJECTED = "示例意见：与本单位已登记的资源重复，不予登记。"
REFUSED = "示例意见：共享条件过于笼统，请写明可供使用的事项。"


@dataclass
class Life:
    """An entry, whose it is, and where it will stand at the end."""

    desk: Desk
    said: Elements
    end: str
    edition: UUID | None = None
    resource: UUID | None = None
    more: list[str] = field(default_factory=list)


class Lives:
    """Acts in the order of time."""

    def __init__(self, city: DemoCity, staff: Staff) -> None:
        self.city, self.staff = city, staff
        self.chance = city.chance("catalogue")
        self.waves = Waves(city, staff, self._on)
        self._agenda: list[tuple[datetime, int, Moment]] = []
        self._count = 0

    @property
    def settled(self) -> Sequence[tuple[Desk, UUID]]:
        """Resources that are published once and stay so, with their desks."""
        return self.waves.settled

    def plan(self) -> None:
        """Lay out every entry's beginning; the rest follows."""
        held: dict[UUID, tuple[Desk, list[Elements]]] = {}
        kinds = [
            (number, desk, kind)
            for number, (unit, kind) in enumerate(kinds_in(self.city, self.staff.townships))
            if (desk := self.staff.desk(unit))
        ]
        self.staff.settle(desk for _number, desk, _kind in kinds)
        for number, desk, kind in kinds:
            _desk, said = held.setdefault(desk.unit.id, (desk, []))
            elements = said_of(kind, desk.unit.name)
            life = self._life(number, desk, elements)
            if life is None:
                said.append(elements)
            else:
                self._on(self._begin_day(life), partial(self._begin, life))
        self.waves.plan(held)

    def _life(self, number: int, desk: Desk, said: Elements) -> Life | None:
        """The life of an entry that goes its way alone; the others go in waves."""
        if self.staff.is_township(desk):
            return None
        if number % EVERY_SIXTH == EVERY_SIXTH - 1:
            return Life(desk, said, ENDS[number // EVERY_SIXTH % len(ENDS)])
        if number % EVERY_NINTH == 0:
            return Life(desk, said, "published", more=["published" if number % 2 else "draft"])
        return None

    def live(self, *, until: datetime) -> None:
        """Carry out what happened by this moment."""
        while self._agenda and self._agenda[0][0] <= until:
            now, _order, act = heappop(self._agenda)
            act(now)

    def _begin_day(self, life: Life) -> date:
        today = clock.on(self.city.now)
        is_new = life.end in ("draft", "registering", "registered", "publishing", "returned")
        first = today - LAST if is_new else max(life.desk.since, date(2016, 10, 10))
        last = today - timedelta(days=10 if is_new else 60)
        span = max((last - first).days, 0)
        return first + timedelta(days=self.chance.randint(0, span))

    def _on(self, day: date, act: Moment) -> None:
        while day.weekday() > 4:
            day += timedelta(days=1)
        moment = clock.start_of(day) + timedelta(hours=9, minutes=self.chance.randint(0, 470))
        self._count += 1
        heappush(self._agenda, (min(moment, self.city.now), self._count, act))

    def _later(self, now: datetime, act: Moment) -> None:
        self._on(clock.on(now) + timedelta(days=self.chance.randint(1, 3)), act)

    def _begin(self, life: Life, now: datetime) -> None:
        editor = self.staff.actor(life.desk.editor.account_id)
        life.resource = register_resource(
            unit_id=life.desk.unit.id, said=life.said, actor=editor, now=now
        )
        life.edition = Edition.objects.get(resource_id=life.resource).id
        self._go_on(life, life.end, now)

    def _go_on(self, life: Life, end: str, now: datetime) -> None:
        self._walk(life, self._acts(life, end), now)

    def _walk(self, life: Life, acts: Iterator[Moment], now: datetime) -> None:
        """The next act a day or some later, until there is none."""
        act = next(acts, None)
        if act is None:
            return

        def turn(moment: datetime) -> None:
            act(moment)
            self._walk(life, acts, moment)

        self._later(now, turn)

    def _acts(self, life: Life, end: str) -> Iterator[Moment]:
        editor, registrar = self._people(life)
        if end == "draft":
            return
        if end == "withdrawn":
            reason = "示例：与其他资源合并，不再编制。"
            yield lambda now: _do(withdraw_entry, life, editor, now, reason=reason)
            return
        yield lambda now: _do(hand_in_entry, life, editor, now)
        if end == "registering":
            return
        if end == "returned":
            yield lambda now: _do(return_entry, life, registrar, now, opinion=RETURNED)
            return
        if end == "registration_rejected":
            yield lambda now: _do(reject_registration, life, registrar, now, opinion=REJECTED)
            return
        yield lambda now: _do(pass_registration, life, registrar, now, opinion="同意登记。")
        if end == "registered":
            return
        yield lambda now: _do(ask_publication, life, editor, now)
        if end == "publishing":
            return
        publisher = self.staff.publisher
        if end == "publication_rejected":
            yield lambda now: _do(reject_publication, life, publisher, now, opinion=REFUSED)
            return
        yield lambda now: _do(publish_entry, life, publisher, now, opinion="同意发布。")
        if life.more:
            yield partial(self._begin_next, life)

    def _begin_next(self, life: Life, now: datetime) -> None:
        """Another edition: the cycle is said more closely."""
        editor, _registrar = self._people(life)
        assert life.resource
        life.edition = begin_edition(resource_id=life.resource, actor=editor, now=now)
        said = Edition.objects.get(id=life.edition).said
        changed = replace(said, update_cycle="daily", abstract=f"{said.abstract}第二版。")
        revise_entry(edition_id=life.edition, said=changed, version=1, actor=editor, now=now)
        self._go_on(life, life.more.pop(), now)

    def _people(self, life: Life) -> tuple[Actor, Actor]:
        desk = life.desk
        return (
            self.staff.actor(desk.editor.account_id), self.staff.actor(desk.registrar.account_id)
        )  # fmt: skip


def _do(
    operation: Callable[..., UUID], life: Life, actor: Actor, now: datetime, **said: str
) -> None:
    operation(edition_id=life.edition, actor=actor, now=now, **said)
