"""Facts of entries: drawn up, reviewed, published, withdrawn."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutEntry(Fact):
    """What every fact carries of the entry, as it stands after the act."""

    resource_code: str
    edition_id: UUID
    edition: int
    unit_id: UUID
    title: str
    category: str
    share_type: str
    is_open: bool
    state: int
    on: date


@dataclass(frozen=True, kw_only=True)
class EntryRegistered(AboutEntry, code="catalogue.resource.registered"):
    """A resource got its code and a first draft (编制), or another edition was begun."""

    items: int
    follows: int


@dataclass(frozen=True, kw_only=True)
class EntryRevised(AboutEntry, code="catalogue.resource.revised"):
    """What a draft says was changed: names of the elements and items."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EntryHandedIn(AboutEntry, code="catalogue.resource.handed_in"):
    """The unit handed an entry in for registration (提交登记)."""


@dataclass(frozen=True, kw_only=True)
class EntryPassed(AboutEntry, code="catalogue.resource.passed"):
    """The registration review passed an entry (登记审核通过)."""

    handed_in_by: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class EntryReturned(AboutEntry, code="catalogue.resource.returned"):
    """The registration review returned an entry for changes, or rejected it."""

    is_rejected: bool
    opinion: str


@dataclass(frozen=True, kw_only=True)
class PublicationAsked(AboutEntry, code="catalogue.resource.asked"):
    """Publication of a registered entry was asked for (申请发布)."""


@dataclass(frozen=True, kw_only=True)
class EntryPublished(AboutEntry, code="catalogue.resource.published"):
    """The publication review passed an entry: it is in the catalogue (发布)."""

    registered_by: UUID
    replaces: int
    opinion: str
    items: int = 0


@dataclass(frozen=True, kw_only=True)
class PublicationRefused(AboutEntry, code="catalogue.resource.refused"):
    """The publication review rejected an entry (不予发布)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class EntryRecalled(AboutEntry, code="catalogue.resource.recalled"):
    """The unit took an entry back before it was published (撤回)."""

    state_before: int


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(AboutEntry, code="catalogue.resource.withdrawn"):
    """An edition was given up, or what was published was taken out (撤销)."""

    state_before: int
    reason: str
