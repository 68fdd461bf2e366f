"""Names of units and people for many rows; rows that are shaped a page at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import QueryDict

from liupan.foundation.design.facade import Page, QueryRows
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units

CHUNK = 500


def people(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of accounts. One query."""
    wanted = {one for one in ids if one}
    return {a.id: a.name for a in list_accounts(wanted).values()} if wanted else {}


def units(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of units. One query."""
    wanted = {one for one in ids if one}
    found = list_units(wanted).values() if wanted else ()
    return {one.id: one.short_name or one.name for one in found}


@dataclass(frozen=True)
class PagedRows(QueryRows[Any]):
    """Rows that are shaped a page at once, since names come for many."""

    def filtered(self, choices: QueryDict) -> "PagedRows":
        found = super().filtered(choices)
        return type(self)(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[Any]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        return Page(self.lines(found.rows), found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[Any]:
        rows = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from self.lines(chunk)

    def lines(self, rows: Sequence[Any]) -> list[Any]:
        raise NotImplementedError
