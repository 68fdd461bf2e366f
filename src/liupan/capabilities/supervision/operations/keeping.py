"""What every act leaves: an entry that never changes, a fact in the journal, a place in search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liupan.capabilities.supervision.events import AboutItem
from liupan.capabilities.supervision.models import Entry, Evidence, Item
from liupan.capabilities.supervision.queries.searchable import TYPE, as_found
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.documents.facade import Attached, keep_file
from liupan.foundation.journal.facade import record
from liupan.foundation.organisations.facade import By
from liupan.foundation.search.facade import index
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import find, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said with an act: opinion, share, files, and the values the timeline shows.

    `once`: the key of the form it came by, so that a form sent twice is carried out once.
    """

    opinion: str = ""
    percent: int | None = None
    files: Sequence[Attached] = ()
    values: dict[str, Any] | None = None
    on_behalf: UUID | None = None
    once: UUID | None = None


NOTHING = Said()
PICTURES = (".jpg", ".jpeg", ".png")


def keep(item: Item, act: Act, by: By, said: Said = NOTHING) -> Entry:
    """Write what was done; files become evidence of it. Two to three queries."""
    entry = insert(
        Entry(
            id=said.once or uuid7(),
            item=item,
            root_id=item.root_id,
            kind=act.value,
            actor_id=by.actor.id,
            actor_unit_id=by.unit_id,
            on_behalf_id=said.on_behalf,
            opinion=said.opinion.strip(),
            percent=said.percent,
            values=said.values or {},
            at=by.now,
        )
    )
    if said.files:
        Evidence.objects.bulk_create(
            [Evidence(item=item, entry=entry, file_id=_kept(one, item, by))
             for one in apart(said.files)]
        )  # fmt: skip
    return entry


def apart(files: Sequence[Attached]) -> list[Attached]:
    """Files that came together with names of their own: a telephone calls every photograph alike,
    and none of them is a version of another."""
    taken: set[str] = set()
    found = []
    for one in files:
        stem, dot, kind = one.name.rpartition(".")
        name, number = one.name, 2
        while name in taken:
            name = f"{stem} {number}.{kind}" if dot and stem else f"{one.name} {number}"
            number += 1
        taken.add(name)
        found.append(Attached(name, one.content))
    return found


def was_kept(once: UUID | None) -> bool:
    """Whether the form with this key was carried out. One query at most; ask under the lock."""
    return once is not None and find(Entry, once) is not None


def announce(fact: AboutItem, by: By) -> None:
    """Record the fact."""
    record(fact, actor=by.actor, now=by.now)


def reindex(*items: Item) -> None:
    """Have the items found as they now are."""
    index(*(as_found(item) for item in items))


def about(item: Item, by: By, thing_id: UUID | None = None) -> dict[str, Any]:
    """What every fact carries of the item. `thing_id`: a sheet or request of it."""
    others = {item.id, item.root_id} - {thing_id or item.id}
    return {
        "thing_id": thing_id or item.id,
        "concerned": tuple(sorted(others)),
        "secrecy": Secrecy(item.secrecy),
        "item_id": item.id,
        "number": item.number,
        "root_id": item.root_id,
        "parent_id": item.parent_id,
        "lead_unit_id": item.lead_unit_id,
        "supervising_unit_id": item.supervising_unit_id,
        "supervisor_id": item.supervisor_id,
        "origin": item.origin,
        "urgency": item.urgency,
        "plan_code": item.plan_code,
        "task_code": item.task_code,
        "state": str(item.state),
        "percent": item.percent,
        "due_on": item.due_on,
        "first_due_on": item.first_due_on,
        "is_late": item.is_late,
        "on": by.today,
    }


def _kept(attached: Attached, item: Item, by: By) -> UUID:
    """The file, kept on behalf of the lead unit; evidence is never public. A paper with the name of
    another of the item is its next version; a photograph is one of its own."""
    kept = keep_file(
        name=attached.name,
        content=attached.content,
        owner_unit_id=item.lead_unit_id,
        of_type=TYPE,
        of_id=item.id,
        secrecy=Secrecy(max(item.secrecy, Secrecy.INTERNAL)),
        actor=by.actor,
        now=by.now,
        follows_same_name=not attached.name.lower().endswith(PICTURES),
    )
    return kept.id
