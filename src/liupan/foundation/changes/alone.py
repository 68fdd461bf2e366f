"""A transaction that writes alone remembers across its own reads, and asks nobody.

For building a city: some ten thousand reads of the same people and units in one transaction. What
it changes itself is seen by its own statements: one that writes a watched table is a change.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection

WATCHED = """
SELECT c.relname, array_agg(DISTINCT split_part(encode(t.tgargs, 'escape'), '\\000', 1))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgfoid = 'changes_note'::regproc GROUP BY c.relname
"""
READS = ("SELECT", "SAVEPOINT", "RELEASE")
WRITES, HEAD = ("INSERT INTO", "UPDATE", "DELETE FROM"), 100
"""These name their table at once; what follows may be long."""
UNDOES = "ROLLBACK"
"""What was read since the savepoint may never have been."""
EVERYTHING = ""

_name = re.compile(r"\w+")


@lru_cache(maxsize=1000)
def _names_in(words: str) -> frozenset[str]:
    """What a statement could name; most are sent hundreds of times."""
    return frozenset(_name.findall(words))


@dataclass(slots=True)
class _Alone:
    topics: Mapping[str, tuple[str, ...]]
    """By table."""
    changes: Counter[str] = field(default_factory=Counter)
    me: object = field(default_factory=object)

    def heard(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Wraps every statement of the connection."""
        words = sql.lstrip()
        if not words.startswith(READS):
            self._note(words[:HEAD] if words.startswith(WRITES) else words)
        return execute(sql, params, many, context)

    def _note(self, words: str) -> None:
        if words.startswith(UNDOES):
            self.changes[EVERYTHING] += 1
            return
        for table in self.topics.keys() & _names_in(words):
            self.changes.update(self.topics[table])

    def mark(self, topics: list[str]) -> tuple[object, ...]:
        """The same as long as nothing of the topics changed."""
        return self.me, self.changes[EVERYTHING], *(self.changes[one] for one in topics)


_alone: ContextVar[_Alone | None] = ContextVar("alone", default=None)


@contextmanager
def alone() -> Iterator[None]:
    """Within, in one transaction, `remembered` keeps what was read until we change it ourselves.

    Only where nobody else writes: what others commit meanwhile is not seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        found = _Alone({table: tuple(topics) for table, topics in cursor.fetchall()})
    token = _alone.set(found)
    try:
        with connection.execute_wrapper(found.heard):
            yield
    finally:
        _alone.reset(token)


def is_alone() -> bool:
    """Whether the transaction at hand is the only one that writes."""
    return _alone.get() is not None and connection.in_atomic_block


def mark_alone(topics: list[str]) -> tuple[object, ...] | None:
    """The mark of the topics for who writes alone; None for everybody else."""
    found = _alone.get()
    return found.mark(topics) if found and connection.in_atomic_block else None
