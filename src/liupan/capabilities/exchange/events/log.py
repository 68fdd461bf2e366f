"""Facts of the message log and of alarms."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LogExported(Fact, code="exchange.log.exported"):
    """A part of the message log was written out (导出交换日志)."""

    first_root: int
    last_root: int
    messages: int
    last_hash: str


@dataclass(frozen=True, kw_only=True)
class LogArchived(Fact, code="exchange.log.archived"):
    """A month of the message log was written out to be kept (日志归档)."""

    month: str
    first_root: int
    last_root: int
    messages: int
    sm3: str


@dataclass(frozen=True, kw_only=True)
class LogDropped(Fact, code="exchange.log.dropped"):
    """A month that was written out was removed from the log (日志到期清理)."""

    month: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class LogHeld(Fact, code="exchange.log.held"):
    """Days of the log are kept from being removed (日志保全)."""

    first_on: date
    last_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Fact, code="exchange.log.released"):
    """A hold was lifted (解除保全)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(Fact, code="exchange.alarm.raised"):
    """A service fails (服务告警)."""

    service_id: UUID
    service: str
    kind: str
    calls: int
    failures: int


@dataclass(frozen=True, kw_only=True)
class AlarmEnded(Fact, code="exchange.alarm.ended"):
    """A service has recovered (服务恢复)."""

    service_id: UUID
    service: str
