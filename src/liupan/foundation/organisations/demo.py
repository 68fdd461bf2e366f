"""The demo city's ground: Guyuan's divisions and units by date, posts, and 300 invented people.

Everything is done by operations on the day on which it happened, from November 2015 on: units
came on board one after the other, their people got accounts, and signed in for the first time
some days later, or have not yet. So every figure computed from these rows has a history.
"""

from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password

from liupan.foundation.identity.facade import (
    enrol_second_factor,
    open_account,
    reset_second_factors,
    sign_in,
)
from liupan.foundation.organisations.demo_roles import GOVERNMENT, OFFICE, PEOPLE
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    end_appointment,
    enter_division,
    establish_unit,
    found_installation,
    merge_units,
    replace_division,
)
from liupan.foundation.organisations.facts import (
    Category,
    DemoPeople,
    DivisionFact,
    UnitFact,
    demo_people,
    divisions,
    stood,
    units,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.demo import DemoCity
from liupan.kernel.pinyin import syllables

PLAN_BEGINS = date(2015, 11, 4)
LEADERS = (("市长", "leader"), ("副市长", "leader"))
MORE_POSTS = {GOVERNMENT: LEADERS, OFFICE: (("电子政务规划专员", "clerk"),)}
ON_BOARD = {
    Category.OFFICE: (0, 120),
    Category.GOVERNMENT: (0, 30),
    Category.DEPARTMENT: (30, 420),
    Category.AGENCY: (120, 480),
    Category.INSTITUTION: (120, 560),
    Category.TOWNSHIP: (300, 720),
}
"""In which days of the plan a unit's people get their accounts, from the first to the last."""

SMALL = frozenset({
    "640400-01", "640400-02", "640400-13", "640422-01", "640422-02", "640422-06", "640422103-01",
    "640422210-01",
})  # fmt: skip
"""Units of a small city: where the visitors' people work, who write to one another, and a township
that becomes a town."""

LEAVE = 0.04
"""The share of people who leave their post again."""

LOSE = 0.06
"""The share of second factors that are lost with a phone and reset."""

Step = tuple[datetime, int, Callable[[datetime], None]]
"""When, a number that keeps steps of one moment in order, and what to do."""


def seed(city: DemoCity) -> None:
    """Found the city, then live its two years."""
    found_installation(
        city_code="640400",
        city_name="固原市",
        is_demo=True,
        clock_offset=city.clock_offset,
        actor=city.installer,
        now=_morning(PLAN_BEGINS),
    )
    ground = Ground(city)
    ground.enter_divisions()
    ground.establish_units()
    years = Years(city, ground)
    years.plan()
    years.live()


def _morning(day: date) -> datetime:
    return clock.start_of(day) + timedelta(hours=9)


@dataclass
class Ground:
    """Divisions and units, with their ids by code and name."""

    city: DemoCity
    division_ids: dict[str, UUID] = field(default_factory=dict)
    unit_ids: dict[str, UUID] = field(default_factory=dict)

    def divisions(self) -> list[DivisionFact]:
        """Those that are built, each with its parent before it."""
        found = [fact for fact in divisions() if self.city.builds(fact.code)]
        if not self.city.is_small:
            return found
        wanted = {fact.division for fact in self.units()}
        parents = {fact.parent_code for fact in found if fact.code in wanted}
        return [fact for fact in found if fact.code in wanted | parents]

    def units(self) -> list[UnitFact]:
        """Those that are built."""
        found = [fact for fact in units() if self.city.builds(fact.division)]
        return [fact for fact in found if not self.city.is_small or fact.code in SMALL]

    def enter_divisions(self) -> None:
        """Every division that stood when the plan began."""
        for fact in self.divisions():
            if stood(fact, PLAN_BEGINS):
                self.division_ids[fact.code] = self._enter(fact)

    def establish_units(self) -> None:
        """Every unit that stood when the plan began."""
        for order, fact in enumerate(self.units()):
            if stood(fact, PLAN_BEGINS):
                self.unit_ids[fact.code] = self.establish(fact, order, _morning(PLAN_BEGINS))

    def establish(self, fact: UnitFact, order: int, now: datetime) -> UUID:
        """One unit, with its invented credit code."""
        return establish_unit(
            code=fact.code,
            name=fact.name,
            short_name=fact.short_name,
            category=fact.category.value,
            division_id=self.division_ids[fact.division],
            parent_id=self.unit_ids[fact.parent] if fact.parent else None,
            uscc=fact.demo_uscc,
            order=order,
            valid_from=fact.valid_from,
            actor=self.city.installer,
            now=now,
        )

    def make_town(self, old: UnitFact, new: UnitFact, order: int, now: datetime) -> None:
        """A township becomes a town: its division gets name and code, its unit a successor."""
        day = clock.on(now)
        town = next(d for d in self.divisions() if d.code == new.division and stood(d, day))
        self.division_ids[new.division] = replace_division(
            division_id=self.division_ids[old.division],
            code=town.code,
            name=town.name,
            effective_on=day,
            actor=self.city.installer,
            now=now,
        )
        self.unit_ids[new.code] = self.establish(new, order, now)
        merge_units(
            unit_ids=[self.unit_ids[old.code]],
            into_id=self.unit_ids[new.code],
            effective_on=day,
            actor=self.city.installer,
            now=now,
        )

    def _enter(self, fact: DivisionFact) -> UUID:
        parent = self.division_ids.get(fact.parent_code or "")
        return enter_division(
            code=fact.code,
            name=fact.name,
            level=fact.level,
            parent_id=parent,
            valid_from=fact.valid_from,
            actor=self.city.installer,
            now=_morning(PLAN_BEGINS),
        )


@dataclass
class Person:
    """Somebody who is to live in the city."""

    name: str
    username: str
    account_id: UUID | None = None
    appointment_id: UUID | None = None


@dataclass(eq=False)
class Seat:
    """A post of a unit, and who is to hold it."""

    unit: UnitFact
    title: str
    kind: str
    username: str = ""
    post_id: UUID | None = None
    person: Person | None = None


class Years:
    """What happens to whom on which day, from the plan's beginning to the city's opening."""

    def __init__(self, city: DemoCity, ground: Ground) -> None:
        self.city = city
        self.ground = ground
        self.today = clock.on(city.now)
        self.chance: Random = city.chance("organisations")
        self.material: DemoPeople = demo_people()
        self.caution: Random = city.chance("second factors")
        self.password = make_password(city.password)
        self.steps: list[Step] = []
        self.usernames: set[str] = {person.username for person in PEOPLE}
        self.names: set[str] = set()

    def live(self) -> None:
        """Do everything in the order of time."""
        for now, _number, step in sorted(self.steps, key=lambda s: s[:2]):
            step(now)

    def plan(self) -> None:
        """Lay out reforms, posts, people and their first days."""
        self._plan_reforms()
        seats = list(self._seats())
        for seat in seats:
            self._at(_morning(PLAN_BEGINS), partial(self._create_post, seat))
        held = self._choose_held(seats)
        ordinary = [seat for seat in held if not seat.username]
        doubled = self.chance.sample(ordinary, max(0, len(held) - self.material.people))
        people = [seat for seat in held if seat not in doubled]
        for seat in people:
            self._plan_person(seat)
        others = self.chance.sample([s for s in people if not s.username], len(doubled))
        for seat, other in zip(doubled, others, strict=True):
            self._plan_second_post(seat, other)

    def _at(self, moment: datetime, step: Callable[[datetime], None]) -> None:
        if clock.on(moment) <= self.today:
            self.steps.append((min(moment, self.city.now), len(self.steps), step))

    def _plan_reforms(self) -> None:
        by_code = {fact.code: (order, fact) for order, fact in enumerate(self.ground.units())}
        for old in self.ground.units():
            if old.valid_to and PLAN_BEGINS < old.valid_to <= self.today and old.successor:
                order, new = by_code[old.successor]
                reform = partial(self.ground.make_town, old, new, order)
                self._at(_morning(old.valid_to), reform)

    def _seats(self) -> Iterator[Seat]:
        wanted = {(person.unit, person.title): person.username for person in PEOPLE}
        for unit in self.ground.units():
            if not stood(unit, PLAN_BEGINS):
                continue
            own = [(p.title, p.kind.value) for p in self.material.posts_of(unit)]
            for title, kind in [*MORE_POSTS.get(unit.name, ()), *own]:
                yield Seat(unit, title, kind, wanted.pop((unit.name, title), ""))

    def _choose_held(self, seats: list[Seat]) -> list[Seat]:
        shares = {kind.value: float(p) / 100 for kind, p in self.material.held_percent.items()}
        return [s for s in seats if s.username or self.chance.random() < shares[s.kind]]

    def _create_post(self, seat: Seat, now: datetime) -> None:
        seat.post_id = create_post(
            unit_id=self.ground.unit_ids[seat.unit.code],
            title=seat.title,
            kind=seat.kind,
            valid_from=max(seat.unit.valid_from, date(2012, 1, 1)),
            actor=self.city.installer,
            now=now,
        )

    def _plan_person(self, seat: Seat) -> None:
        """Account and appointment when the unit comes on board; first sign-in later, or not yet."""
        first, last = ON_BOARD[seat.unit.category]
        opened = PLAN_BEGINS + timedelta(days=self.chance.randint(first, last))
        if seat.username:
            opened = PLAN_BEGINS + timedelta(days=1)
        seat.person = person = Person(self._name(), seat.username)
        moment = _morning(opened) + timedelta(minutes=self.chance.randint(0, 420))
        self._at(moment, partial(self._open, person, seat))
        if seat.username or self.chance.random() * 100 < self.material.signed_in_percent:
            wait = timedelta(days=min(self.chance.expovariate(1 / 40), 300), hours=1)
            self._at(moment + wait, partial(self._sign_in, person))
            self._plan_second_factor(person, moment + wait)
        if not seat.username and self.chance.random() < LEAVE:
            days = timedelta(days=self.chance.randint(120, 500))
            self._at(moment + days, partial(self._leave, person))

    def _plan_second_factor(self, person: Person, signed_in: datetime) -> None:
        """Weeks after the first sign-in, perhaps; a few lose it again. Visitors' people have none:
        their password alone lets a visitor in.
        """
        if person.username or self.caution.random() * 100 >= self.material.second_factor_percent:
            return
        moment = signed_in + timedelta(days=self.caution.randint(2, 240))
        self._at(moment, partial(self._enrol, person))
        if self.caution.random() < LOSE:
            lost = moment + timedelta(days=self.caution.randint(30, 300))
            self._at(lost, partial(self._lose_factor, person))

    def _plan_second_post(self, seat: Seat, other: Seat) -> None:
        """Somebody of another seat acts in this one, too (代理)."""
        if other.person:
            days = timedelta(days=self.chance.randint(10, 200))
            self._at(_morning(self.today - days), partial(self._act, other.person, seat))

    def _open(self, person: Person, seat: Seat, now: datetime) -> None:
        person.username = person.username or self._username(person.name)
        person.account_id = open_account(
            kind=ActorKind.STAFF,
            username=person.username,
            name=person.name,
            password=None,
            password_hash=self.password,
            actor=self.city.installer,
            now=now,
        )
        assert seat.post_id
        person.appointment_id = appoint(
            post_id=seat.post_id,
            account_id=person.account_id,
            valid_from=clock.on(now),
            actor=self.city.installer,
            now=now,
        )

    def _act(self, person: Person, seat: Seat, now: datetime) -> None:
        if person.account_id and seat.post_id:
            appoint(
                post_id=seat.post_id,
                account_id=person.account_id,
                valid_from=clock.on(now),
                is_acting=True,
                actor=self.city.installer,
                now=now,
            )

    def _sign_in(self, person: Person, now: datetime) -> None:
        if person.account_id:
            themselves = Actor(id=person.account_id, kind=ActorKind.STAFF, name=person.name)
            sign_in(
                account_id=person.account_id,
                method="password",
                ip="",
                user_agent="",
                actor=themselves,
                now=now,
            )

    def _enrol(self, person: Person, now: datetime) -> None:
        if person.account_id:
            enrol_second_factor(
                account_id=person.account_id,
                secret=b32encode(self.caution.randbytes(20)).decode(),
                actor=Actor(id=person.account_id, kind=ActorKind.STAFF, name=person.name),
                now=now,
            )

    def _lose_factor(self, person: Person, now: datetime) -> None:
        if person.account_id:
            reset_second_factors(
                account_id=person.account_id,
                reason="手机丢失",
                actor=self.city.installer,
                now=now,
            )

    def _leave(self, person: Person, now: datetime) -> None:
        if person.appointment_id:
            end_appointment(
                appointment_id=person.appointment_id,
                effective_on=clock.on(now),
                reason="调离",
                actor=self.city.installer,
                now=now,
            )

    def _name(self) -> str:
        surnames = self.material.surnames
        while True:
            (surname,) = self.chance.choices(surnames, [s.weight for s in surnames])
            name = surname.name + self.chance.choice(self.material.given_names)
            if name not in self.names:
                self.names.add(name)
                return name

    def _username(self, name: str) -> str:
        plain = "".join(syllables(name))
        number = 1
        while (username := plain if number == 1 else f"{plain}{number}") in self.usernames:
            number += 1
        self.usernames.add(username)
        return username
