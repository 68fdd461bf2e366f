"""Facts of shared services (共享服务)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutService(Fact):
    """What every fact carries of a service; `thing_id` is the service."""

    service: str
    provider_id: UUID
    resource_id: UUID


@dataclass(frozen=True, kw_only=True)
class ServiceSetUp(AboutService, code="exchange.service.set_up"):
    """A service of a published resource was set up (服务配置)."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(AboutService, code="exchange.service.changed"):
    """Where a service's data stand was changed: names of the fields, never an address or secret."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ItemsMapped(AboutService, code="exchange.service.mapped"):
    """Items of the resource were mapped to the service's data (信息项映射)."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceOpened(AboutService, code="exchange.service.opened"):
    """A service can be called (服务上线)."""


@dataclass(frozen=True, kw_only=True)
class ServicePaused(AboutService, code="exchange.service.paused"):
    """A service is not called for a time (服务暂停)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ServiceResumed(AboutService, code="exchange.service.resumed"):
    """A service can be called again (服务恢复)."""


@dataclass(frozen=True, kw_only=True)
class ServiceEnded(AboutService, code="exchange.service.ended"):
    """A service is called no more (服务下线)."""

    reason: str
