"""Small standing work: services register it, the worker process runs it.

    background.register("journal.link", 1, link_all)

Each piece has a thread of its own, so that a slow one keeps no other waiting. It must be safe in
two processes at once and after a kill: nothing is promised but that it is called again.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that is done again and again, `every_seconds` after it last ended."""

    name: str
    every_seconds: float
    function: Callable[[], object]


_chores: dict[str, Chore] = {}


def register(name: str, every_seconds: float, function: Callable[[], object]) -> None:
    """Have the worker call `function` again and again. Raises ValueError when the name is taken."""
    if name in _chores:
        raise ValueError(f"chore {name} is registered twice")
    _chores[name] = Chore(name, every_seconds, function)


def chores() -> dict[str, Chore]:
    """All chores by name."""
    return dict(sorted(_chores.items()))


def start(stop: threading.Event) -> list[threading.Thread]:
    """Start every chore in its own thread, until `stop` is set; join the threads then."""
    threads = [
        threading.Thread(target=_repeat, args=(chore, stop), name=chore.name)
        for chore in chores().values()
    ]
    for thread in threads:
        thread.start()
    return threads


def _repeat(chore: Chore, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            chore.function()
        except Exception:
            log.exception("%s failed; it is tried again", chore.name)
            connections.close_all()  # it may be the connection that is broken
        stop.wait(chore.every_seconds)
    connections.close_all()
