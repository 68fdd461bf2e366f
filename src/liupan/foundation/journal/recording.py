"""Writing to the journal, and the shape of every operation."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
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
from liupan.kernel.statements import kept_plan

RECORD = """
SELECT journal_record(id, act, thing_type, thing_id, actor_kind, actor_id, at, operation, secrecy,
    changes, concerned)
FROM jsonb_to_recordset(%s::jsonb) AS fact(
    id uuid, act text, thing_type text, thing_id uuid, actor_kind text, actor_id uuid,
    at timestamptz, operation text, secrecy smallint, changes jsonb, concerned uuid[]
)
"""
RECORD_ONE = """
SELECT journal_record(%(id)s::uuid, %(act)s, %(thing_type)s, %(thing_id)s::uuid, %(actor_kind)s,
    %(actor_id)s::uuid, %(at)s::timestamptz, %(operation)s, %(secrecy)s::smallint,
    %(changes)s::jsonb, %(concerned)s::uuid[])
"""
TOGETHER = 500
"""Facts that are written at once while a city is built."""

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


@dataclass(slots=True, eq=False)
class _Together:
    """Facts of many operations that wait to be written in one statement, in their order; whatever
    looks at the journal meanwhile finds them there."""

    waiting: list[dict[str, Any]] = field(default_factory=list)

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        self.waiting += rows
        if len(self.waiting) >= TOGETHER:
            self.write()

    def write(self) -> None:
        rows, self.waiting = self.waiting, []
        if rows:
            _write(rows)

    def heard(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Wraps every statement of the connection."""
        if self.waiting and "journal_" in sql:
            self.write()
        return execute(sql, params, many, context)


_all_or_nothing: ContextVar[_Together | None] = ContextVar("all_or_nothing", default=None)


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

    One that refuses undoes everything, so none sets a savepoint to go back to, and their facts are
    written together. For building a city, where three statements more for each of some thousand
    operations are felt.
    """
    together = _Together()
    token = _all_or_nothing.set(together)
    try:
        with transaction.atomic(), connection.execute_wrapper(together.heard):
            yield
            if not connection.needs_rollback:
                together.write()
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
    return record_all([fact], actor=actor, now=now)[0]


def record_all(facts: Sequence[Fact], *, actor: Actor, now: datetime) -> list[UUID]:
    """Write many facts of one act, in their order. One statement, however many."""
    run = _run.get()
    if run:
        run.facts += len(facts)
    ids = [uuid7() for _fact in facts]
    by = {
        "actor_kind": actor.kind.value, "actor_id": str(actor.id), "at": now.isoformat(),
        "operation": run.operation if run else "",
    }  # fmt: skip
    rows = [by | _row(*pair) for pair in zip(ids, facts, strict=True)]
    together = _all_or_nothing.get()
    if together is None:
        _write(rows)
    else:
        together.add(rows)
    return ids


def _write(rows: Sequence[dict[str, Any]]) -> None:
    if len(rows) == 1:
        _write_one(rows[0])
        return
    with kept_plan() as cursor:
        cursor.execute(RECORD, [json.dumps(rows, ensure_ascii=False)])


def _write_one(row: dict[str, Any]) -> None:
    """Most acts leave one fact: without a list it costs the database half."""
    values = {
        **row,
        "changes": json.dumps(row["changes"], ensure_ascii=False),
        "concerned": f"{{{','.join(row['concerned'])}}}",
    }
    with kept_plan() as cursor:
        cursor.execute(RECORD_ONE, values)


def _row(entry_id: UUID, fact: Fact) -> dict[str, Any]:
    return {
        "id": str(entry_id),
        "act": fact.code,
        "thing_type": fact.thing_type,
        "thing_id": str(fact.thing_id),
        "secrecy": int(fact.secrecy),
        "changes": _sealed(fact),
        "concerned": [str(one) for one in fact.concerned],
    }


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
