"""What every act leaves: a step that never changes, a fact in the journal, a place in search."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.events import AboutEntry
from liupan.capabilities.catalogue.models import ITEM_SAID, Edition, Item, Step
from liupan.capabilities.catalogue.queries.searchable import as_found, shown_edition
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.journal.facade import record, record_all
from liupan.foundation.organisations.facade import By
from liupan.foundation.search.facade import index_all
from liupan.kernel.secrecy import Secrecy


def step_of(
    edition: Edition, act: Act, by: By, opinion: str = "", values: dict[str, Any] | None = None
) -> Step:
    """What was done, unsaved."""
    return Step(
        resource_id=edition.resource_id,
        edition=edition,
        kind=act.value,
        actor_id=by.actor.id,
        actor_unit_id=by.unit_id,
        opinion=opinion.strip(),
        values=values or {},
        at=by.now,
    )


def keep(
    edition: Edition, act: Act, by: By, opinion: str = "", values: dict[str, Any] | None = None
) -> None:
    """Write what was done."""
    step_of(edition, act, by, opinion, values).save(force_insert=True)


def keep_all(editions: Sequence[Edition], act: Act, by: By, opinion: str = "") -> None:
    """Write what was done to each of them. One statement."""
    Step.objects.bulk_create([step_of(one, act, by, opinion) for one in editions])


def announce(fact: AboutEntry, by: By) -> None:
    """Record the fact."""
    record(fact, actor=by.actor, now=by.now)


def announce_all(facts: Sequence[AboutEntry], by: By) -> None:
    """Record the facts of many. One statement."""
    record_all(facts, actor=by.actor, now=by.now)


def about(edition: Edition, by: By) -> dict[str, Any]:
    """What every fact carries of the entry."""
    return {
        "thing_id": edition.resource_id,
        "secrecy": Secrecy(edition.secrecy),
        "resource_code": edition.code,
        "edition_id": edition.id,
        "edition": edition.number,
        "unit_id": edition.unit_id,
        "title": edition.title,
        "category": edition.category,
        "share_type": edition.share_type,
        "is_open": edition.is_open,
        "state": int(edition.state),
        "on": by.today,
    }


def reindex(resource_id: UUID) -> None:
    """Have the resource found as it now is. Two queries and the index."""
    reindex_all([resource_id])


def reindex_all(resource_ids: Sequence[UUID]) -> None:
    """The same for many, with as many queries."""
    editions = Edition.objects.filter(resource_id__in=resource_ids).prefetch_related("items")
    of: dict[UUID, list[Edition]] = {}
    for one in editions:
        of.setdefault(one.resource_id, []).append(one)
    shown = map(shown_edition, of.values())
    index_all(as_found(one, one.items.all()) for one in shown)


def items_of(edition: Edition, said: Sequence[ItemSaid]) -> list[Item]:
    """The items of an edition in their order, unsaved."""
    return [
        Item(edition=edition, order=n, **{name: getattr(item, name) for name in ITEM_SAID})
        for n, item in enumerate(said, start=1)
    ]
