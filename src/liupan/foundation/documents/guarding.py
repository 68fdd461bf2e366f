"""Who may read the files of a thing: the office that owns the thing says so.

An office registers its guard in `sources.py`, which is imported at start-up:

    @guards
    class ItemFiles(FileGuard):
        of_type = "supervision.item"

        def may_read(self, actor, of_ids): ...
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import ClassVar
from uuid import UUID

from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault


class FileGuard(ABC):
    """Decides over the files of one type of thing (`office.thing`).

    Secrecy is no business of a guard: what is above the reader's clearance is never shown.
    """

    of_type: ClassVar[str]
    marks_follow: ClassVar[bool] = False
    """The thing has a mark of its own that its files follow: theirs is not changed by itself."""

    @abstractmethod
    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        """Those of the things whose files `actor` may read. A fixed number of queries."""

    def may_read_files(self, actor: Actor, files: Mapping[UUID, UUID]) -> set[UUID]:
        """Of these files, by the thing each is of, those that `actor` may read: all of a thing,
        unless the office tells them apart. A fixed number of queries."""
        things = self.may_read(actor, set(files.values()))
        return {file_id for file_id, of_id in files.items() if of_id in things}

    def may_take(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        """Of things whose files the actor reads those whose files the actor may take along."""
        return set(of_ids)


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


def takeable(actor: Actor, of_type: str, of_ids: Collection[UUID]) -> set[UUID]:
    """Of readable things of one type those whose files the actor may take along."""
    return _guards[of_type].may_take(actor, of_ids) if of_type in _guards else set()


def follows_its_thing(of_type: str) -> bool:
    """Whether files of this type bear the mark of their thing."""
    return of_type in _guards and _guards[of_type].marks_follow


def following_types() -> list[str]:
    """Types whose files bear the mark of their thing."""
    return sorted(of_type for of_type, guard in _guards.items() if guard.marks_follow)


def readable(actor: Actor, files: Mapping[UUID, tuple[str, UUID]]) -> set[UUID]:
    """Of the files, by the thing (type, id) each is of, those the actor may read; unguarded ones
    nobody."""
    found: set[UUID] = set()
    for of_type in sorted({of_type for of_type, _of_id in files.values()} & _guards.keys()):
        asked = {key: of_id for key, (its_type, of_id) in files.items() if its_type == of_type}
        found |= _guards[of_type].may_read_files(actor, asked) & asked.keys()
    return found
