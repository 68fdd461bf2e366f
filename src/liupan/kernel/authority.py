"""Who may do what: permissions are declared by rooms, judged by the `access` service.

A room declares its permissions once (`policies.py`) and asks `require`; `access` installs the
judge at start-up, so that services below it can ask too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.kernel.errors import NotAuthorised
from liupan.kernel.secrecy import Secrecy, Zone


class ActorKind(StrEnum):
    """What kind of party acts."""

    STAFF = "staff"
    CITIZEN = "citizen"
    LEGAL_PERSON = "legal_person"
    MACHINE = "machine"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts, as known at the entrance.

    `clearance` is the highest secrecy level this actor may see here and now: the person's own,
    capped by the zone. `rights` maps a permission code to the units at the top of its reach;
    `access` fills it once, at the entrance, so that asking costs nothing.
    """

    id: UUID
    kind: ActorKind
    name: str = ""
    clearance: Secrecy = Secrecy.PUBLIC
    zone: Zone = Zone.EXTRANET
    rights: Mapping[str, frozenset[UUID]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        return self.kind is ActorKind.ANONYMOUS


ANONYMOUS = Actor(id=UUID(int=0), kind=ActorKind.ANONYMOUS)

ANYWHERE = UUID(int=2**128 - 1)
"""Stands in `Actor.rights` for every unit, also those that do not exist yet."""


class Duty(StrEnum):
    """Which side of the three-administrator wall a permission stands on (三员分立).

    A person may hold permissions of one duty only, so that nobody both does and audits.
    """

    BUSINESS = "business"
    SYSTEM = "system"  # 系统管理员
    SECURITY = "security"  # 安全保密管理员
    AUDIT = "audit"  # 安全审计员


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing a role can allow: `office.thing.act` and its name for people."""

    code: str
    label: str | Promise = field(compare=False)
    duty: Duty = Duty.BUSINESS


_permissions: dict[str, Permission] = {}


def declare(code: str, label: str | Promise, *, duty: Duty = Duty.BUSINESS) -> Permission:
    """Declare a permission. Raises ValueError when another room declared the code already."""
    if code in _permissions:
        raise ValueError(f"permission {code} is declared twice")
    _permissions[code] = permission = Permission(code, label, duty)
    return permission


def permissions() -> dict[str, Permission]:
    """All declared permissions by code."""
    return dict(sorted(_permissions.items()))


class Judge(Protocol):
    """What `access` installs."""

    def may(self, actor: Actor, code: str, unit_id: UUID | None, secrecy: Secrecy) -> bool:
        """Whether the actor holds the permission over the unit (anywhere when None)."""


class _Nobody:
    def may(self, actor: Actor, code: str, unit_id: UUID | None, secrecy: Secrecy) -> bool:
        return False


_judge: Judge = _Nobody()
_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collects what is asked by `require` and `own`, so that an operation can prove it asked."""
    asked: list[str] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def _note(what: str) -> None:
    asked = _asked.get()
    if asked is not None:
        asked.append(what)


def install_judge(judge: Judge) -> None:
    """Called once, by `access`, at start-up."""
    global _judge
    _judge = judge


def may(
    actor: Actor,
    permission: Permission,
    *,
    unit_id: UUID | None = None,
    secrecy: Secrecy = Secrecy.PUBLIC,
) -> bool:
    """Whether `actor` may use `permission` over `unit_id` (over any unit when None)."""
    if secrecy > actor.clearance:
        return False
    return _judge.may(actor, permission.code, unit_id, secrecy)


def require(
    actor: Actor,
    permission: Permission,
    *,
    unit_id: UUID | None = None,
    secrecy: Secrecy = Secrecy.PUBLIC,
) -> None:
    """Refuse unless `may`. Raises `NotAuthorised`."""
    _note(permission.code)
    if not may(actor, permission, unit_id=unit_id, secrecy=secrecy):
        raise NotAuthorised(
            _("You may not do this: %(what)s.") % {"what": permission.label},
            next_step=who_can(actor, permission),
        )


def who_can(actor: Actor, permission: Permission) -> str:
    """Who helps somebody refused: the administrator whose business it is, or who grants."""
    if permission.duty in _KEEPERS:
        keeper, apart = str(_KEEPERS[permission.duty]), _apart(actor)
        return _("%(first)s %(second)s") % {"first": keeper, "second": apart} if apart else keeper
    if actor.rights.get(permission.code):
        return _("Your right does not reach this unit. Its own administrator can do it.")
    return _apart(actor) or _("The security and secrecy administrator grants this right.")


def _apart(actor: Actor) -> str:
    duties = {found.duty for code in actor.rights if (found := _permissions.get(code))}
    if duties & _KEEPERS.keys():
        return _("The three administrators are apart: none does the work of another, or business.")
    return ""


_KEEPERS: dict[Duty, Promise] = {
    Duty.SYSTEM: gettext_lazy("This is done by the system administrator."),
    Duty.SECURITY: gettext_lazy("This is done by the security and secrecy administrator."),
    Duty.AUDIT: gettext_lazy("This is done by the security auditor."),
}
"""The administrator whose business a permission is."""


def own(actor: Actor, account_id: UUID) -> None:
    """Refuse unless the thing is the actor's own; needs no role. Raises `NotAuthorised`."""
    _note("own")
    if actor.is_anonymous or actor.id != account_id:
        raise NotAuthorised(_("Only the person concerned may do this."))


def anyone(actor: Actor) -> None:
    """Say that an operation is open to everybody, also anonymous (sign-in, public feedback)."""
    _note(f"anyone:{actor.kind}")
