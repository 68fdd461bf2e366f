"""Who may read the files of a thing: the office that owns the thing says so.

An office registers its guard in `sources.py`, which is imported at start-up:

    @guards
    class ItemFiles(FileGuard):
        of_type = "supervision.item"

        def may_read(self, actor, of_ids): ...
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault


class FileGuard(ABC):
    """Decides over the files of one type of thing (`office.thing`).

    Secrecy is no business of a guard: what is above the reader's clearance is never shown.
    """

    of_type: ClassVar[str]

    @abstractmethod
    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        """Those of the things whose files `actor` may read. A fixed number of queries."""


class Unguarded(Fault):
    """No office says who may read files of this type: a defect of the caller."""


_guards: dict[str, FileGuard] = {}


def guards(guard: type[FileGuard]) -> type[FileGuard]:
    """Class decorator: make the guard known. Raises ValueError on a second of the same type."""
    if guard.of_type.count(".") != 1:
        raise ValueError(f"{guard.of_type!r} is not office.thing")
    if guard.of_type in _guards:
        raise ValueError(f"files of {guard.of_type} are guarded twice")
    _guards[guard.of_type] = guard()
    return guard


def require_guard(of_type: str) -> None:
    """Raises `Unguarded`."""
    if of_type not in _guards:
        raise Unguarded(f"nobody guards files of {of_type}")


def readable(actor: Actor, things: Collection[tuple[str, UUID]]) -> set[UUID]:
    """Of the things (type, id) those whose files the actor may read; unguarded ones nobody."""
    found: set[UUID] = set()
    for of_type in sorted({of_type for of_type, _of_id in things} & _guards.keys()):
        asked = {of_id for its_type, of_id in things if its_type == of_type}
        found |= _guards[of_type].may_read(actor, asked) & asked
    return found
