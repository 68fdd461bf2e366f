"""Facts of catalogues that are harvested (目录汇集)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutUpstream(Fact):
    """What every fact carries of a catalogue that is harvested; `thing_id` is the source."""

    name: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class SourceAdded(AboutUpstream, code="catalogue.upstream.added"):
    """A catalogue elsewhere was named to be harvested (汇集来源)."""

    kind: str
    url: str


@dataclass(frozen=True, kw_only=True)
class SourceChanged(AboutUpstream, code="catalogue.upstream.changed"):
    """What is said of a source was changed: names of the fields."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SourceEnded(AboutUpstream, code="catalogue.upstream.ended"):
    """A source is harvested no longer; its entries are shown no more."""


@dataclass(frozen=True, kw_only=True)
class PageHarvested(AboutUpstream, code="catalogue.upstream.read"):
    """A page of a source brought something new or something that could not be taken in."""

    run_id: UUID
    page: int
    added: int
    changed: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class HarvestEnded(AboutUpstream, code="catalogue.upstream.harvested"):
    """A run read a source to its end, failed, or waits for somebody to confirm removals."""

    run_id: UUID
    state: str
    added: int
    changed: int
    unchanged: int
    gone: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class HarvestSettled(AboutUpstream, code="catalogue.upstream.settled"):
    """Somebody confirmed or declined what a run would take out."""

    run_id: UUID
    is_confirmed: bool
    gone: int
