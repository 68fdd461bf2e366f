"""Who hears which fact. Offices register in their `handlers.py`; the worker dispatches.

At least once, in order per thing: a handler must be idempotent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from liupan.kernel.facts import Fact

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Heard:
    """Where and when a fact was recorded: its entry, its actor, the city's time."""

    entry_id: UUID
    actor_id: UUID
    at: datetime


Handler = Callable[[Fact, Heard], None]

_handlers: dict[str, list[tuple[str, Handler]]] = {}


def hears(*facts: type[Fact]) -> Callable[[Callable[[F, Heard], None]], Callable[[F, Heard], None]]:
    """Register the function for these facts; its name (`room.function`) must be unique."""

    def register(handler: Callable[[F, Heard], None]) -> Callable[[F, Heard], None]:
        name = f"{handler.__module__.split('.')[2]}.{handler.__name__}"
        if any(name == known for known, _ in _all()):
            raise ValueError(f"handler {name} is registered twice")
        for fact in facts:
            _handlers.setdefault(fact.code, []).append((name, handler))  # type: ignore[arg-type]
        return handler

    return register


def handlers_of(code: str) -> list[tuple[str, Handler]]:
    """(name, handler) of all that hear this fact."""
    return _handlers.get(code, [])


def _all() -> set[tuple[str, Handler]]:
    return {pair for pairs in _handlers.values() for pair in pairs}
