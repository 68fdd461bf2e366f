"""Keeping what was read for as long as its topics show the same mark."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")

MARKS = """
SELECT count(*), coalesce(sum(mark), 0)::text FROM changes_change WHERE topic = ANY(%s)
"""


def remembered(*topics: str, most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of a read: each process keeps its last `most` results until a topic changes.

    One query to ask whether it has. Arguments must be hashable, results immutable.
    """
    wanted = list(topics)

    def remember(read: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def kept(mark: tuple[Any, ...], /, *args: Any, **kwargs: Any) -> R:
            return read(*args, **kwargs)

        @wraps(read)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            if connection.in_atomic_block:
                return read(*args, **kwargs)
            return kept(_mark(wanted), *args, **kwargs)  # type: ignore[arg-type]

        return asked

    return remember


def _mark(topics: list[str]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [topics])
        found: tuple[Any, ...] = cursor.fetchone()
    return found
