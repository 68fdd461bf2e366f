"""Entries that come in from a file: all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liupan.capabilities.catalogue.events import EntryRegistered
from liupan.capabilities.catalogue.models import Edition, Item, Resource, Step
from liupan.capabilities.catalogue.operations.coding import take_codes
from liupan.capabilities.catalogue.operations.drawing_up import (
    begin_edition,
    drafted,
    revise_entry,
)
from liupan.capabilities.catalogue.operations.keeping import about, items_of, step_of
from liupan.capabilities.catalogue.policies import EDIT
from liupan.capabilities.catalogue.queries.searchable import as_found
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.journal.facade import nothing_changed, operation, record_all
from liupan.foundation.organisations.facade import By, UnitRef, list_units
from liupan.foundation.search.facade import index_all
from liupan.kernel.authority import Actor, require
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.transfers import Report, unobserved

EVERY = 50
"""How often progress is told, in entries that change."""
CHUNK = 250
"""New entries that are written together."""


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
    """Some at a time, so that memory stays flat; everything but the codes in a few statements."""
    units = list_units({one.unit_id for one in new})
    for start in range(0, len(new), CHUNK):
        _register_some(new[start : start + CHUNK], units, by)
        report(min(start + CHUNK, len(new)), total)


def _register_some(new: Sequence[NewEntry], units: Mapping[UUID, UnitRef], by: By) -> None:
    resources = _resources(new, by)
    editions = [
        drafted(resource, 1, one.said, units[one.unit_id], by)
        for resource, one in zip(resources, new, strict=True)
    ]
    pairs = list(zip(editions, new, strict=True))
    Resource.objects.bulk_create(resources)
    Edition.objects.bulk_create(editions)
    Item.objects.bulk_create([item for e, one in pairs for item in items_of(e, one.said.items)])
    Step.objects.bulk_create([step_of(edition, Act.REGISTER, by) for edition in editions])
    facts = [
        EntryRegistered(**about(edition, by), items=len(one.said.items), follows=0)
        for edition, one in pairs
    ]
    record_all(facts, actor=by.actor, now=by.now)
    index_all(as_found(edition, one.said.items) for edition, one in pairs)


def _resources(new: Sequence[NewEntry], by: By) -> list[Resource]:
    made = [
        Resource(category=one.said.category, unit_id=one.unit_id, registered_at=by.now)
        for one in new
    ]
    for resource, code in zip(
        made, take_codes([(r.category, r.id) for r in made], by), strict=True
    ):
        resource.code = code
    return made


def _change(one: ChangedEntry, by: By) -> None:
    edition, version = one.edition_id, one.version
    if one.begins:
        edition = begin_edition(resource_id=one.resource_id, actor=by.actor, now=by.now)
        version = 1
    revise_entry(edition_id=edition, said=one.said, version=version, actor=by.actor, now=by.now)
