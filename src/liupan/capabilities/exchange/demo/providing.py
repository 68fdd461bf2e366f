"""Services and systems of the demo, made by their keepers."""

import csv
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from io import StringIO
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.facade import (
    GrantRef,
    Mask,
    Mode,
    Published,
    list_grants,
    list_published,
)
from liupan.capabilities.exchange.demo.values import Values
from liupan.capabilities.exchange.operations.services import (
    Place,
    map_items,
    open_service,
    pause_service,
    set_up_service,
)
from liupan.capabilities.exchange.operations.systems import add_sm2_key, register_system
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.crypto.facade import Algorithm, make_signing_key
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import (
    DivisionRef,
    Holder,
    find_root,
    list_divisions,
    list_holders,
    list_posts,
    list_posts_held,
)
from liupan.foundation.tables.facade import Column, Type, define_table, load_at_once
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

MOST, ROWS, SMALL_ROWS = 40, 400, 30
SINCE = timedelta(days=60)
PAUSED = (7, 19)
"""Places of the services that stand still."""
PROXIED = 3
"""Place of the one that is asked of its provider's system; there is none in a demo, so calls show
what a silent provider looks like."""
NOWHERE = "http://127.0.0.1:9/rows"
KINDS = ("contact", "clerk", "chief", "leader")
SUPERVISOR, VISITORS = "planner", ("clerk", "contact", "chief")
"""Demo people: who supervises, and who comes first where they have a post."""


class Providing:
    """Makes what is there to call, and who may."""

    def __init__(self, city: DemoCity) -> None:
        self.city = city
        self.at = city.now - SINCE
        self.day = clock.on(self.at)
        self._chance = city.chance("exchange")
        self._actors: dict[tuple[UUID, str], Actor] = {}

    @property
    def is_whole(self) -> bool:
        """Whether there are grants, and somebody to supervise."""
        return bool(self.grants) and find_account_by_username(SUPERVISOR) is not None

    @cached_property
    def grants(self) -> list[GrantRef]:
        """What may be called for, of providers and consumers with somebody to keep things; what
        visitors of the demo have to do with comes first."""
        found = list_grants(now=self.city.now, live_only=True)
        people, visited = self._people, self._visited
        kept = [g for g in found if g.provider_id in people and g.consumer_id in people]
        return sorted(kept, key=lambda g: visited.isdisjoint((g.provider_id, g.consumer_id)))

    @cached_property
    def _resources(self) -> dict[UUID, Published]:
        wanted = list(dict.fromkeys(grant.resource_id for grant in self.grants))
        return list_published(wanted[:MOST])

    @cached_property
    def _visitors(self) -> set[UUID]:
        return {a.id for name in VISITORS if (a := find_account_by_username(name))}

    @cached_property
    def _visited(self) -> set[UUID]:
        """Units that visitors have a post in."""
        return {post.unit_id for one in self._visitors for post in list_posts_held(one, self.day)}

    @cached_property
    def _people(self) -> dict[UUID, Holder]:
        """Somebody of each unit, the most suitable."""
        found = list_grants(now=self.city.now, live_only=True)
        units = {unit for grant in found for unit in (grant.provider_id, grant.consumer_id)}
        posts = [post.id for post in list_posts(units, self.day)]
        held = [one for one in list_holders(posts, self.day) if one.kind in KINDS]
        visitors = self._visitors
        held.sort(key=lambda one: (
            one.account_id not in visitors, KINDS.index(one.kind), one.valid_from, one.title,
        ))  # fmt: skip
        return {one.unit_id: one for one in reversed(held)}

    def supervise(self) -> None:
        """The data authority's planner supervises the exchange of the city and oversees its log."""
        account, root = find_account_by_username(SUPERVISOR), find_root()
        if account and root:
            for role in ("exchange-supervisor", "exchange-overseer"):
                grant_role(
                    role_code=role, account_id=account.id, unit_id=root.id,
                    valid_from=self.day, actor=self.city.installer, now=self.at,
                )  # fmt: skip

    def serve(self) -> None:
        """A service for each granted resource."""
        for n, said in enumerate(self._resources.values()):
            self._serve(n, said)

    def register(self) -> None:
        """A system for each unit that has a grant for one of them."""
        of = self._resources
        units = list(dict.fromkeys(g.consumer_id for g in self.grants if g.resource_id in of))
        for n, unit_id in enumerate(units, start=1):
            self._register(n, unit_id)

    def _serve(self, n: int, said: Published) -> None:
        actor = self._keeper(said.unit_id, "exchange-service-keeper")
        by: dict[str, Any] = {"actor": actor, "now": self.at}
        names = {one.name: one.name for one in said.said.items if one.is_shared}
        where = Place(kind=Kind.PROXIED, address=NOWHERE, timeout_ms=500, stale_minutes=30)
        if n != PROXIED:
            where = Place(kind=Kind.HOSTED, table_id=self._table(said, actor))
        service = set_up_service(
            resource_id=said.resource_id, code=_code(said.code), place=where, **by
        )
        map_items(service_id=service, fields=names, version=1, **by)
        open_service(service_id=service, **by)
        if n in PAUSED:
            pause_service(service_id=service, reason="示例：提供方系统升级，预计一周后恢复。", **by)

    def _table(self, said: Published, actor: Actor) -> UUID:
        items = [(one.name, one.data_type) for one in said.said.items if one.is_shared]
        key = self._key(said.resource_id)
        columns = [
            Column(name=name, type=Type(letter), key=int(name == key)) for name, letter in items
        ]
        table = define_table(
            title=said.said.title, unit_id=said.unit_id, columns=columns, actor=actor, now=self.at
        )
        load_at_once(
            table_id=table, mode="replace", file_name=f"{said.said.title}（示例）.csv",
            content=self._content(said, items, key), actor=actor, now=self.at,
        )  # fmt: skip
        return table

    def _key(self, resource_id: UUID) -> str:
        """A text that those who are told of changes get as it is: rows are told apart by it."""
        feeds = [g for g in self.grants if g.resource_id == resource_id and Mode.FEED in g.modes]
        found = (i for g in feeds for i in g.items if i.mask.mask is Mask.NONE)
        return next((one.name for one in found if one.data_type == "C"), "")

    def _content(self, said: Published, items: Sequence[tuple[str, str]], key: str) -> bytes:
        values = Values(self._chance, self._divisions)
        count = SMALL_ROWS if self.city.is_small else ROWS
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow([name for name, _letter in items])
        writer.writerows(values.row(items, number, key) for number in range(1, count + 1))
        return text.getvalue().encode()

    @cached_property
    def _divisions(self) -> list[DivisionRef]:
        return [one for one in list_divisions(self.day) if one.level in (3, 4)]

    def _register(self, n: int, unit_id: UUID) -> None:
        by: dict[str, Any] = {
            "actor": self._keeper(unit_id, "exchange-system-keeper"),
            "now": self.at,
        }
        system = register_system(
            unit_id=unit_id, code=f"yewu-{n:02}", name="业务办理系统（示例）",
            contact="示例：单位信息科", **by,
        )  # fmt: skip
        key = make_signing_key(Algorithm.SM2).public_key
        add_sm2_key(system_id=system, pem=_pem(key), days=365, **by)

    def _keeper(self, unit_id: UUID, role: str) -> Actor:
        """Somebody of the unit, who has the role from then on."""
        if (unit_id, role) not in self._actors:
            holder = self._people[unit_id]
            grant_role(
                role_code=role, post_id=holder.post_id, unit_id=unit_id, valid_from=self.day,
                actor=self.city.installer, now=self.at,
            )  # fmt: skip
            self._actors[unit_id, role] = actor_for(holder.account_id)
        return self._actors[unit_id, role]


def _code(code: str) -> str:
    """The code of a resource as addresses name a service: 101001/000001 is r101001-000001."""
    return f"r{code.replace('/', '-')}"


def _pem(spki: bytes) -> str:
    text = b64encode(spki).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"
