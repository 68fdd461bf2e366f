"""Statements that a process makes once: reads by key, rows that are written as they are.

Django builds and compiles a query anew each time it is asked: of a read of one row that is four
fifths of the cost, more than the database takes. What every operation asks again and again is
written as such a statement; PostgreSQL keeps its plan as well.

    @asked
    def open_items(instance_id: UUID) -> QuerySet[Item]:
        return Item.objects.filter(instance_id=instance_id, state=Item.State.OPEN)

    items = open_items(instance_id)
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, update_wrapper
from operator import itemgetter
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, Field, ForeignObject, Lookup, Model, QuerySet
from django.db.models.fields import AutoFieldMixin
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.transaction import TransactionManagementError

DATABASE = "default"
INSERT = "INSERT INTO {table} ({columns}) VALUES ({places})"
RETURNING = " RETURNING {key}"
BOTH = """
SELECT one.*, other.* FROM (SELECT 1) always
LEFT JOIN (SELECT true, found.* FROM ({one}) found LIMIT 1) one ON true
LEFT JOIN (SELECT true, found.* FROM ({other}) found LIMIT 1) other ON true
"""
UPDATE = "UPDATE {table} SET {changes} WHERE {key} = %s"

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")
M = TypeVar("M", bound=Model)


class _Place(Expression):
    """Stands in a query for the argument of this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


@ForeignObject.register_lookup
@Field.register_lookup
class _AnyOf(Lookup):
    """`field__any_of=ids`: one of a list, which is one value however long it is."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*of_left, *of_right]


@dataclass(frozen=True, slots=True)
class Statement(Generic[R]):
    """A read that is put together: only to be asked. Nobody changes it; it may be kept."""

    sql: str
    params: tuple[Any, ...]
    width: int
    made: Callable[[Sequence[Any]], R]
    converters: dict[int, Any]
    converted: Callable[..., Iterator[Sequence[Any]]]
    locks: bool

    def ask(self, given: Mapping[str, Any] | None = None) -> list[R]:
        """The rows, with what is given in its places. One query; none where nothing can be."""
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked inside a transaction")
        if not self.sql:
            return []
        with kept_plan() as cursor:
            cursor.execute(self.sql, self.values(given or {}))
            found = cursor.fetchall()
        return self.rows(found)

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """What the statement is executed with."""
        return [given[one.name] if isinstance(one, _Place) else one for one in self.params]

    def rows(self, found: Sequence[Sequence[Any]]) -> list[R]:
        """What is made of the database's rows."""
        return [self.made(one) for one in self.converted(found, self.converters)]


@dataclass(frozen=True, slots=True)
class Asking(Generic[T]):
    """A read with its values, not asked yet, and what its first row, or None, tells."""

    _statement: Statement[Any]
    _values: tuple[Any, ...]
    _told: Callable[[Any], T]

    def then(self, told: Callable[[T], S]) -> "Asking[S]":
        """What is told of that."""
        before = self._told
        return Asking(self._statement, self._values, lambda row: told(before(row)))

    def _of(self, found: Sequence[Any]) -> T:
        is_there, *values = found
        return self._told(self._statement.rows([values])[0] if is_there else None)


NOTHING: Statement[Any] = Statement("", (), 0, tuple, {}, iter, locks=False)


def compiled(rows: "QuerySet[Any, R]") -> Statement[R]:
    """The read of these rows, whole or as tuples. What it asks for stands in it."""
    compiler = rows.query.get_compiler(DATABASE)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return NOTHING
    converters = compiler.get_converters([one[0] for one in compiler.select])
    return Statement(
        sql=sql,
        params=tuple(params),
        width=len(compiler.select),
        made=_making(rows, compiler),
        converters=converters,
        converted=compiler.apply_converters if converters else _as_they_are,
        locks=bool(rows.query.select_for_update),
    )


class Asked(Generic[P, R]):
    """A read that was built once; asked with values it gives the rows. One query.

    Arguments stand where a lookup compares with one value: `field=`, `field__gt=`, or with one of
    a list: `field__any_of=`, all of which must hold; of an empty list nothing is found, unasked.
    What the shape of the query depends on is no argument.
    """

    def __init__(self, build: Callable[P, "QuerySet[Any, R]"]) -> None:
        self._build = build
        self._arguments = tuple(inspect.signature(build).parameters)
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        given = dict(zip(self._arguments, args, strict=False)) | kwargs
        if [] in given.values():  # none of an empty list: nothing need be asked
            return []
        return self._statement.ask(given)

    def first(self, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The first row, if there is one. The query orders, and says how many at most."""
        return next(iter(self(*args, **kwargs)), None)

    def asking(self, *args: P.args, **kwargs: P.kwargs) -> "Asking[R | None]":
        """The first row, to be asked for `together` with that of others. Nothing is locked, no list
        is given."""
        given = dict(zip(self._arguments, args, strict=False)) | kwargs
        return Asking(self._statement, tuple(self._statement.values(given)), _as_it_is)

    @cached_property
    def _statement(self) -> Statement[R]:
        return compiled(cast(Any, self._build)(*map(_Place, self._arguments)))


def asked(build: Callable[P, "QuerySet[Any, R]"]) -> Asked[P, R]:
    """Decorator of a function that builds a read of whole rows, or of their values as tuples
    (`values_list`)."""
    return Asked(build)


def together(first: Asking[T], second: Asking[S]) -> tuple[T, S]:
    """Both in one statement: going there and back costs more than a read by key."""
    one, other = first._statement, second._statement
    with kept_plan() as cursor:
        cursor.execute(_joined(one.sql, other.sql), [*first._values, *second._values])
        found = cursor.fetchone()
    place = one.width + 1
    return first._of(found[:place]), second._of(found[place:])


@lru_cache(maxsize=256)
def _joined(one: str, other: str) -> str:
    return BOTH.format(one=one, other=other)


def _making(rows: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes of the database's values what the read gives."""
    kind = rows._iterable_class
    if kind in (ValuesListIterable, FlatValuesListIterable):
        return tuple if kind is ValuesListIterable else itemgetter(0)
    assert kind is ModelIterable, "rows are asked for whole or as tuples"
    info = compiler.klass_info
    model, last = info["model"], info["select_fields"][-1] + 1
    names = [one[0].target.attname for one in compiler.select[:last]]
    related = get_related_populators(info, compiler.select, DATABASE)  # type: ignore[call-arg]
    annotated = tuple(compiler.annotation_col_map.items())

    def row(values: Sequence[Any]) -> Model:
        made = model.from_db(DATABASE, names, values[:last])
        for one in related:
            one.populate(values, made)
        for name, at in annotated:
            setattr(made, name, values[at])
        return cast(Model, made)

    return row


def find(model: type[M], key: object) -> M | None:
    """The row with this key. One query."""
    return _by_key(model, locked=False).first(key)


def lock(model: type[M], key: object) -> M | None:
    """The row with this key, locked until the transaction ends. One query."""
    return _by_key(model, locked=True).first(key)


@cache
def _by_key(model: type[M], *, locked: bool) -> Asked[[object], M]:
    rows = model._default_manager.select_for_update() if locked else model._default_manager.all()
    return Asked(lambda key: rows.filter(pk=key))


@contextmanager
def kept_plan() -> Iterator[Any]:
    """A cursor whose statements PostgreSQL gets apart from their values: it keeps the plan of what
    is executed again and again. For statements whose text does not change with the values."""
    here: Any = connections[DATABASE]  # looked up once: each look costs as much as a call
    here.ensure_connection()
    raw = cast(Any, ServerBindingCursor)(here.connection)
    with here._prepare_cursor(raw) as cursor:
        yield cursor


def insert(row: M) -> M:
    """Write a new row and give it back, as `save(force_insert=True)` does for a model without
    parents. One statement."""
    made = _insertion(type(row))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in made.fields
    ]
    with kept_plan() as cursor:
        cursor.execute(made.sql, values)
        if made.given:
            (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DATABASE
    return row


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=names)`. One statement.

    Raises `DatabaseError` when it is not there any more.
    """
    made = _updating(type(row), names)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in made.fields
    ]
    with kept_plan() as cursor:
        cursor.execute(made.sql, [*values, row.pk])
        if not cursor.rowcount:
            raise DatabaseError("Save with update_fields did not affect any rows.")


@dataclass(frozen=True, slots=True)
class _Writing:
    sql: str
    fields: tuple["Field[Any, Any]", ...]
    given: bool = False
    """Whether the database gives the key."""


@cache
def _insertion(model: type[Model]) -> _Writing:
    meta = model._meta
    assert not meta.parents
    key = meta.pk
    given = isinstance(key, AutoFieldMixin)
    fields = tuple(one for one in meta.concrete_fields if not (given and one is key))
    statement = INSERT.format(
        table=_quoted(meta.db_table),
        columns=", ".join(_quoted(one.column) for one in fields),
        places=", ".join(_place(one) for one in fields),
    )
    returned = RETURNING.format(key=_quoted(key.column)) if given else ""
    return _Writing(statement + returned, fields, given)


@cache
def _updating(model: type[Model], names: tuple[str, ...]) -> _Writing:
    meta = model._meta
    fields = tuple(cast("Field[Any, Any]", meta.get_field(name)) for name in names)
    changes = ", ".join(f"{_quoted(one.column)} = {_place(one)}" for one in fields)
    statement = UPDATE.format(
        table=_quoted(meta.db_table), changes=changes, key=_quoted(meta.pk.column)
    )
    return _Writing(statement, fields)


def _place(field: "Field[Any, Any]") -> str:
    """How a value is written for the field, such as with the type of a list."""
    placed = getattr(field, "get_placeholder", None)
    return placed(None, None, connection) if placed else "%s"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def _as_they_are(rows: Sequence[Sequence[Any]], _converters: object) -> Iterator[Sequence[Any]]:
    return iter(rows)


def _as_it_is(row: Any) -> Any:
    return row
