"""What a return undoes: everything that came of the step returned to, and nothing beside it.

Steps know which steps they came of (`causes`). A join that let a step through consumed the
arrivals of all its branches; when it is undone, arrivals of branches that stay are given back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Arrival:
    """A branch that has come to a join and waits: at which join, by which input, of which steps."""

    join: str
    source: str
    causes: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Done:
    """A step as the undoing sees it."""

    id: UUID
    causes: frozenset[UUID]
    consumed: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoing:
    """Steps that came of it, and arrivals that wait again."""

    undone: frozenset[UUID]
    given_back: tuple[Arrival, ...]


def came_of(steps: Iterable[Done], targets: Iterable[UUID]) -> frozenset[UUID]:
    """The targets and all steps that came of one of them. `steps` in order of their opening."""
    found = set(targets)
    for step in steps:
        if step.causes & found:
            found.add(step.id)
    return frozenset(found)


def undo(steps: Iterable[Done], targets: Iterable[UUID]) -> Undoing:
    """What returning to `targets` undoes."""
    known = list(steps)
    undone = came_of(known, targets)
    given_back = {
        arrival: None
        for step in known
        if step.id in undone
        for arrival in step.consumed
        if step.id not in set(targets) and not arrival.causes & undone
    }
    return Undoing(undone, tuple(given_back))
