"""Who draws up, registers and publishes in the demo: roles of demo people and of units' own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
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

BEGINS = date(2016, 9, 5)
OVER_CITY = (("planner", "catalogue-publisher"), ("leader", "catalogue-reader"))
"""Demo person and role over the whole city."""
PAIR = ("catalogue-editor", "catalogue-registrar")
VISITORS = ("clerk", "chief", "contact")
"""Demo people who work in a unit's catalogue."""
EDITING, LEADING = ("contact", "clerk"), ("chief", "leader")
"""Kinds of post whose holders draw up, and who review the registration."""
TOWNSHIP, TOWNSHIPS = ("乡人民政府", "镇人民政府"), 31
"""How townships are called, and how many of them hold entries."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit with somebody who draws up and somebody else who reviews, and since when."""

    unit: UnitRef
    editor: Holder
    registrar: Holder

    @property
    def since(self) -> date:
        return max(BEGINS, self.editor.valid_from, self.registrar.valid_from)


class Staff:
    """Grants the roles, and knows whom to ask."""

    def __init__(self, city: DemoCity) -> None:
        self.city = city
        self.today = clock.on(city.now)
        self._actors: dict[UUID, Actor] = {}
        self.settled: dict[UUID, Desk] = {}
        """Desks that have their roles, by unit."""
        for username, role in OVER_CITY:
            self._grant_over_city(username, role)

    @property
    def is_whole(self) -> bool:
        """Whether the people are there; a part of the city may be built without them."""
        return all(find_account_by_username(name) for name, _role in OVER_CITY)

    @property
    def publisher(self) -> Actor:
        """The data authority's reviewer."""
        return self.actor(self._publisher_id)

    @cached_property
    def _publisher_id(self) -> UUID:
        account = find_account_by_username("planner")
        assert account
        return account.id

    def actor(self, account_id: UUID) -> Actor:
        """Somebody, with the rights of the opening day."""
        if account_id not in self._actors:
            self._actors[account_id] = actor_for(account_id)
        return self._actors[account_id]

    def forget(self, account_id: UUID) -> None:
        """The account gets another role: its rights are read anew."""
        self._actors.pop(account_id, None)

    def desk(self, unit_name: str) -> Desk | None:
        """The unit of this name, if two people there can work; their roles are granted."""
        return self._desks.get(unit_name)

    @cached_property
    def townships(self) -> list[str]:
        """Townships that hold entries."""
        found = sorted(name for name in self._desks if name.endswith(TOWNSHIP))
        return found[:TOWNSHIPS]

    def is_township(self, desk: Desk) -> bool:
        """Whether the desk is a township's."""
        return desk.unit.name in self.townships

    @cached_property
    def _visitors(self) -> frozenset[UUID]:
        found = (find_account_by_username(name) for name in VISITORS)
        return frozenset(account.id for account in found if account)

    @cached_property
    def _desks(self) -> dict[str, Desk]:
        units = {unit.id: unit for unit in list_units_on(self.today)}
        posts = [post.id for post in list_posts(units, self.today)]
        held: dict[UUID, list[Holder]] = {}
        for holder in list_holders(posts, self.today):
            held.setdefault(holder.unit_id, []).append(holder)
        found = [self._desk(units[unit], people) for unit, people in held.items()]
        return {desk.unit.name: desk for desk in found if desk}

    def _desk(self, unit: UnitRef, people: list[Holder]) -> Desk | None:
        """Whoever publishes does neither step before; people whom a visitor may be come first."""
        people = [h for h in people if h.account_id != self.publisher.id]
        people.sort(key=lambda h: (h.account_id not in self._visitors, h.valid_from, h.title))
        registrar = _first(people, LEADING, None)
        editor = _first(people, (*EDITING, *LEADING), registrar)
        if registrar is None or editor is None:
            return None
        return Desk(unit, editor, registrar)

    def settle(self, desks: Iterable[Desk]) -> None:
        """Grant the desks' two roles."""
        found = {desk.unit.id: desk for desk in desks}
        self.settled |= found
        grant_pairs(self.city, found.values(), self.forget, PAIR)

    def is_visited(self, desk: Desk) -> bool:
        """Whether a visitor may be the one who draws up there."""
        return desk.editor.account_id in self._visitors

    def _grant_over_city(self, username: str, role: str) -> None:
        account, root = find_account_by_username(username), find_root()
        if account and root:
            grant_role(
                role_code=role,
                account_id=account.id,
                unit_id=root.id,
                valid_from=BEGINS,
                actor=self.city.installer,
                now=clock.start_of(BEGINS) + timedelta(hours=9),
            )


def grant_pairs(
    city: DemoCity, desks: Iterable[Desk], forget: Callable[[UUID], None], roles: tuple[str, str]
) -> None:
    """Grant the two of each desk a role each, on the day since when both are there."""
    in_order = sorted(desks, key=lambda desk: desk.since)
    for since, some in groupby(in_order, key=lambda desk: desk.since):
        grants = []
        for desk in some:
            for holder, role in zip((desk.editor, desk.registrar), roles, strict=True):
                forget(holder.account_id)
                grants.append(
                    NewGrant(
                        role_code=role, post_id=holder.post_id, unit_id=desk.unit.id,
                        valid_from=since,
                    )
                )  # fmt: skip
        now = clock.start_of(since) + timedelta(hours=9)
        grant_roles(grants=grants, actor=city.installer, now=now)


def _first(people: list[Holder], kinds: tuple[str, ...], but: Holder | None) -> Holder | None:
    """The first holder of a post of these kinds, in their order, who is somebody else."""
    rest = [h for h in people if not h.is_acting and (not but or h.account_id != but.account_id)]
    return next((h for kind in kinds for h in rest if h.kind == kind), None)
