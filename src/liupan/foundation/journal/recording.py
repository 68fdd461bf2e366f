"""Writing to the journal, and the shape of every operation."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg.errors import ExclusionViolation, UniqueViolation

from liupan.foundation.crypto.facade import seal
from liupan.foundation.journal.opening import SEALED
from liupan.kernel import authority
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal
from liupan.kernel.facts import Fact
from liupan.kernel.ids import uuid7

P = ParamSpec("P")
R = TypeVar("R")

OPERATOR = "by_operator"
"""Key of the operating-system account in `changes`, where a command acted for somebody."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A registered operation: where it lives and what it is called."""

    name: str
    function: Callable[..., Any]


class NotRecorded(AssertionError):
    """An operation ended without asking for authority or without leaving a fact: a defect."""


@dataclass(slots=True)
class _Run:
    operation: str
    facts: int = 0
    unchanged: bool = False


_operations: dict[str, Operation] = {}
_run: ContextVar[_Run | None] = ContextVar("run", default=None)
_operator: ContextVar[str] = ContextVar("operator", default="")
_all_or_nothing: ContextVar[object | None] = ContextVar("all_or_nothing", default=None)


def operations() -> dict[str, Operation]:
    """All operations by name (`room.verb_object`)."""
    return dict(sorted(_operations.items()))


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` one operation: one transaction that asks for authority and leaves a fact.

    The name is `room.function`. An operation called by another joins its transaction.
    Raises `NotRecorded` when the function neither recorded nor said `nothing_changed()`.
    """
    room = function.__module__.split(".")[2:3]
    name = ".".join([*room, function.__name__])

    @wraps(function)
    def performed(*args: P.args, **kwargs: P.kwargs) -> R:
        run = _Run(name)
        token = _run.set(run)
        try:
            savepoint = _all_or_nothing.get() is None
            with transaction.atomic(savepoint=savepoint), authority.watched() as asked:
                result = function(*args, **kwargs)
                if not asked:
                    raise NotRecorded(f"{name} did not ask whether the actor may")
                if not run.facts and not run.unchanged:
                    raise NotRecorded(f"{name} left no fact in the journal")
                return result
        finally:
            _run.reset(token)

    _operations[name] = Operation(name, performed)
    return performed


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Many operations as one transaction of which all is kept or nothing.

    One that refuses undoes everything, so none sets a savepoint to go back to. For building a
    city, where two statements more for each of some thousand operations are felt.
    """
    token = _all_or_nothing.set(object())
    try:
        with transaction.atomic():
            yield
    finally:
        _all_or_nothing.reset(token)


def sole_writer() -> object | None:
    """The same object throughout one `all_or_nothing`, None outside: as long as it lasts, what was
    read once changes only by ourselves."""
    return _all_or_nothing.get()


@contextmanager
def refused_when_taken(refusal: Refusal) -> Iterator[None]:
    """Of two at once that both found a place free, the database lets one in; refuse the other."""
    try:
        with transaction.atomic(savepoint=_all_or_nothing.get() is None):
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation | ExclusionViolation):
            raise refusal from error
        raise


@contextmanager
def by_operator(name: str) -> Iterator[None]:
    """Entries within tell which account of the operating system acted on somebody's authority.

    A command's actor is merely named by whoever has the shell.
    """
    token = _operator.set(name)
    try:
        yield
    finally:
        _operator.reset(token)


def nothing_changed() -> None:
    """Say that an operation was repeated and everything already stands as asked."""
    run = _run.get()
    if run:
        run.unchanged = True


def record(fact: Fact, *, actor: Actor, now: datetime) -> UUID:
    """Write `fact` into the journal, in the caller's transaction; returns the entry's id.

    Personal fields are sealed under their person's key first.
    """
    run = _run.get()
    if run:
        run.facts += 1
    entry_id = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_record(%s, %s, %s, %s, %s, %s, %s, %s, %s::smallint, %s::jsonb,"
            " %s::uuid[])",
            [
                entry_id,
                fact.code,
                fact.thing_type,
                fact.thing_id,
                actor.kind.value,
                actor.id,
                now,
                run.operation if run else "",
                int(fact.secrecy),
                json.dumps(_sealed(fact), ensure_ascii=False),
                list(fact.concerned),
            ],
        )
    return entry_id


def _sealed(fact: Fact) -> dict[str, Any]:
    """The fact's values, those of one person sealed at once: a key is looked up once."""
    values = fact.values()
    fields: dict[UUID, list[str]] = defaultdict(list)
    for name, owner in fact.personal_fields().items():
        if values[name] is not None:
            fields[getattr(fact, owner)].append(name)
    for person, names in fields.items():
        for name, text in zip(names, seal(person, [str(values[n]) for n in names]), strict=True):
            values[name] = {SEALED: [str(person), text]}
    if _operator.get():
        values[OPERATOR] = _operator.get()
    return values
