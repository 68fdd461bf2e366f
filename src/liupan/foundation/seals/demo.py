"""Seals of the demo city: its own authority, a seal for every unit of city and counties, and some
requests and seals in every state. People and events are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import (
    PostHeld,
    PostRef,
    UnitRef,
    find_root,
    list_posts,
    list_posts_held,
    list_units_on,
)
from liupan.foundation.seals.demo_papers import paper
from liupan.foundation.seals.operations.applying import (
    NewSeal,
    apply_for_seal,
    approve_seal,
    enter_seals,
    make_seal,
    refuse_seal,
    take_seal,
)
from liupan.foundation.seals.operations.authority import found_authority
from liupan.foundation.seals.operations.custody import destroy_seal, revoke_seal, suspend_seal
from liupan.foundation.seals.operations.sealing import seal_request
from liupan.foundation.seals.operations.uses import (
    approve_use,
    refuse_use,
    request_use,
    withdraw_use,
)
from liupan.foundation.seals.rules.sizes import USUAL
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

FOUNDED = date(2016, 3, 1)
DIVISION = 6
"""Digits of a division of city or county; townships have more."""
KEEPING = ("contact", "clerk", "chief", "leader")
"""Kinds of post, the likeliest keeper first."""
OFFICE = "固原市人民政府办公室"
ROLES = (
    ("clerk", "seal-keeper", False),
    ("chief", "seal-administrator", True),
    ("leader", "seal-approver", True),
    ("contact", "seal-keeper", False),
)
"""Demo person, role, and whether over the whole city or over their own unit."""
TINY = 12
"""Millimetres of a small city's seals: pictures take most of what a seal takes."""


def seed(city: DemoCity) -> None:
    """The authority and the seals; requests where the people are there."""
    made = clock.start_of(FOUNDED) + timedelta(hours=10)
    found_authority(name="固原市", actor=city.installer, now=made)
    people = _people(city)
    units = [u for u in list_units_on(clock.on(city.now)) if len(u.division_code) == DIVISION]
    seals = _enter(units, people, city, made)
    if all(name in people for name, _role, _wide in ROLES) and "planner" in people:
        Life(people, seals, city).live()


@dataclass(frozen=True, slots=True)
class Person:
    """A demo person with the rights of the opening day, and the main post."""

    actor: Actor
    post: PostHeld


def _people(city: DemoCity) -> dict[str, Person]:
    root, day = find_root(), clock.on(city.now)
    found: dict[str, Person] = {}
    for name, role, is_wide in (*ROLES, ("planner", "", False)):
        account = find_account_by_username(name)
        held = list_posts_held(account.id, day) if account else []
        if account is None or root is None or not held:
            continue
        if role:
            grant_role(
                role_code=role, post_id=held[0].post_id,
                unit_id=root.id if is_wide else held[0].unit_id,
                valid_from=day, actor=city.installer, now=city.now,
            )  # fmt: skip
        found[name] = Person(actor_for(account.id), held[0])
    return found


def _enter(
    units: list[UnitRef], people: dict[str, Person], city: DemoCity, now: datetime
) -> dict[UUID, UUID]:
    """The statutory seals, by unit."""
    keepers = _keepers(units, people, clock.on(city.now))
    with_posts = [unit for unit in units if unit.id in keepers]
    new = [_statutory(unit, keepers[unit.id], city) for unit in with_posts]
    made = enter_seals(seals=new, actor=city.installer, now=now)
    return dict(zip((unit.id for unit in with_posts), made, strict=True))


def _keepers(units: list[UnitRef], people: dict[str, Person], day: date) -> dict[UUID, UUID]:
    """The post of each unit that keeps its seal."""
    posts: dict[UUID, list[PostRef]] = {}
    for post in list_posts([unit.id for unit in units], day):
        if post.kind in KEEPING:
            posts.setdefault(post.unit_id, []).append(post)
    found = {
        unit: min(own, key=lambda post: KEEPING.index(post.kind)).id for unit, own in posts.items()
    }
    for name in ("clerk", "contact"):
        if name in people:
            found[people[name].post.unit_id] = people[name].post.post_id
    for unit in units:
        if unit.category == "office" and unit.parent_id and unit.id in found:
            found[unit.parent_id] = found[unit.id]  # an office keeps its government's seal
    return found


def _statutory(unit: UnitRef, post_id: UUID, city: DemoCity) -> NewSeal:
    size = 45 if unit.category == "government" else USUAL["statutory"][0]
    size = TINY if city.is_small else size
    return NewSeal(
        unit_id=unit.id, kind="statutory", name=unit.name, keeper_post_id=post_id,
        width_mm=size, height_mm=size,
    )  # fmt: skip


class Life:
    """What happened around the seals of the office and of one bureau."""

    def __init__(self, people: dict[str, Person], seals: dict[UUID, UUID], city: DemoCity) -> None:
        self.people, self.city, self.now = people, city, city.now
        self.seal = seals[people["clerk"].post.unit_id]

    def live(self) -> None:
        """Applications, ends, requests: one of each state at least; few where the city is small."""
        ended = (self._approved, self._made, self._taken)
        specials: list[tuple[str, list[Callable[[UUID], object]]]] = [
            ("会议专用章", []),
            ("收文专用章", [self._refused]),
            ("档案专用章", [self._approved]),
            ("信息公开专用章", [self._approved, self._made]),
            ("合同专用章", [*ended, self._suspended]),
            ("财务专用章", [*ended, partial(self._revoked, cause="lost")]),
            ("电子公文专用章",
             [*ended, partial(self._revoked, cause="replaced"), self._destroyed]),
        ]  # fmt: skip
        for line, steps in specials[-1:] if self.city.is_small else specials:
            self._special(line, *steps)
        self._requests()

    def _at(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def _by(self, who: str, days: float) -> dict[str, Any]:
        return {"actor": self.people[who].actor, "now": self._at(days)}

    def _special(self, line: str, *steps: Callable[[UUID], object]) -> None:
        keeper = self.people["clerk"].post
        size = TINY if self.city.is_small else USUAL["special"][0]
        seal = NewSeal(
            unit_id=keeper.unit_id, kind="special", name=OFFICE, line=line,
            keeper_post_id=keeper.post_id, width_mm=size, height_mm=size,
        )  # fmt: skip
        made = apply_for_seal(
            seal=seal, reason=f"工作需要刻制{line}。", **self._by("clerk", 40 if steps else 2)
        )
        for step in steps:
            step(made)

    def _refused(self, seal: UUID) -> None:
        words = "收文可用登记戳，不另刻制印章。"
        refuse_seal(seal_id=seal, opinion=words, **self._by("chief", 38))

    def _approved(self, seal: UUID) -> None:
        approve_seal(seal_id=seal, opinion="同意刻制。", **self._by("chief", 38))

    def _made(self, seal: UUID) -> None:
        make_seal(seal_id=seal, **self._by("chief", 37))

    def _taken(self, seal: UUID) -> None:
        take_seal(seal_id=seal, **self._by("clerk", 36))

    def _suspended(self, seal: UUID) -> None:
        suspend_seal(seal_id=seal, reason="合同集中清理期间停用。", **self._by("chief", 9))

    def _revoked(self, seal: UUID, *, cause: str) -> None:
        words = "保管介质遗失，已登报声明作废。" if cause == "lost" else "启用新印章，旧章收回。"
        revoke_seal(seal_id=seal, cause=cause, reason=words, **self._by("chief", 12))

    def _destroyed(self, seal: UUID) -> None:
        destroy_seal(seal_id=seal, reason="旧章收回后按规定销毁。", **self._by("chief", 10))

    def _requests(self) -> None:
        requests: list[tuple[str, float, list[Callable[[UUID, float], object]]]] = [
            ("关于做好今冬明春火灾防控工作的通知", 20, [self._agreed, self._sealed]),
            ("关于开展政务服务事项清理的通知", 8, [self._agreed, self._sealed]),
            ("关于召开电子政务工作推进会的通知", 6, [self._declined]),
            ("关于报送三季度信息化项目进展的函", 5, [self._agreed, self._taken_back]),
            ("关于加强政务外网接入管理的通知", 2, [self._agreed]),
            ("关于元旦春节期间值班安排的通知", 1, []),
        ]
        for title, days, steps in self.city.some(requests):
            self._request(title, days, *steps)

    def _request(self, title: str, days: float, *steps: Callable[[UUID, float], object]) -> None:
        use = request_use(
            seal_id=self.seal, name=f"{title}.ofd", content=paper(title, OFFICE),
            purpose="印发各县（区）人民政府、市直各部门。", copies=60,
            **self._by("planner", days),
        )  # fmt: skip
        for number, step in enumerate(steps, start=1):
            step(use, days - number / 8)

    def _agreed(self, use: UUID, days: float) -> None:
        approve_use(use_id=use, opinion="同意用印。", **self._by("leader", days))

    def _declined(self, use: UUID, days: float) -> None:
        words = "会议时间未定，暂不印发。"
        refuse_use(use_id=use, opinion=words, **self._by("leader", days))

    def _sealed(self, use: UUID, days: float) -> None:
        seal_request(request_id=use, **self._by("clerk", days))

    def _taken_back(self, use: UUID, days: float) -> None:
        withdraw_use(use_id=use, reason="附件需要调整。", **self._by("planner", days))
