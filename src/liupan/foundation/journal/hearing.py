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


@dataclass(frozen=True, slots=True)
class Hearer:
    """A handler with the facts it hears; `past` tells whether it also hears what was before it."""

    name: str
    function: Handler
    codes: frozenset[str]
    past: bool


_hearers: dict[str, Hearer] = {}


def hears(
    *facts: type[Fact], past: bool = True
) -> Callable[[Callable[[F, Heard], None]], Callable[[F, Heard], None]]:
    """Register the function for these facts; its name (`room.function`) must be unique.

    A new handler hears the whole journal from its beginning. With `past=False` it begins with
    what is recorded after the first worker that knows it has started.
    """

    def register(handler: Callable[[F, Heard], None]) -> Callable[[F, Heard], None]:
        name = f"{handler.__module__.split('.')[2]}.{handler.__name__}"
        if name in _hearers:
            raise ValueError(f"handler {name} is registered twice")
        codes = frozenset(fact.code for fact in facts)
        _hearers[name] = Hearer(name, handler, codes, past)  # type: ignore[arg-type]
        return handler

    return register


def hearers() -> dict[str, Hearer]:
    """All handlers by name."""
    return dict(sorted(_hearers.items()))
