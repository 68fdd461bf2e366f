"""Roles that come with the program. Rooms declare theirs in `roles.py`; install and upgrade apply
them."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

from liupan.kernel.authority import Duty, Permission, permissions


@dataclass(frozen=True, slots=True)
class BuiltInRole:
    """A role that comes with the program.

    `holds_whole_duty`: everything that any room declares for the duty, also in later versions.
    """

    code: str
    name: str | Promise = field(compare=False)
    duty: Duty
    needs_second_factor: bool = False
    holds_whole_duty: bool = False


_roles: dict[str, BuiltInRole] = {}
_permits: dict[str, set[str]] = {}


def declare_role(role: BuiltInRole, *permits: Permission) -> None:
    """Declare a role with what it permits. Raises ValueError when its code is taken."""
    if _roles.get(role.code, role) != role:
        raise ValueError(f"role {role.code} is declared twice")
    _roles[role.code] = role
    permit(role.code, *permits)


def permit(role_code: str, *permits: Permission) -> None:
    """Add permissions to a role that this or another room declares."""
    _permits.setdefault(role_code, set()).update(p.code for p in permits)


def built_in_roles() -> dict[BuiltInRole, tuple[str, ...]]:
    """All roles that come with the program, with what each permits.

    Raises ValueError when permissions were added to a role nobody declared.
    """
    unknown = set(_permits) - set(_roles)
    if unknown:
        raise ValueError(f"nobody declares the roles {sorted(unknown)}")
    return {role: _permitted(role) for role in _roles.values()}


def _permitted(role: BuiltInRole) -> tuple[str, ...]:
    whole = [c for c, p in permissions().items() if p.duty is role.duty and role.holds_whole_duty]
    return tuple(sorted({*whole, *_permits.get(role.code, ())}))
