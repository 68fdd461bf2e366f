"""Facts of systems that call (接入系统) and of what they prove it with (凭证)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutSystem(Fact):
    """What every fact carries of a system; `thing_id` is the system."""

    system: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class SystemRegistered(AboutSystem, code="exchange.system.registered"):
    """A system of a unit may call (系统接入登记)."""

    name: str


@dataclass(frozen=True, kw_only=True)
class SystemChanged(AboutSystem, code="exchange.system.changed"):
    """A system's name or contact was changed."""

    name: str


@dataclass(frozen=True, kw_only=True)
class SystemClosed(AboutSystem, code="exchange.system.closed"):
    """A system calls no more; its credentials prove nothing (系统注销)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CredentialMade(AboutSystem, code="exchange.system.credential_made"):
    """A system got something to prove itself with (签发凭证); never the secret."""

    key_id: str
    kind: str
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class CredentialRevoked(AboutSystem, code="exchange.system.credential_revoked"):
    """A credential proves nothing any more (吊销凭证)."""

    key_id: str
    reason: str
