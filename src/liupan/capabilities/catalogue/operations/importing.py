"""Entries that come in from a file: all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liupan.capabilities.catalogue.events import EntryRegistered
from liupan.capabilities.catalogue.models import Edition, Item, Resource, Step
from liupan.capabilities.catalogue.operations.coding import take_code
from liupan.capabilities.catalogue.operations.drawing_up import (
    begin_edition,
    drafted,
    revise_entry,
)
from liupan.capabilities.catalogue.operations.keeping import By, about, items_of, step_of
from liupan.capabilities.catalogue.policies import EDIT
from liupan.capabilities.catalogue.queries.searchable import as_found
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.journal.facade import nothing_changed, operation, record_all
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.search.facade import index_all
from liupan.kernel.authority import Actor, require
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.transfers import Report, unobserved

EVERY = 50
"""How often progress is told, in entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A new resource of a unit."""

    unit_id: UUID
    said: Elements


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry:
    """What a file says otherwise; `begins` another edition where what stands is published."""

    edition_id: UUID
    resource_id: UUID
    version: int
    begins: bool
    said: Elements


@operation
def take_in_entries(
    *,
    new: Sequence[NewEntry],
    changed: Sequence[ChangedEntry],
    actor: Actor,
    now: datetime,
    report: Report = unobserved,
) -> int:
    """Register new resources as drafts and change what is there (批量导入); how many.

    Each leaves its own fact. Raises as `register_resource` and `revise_entry`; what comes in is
    checked before.
    """
    by = By(actor, now)
    require(actor, EDIT)
    nothing_changed()  # each entry leaves its own fact
    for unit_id, level in {(one.unit_id, one.said.secrecy) for one in new}:
        require(actor, EDIT, unit_id=unit_id, secrecy=Secrecy(level))
    total = len(new) + len(changed)
    _register(new, by, report, total)
    for done, one in enumerate(changed, start=len(new) + 1):
        _change(one, by)
        if done % EVERY == 0:
            report(done, total)
    return total


def _register(new: Sequence[NewEntry], by: By, report: Report, total: int) -> None:
    """Everything but the codes in a few statements for many."""
    units = list_units({one.unit_id for one in new})
    resources, editions, items = [], [], []
    for done, one in enumerate(new, start=1):
        resource = Resource(category=one.said.category, registered_at=by.now)
        resource.unit_id = one.unit_id
        resource.code = take_code(one.said.category, resource.id, by)
        edition = drafted(resource, 1, one.said, units[one.unit_id], by)
        resources.append(resource)
        editions.append(edition)
        items += items_of(edition, one.said.items)
        if done % EVERY == 0:
            report(done, total)
    Resource.objects.bulk_create(resources)
    Edition.objects.bulk_create(editions)
    Item.objects.bulk_create(items, batch_size=5000)
    Step.objects.bulk_create([step_of(edition, Act.REGISTER, by) for edition in editions])
    if not editions:
        return
    pairs = list(zip(editions, new, strict=True))
    facts = [
        EntryRegistered(**about(edition, by), items=len(one.said.items), follows=0)
        for edition, one in pairs
    ]
    record_all(facts, actor=by.actor, now=by.now)
    index_all(as_found(edition, one.said.items) for edition, one in pairs)


def _change(one: ChangedEntry, by: By) -> None:
    edition, version = one.edition_id, one.version
    if one.begins:
        edition = begin_edition(resource_id=one.resource_id, actor=by.actor, now=by.now)
        version = 1
    revise_entry(edition_id=edition, said=one.said, version=version, actor=by.actor, now=by.now)
