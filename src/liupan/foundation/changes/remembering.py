"""Keeping what was read for as long as its topics show the same mark."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from liupan.foundation.changes.alone import mark_alone

P = ParamSpec("P")
R = TypeVar("R")

MARKS = """
SELECT topic, count(*), sum(mark)::text FROM changes_change {which} GROUP BY topic
"""
OWN = """
SELECT EXISTS (SELECT FROM changes_change WHERE topic = ANY(%s)
               AND at = transaction_timestamp() AND xid = txid_current_if_assigned())
"""
Marks = dict[str, tuple[int, str]]


@dataclass(slots=True)
class _Moment:
    marks: Marks | None = None
    kept: dict[str, Any] = field(default_factory=dict)


_moment: ContextVar[_Moment | None] = ContextVar("moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is remembered is asked for within as of one moment: the marks are read once.

    For a request that only reads; a page shows a score of remembered results.
    """
    token = _moment.set(_Moment())
    try:
        yield
    finally:
        _moment.reset(token)


def of_the_moment(name: str, read: Callable[[], R]) -> R:
    """What `read` gives, asked once within `one_moment`; each time outside and in a transaction."""
    moment = _moment.get()
    if moment is None or connection.in_atomic_block:
        return read()
    if name not in moment.kept:
        moment.kept[name] = read()
    kept: R = moment.kept[name]
    return kept


def remembered(
    *topics: str, most: int, in_transactions: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of a read: each process keeps its last `most` results until a topic changes.

    One query to ask whether it has. Arguments must be hashable, results immutable. A transaction
    reads anew, since it leaves one mark for all that it changes; with `in_transactions` only when
    it has changed something itself, which takes another query: for reads that cost many. Who writes
    `alone` asks nothing.
    """
    wanted = list(topics)

    def remember(read: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def kept(mark: tuple[Any, ...], /, *args: Any, **kwargs: Any) -> R:
            return read(*args, **kwargs)

        @wraps(read)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            if (mark := mark_alone(wanted)) is not None:
                return kept(mark, *args, **kwargs)  # type: ignore[arg-type]
            if connection.in_atomic_block and not (in_transactions and _is_untouched(wanted)):
                return read(*args, **kwargs)
            return kept(_mark(wanted), *args, **kwargs)  # type: ignore[arg-type]

        return asked

    return remember


def remembered_alone(*topics: str, most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `remembered`, for who writes `alone`; for everybody else it is read each time: for reads
    that are cheap, and that building a city repeats ten thousand times."""
    wanted = list(topics)

    def remember(read: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def kept(mark: tuple[Any, ...], /, *args: Any, **kwargs: Any) -> R:
            return read(*args, **kwargs)

        @wraps(read)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            mark = mark_alone(wanted)
            if mark is None:
                return read(*args, **kwargs)
            return kept(mark, *args, **kwargs)  # type: ignore[arg-type]

        return asked

    return remember


def _is_untouched(topics: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OWN, [topics])
        (is_own,) = cursor.fetchone()
    return not is_own


def _mark(topics: list[str]) -> tuple[tuple[int, str] | None, ...]:
    moment = _moment.get()
    if moment is None or connection.in_atomic_block:
        marks = _marks(MARKS.format(which="WHERE topic = ANY(%s)"), [topics])
    else:
        if moment.marks is None:
            moment.marks = _marks(MARKS.format(which=""), [])
        marks = moment.marks
    return tuple(marks.get(topic) for topic in topics)


def _marks(statement: str, values: list[Any]) -> Marks:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {topic: (count, total) for topic, count, total in cursor.fetchall()}
