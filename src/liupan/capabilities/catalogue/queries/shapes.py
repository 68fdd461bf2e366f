"""What reads of the catalogue return. Names of units and people are those of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.capabilities.catalogue.rules.elements import Elements, Finding
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An edition in a list. `mark` is the kind for `{% state %}`."""

    id: UUID
    resource_id: UUID
    code: str
    title: str
    number: int
    unit: str
    category: str
    category_name: str
    share_type: str
    share_label: str
    cycle_label: str
    format_label: str
    is_open: bool
    state: State
    state_label: str
    mark: str
    publish_on: date | None
    changed_at: datetime
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """What was done with an edition."""

    kind: Act
    label: str
    edition: int
    actor_id: UUID
    actor: str
    unit: str
    opinion: str
    changed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRef:
    """One of a resource's editions."""

    id: UUID
    number: int
    state: State
    state_label: str
    mark: str
    publish_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A resource with one edition of its entry, as an office sees it.

    `may` is what the actor can do with this edition now; `barred` what they could, had they not
    taken the step before. `findings` are those of the checks before hand-in.
    """

    line: EntryLine
    said: Elements
    provider_name: str
    secrecy: Secrecy
    version: int
    editions: tuple[EditionRef, ...]
    steps: tuple[StepView, ...]
    findings: Sequence[Finding]
    may: frozenset[Act]
    barred: frozenset[Act]
    may_begin: bool
    is_public: bool
    related: tuple[tuple[str, str, UUID], ...]
    """Related resources that the actor sees: code, title, id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEntry:
    """A published edition as everybody sees it; of sensitive items the name alone."""

    code: str
    title: str
    provider: str
    department: str
    said: Elements
    publish_on: date
    number: int
    resource_id: UUID
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A category with how many entries are in it and below; `is_more`: there are more."""

    code: str
    name: str
    level: int
    count: int
    is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for an act of somebody."""

    act: Act
    resource_id: UUID
    code: str
    title: str
    unit: str
    since: datetime
