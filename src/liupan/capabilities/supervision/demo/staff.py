"""Who does what in the demo's supervision: roles of the demo people, and of units' own people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from liupan.foundation.access.facade import NewGrant, actor_for, grant_role, grant_roles
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import (
    Holder,
    UnitRef,
    find_root,
    list_holders,
    list_posts,
    list_units_on,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

BEGINS = date(2015, 11, 4)
OFFICE = "市政府办"
ROLES = (
    ("clerk", "supervision-officer"),
    ("planner", "supervision-officer"),
    ("chief", "supervision-chief"),
    ("leader", "city-leader"),
)
"""Demo person and role over the whole city."""

HANDLING, LEADING = "contact", ("leader", "chief")
"""Kinds of post whose holders handle items of a unit, and endorse."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit, and since when somebody there works with items: who handles, who endorses."""

    unit: UnitRef
    handler: UUID
    leader: UUID
    since: date


class Staff:
    """Grants the roles, and knows whom to ask."""

    def __init__(self, city: DemoCity) -> None:
        self.city = city
        self.today = clock.on(city.now)
        self._actors: dict[UUID, Actor] = {}
        self._granted: set[UUID] = set()
        for username, role in ROLES:
            self._grant_over_city(username, role)

    @property
    def is_whole(self) -> bool:
        """Whether the people are there; a part of the city may be built without them."""
        return all(find_account_by_username(name) for name, _role in ROLES) and bool(self.office)

    @cached_property
    def office(self) -> UnitRef | None:
        """The office that supervises."""
        return self._units.get(OFFICE)

    def named(self, username: str) -> Actor:
        """The demo person of this username."""
        account = find_account_by_username(username)
        assert account
        return self.actor(account.id)

    def actor(self, account_id: UUID) -> Actor:
        """Somebody, with the rights of the opening day."""
        if account_id not in self._actors:
            self._actors[account_id] = actor_for(account_id)
        return self._actors[account_id]

    def desk(self, name: str) -> Desk | None:
        """The unit of this name, full or short, if somebody there can work; roles are granted."""
        unit = self._units.get(name)
        found = self._desks.get(unit.id) if unit else None
        if found and found.unit.id not in self._granted:
            self._granted.add(found.unit.id)
            self._grant_in(found)
        return found

    @cached_property
    def _units(self) -> dict[str, UnitRef]:
        found = list_units_on(self.today)
        return {name: unit for unit in found for name in (unit.short_name, unit.name) if name}

    @cached_property
    def _desks(self) -> dict[UUID, Desk]:
        units = {unit.id: unit for unit in self._units.values()}
        posts = list_posts(units, self.today)
        held: dict[UUID, list[Holder]] = {}
        for holder in list_holders([post.id for post in posts], self.today):
            held.setdefault(holder.unit_id, []).append(holder)
        return {
            unit: desk
            for unit, people in held.items()
            if (desk := self._desk(units[unit], people)) is not None
        }

    def _desk(self, unit: UnitRef, people: list[Holder]) -> Desk | None:
        """The leader endorses; the contact handles, or whoever else is there, or the leader."""
        own = [h for h in people if not h.is_acting and h.kind in (HANDLING, *LEADING)]
        own.sort(key=lambda h: (h.account_id != self._chief, h.valid_from, h.title))
        leader = next((h for kind in LEADING for h in own if h.kind == kind), None)
        if unit.short_name == OFFICE and own:
            leader = own[0]
        if leader is None:
            return None
        others = [h for h in own if h.account_id != leader.account_id]
        contact = next((h for h in others if h.kind == HANDLING), None)
        handler = contact or (others[0] if others else leader)
        self._posts[unit.id] = (handler, leader)
        since = max(leader.valid_from, handler.valid_from)
        return Desk(unit, handler.account_id, leader.account_id, since)

    @cached_property
    def _chief(self) -> UUID | None:
        account = find_account_by_username("chief")
        return account.id if account else None

    @cached_property
    def _posts(self) -> dict[UUID, tuple[Holder, Holder]]:
        return {}

    def _grant_in(self, desk: Desk) -> None:
        handler, leader = self._posts[desk.unit.id]
        for holder in (handler, leader):
            self._actors.pop(holder.account_id, None)
        pairs = [(leader, "unit-leader"), (handler, "unit-handler")]
        if handler.account_id == leader.account_id:
            pairs.pop()
        grants = [
            NewGrant(
                role_code=role, post_id=holder.post_id, unit_id=desk.unit.id,
                valid_from=max(BEGINS, holder.valid_from),
            )
            for holder, role in pairs
        ]  # fmt: skip
        first = _morning(min(one.valid_from for one in grants))
        grant_roles(grants=grants, actor=self.city.installer, now=first)

    def _grant_over_city(self, username: str, role: str) -> None:
        account, root = find_account_by_username(username), find_root()
        if account and root:
            grant_role(
                role_code=role,
                account_id=account.id,
                unit_id=root.id,
                valid_from=BEGINS,
                actor=self.city.installer,
                now=_morning(BEGINS),
            )


def _morning(day: date) -> datetime:
    return clock.start_of(day) + timedelta(hours=11)
