"""A provider's system that fails is left alone for a while (熔断), and never keeps all of us busy.

Of one process: what one has found out, the others find out for themselves within seconds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID

FAILURES = 5
"""So many in a row open the circuit."""
REST = 30.0
"""Seconds for which nobody is asked; then one may try."""
TOGETHER = 8
"""Calls of one service that wait for its system at the same time."""


class Open(Exception):
    """The circuit is open."""


class Busy(Open):
    """Enough calls are waiting already; nothing has failed."""


@dataclass(slots=True)
class Breaker:
    """The circuit to one service's system. `clock` gives seconds."""

    clock: Callable[[], float] = monotonic
    failures: int = 0
    since: float = 0.0
    waiting: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether calls are turned away now."""
        return self.failures >= FAILURES and self.clock() - self.since < REST

    @contextmanager
    def passing(self, counts: tuple[type[Exception], ...]) -> Iterator[None]:
        """One call. Raises `Open`, `Busy`; errors of these kinds count as failures."""
        self._enter()
        try:
            yield
        except counts:
            self._leave(failed=True)
            raise
        except BaseException:
            self._leave(failed=None)
            raise
        self._leave(failed=False)

    def _enter(self) -> None:
        with self._lock:
            if self.is_open:
                raise Open
            if self.waiting >= TOGETHER:
                raise Busy
            if self.failures >= FAILURES:
                self.since = self.clock()  # one tries; the others are turned away meanwhile
            self.waiting += 1

    def _leave(self, *, failed: bool | None) -> None:
        with self._lock:
            self.waiting -= 1
            if failed:
                self.failures, self.since = self.failures + 1, self.clock()
            elif failed is False:
                self.failures = 0


_breakers: defaultdict[UUID, Breaker] = defaultdict(Breaker)


def breaker_of(service_id: UUID) -> Breaker:
    """The circuit of a service in this process."""
    return _breakers[service_id]


def forget() -> None:
    """All circuits are closed again."""
    _breakers.clear()
