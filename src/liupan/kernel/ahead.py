"""Worked out ahead: results of pure functions, by a second process, for who knows what comes.

Who builds a city knows some acts before it which text will be typeset, and has a second core:

    @foreseen
    def printed(source: OfficialDocument, now: datetime) -> Printed: ...

    with aside():
        printed.foresee(source, moment)
        ...
        printed(source, moment)

A result counts for equal arguments only. What nobody foresaw, what did not come, and everything
outside `aside` is worked out where it is called, so the function itself is always the truth.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import update_wrapper
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 20.0
"""Seconds after which the second process counts as lost."""
MOST = 20
"""Questions under way at once: they and the answers fit into what waits between two processes."""
CORES = 2
Question = tuple[str, str, tuple[Any, ...]]
"""Module, name, arguments."""


class Foreseen(Generic[P, R]):
    """A pure function of hashable values whose results may be worked out ahead."""

    def __init__(self, function: Callable[P, R]) -> None:
        self._function = function
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        helper = _helper.get()
        found = helper.answer(self._question(args)) if helper and not kwargs else []
        return found[0] if found else self._function(*args, **kwargs)

    def foresee(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Say that it will be called with these values, given by their places."""
        helper = _helper.get()
        if helper and not kwargs:
            helper.ask(self._question(args))

    def _question(self, args: tuple[Any, ...]) -> Question:
        return self._function.__module__, self._function.__name__, args


def foreseen(function: Callable[P, R]) -> Foreseen[P, R]:
    """Decorator of a pure function at the top of its module."""
    return Foreseen(function)


@dataclass(slots=True, eq=False)
class _Helper:
    """The second process as the first one knows it."""

    line: Connection
    asked: list[Question] = field(default_factory=list)
    """Those under way, in the order of their answers."""
    known: dict[Question, list[Any]] = field(default_factory=dict)
    """No result where it raised: the call itself shall say so."""
    is_lost: bool = False

    def ask(self, question: Question) -> None:
        self._hear()
        if len(self.asked) < MOST and not self.is_lost:
            with self._line_may_break():
                self.line.send(question)
                self.asked.append(question)

    def answer(self, question: Question) -> list[Any]:
        """The result, alone in a list; nothing when it was not foreseen or did not come."""
        self._hear()
        while question in self.asked and not self.is_lost:
            self._hear(PATIENCE)
        return self.known.pop(question, [])

    def _hear(self, patience: float = 0.0) -> None:
        with self._line_may_break():
            self.is_lost |= bool(patience) and not self.line.poll(patience)
            while self.line.poll():
                self.known[self.asked.pop(0)] = self.line.recv()

    @contextmanager
    def _line_may_break(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError):
            self.is_lost = True


_helper: ContextVar[_Helper | None] = ContextVar("helper", default=None)


@contextmanager
def aside() -> Iterator[None]:
    """Within, what is foreseen is worked out by a second process, where there is a second core.

    To be entered before libraries with threads of their own have begun them: it forks.
    """
    if len(os.sched_getaffinity(0)) < CORES:
        yield
        return
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, ours), daemon=True)
    process.start()
    theirs.close()
    token = _helper.set(_Helper(ours))
    try:
        yield
    finally:
        _helper.reset(token)
        process.terminate()
        process.join()
        ours.close()


def _work(line: Connection, other_end: Connection) -> None:
    """Answer until the other end is closed. It has no part in anything else that it inherits."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    _helper.set(None)
    with suppress(EOFError, OSError):
        while True:
            module, name, args = line.recv()
            line.send(_result(module, name, args))


def _result(module: str, name: str, args: tuple[Any, ...]) -> list[Any]:
    try:
        return [getattr(import_module(module), name)(*args)]
    except Exception:
        return []
