"""Facts, operations and actors for the journal's tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import psycopg
from django.db import connection

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.journal.models import Delivery, Verification
from liupan.kernel import authority
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, Permission
from liupan.kernel.facts import Fact, Personal
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

__all__ = ["Delivery", "Verification"]

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class NotePinned(Fact, code="test.note.pinned", label="钉上便条"):
    """A note was pinned to a thing."""

    text: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class NoteSigned(Fact, code="test.note.signed"):
    """A person signed a note."""

    person_id: UUID
    name: Annotated[str, Personal(of="person_id")]


def clerk(*permissions: Permission, clearance: Secrecy = Secrecy.INTERNAL) -> Actor:
    """Somebody with these permissions everywhere."""
    return Actor(
        id=uuid7(),
        kind=ActorKind.STAFF,
        clearance=clearance,
        rights={p.code: frozenset({ANYWHERE}) for p in permissions},
    )


CLERK = clerk()


@operation
def pin_note(*, fact: Fact, actor: Actor = CLERK, now: datetime = NOW) -> UUID:
    """The smallest operation there is."""
    authority.anyone(actor)
    return record(fact, actor=actor, now=now)


def pin(text: str = "甲", thing_id: UUID | None = None, **more: Any) -> UUID:
    """Record a `NotePinned`; the entry's id."""
    return pin_note(fact=NotePinned(thing_id=thing_id or uuid7(), text=text, **more))


def rows(query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def tamper(owner_url: str, *statements: str) -> None:
    """What a stranger with the owner's password can do: everything."""
    with psycopg.connect(owner_url) as owner:
        for table in ("journal_entry", "journal_link", "journal_concern"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            owner.execute(statement)
        for table in ("journal_entry", "journal_link", "journal_concern"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
