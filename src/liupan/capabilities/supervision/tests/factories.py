"""A small city with a supervision office, two bureaus with handler and leader, and items."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.supervision.installing import install as install_series
from liupan.capabilities.supervision.operations.closing import verify_and_close
from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
from liupan.capabilities.supervision.operations.handing import hand_over_item, sign_for_item
from liupan.capabilities.supervision.operations.registering import decompose_item, register_item
from liupan.capabilities.supervision.operations.reporting import endorse_report, report_done
from liupan.foundation.access.facade import (
    actor_for,
    apply_built_in_roles,
    grant_role,
    installer,
)
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind

FOUNDED = date(2015, 11, 4)
DAY = date(2017, 6, 1)
DUE = date(2017, 11, 30)
NOW = clock.start_of(DAY) + timedelta(hours=9)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in the city."""
    return clock.start_of(day) + timedelta(hours=hour)


@dataclass(frozen=True)
class Town:
    """Units by code, people by name as actors."""

    root: UUID
    units: dict[str, UUID]
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


ROLES = {
    "officer": ("office", "supervision-officer", "root"),
    "other": ("office", "supervision-officer", "root"),
    "chief": ("office", "supervision-chief", "root"),
    "mayor": ("root", "city-leader", "root"),
    "handler": ("bureau", "unit-handler", "bureau"),
    "leader": ("bureau", "unit-leader", "bureau"),
    "police": ("police", "unit-handler", "police"),
    "stranger": ("police", "", ""),
}
"""Person to the unit of the post, the role, and over which unit."""


def town() -> Town:
    """Build it by calling operations."""
    actor = installer()
    common: dict[str, Any] = {"actor": actor, "now": NOW}
    install_rules(actor, NOW)
    install_days(actor, NOW)
    install_series(actor, NOW)
    apply_built_in_roles(now=NOW)
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=city, parent_id=parent,
            valid_from=FOUNDED, **common,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", None)
    units = {
        "root": root,
        "office": unit("office", "固原市人民政府办公室", "office", root),
        "bureau": unit("bureau", "固原市信息化建设办公室", "department", root),
        "police": unit("police", "固原市公安局", "department", root),
    }
    people = {name: _person(name, units, common) for name in ROLES}
    return Town(root, units, people)


def _person(name: str, units: dict[str, UUID], common: dict[str, Any]) -> Actor:
    where, role, over = ROLES[name]
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    kind = "leader" if name in ("leader", "mayor") else "clerk"
    post = create_post(unit_id=units[where], title=name, kind=kind, valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    if role:
        grant_role(
            role_code=role, unit_id=units[over], account_id=account, valid_from=FOUNDED, **common
        )
    with clock.frozen(NOW):
        return actor_for(account)


def new_item(place: Town, **changes: Any) -> NewItem:
    """A matter of the bureau, due at the end of November."""
    values: dict[str, Any] = {
        "title": "市级互联网统一出口建设",
        "end_state": "62家市直部门全部经统一出口访问互联网",
        "origin": "plan",
        "lead_unit_id": place.units["bureau"],
        "supervising_unit_id": place.units["office"],
        "due_on": DUE,
        **changes,
    }
    return NewItem(**values)


def new_part(place: Town, **changes: Any) -> NewPart:
    """A part for the police."""
    values: dict[str, Any] = {
        "title": "安全防护设备部署",
        "end_state": "设备上线并通过测评",
        "lead_unit_id": place.units["police"],
        "due_on": DUE,
        **changes,
    }
    return NewPart(**values)


def registered(place: Town, now: datetime = NOW, **changes: Any) -> UUID:
    """An item that was registered."""
    return register_item(item=new_item(place, **changes), actor=place.officer, now=now)


def handed(place: Town, now: datetime = NOW, **changes: Any) -> UUID:
    """An item that was handed over."""
    item = registered(place, now, **changes)
    return hand_over_item(item_id=item, actor=place.officer, now=now)


def working(place: Town, now: datetime = NOW, **changes: Any) -> UUID:
    """An item that was signed for."""
    return sign_for_item(item_id=handed(place, now, **changes), actor=place.handler, now=now)


def with_part(place: Town, item_id: UUID, now: datetime = NOW, **changes: Any) -> UUID:
    """A part of an item, registered."""
    (part,) = decompose_item(
        item_id=item_id, parts=[new_part(place, **changes)], actor=place.officer, now=now
    )
    return part


def verifying(place: Town, item_id: UUID, now: datetime = NOW) -> UUID:
    """The item, reported and endorsed."""
    report_done(item_id=item_id, opinion="全部完成。", actor=place.handler, now=now)
    return endorse_report(item_id=item_id, actor=place.leader, now=now)


def closed(place: Town, item_id: UUID, now: datetime = NOW) -> UUID:
    """The item, verified and closed."""
    verifying(place, item_id, now)
    return verify_and_close(item_id=item_id, opinion="同意销号。", actor=place.officer, now=now)
