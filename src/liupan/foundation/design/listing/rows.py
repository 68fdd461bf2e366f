"""Where a list's rows come from: a page at a time, by key, never by counting from the start.

A service hands out `Rows` through its facade where its list is shown upstairs: rows in, frozen
dataclasses out (`shape`), no model crosses the door.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from liupan.foundation.design.listing.filtering import FilterSet

LONGEST_CURSOR = 4000
"""Characters; a longer one was not made here."""

# Generic dataclasses have no slots here: Python 3.11 cannot call `Column[Item](...)` with them.
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T_co]):
    """Some rows of a list. `start` is the number of the first, from 1; cursors are opaque."""

    rows: Sequence[T_co]
    start: int
    before: str = ""
    after: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.rows) - 1


class Rows(Protocol[T_co]):
    """Rows that can be narrowed, sorted and read page by page."""

    def filtered(self, choices: QueryDict) -> "Rows[T_co]":
        """The rows that meet the choices; choices that make no sense are left out."""

    @property
    def form(self) -> forms.Form | None:
        """The choices as a form, to show what can be chosen and what was."""

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[T_co]:
        """`size` rows after or before a cursor, sorted by a field ("-" in front: falling)."""

    def every(self, *, sort: str) -> Iterator[T_co]:
        """All rows one by one, without holding them in memory."""

    def count_up_to(self, most: int) -> int:
        """How many there are, counted no further than `most`."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: sort value and key of a row, and the row's number in the list."""

    value: Any
    key: Any
    number: int

    def pack(self) -> str:
        text = json.dumps([self.value, self.key, self.number], cls=DjangoJSONEncoder)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def unpack(cls, text: str) -> Self | None:
        """None for what is no cursor: the list then begins at its start."""
        if len(text) > LONGEST_CURSOR:
            return None
        try:
            found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            value, key, number = found
            if "\0" in f"{value}{key}":  # no column holds it
                return None
            return cls(value, key, max(int(number), 1))
        except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
            return None


def _itself(row: Any) -> Any:
    return row


@dataclass(frozen=True)
class QueryRows(Generic[T]):
    """Rows of a queryset, already narrowed to what the actor may see.

    Args:
        filters: what can be chosen; its form's fields become the filter bar.
        shape: from a model instance to what the page shows; itself by default.
        always: fields that may be empty, and are not in these rows.
    """

    queryset: QuerySet[Any]
    filters: type[FilterSet] | None = None
    shape: Callable[[Any], T] = _itself
    bound: FilterSet | None = None
    always: Sequence[str] = field(default=(), kw_only=True)

    def filtered(self, choices: QueryDict) -> "QueryRows[T]":
        if self.filters is None:
            return self
        bound = self.filters(choices, queryset=self.queryset)
        named = _named(bound, choices)
        named.is_valid()  # an invalid choice is left out of cleaned_data, and so of the filters
        return QueryRows(
            named.filter_queryset(self.queryset),
            self.filters,
            self.shape,
            bound,
            always=self.always,
        )

    @property
    def form(self) -> forms.Form | None:
        if self.bound is None:
            return None
        self.bound.is_valid()
        form: forms.Form = self.bound.form
        return form

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[T]:
        order = self._order(sort)
        if start := Cursor.unpack(before):
            return self._before(order, start, size)
        return self._after(order, Cursor.unpack(after), size)

    def _after(self, order: "Order", cursor: Cursor | None, size: int) -> Page[T]:
        found = self._read(order.after(cursor), order.forward(), size + 1)
        start = cursor.number + 1 if cursor else 1
        page, more = found[:size], len(found) > size
        return Page(
            [self.shape(row) for row in page],
            start,
            before=order.cursor(page[0], start).pack() if page and start > 1 else "",
            after=order.cursor(page[-1], start + len(page) - 1).pack() if more else "",
        )

    def _before(self, order: "Order", cursor: Cursor, size: int) -> Page[T]:
        found = self._read(order.before(cursor), order.backward(), size + 1)
        more, page = len(found) > size, found[:size][::-1]
        start = max(cursor.number - len(page), 1) if more else 1
        return Page(
            [self.shape(row) for row in page],
            start,
            before=order.cursor(page[0], start).pack() if more else "",
            after=order.cursor(page[-1], start + len(page) - 1).pack() if page else "",
        )

    def _read(self, condition: Q, order: Sequence[OrderBy], most: int) -> list[Any]:
        rows = self.queryset.order_by(*order)
        if not condition:
            return list(rows[:most])
        try:
            with transaction.atomic():  # what the database refuses spoils no request
                return list(rows.filter(condition)[:most])
        except (ValidationError, ValueError, TypeError, OverflowError, DataError):
            # A cursor made for another sort order: begin at the start.
            return list(rows[:most])

    def every(self, *, sort: str) -> Iterator[T]:
        order = self._order(sort)
        # An iterator reads prefetched relations too, chunk by chunk.
        rows = self.queryset.order_by(*order.forward()).iterator(chunk_size=1_000)
        return (self.shape(row) for row in rows)

    def count_up_to(self, most: int) -> int:
        return self.queryset.order_by()[:most].count()

    def _order(self, sort: str) -> "Order":
        field = sort.removeprefix("-") or "pk"
        own = {one.name: one for one in self.queryset.model._meta.concrete_fields}
        is_always = field in (*self.always, "pk") or (field in own and not own[field].null)
        return Order(field, is_falling=sort.startswith("-"), is_always=is_always)


def _named(bound: FilterSet, choices: QueryDict) -> FilterSet:
    """The same with those filters alone that something is chosen of: what nothing is chosen of
    leaves nothing out. The form of all is made when it is shown; tabs that count show none."""
    named = copy(bound)
    named.filters = {
        name: one
        for name, one in bound.filters.items()
        if any(chosen.startswith(name) for chosen in choices)  # some fields are several inputs
    }
    return named


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by a field, then by key; rows without a value stand last.

    `is_always`: no row is without, so that an index gives the order and the place to begin at.
    """

    field: str
    is_falling: bool = False
    is_always: bool = False

    def forward(self) -> list[OrderBy]:
        ours, last = F(self.field), None if self.is_always else True
        first = ours.desc(nulls_last=last) if self.is_falling else ours.asc(nulls_last=last)
        return [first, F("pk").asc()]

    def backward(self) -> list[OrderBy]:
        ours, first = F(self.field), None if self.is_always else True
        turned = ours.asc(nulls_first=first) if self.is_falling else ours.desc(nulls_first=first)
        return [turned, F("pk").desc()]

    def after(self, cursor: Cursor | None) -> Q:
        if cursor is None:
            return Q()
        beyond = Q() if self.is_always else Q(**{f"{self.field}__isnull": True})
        if cursor.value is None:
            return beyond & Q(pk__gt=cursor.key)
        step = "lt" if self.is_falling else "gt"
        return beyond | self._step(cursor, step, "gt")

    def before(self, cursor: Cursor) -> Q:
        if cursor.value is None:
            empty = Q(**{f"{self.field}__isnull": True})
            return ~empty | (empty & Q(pk__lt=cursor.key))
        return self._step(cursor, "gt" if self.is_falling else "lt", "lt")

    def _step(self, cursor: Cursor, step: str, key_step: str) -> Q:
        same = Q(**{self.field: cursor.value, f"pk__{key_step}": cursor.key})
        within = Q(**{f"{self.field}__{step}e": cursor.value})  # what an index can begin at
        return within & (Q(**{f"{self.field}__{step}": cursor.value}) | same)

    def cursor(self, row: Any, number: int) -> Cursor:
        return Cursor(_value_of(row, self.field), row.pk, number)


def _value_of(row: Any, field: str) -> Any:
    """The value of a field path such as `unit__name`, or of an annotation."""
    if hasattr(row, field):
        return getattr(row, field)
    for part in field.split("__"):
        row = getattr(row, part, None)
    return row


Test = Callable[[Any, list[str]], bool]


@dataclass(frozen=True)
class ListRows(Generic[T]):
    """Rows already in memory: for short lists that a facade hands out as dataclasses.

    Args:
        choices: the form whose fields become the filter bar.
        tests: by field name, whether a row meets the chosen values.
    """

    items: Sequence[T]
    choices: type[forms.Form] | None = None
    tests: Mapping[str, Test] | None = None
    bound: forms.Form | None = None

    def filtered(self, choices: QueryDict) -> "ListRows[T]":
        if self.choices is None:
            return self
        bound = self.choices(choices)
        bound.is_valid()
        chosen = {name: values for name, values in choices.lists() if any(values)}
        tests = [
            (test, chosen[name]) for name, test in (self.tests or {}).items() if name in chosen
        ]
        kept = [item for item in self.items if all(test(item, values) for test, values in tests)]
        return ListRows(kept, self.choices, self.tests, bound)

    @property
    def form(self) -> forms.Form | None:
        return self.bound

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[T]:
        rows = self._sorted(sort)
        begin = 0
        if cursor := Cursor.unpack(after):
            begin = min(cursor.number, len(rows))
        elif cursor := Cursor.unpack(before):
            begin = max(cursor.number - 1 - size, 0)
        page = rows[begin : begin + size]
        return Page(
            page,
            begin + 1,
            before=Cursor(None, None, begin + 1).pack() if begin else "",
            after=Cursor(None, None, begin + size).pack() if begin + size < len(rows) else "",
        )

    def every(self, *, sort: str) -> Iterator[T]:
        return iter(self._sorted(sort))

    def count_up_to(self, most: int) -> int:
        return min(len(self.items), most)

    def _sorted(self, sort: str) -> list[T]:
        field = sort.removeprefix("-")
        if not field:
            return list(self.items)
        with_value = [item for item in self.items if _value_of(item, field) is not None]
        without = [item for item in self.items if _value_of(item, field) is None]
        with_value.sort(key=lambda item: _value_of(item, field), reverse=sort.startswith("-"))
        return with_value + without
