"""Facts of reading a provider's database by the clock (定时抽取)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutPull(Fact):
    """What every fact carries; `thing_id` is the source. Never an address, name or password."""

    service: str
    service_id: UUID


@dataclass(frozen=True, kw_only=True)
class SourceSet(AboutPull, code="exchange.source.set"):
    """Where and when a provider's database is read was said, or said anew."""

    rhythm: str


@dataclass(frozen=True, kw_only=True)
class SourceMapped(AboutPull, code="exchange.source.mapped"):
    """Columns of the database were mapped to the table's."""

    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SourceStarted(AboutPull, code="exchange.source.started"):
    """It is read by the clock from now on."""


@dataclass(frozen=True, kw_only=True)
class SourceStopped(AboutPull, code="exchange.source.stopped"):
    """It is read no more."""


@dataclass(frozen=True, kw_only=True)
class PullBegun(AboutPull, code="exchange.source.begun"):
    """One reading began."""

    run_id: UUID


@dataclass(frozen=True, kw_only=True)
class PullRead(AboutPull, code="exchange.source.read"):
    """The rows are here, and are being loaded."""

    run_id: UUID
    rows: int
    load_id: UUID


@dataclass(frozen=True, kw_only=True)
class PullEnded(AboutPull, code="exchange.source.ended"):
    """One reading ended: what readers see is new."""

    run_id: UUID


@dataclass(frozen=True, kw_only=True)
class PullFailed(AboutPull, code="exchange.source.failed"):
    """One reading failed; readers see the rows of before."""

    run_id: UUID
    reason: str
