"""Who does what in the demo's correspondence: desks of units, their roles, codes and circles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.demo.facts import received, sent
from liupan.capabilities.correspondence.operations.circles import CircleValues, add_circle
from liupan.capabilities.correspondence.operations.codes import CodeValues, add_code
from liupan.capabilities.correspondence.queries.parties import LEADING
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import (
    Holder,
    UnitRef,
    appoint,
    list_holders,
    list_posts,
    list_units_on,
)
from liupan.foundation.seals.facade import UnitSeal, seals_in_use
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

BEGINS = date(2017, 7, 3)
"""On this day correspondence moves into the system."""
CITY, OFFICE, LEGAL = "市政府", "市政府办", "市法制办"
PEOPLE = ("clerk", "chief", "leader", "planner", "contact")
COUNTIES = "各县（区）人民政府"
BUREAUS = "市政府各部门"
GROUP = "市电子政务工作领导小组成员单位"
MEMBERS = (
    "市发改委", "市财政局", "市公安局", "市人社局", "市工信局", "市民政局", "市教育局", "市卫计局",
)  # fmt: skip
DEPARTMENTS = ("department", "agency")
REGISTERING = ("contact", "clerk", "chief", "leader")
"""Kinds of post, the likeliest registrar first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works with a unit's documents. Without a leader it receives, but sends nothing."""

    unit: UnitRef
    registrar: UUID
    reviewer: UUID | None = None
    leader: UUID | None = None
    drafter: UUID | None = None

    @property
    def may_send(self) -> bool:
        return self.leader is not None and self.leader != self.registrar


class Staff:
    """Grants the roles, defines codes and circles, and knows whom to ask."""

    def __init__(self, city: DemoCity) -> None:
        self.city = city
        self.now = clock.start_of(BEGINS) + timedelta(hours=9)
        self.by: dict[str, Any] = {"actor": city.installer, "now": self.now}
        self._actors: dict[UUID, Actor] = {}
        self.codes: dict[str, UUID] = {}
        self.circles: dict[str, UUID] = {}

    @property
    def is_whole(self) -> bool:
        """Whether the people are there; a part of the city may be built without them."""
        return all(find_account_by_username(name) for name in PEOPLE) and OFFICE in self.units

    def settle_in(self) -> None:
        """Roles, codes and circles."""
        self._grant_wide()
        for name in sorted(self._taking_part()):
            if name in self.units and (desk := self.desk(name)):
                self._grant(desk)
        for one in sent():
            if one.unit in self.units and one.code not in self.codes:
                code = CodeValues(unit_id=self.units[one.unit].id, text=one.code, form=one.form)
                self.codes[one.code] = add_code(values=code, **self.by)
        for name, members in self._circles().items():
            circle = CircleValues(self.units[OFFICE].id, name, members)
            self.circles[name] = add_circle(values=circle, **self.by)

    def named(self, username: str) -> UUID:
        """The account of a demo person."""
        return self._people[username]

    def actor(self, account_id: UUID) -> Actor:
        """Somebody, with the rights of the opening day."""
        if account_id not in self._actors:
            with clock.frozen(self.city.now):
                self._actors[account_id] = actor_for(account_id)
        return self._actors[account_id]

    def desk(self, name: str) -> Desk | None:
        """The desk of a unit by its short name; a government's is that of its office."""
        unit = self.units.get(name)
        if unit is None:
            return None
        if name == CITY:
            return self._city_desk(unit)
        if unit.category == "government":
            own = self.desk(f"{name}办")
            return (
                Desk(unit, own.registrar, own.reviewer, own.leader, own.registrar) if own else None
            )
        return self.desks.get(unit.id)

    def desk_of(self, unit_id: UUID) -> Desk | None:
        """The desk of a unit by its id."""
        return self.desks.get(unit_id)

    def seal(self, unit_id: UUID) -> UnitSeal | None:
        """The unit's seal in use."""
        return self.seals.get(unit_id)

    def keeper(self, unit_id: UUID) -> Actor:
        """Who keeps the unit's seal."""
        return self.actor(self._keepers[self.seals[unit_id].keeper_post_id])

    @cached_property
    def _people(self) -> dict[str, UUID]:
        found = {name: find_account_by_username(name) for name in PEOPLE}
        return {name: account.id for name, account in found.items() if account}

    @cached_property
    def mayor(self) -> str:
        """What an order is signed with."""
        own = self._held.get(self.units[CITY].id, [])
        return next((h.name for h in own if h.title == "市长"), "市长")

    @cached_property
    def units(self) -> dict[str, UnitRef]:
        found = list_units_on(clock.on(self.city.now))
        return {unit.short_name or unit.name: unit for unit in found}

    @cached_property
    def seals(self) -> dict[UUID, UnitSeal]:
        found = seals_in_use([unit.id for unit in self.units.values()])
        return {unit: own[0] for unit, own in found.items()}

    @cached_property
    def desks(self) -> dict[UUID, Desk]:
        """Of units where somebody works."""
        return {
            unit.id: self._desk(unit, self._held[unit.id])
            for unit in self.units.values()
            if unit.id in self._held
        }

    @cached_property
    def _held(self) -> dict[UUID, list[Holder]]:
        today = clock.on(self.city.now)
        posts = list_posts([unit.id for unit in self.units.values()], today)
        found: dict[UUID, list[Holder]] = {}
        for holder in list_holders([post.id for post in posts], today):
            own = holder.kind in REGISTERING and not holder.is_acting
            if own and holder.valid_from <= BEGINS:
                found.setdefault(holder.unit_id, []).append(holder)
        return found

    @cached_property
    def _keepers(self) -> dict[UUID, UUID]:
        """Holder by post that keeps a seal."""
        return {h.post_id: h.account_id for own in self._held.values() for h in own}

    def _desk(self, unit: UnitRef, held: list[Holder]) -> Desk:
        if unit.short_name == OFFICE:
            return self._office_desk(unit, held)
        registrar = min(held, key=lambda h: REGISTERING.index(h.kind))
        leaders = [h for kind in LEADING for h in held if h.kind == kind]
        leader = leaders[0].account_id if leaders else None
        reviewer = leaders[-1].account_id if leaders else None
        return Desk(unit, registrar.account_id, reviewer, leader, registrar.account_id)

    def _office_desk(self, unit: UnitRef, held: list[Holder]) -> Desk:
        """The demo people, and the office's own director."""
        directors = [h.account_id for h in held if h.kind == "leader"]
        leader = directors[0] if directors else self.named("leader")
        return Desk(unit, self.named("clerk"), self.named("chief"), leader, self.named("planner"))

    def _city_desk(self, unit: UnitRef) -> Desk:
        """What the city government issues: reviewed and registered by the office's directors."""
        office = self.desks[self.units[OFFICE].id]
        known = {self.named(name) for name in PEOPLE}
        own = [h for h in self._held[office.unit.id] if h.account_id not in known]
        other = [h.account_id for h in own if h.account_id != office.leader]
        director = office.leader
        return Desk(
            unit, other[0] if other else self.named("clerk"), director, self.named("leader"),
            self.named("planner"),
        )  # fmt: skip

    def _taking_part(self) -> set[str]:
        names = {name for one in sent() for name in (one.unit, *one.to, *one.cc, *one.issuers)}
        names |= {name for one in sent() for name in one.cosign}
        names |= {one.unit for one in received()} | set(MEMBERS)
        return names | {f"{name}办" for name in self._governments()} | set(self._bureaus())

    def _governments(self) -> list[str]:
        return [
            name for name, unit in self.units.items()
            if unit.category == "government" and name != CITY
        ]  # fmt: skip

    def _bureaus(self) -> list[str]:
        root = self.units[CITY].id
        return [
            name for name, unit in self.units.items()
            if unit.parent_id == root and unit.category in DEPARTMENTS and unit.id in self._held
        ]  # fmt: skip

    def _circles(self) -> dict[str, tuple[UUID, ...]]:
        """A government's documents are received by its office."""
        wanted: dict[str, Iterable[str]] = {
            COUNTIES: [f"{name}办" for name in self._governments()],
            BUREAUS: self._bureaus(),
            GROUP: MEMBERS,
        }
        return {
            name: tuple(self.units[one].id for one in members if one in self.units)
            for name, members in wanted.items()
        }

    # --- Roles ---------------------------------------------------------------------------------
    def _grant_wide(self) -> None:
        """Roles of the demo people, and of those who act for the whole city."""
        root, office = self.units[CITY].id, self.units[OFFICE].id
        city = self.desk(CITY)
        assert city
        granted = [
            (self.named("leader"), "document-signer", root),
            (self.named("planner"), "document-drafter", office),
            (self.named("clerk"), "archivist", office),
            (self.named("clerk"), "secrecy-officer", office),
            (self.named("clerk"), "seal-keeper", root),
            (self.named("chief"), "document-manager", office),
            (city.registrar, "document-registrar", root),
            (city.reviewer, "document-reviewer", root),
            (city.reviewer, "secrecy-chief", root),
        ]
        if legal := self.desk(LEGAL):
            granted.append((legal.leader or legal.registrar, "legality-reviewer", root))
        for account, role, unit in granted:
            self._give(account, role, unit)

    def _grant(self, desk: Desk) -> None:
        unit = desk.unit.id
        if desk.unit.short_name == CITY:
            return
        self._give(desk.registrar, "document-registrar", unit)
        if desk.leader:
            self._give(desk.leader, "document-signer", unit)
        if not desk.may_send:
            return
        self._give(desk.reviewer, "document-reviewer", unit)
        self._keep_seal(desk)

    def _keep_seal(self, desk: Desk) -> None:
        """Its keeper may use the seal; where that post is empty the registrar stands in."""
        unit = desk.unit.id
        if unit not in self.seals:
            return
        post = self.seals[unit].keeper_post_id
        if post not in self._keepers:
            appoint(
                post_id=post, account_id=desk.registrar, valid_from=BEGINS, is_acting=True,
                **self.by,
            )  # fmt: skip
            self._keepers[post] = desk.registrar
        self._give(self._keepers[post], "seal-keeper", unit)

    def _give(self, account: UUID | None, role: str, unit: UUID) -> None:
        if account:
            grant_role(
                role_code=role, account_id=account, unit_id=unit, valid_from=BEGINS, **self.by
            )
            self._actors.pop(account, None)
