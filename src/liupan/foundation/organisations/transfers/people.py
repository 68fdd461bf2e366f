"""People in posts as a table; accounts that do not exist yet are opened on the way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.foundation.identity.facade import (
    AccountRef,
    find_account_by_username,
    list_accounts,
    list_accounts_by_username,
    open_account,
)
from liupan.foundation.organisations.operations.appointments import appoint
from liupan.foundation.organisations.queries.posts import PostRef, list_holders, list_posts
from liupan.foundation.organisations.queries.units import list_units_on
from liupan.foundation.organisations.rules import Reader, Why
from liupan.foundation.organisations.transfers.base import Plan, Table, yes, yes_or_no
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.transfers import Cell, Column

Posts = Mapping[tuple[str, str], list[PostRef]]
"""The posts by unit code and title."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a post that comes in."""

    post_id: UUID | None
    username: str
    name: str
    is_primary: bool
    is_acting: bool
    valid_from: date
    valid_to: date | None


class PeopleTable(Table[PersonRow]):
    """People in posts. An unknown username gets an account, which signs in after a reset."""

    name = "organisations.people"
    title = _("People in posts")
    columns = (
        Column(key="unit", label=_("Unit code"), is_required=True),
        Column(key="unit_name", label=_("Unit"), help=_("For reading only.")),
        Column(key="title", label=_("Title"), is_required=True),
        Column(key="username", label=_("Username"), is_required=True),
        Column(key="name", label=_("Name"), is_required=True),
        Column(key="is_primary", label=_("Main post")),
        Column(key="is_acting", label=_("Acting")),
        Column(key="valid_from", label=_("First day"), is_required=True),
        Column(key="valid_to", label=_("Until before")),
    )

    def count(self, *, actor: Actor, day: date) -> int:
        units = [unit.id for unit in list_units_on(day)]
        return len(list_holders([post.id for post in list_posts(units, day)], day))

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        units = {unit.id: unit for unit in list_units_on(day)}
        holders = list_holders([post.id for post in list_posts(units, day)], day)
        people = list_accounts({holder.account_id for holder in holders})
        for holder in holders:
            yield {
                "unit": units[holder.unit_id].code,
                "unit_name": units[holder.unit_id].name,
                "title": holder.title,
                "username": people[holder.account_id].username,
                "name": holder.name,
                "is_primary": yes(holder.is_primary),
                "is_acting": yes(holder.is_acting),
                "valid_from": holder.valid_from,
                "valid_to": holder.valid_to,
            }

    def plan(self, readers: Iterable[Reader], day: date) -> Plan[PersonRow]:
        readers = list(readers)
        units = {unit.id: unit.code for unit in list_units_on(day)}
        posts: dict[tuple[str, str], list[PostRef]] = defaultdict(list)
        for post in list_posts(units, day):
            posts[units[post.unit_id], post.title].append(post)
        holders = list_holders([p.id for found in posts.values() for p in found], day)
        held = {(holder.post_id, holder.account_id) for holder in holders}
        accounts = list_accounts_by_username([r.cells["username"] for r in readers])
        plan = Plan[PersonRow]()
        names: dict[str, str] = {}
        seen: set[tuple[UUID | None, str]] = set()
        for reader in readers:
            row = self._read(reader, posts)
            account = accounts.get(row.username)
            self._know(reader, row, account, names)
            if (row.post_id, row.username) in seen:
                reader.refuse("username", Why.TWICE)
            seen.add((row.post_id, row.username))
            if account and row.post_id and (row.post_id, account.id) in held:
                plan.unchanged += 1
            else:
                plan.add.append(row)
        return plan

    def add(self, row: PersonRow, actor: Actor, now: datetime) -> None:
        account = find_account_by_username(row.username)
        account_id = account.id if account else _open(row, actor, now)
        assert row.post_id
        appoint(
            post_id=row.post_id,
            account_id=account_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_primary=row.is_primary or None,
            is_acting=row.is_acting,
            actor=actor,
            now=now,
        )

    def _read(self, reader: Reader, posts: Posts) -> PersonRow:
        words = yes_or_no()
        unit, title = (reader.text(key, is_required=True) for key in ("unit", "title"))
        found = posts.get((unit, title), [])
        if unit and title and len(found) != 1:
            reader.refuse("title", Why.AMBIGUOUS if found else Why.UNKNOWN)
        valid_from = reader.day("valid_from", is_required=True) or date.min
        valid_to = reader.day("valid_to")
        if valid_to and valid_to <= valid_from:
            reader.refuse("valid_to", Why.BACKWARDS)
        if len(found) == 1 and date.min < valid_from < found[0].valid_from:
            reader.refuse("valid_from", Why.BACKWARDS)
        return PersonRow(
            post_id=found[0].id if len(found) == 1 else None,
            username=reader.text("username", is_required=True).lower(),
            name=reader.text("name", is_required=True),
            is_primary=reader.choice("is_primary", words, "no") == "yes",
            is_acting=reader.choice("is_acting", words, "no") == "yes",
            valid_from=valid_from,
            valid_to=valid_to,
        )

    def _know(
        self, reader: Reader, row: PersonRow, account: AccountRef | None, names: dict[str, str]
    ) -> None:
        """A username stands for one person: in the file, and as stored."""
        stored = account.name if account else names.setdefault(row.username, row.name)
        if row.name and stored != row.name:
            reader.refuse("name", Why.TAKEN)
        if account and (not account.is_open or account.kind is not ActorKind.STAFF):
            reader.refuse("username", Why.TAKEN)


def _open(row: PersonRow, actor: Actor, now: datetime) -> UUID:
    return open_account(
        kind=ActorKind.STAFF,
        username=row.username,
        name=row.name,
        password=None,
        actor=actor,
        now=now,
    )
