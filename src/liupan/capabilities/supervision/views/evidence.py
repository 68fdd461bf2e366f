"""Files that show what was done: at their entries, and as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from liupan.capabilities.supervision.queries.shapes import ItemView
from liupan.foundation.design.facade import File, short_day
from liupan.foundation.documents.facade import FileRef, all_url, list_files, shown
from liupan.kernel.authority import Actor

LISTED = 6
"""So many stand in the list beside the process; all hang at their entries."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A file in the list of evidence."""

    file: File
    place: str
    day: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of an item and its parts, as far as the actor may read it."""

    by_entry: Mapping[UUID, Sequence[File]]
    newest: Sequence[Proof]
    count: int
    all_url: str


def evidence_of(item: ItemView, actor: Actor) -> Evidence:
    """One query and the guard's where there is any, none else."""
    things = {one.item_id for one in item.evidence}
    listed = list_files(things, actor) if things else {}
    known = {ref.id: ref for refs in listed.values() for ref in refs}
    by_entry: dict[UUID, list[File]] = {}
    proofs: list[Proof] = []
    for one in item.evidence:
        if one.file_id in known:
            [file] = shown([known[one.file_id]])
            by_entry.setdefault(one.entry_id, []).append(file)
            proofs.append(_proof(file, known[one.file_id], item))
    own = all_url(item.id) if len(listed.get(item.id, ())) > 1 else ""
    return Evidence(by_entry, proofs[::-1][:LISTED], len(proofs), own)


def _proof(file: File, ref: FileRef, item: ItemView) -> Proof:
    place = next((n.lead_unit for n in item.tree if n.id == ref.of_id), "")
    return Proof(file, place, short_day(ref.kept_at), f"{ref.sm3[:4]}…{ref.sm3[-4:]}")
