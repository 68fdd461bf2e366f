"""Rebuilding the index from its sources, and comparing it with them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import QuerySet

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.search.events import IndexRebuilt
from liupan.foundation.search.indexing import digest, in_batches, index_all, unindex
from liupan.foundation.search.models import Entry
from liupan.foundation.search.policies import REBUILD_INDEX
from liupan.foundation.search.registry import IndexEntry, Source, sources
from liupan.kernel.authority import Actor, require

INDEX = uuid5(UUID(int=0), "liupan.search.index")


@dataclass(frozen=True, slots=True)
class Compared:
    """How the index of one type differs from its source."""

    thing_type: str
    right: int
    missing: int
    stale: int
    orphaned: int

    @property
    def is_right(self) -> bool:
        """Whether the index holds exactly what the source says."""
        return not (self.missing or self.stale or self.orphaned)


@operation
def rebuild_index(
    *, actor: Actor, now: datetime, progress: Callable[[int], None] = lambda count: None
) -> tuple[int, int]:
    """Write everything the sources have and remove what they have no more, in one transaction.

    Only what differs is written, unless it was written anew meanwhile. Returns how many were
    written and removed.
    """
    require(actor, REBUILD_INDEX)
    written = removed = 0
    for found in sources().values():
        more, fewer = _rebuild(found, progress)
        written, removed = written + more, removed + fewer
    unknown = Entry.objects.exclude(thing_type__in=list(sources()))
    removed += unknown.delete()[0]
    record(IndexRebuilt(thing_id=INDEX, written=written, removed=removed), actor=actor, now=now)
    return written, removed


def compare_index() -> list[Compared]:
    """The index against its sources, type by type."""
    return [_compare(found) for found in sources().values()]


def _rebuild(found: Source, progress: Callable[[int], None]) -> tuple[int, int]:
    known = _known(found.thing_type)

    def changed() -> Iterator[IndexEntry]:
        for batch in in_batches(found.entries()):
            held = {e.thing_id: known.pop(e.thing_id, None) for e in batch}
            differ = [e for e in batch if held[e.thing_id] != digest(e)]
            now = _locked(found.thing_type, [e.thing_id for e in differ])
            yield from (e for e in differ if now.get(e.thing_id) == held[e.thing_id])
            progress(len(batch))

    written = index_all(changed())
    now = _locked(found.thing_type, list(known))
    gone = [thing_id for thing_id in known if now.get(thing_id) == known[thing_id]]
    unindex(found.thing_type, *gone)
    return written, len(gone)


def _locked(thing_type: str, thing_ids: list[UUID]) -> dict[UUID, bytes]:
    """What the index holds of these by now: others may have written since it was first read, from
    newer rows than ours. They wait until the rebuilding ends."""
    rows = Entry.objects.select_for_update().filter(thing_type=thing_type, thing_id__in=thing_ids)
    return _digests(rows) if thing_ids else {}


def _compare(found: Source) -> Compared:
    known = _known(found.thing_type)
    right = missing = stale = 0
    for entry in found.entries():
        held = known.pop(entry.thing_id, None)
        missing += held is None
        right += held == digest(entry)
        stale += held is not None and held != digest(entry)
    return Compared(found.thing_type, right, missing, stale, len(known))


def _known(thing_type: str) -> dict[UUID, bytes]:
    return _digests(Entry.objects.filter(thing_type=thing_type))


def _digests(rows: QuerySet[Entry]) -> dict[UUID, bytes]:
    return {thing_id: bytes(held) for thing_id, held in rows.values_list("thing_id", "digest")}
