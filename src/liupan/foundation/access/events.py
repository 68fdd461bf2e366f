"""Facts of `access`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RoleDefined(Fact, code="access.role.defined"):
    """A role was defined or redefined."""

    role_code: str
    duty: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact, code="access.binding.granted"):
    """A role was granted over a unit, to an account or to the holders of a post."""

    role_code: str
    unit_id: UUID
    account_id: UUID | None
    post_id: UUID | None
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class SetupClosed(Fact, code="access.setup.closed"):
    """The installer lost its rights; from now on only the three administrators administer."""
