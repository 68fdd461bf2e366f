"""Kinds of parcels: the offices say what they send and what becomes of it where it arrives.

An office registers its kinds in `parcels.py`, which is imported at start-up:

    @kinds
    class TableParcels(ParcelKind):
        code = "exchange.table"
        label = _("Tables")

        def deliver(self, arrived, *, actor, now): ...
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, runtime_checkable
from uuid import UUID

from liupan.foundation.parcels.formats.contents import PartInfo
from liupan.foundation.parcels.stores import PARCELS
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Mark
from liupan.kernel.work import Text


@runtime_checkable
class Seekable(Protocol):
    """A file that is open for reading from its beginning."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, place: int, /) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What goes into a parcel; `content` whole, open for reading, or in pieces, read once."""

    name: str
    title: str
    mark: Mark
    content: bytes | Seekable | Iterable[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ArrivedPart:
    """A part that arrived, verified; it may be read again and again while it is delivered."""

    info: PartInfo
    file_id: UUID
    key: str = field(repr=False)

    def open(self) -> Iterator[bytes]:
        """The content in pieces."""
        return PARCELS.opened(self.file_id, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A parcel on its way to its kind. `unit_id` is the unit that receives for this station."""

    id: UUID
    parcel_id: UUID
    number: int
    peer_id: UUID
    city: str
    unit_id: UUID
    purpose: str
    data: dict[str, Any]
    parts: Sequence[ArrivedPart]


class ParcelKind(ABC):
    """A kind of parcel (`office.thing`)."""

    code: ClassVar[str]
    label: ClassVar[Text]

    @abstractmethod
    def deliver(self, arrived: Arrived, *, actor: Actor, now: datetime) -> str:
        """Take it in, in the import's transaction; the address of the page it led to, or "".

        A `Refusal` undoes what it did and leaves the parcel refused in the log, with its sentence.
        """


_kinds: dict[str, ParcelKind] = {}


def kinds(kind: type[ParcelKind]) -> type[ParcelKind]:
    """Class decorator: make the kind known. Raises ValueError on a second of the same code."""
    if kind.code.count(".") != 1:
        raise ValueError(f"{kind.code!r} is not office.thing")
    if kind.code in _kinds:
        raise ValueError(f"parcels of {kind.code} are delivered twice")
    _kinds[kind.code] = kind()
    return kind


def all_kinds() -> dict[str, ParcelKind]:
    """Every kind by code."""
    return dict(sorted(_kinds.items()))


def label_of(code: str) -> str:
    """What a kind is called; its code where no office here has it."""
    return str(_kinds[code].label) if code in _kinds else code
