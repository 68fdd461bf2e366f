"""Posts as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.models import Post
from liupan.foundation.organisations.operations.posts import change_post, create_post
from liupan.foundation.organisations.queries.posts import PostRef, list_posts
from liupan.foundation.organisations.queries.units import UnitRef, list_units_on
from liupan.foundation.organisations.rules import Reader, Why
from liupan.foundation.organisations.transfers.base import Plan, Table, words_for
from liupan.kernel.authority import Actor
from liupan.kernel.transfers import Cell, Column


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post that comes in; `stored` is the one of its unit and title, when there is one."""

    unit_id: UUID | None
    title: str
    kind: str
    order: int
    valid_from: date
    stored: PostRef | None = None


class PostsTable(Table[PostRow]):
    """Posts: a post is known by its unit and title."""

    name = "organisations.posts"
    title = _("Posts")
    columns = (
        Column(key="unit", label=_("Unit code"), is_required=True),
        Column(key="unit_name", label=_("Unit"), help=_("For reading only.")),
        Column(key="title", label=_("Title"), is_required=True),
        Column(key="kind", label=_("Kind"), is_required=True),
        Column(key="order", label=_("Place in lists")),
        Column(key="valid_from", label=_("First day"), is_required=True),
    )

    def count(self, *, actor: Actor, day: date) -> int:
        return len(list_posts([unit.id for unit in list_units_on(day)], day))

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        units = {unit.id: unit for unit in list_units_on(day)}
        for post in list_posts(units, day):
            yield {
                "unit": units[post.unit_id].code,
                "unit_name": units[post.unit_id].name,
                "title": post.title,
                "kind": str(Post.Kind(post.kind).label),
                "order": post.order,
                "valid_from": post.valid_from,
            }

    def plan(self, readers: Iterable[Reader], day: date) -> Plan[PostRow]:
        units = {unit.code: unit for unit in list_units_on(day)}
        stored = {
            (post.unit_id, post.title): post
            for post in list_posts([unit.id for unit in units.values()], day)
        }
        words = words_for(Post.Kind.choices)
        plan = Plan[PostRow]()
        seen: set[tuple[UUID | None, str]] = set()
        for reader in readers:
            row = self._read(reader, units, stored, words)
            if (row.unit_id, row.title) in seen:
                reader.refuse("title", Why.TWICE)
            seen.add((row.unit_id, row.title))
            if row.stored is None:
                plan.add.append(row)
            elif (row.kind, row.order) != (row.stored.kind, row.stored.order):
                plan.change.append(row)
            else:
                plan.unchanged += 1
        return plan

    def add(self, row: PostRow, actor: Actor, now: datetime) -> None:
        assert row.unit_id
        create_post(
            unit_id=row.unit_id,
            title=row.title,
            kind=row.kind,
            order=row.order,
            valid_from=row.valid_from,
            actor=actor,
            now=now,
        )

    def change(self, row: PostRow, actor: Actor, now: datetime) -> None:
        assert row.stored
        change_post(
            post_id=row.stored.id,
            version=row.stored.version,
            title=row.title,
            kind=row.kind,
            order=row.order,
            actor=actor,
            now=now,
        )

    def _read(
        self,
        reader: Reader,
        units: Mapping[str, UnitRef],
        stored: Mapping[tuple[UUID, str], PostRef],
        words: Mapping[str, str],
    ) -> PostRow:
        unit = units.get(reader.text("unit", is_required=True))
        if unit is None and reader.text("unit"):
            reader.refuse("unit", Why.UNKNOWN)
        title = reader.text("title", is_required=True)
        valid_from = reader.day("valid_from", is_required=True) or date.min
        if unit and valid_from != date.min and valid_from < unit.valid_from:
            reader.refuse("valid_from", Why.BACKWARDS)
        return PostRow(
            unit_id=unit.id if unit else None,
            title=title,
            kind=reader.choice("kind", words),
            order=reader.number_of("order"),
            valid_from=valid_from,
            stored=stored.get((unit.id, title)) if unit else None,
        )
