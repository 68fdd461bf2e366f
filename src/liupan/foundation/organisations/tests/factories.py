"""A small city for tests, made by calling operations."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID, uuid5

from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
    find_division,
    find_root,
    found_installation,
)
from liupan.foundation.organisations.installation import forget
from liupan.foundation.organisations.models import Post, Unit, UnitTree
from liupan.kernel import authority, clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

__all__ = ["Post", "Unit", "UnitTree", "forget"]  # rows, for tests of rooms above

BEGINNING = date(2015, 1, 1)
TODAY = date(2017, 11, 15)
NOW = clock.start_of(TODAY) + timedelta(hours=9)
_numbers = count(1)


def almighty() -> Actor:
    """Whoever sets the city up: every permission over every unit."""
    rights = {code: frozenset({ANYWHERE}) for code in authority.permissions()}
    return Actor(
        id=uuid5(UUID(int=0), "liupan.installer"),
        kind=ActorKind.MACHINE,
        name="almighty",
        clearance=Secrecy.INTERNAL,
        rights=rights,
    )


def someone(rights: dict[str, set[UUID]] | None = None) -> Actor:
    """A member of staff with these rights and no others."""
    held = {code: frozenset(units) for code, units in (rights or {}).items()}
    return Actor(
        id=uuid7(), kind=ActorKind.STAFF, name="someone", clearance=Secrecy.INTERNAL, rights=held
    )


def found() -> UUID:
    """The installation of Guyuan, with clock offset nought."""
    return found_installation(
        city_code="640400",
        city_name="固原市",
        is_demo=False,
        clock_offset=timedelta(),
        actor=almighty(),
        now=NOW,
    )


def division(code: str = "640400", name: str = "固原市", level: int = 2) -> UUID:
    """The division of this code, entered when it is missing."""
    known = find_division(code, TODAY)
    if known:
        return known.id
    return enter_division(
        code=code,
        name=name,
        level=level,
        parent_id=None,
        valid_from=BEGINNING,
        actor=almighty(),
        now=NOW,
    )


def unit(
    name: str = "",
    parent_id: UUID | None = None,
    *,
    category: str = "department",
    valid_from: date = BEGINNING,
    division_id: UUID | None = None,
) -> UUID:
    """A unit below `parent_id`, or below the root, which is made first."""
    number = next(_numbers)
    root = find_root()
    if parent_id is None and root is None and name != "固原市人民政府":
        parent_id = unit("固原市人民政府", category="government")
    elif parent_id is None and root is not None:
        parent_id = root.id
    return establish_unit(
        code=f"T{number:05}",
        name=name or f"第{number}局",
        category=category,
        division_id=division_id or division(),
        parent_id=parent_id,
        valid_from=valid_from,
        actor=almighty(),
        now=NOW,
        order=number,
    )


def person(name: str = "", kind: ActorKind = ActorKind.STAFF) -> UUID:
    """An open account without a password."""
    number = next(_numbers)
    return open_account(
        kind=kind,
        username=f"person{number}",
        name=name or f"试甲{number}",
        password=None,
        actor=almighty(),
        now=NOW,
    )


def post(unit_id: UUID, title: str = "科员", kind: str = "clerk") -> UUID:
    """A post in the unit from the beginning on."""
    return create_post(
        unit_id=unit_id,
        title=title,
        kind=kind,
        valid_from=BEGINNING,
        actor=almighty(),
        now=NOW,
    )


def appointed(unit_id: UUID, account_id: UUID | None = None, **more: object) -> tuple[UUID, UUID]:
    """(account, appointment) of a person in a new post of the unit."""
    who = account_id or person()
    made = appoint(
        **{
            "post_id": post(unit_id),
            "account_id": who,
            "valid_from": BEGINNING,
            "actor": almighty(),
            "now": NOW,
            **more,
        }
    )
    return who, made
