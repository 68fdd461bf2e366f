"""A small town with people around one seal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.foundation.access.facade import actor_for, apply_built_in_roles, grant_role
from liupan.foundation.organisations.facade import appoint, create_post, find_root
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.seals.demo_papers import paper as drawn_paper
from liupan.foundation.seals.drawing import Drawing, draw
from liupan.foundation.seals.installing import install
from liupan.foundation.seals.models import Certificate
from liupan.foundation.seals.operations.applying import (
    NewSeal,
    apply_for_seal,
    approve_seal,
    make_seal,
    take_seal,
)
from liupan.foundation.seals.operations.authority import found_authority
from liupan.foundation.seals.operations.custody import pass_on_seal, revoke_seal
from liupan.foundation.seals.operations.uses import approve_use, request_use
from liupan.kernel import clock
from liupan.kernel.authority import Actor

NOW = city.NOW
PEOPLE = (
    ("clerk", ""),
    ("keeper", "seal-keeper"),
    ("other_keeper", "seal-keeper"),
    ("approver", "seal-approver"),
    ("second_approver", "seal-approver"),
    ("administrator", "seal-administrator"),
    ("second_administrator", "seal-administrator"),
)


@dataclass
class Town:
    """A bureau with its people, each in a post of their own, and the city's authority."""

    unit: UUID
    posts: dict[str, UUID]
    accounts: dict[str, UUID]

    def __getitem__(self, who: str) -> Actor:
        with clock.frozen(NOW):
            return actor_for(self.accounts[who])

    def by(self, who: str, now: datetime = NOW) -> dict[str, Any]:
        """The two arguments of every operation."""
        return {"actor": self[who], "now": now}


def town() -> Town:
    """Root, one bureau, its people, the authority."""
    city.found()
    city.unit("固原市人民政府", category="government")
    apply_built_in_roles(now=NOW)
    install(city.almighty(), NOW)
    unit, root = city.unit("固原市民政局"), find_root()
    assert root
    always: dict[str, Any] = {
        "valid_from": city.BEGINNING, "actor": city.almighty(), "now": NOW
    }  # fmt: skip
    grant_role(role_code="staff", everyone_in_id=root.id, **always)
    made = Town(unit, {}, {})
    for who, role in PEOPLE:
        account = made.accounts[who] = city.person(f"试{who}")
        post = made.posts[who] = create_post(unit_id=unit, title=f"岗{who}", kind="clerk", **always)
        appoint(post_id=post, account_id=account, **always)
        if role:
            grant_role(role_code=role, post_id=post, unit_id=unit, **always)
    found_authority(name="固原市", actor=city.almighty(), now=NOW - timedelta(days=1))
    return made


def founded() -> None:
    """The city's authority, where a town of another room stands."""
    install(city.almighty(), NOW)
    found_authority(name="固原市", actor=city.almighty(), now=NOW - timedelta(days=1))


def new_seal(made: Town, **more: Any) -> NewSeal:
    """The bureau's own seal, kept by the keeper."""
    values: dict[str, Any] = {
        "unit_id": made.unit,
        "kind": "statutory",
        "name": "固原市民政局",
        "keeper_post_id": made.posts["keeper"],
        "width_mm": 42,
        "height_mm": 42,
    }
    return NewSeal(**{**values, **more})


def applied(made: Town, **more: Any) -> UUID:
    """A seal that is applied for."""
    with clock.frozen(NOW):
        return apply_for_seal(seal=new_seal(made, **more), reason="机构成立", **made.by("keeper"))


def in_use(made: Town, **more: Any) -> UUID:
    """A seal in the keeper's custody."""
    seal = applied(made, **more)
    with clock.frozen(NOW):
        approve_seal(seal_id=seal, opinion="同意", **made.by("administrator"))
        make_seal(seal_id=seal, **made.by("administrator"))
        return take_seal(seal_id=seal, **made.by("keeper"))


def passed_on(seal: UUID, post_id: UUID, administrator: Actor) -> None:
    """Another post keeps it, and has not taken it yet."""
    pass_on_seal(
        seal_id=seal, keeper_post_id=post_id, reason="岗位调整", actor=administrator, now=NOW
    )


def taken(seal: UUID, keeper: Actor) -> None:
    """Its keeper has taken it into custody."""
    take_seal(seal_id=seal, actor=keeper, now=NOW)


def requested(made: Town, seal: UUID, **more: Any) -> UUID:
    """A request by the clerk."""
    values = {"name": "关于开展检查的通知.ofd", "content": paper(), "purpose": "印发", "copies": 1}
    with clock.frozen(NOW):
        return request_use(seal_id=seal, **{**values, **made.by("clerk"), **more})


def approved(made: Town, seal: UUID, **more: Any) -> UUID:
    """A request that the approver approved."""
    use = requested(made, seal, **more)
    with clock.frozen(NOW):
        return approve_use(use_id=use, opinion="同意", **made.by("approver"))


def paper(words: str = "关于开展检查的通知") -> bytes:
    """A document of one page."""
    return drawn_paper(words, "固原市民政局")


def png_of(name: str) -> bytes:
    """A picture as a unit might hand it in."""
    return draw([Drawing(name, "", True, 42, 42)])[0]


def facts(act: str) -> list[dict[str, Any]]:
    """What the journal holds of an act, by value, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes, concerned, thing_id FROM journal_entry WHERE act = %s ORDER BY pos",
            [act],
        )
        return [
            {**json.loads(changes), "concerned": concerned, "thing_id": thing_id}
            for changes, concerned, thing_id in cursor
        ]


def path_of(seal_id: UUID) -> Iterator[Certificate]:
    """The certificate of a seal, its issuer's, the root."""
    one: Certificate | None = Certificate.objects.get(seal__id=seal_id)
    while one:
        yield one
        one = one.issued_by


def revoked(seal_id: UUID, cause: str, actor: Actor, now: datetime) -> None:
    """Have an administrator revoke a seal."""
    revoke_seal(seal_id=seal_id, cause=cause, reason="经核实", actor=actor, now=now)
