"""Roles and grants for tests, made by calling operations."""

from uuid import UUID

from liupan.foundation.access import facade
from liupan.foundation.access.models import Proposal
from liupan.foundation.organisations.facade import find_root
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.authority import Actor

__all__ = ["Proposal"]  # rows, for tests of rooms above

SYSTEM, SECURITY, AUDIT = (
    "system-administrator",
    "security-administrator",
    "audit-administrator",
)


def founded() -> UUID:
    """A city with its root unit and the built-in roles; the root's id."""
    city.found()
    city.unit("固原市人民政府", category="government")
    facade.apply_built_in_roles(now=city.NOW)
    root = find_root()
    assert root
    return root.id


def granted(role_code: str, **more: object) -> UUID:
    """A grant from the beginning on."""
    return facade.grant_role(
        **{
            "role_code": role_code,
            "valid_from": city.BEGINNING,
            "actor": city.almighty(),
            "now": city.NOW,
            **more,
        }
    )


def administrator(role_code: str, root: UUID) -> Actor:
    """A person who holds an administrator's role over the whole city."""
    who = city.person()
    granted(role_code, account_id=who, unit_id=root)
    return acting(who)


def acting(account_id: UUID) -> Actor:
    """The actor of an account at the tests' now."""
    with clock.frozen(city.NOW):
        return facade.actor_for(account_id)
