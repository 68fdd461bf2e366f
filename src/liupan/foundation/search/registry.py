"""What can be indexed again from scratch: rooms register their sources in `sources.py`.

@source("plan.target", label=_("Plan target"))
def targets() -> Iterator[IndexEntry]: ...
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from liupan.kernel.authority import Permission
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One thing as it is found.

    Args:
        thing_type: `office.thing`.
        url: path of the thing's page.
        permission: who may find it, over `unit_id`; without it and not public: all staff.
        is_public: everybody may find it; `secrecy` must be public then.
        at: how recent the thing is; recent ones come first.
    """

    thing_type: str
    thing_id: UUID
    title: str
    url: str
    at: datetime
    text: str = ""
    unit_id: UUID | None = None
    permission: Permission | None = None
    is_public: bool = False
    secrecy: Secrecy = Secrecy.INTERNAL

    def __post_init__(self) -> None:
        if self.is_public and self.secrecy > Secrecy.PUBLIC:
            raise ValueError(f"{self.thing_type} {self.thing_id} is public and secret at once")


Entries = Callable[[], Iterator[IndexEntry]]


@dataclass(frozen=True, slots=True)
class Source:
    """All things of one type, as they should be in the index."""

    thing_type: str
    label: str | Promise = field(compare=False)
    entries: Entries = field(compare=False)


_sources: dict[str, Source] = {}


def source(thing_type: str, *, label: str | Promise) -> Callable[[Entries], Entries]:
    """Register a source. Raises ValueError when the type has one."""
    if thing_type.count(".") != 1:
        raise ValueError(f"{thing_type!r} is not office.thing")

    def register(entries: Entries) -> Entries:
        if thing_type in _sources:
            raise ValueError(f"source {thing_type} is declared twice")
        _sources[thing_type] = Source(thing_type, label, entries)
        return entries

    return register


def sources() -> dict[str, Source]:
    """All sources by type."""
    return dict(sorted(_sources.items()))


def label_of(thing_type: str) -> str:
    """What people call things of this type."""
    found = _sources.get(thing_type)
    return str(found.label) if found else thing_type
