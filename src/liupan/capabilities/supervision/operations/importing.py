"""Items that come in from a file: whole trees in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
from liupan.capabilities.supervision.operations.registering import decompose_item, register_item
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.kernel.authority import Actor, require
from liupan.kernel.transfers import Report, unobserved


@dataclass(frozen=True, slots=True)
class Branch:
    """A part with its own parts."""

    part: NewPart
    parts: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A new item with its parts."""

    item: NewItem
    parts: tuple[Branch, ...] = ()


@operation
def register_trees(
    *, trees: Sequence[Tree], actor: Actor, now: datetime, report: Report = unobserved
) -> tuple[UUID, ...]:
    """Register items with all their parts (批量立项), all or none; the whole items' ids."""
    require(actor, SUPERVISE)
    nothing_changed()  # each item leaves its own fact
    made = []
    for done, tree in enumerate(trees, start=1):
        item_id = register_item(item=tree.item, actor=actor, now=now)
        _decompose(item_id, tree.parts, actor, now)
        made.append(item_id)
        report(done, len(trees))
    return tuple(made)


def _decompose(whole: UUID, branches: Sequence[Branch], actor: Actor, now: datetime) -> None:
    if not branches:
        return
    parts = [branch.part for branch in branches]
    ids = decompose_item(item_id=whole, parts=parts, actor=actor, now=now)
    for part_id, branch in zip(ids, branches, strict=True):
        _decompose(part_id, branch.parts, actor, now)
