"""Rows of a list page that are shaped a page at once: names and clocks come for many."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.http import QueryDict

from liupan.foundation.design.facade import Page, QueryRows

T = TypeVar("T")
CHUNK = 500


@dataclass(frozen=True)
class ShapedRows(QueryRows[T]):
    """`many`: from model instances to what the page shows."""

    many: Callable[[Sequence[Any]], list[T]] = list

    def filtered(self, choices: QueryDict) -> "ShapedRows[T]":
        found = super().filtered(choices)
        return ShapedRows(found.queryset, found.filters, found.shape, found.bound, self.many)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[T]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        return Page(self.many(found.rows), found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[T]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from self.many(chunk)
