"""Names of units, posts and people for many rows; rows that are shaped a page at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import QueryDict

from liupan.foundation.design.facade import Page, QueryRows
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_posts_by_id, list_units

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; "" for what is not known."""

    units: dict[UUID, str]
    posts: dict[UUID, str]
    people: dict[UUID, str]

    def unit(self, unit_id: UUID | None) -> str:
        return self.units.get(unit_id, "") if unit_id else ""

    def post(self, post_id: UUID | None) -> str:
        return self.posts.get(post_id, "") if post_id else ""

    def person(self, account_id: UUID | None) -> str:
        return self.people.get(account_id, "") if account_id else ""


def names(
    *,
    units: Iterable[UUID | None] = (),
    posts: Iterable[UUID | None] = (),
    people: Iterable[UUID | None] = (),
) -> Names:
    """Names of these. One query for each kind that is asked for."""
    unit_ids, post_ids = {u for u in units if u}, {p for p in posts if p}
    account_ids = {p for p in people if p}
    return Names(
        {u.id: u.short_name or u.name for u in list_units(unit_ids).values()} if unit_ids else {},
        {p.id: p.title for p in list_posts_by_id(post_ids).values()} if post_ids else {},
        {a.id: a.name for a in list_accounts(account_ids).values()} if account_ids else {},
    )


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
