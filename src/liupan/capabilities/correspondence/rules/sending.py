"""Where an outgoing document (发文) stands.

Until it is signed off its state is the step of its process that is open; afterwards it is what has
been done to it. Both are one list, because people ask one question: where is it.
"""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """States of an outgoing document."""

    DRAFTING = "drafting"
    """拟稿: with its drafter, also after a return."""
    REVIEWING = "reviewing"
    """核稿"""
    COSIGNING = "cosigning"
    """会签"""
    LEGALITY = "legality"
    """合法性审查"""
    SIGNING_OFF = "signing_off"
    """签发"""
    RECHECKING = "rechecking"
    """复核"""
    NUMBERING = "numbering"
    """待编号"""
    RENDERING = "rendering"
    """生成版式文件: with the worker."""
    SEALING = "sealing"
    """待用印"""
    DISPATCHING = "dispatching"
    """待分发"""
    DISPATCHED = "dispatched"
    """已分发"""
    ARCHIVED = "archived"
    """已归档"""
    VOID = "void"
    """作废: after it had a number, which is void with it."""
    WITHDRAWN = "withdrawn"
    """撤回不办: before it had a number."""


OF_STEP = {
    "draft": State.DRAFTING,
    "review": State.REVIEWING,
    "cosign": State.COSIGNING,
    "legality": State.LEGALITY,
    "signoff": State.SIGNING_OFF,
    "recheck": State.RECHECKING,
    "number": State.NUMBERING,
    "rendered": State.RENDERING,
    "seal": State.SEALING,
    "dispatch": State.DISPATCHING,
}
"""Elements of `processes/sending.bpmn`."""

EDITABLE = frozenset({State.DRAFTING, State.REVIEWING})
"""Where the text may be changed; a change at the review is a draft of its own."""
MARKABLE = EDITABLE | {State.DISPATCHED, State.ARCHIVED}
"""Where its secrecy mark may be changed: in between the text is locked, and the mark with it."""
LOCKED = frozenset(
    {State.RECHECKING, State.NUMBERING, State.RENDERING, State.SEALING, State.DISPATCHING,
     State.DISPATCHED, State.ARCHIVED, State.VOID}
)  # fmt: skip
"""Signed off: what was approved may not change any more; a change goes back for approval."""
NUMBERED = frozenset(
    {State.RENDERING, State.SEALING, State.DISPATCHING, State.DISPATCHED, State.ARCHIVED}
)
"""Bear a number."""
OVER = frozenset({State.DISPATCHED, State.ARCHIVED, State.VOID, State.WITHDRAWN})


def state_of(open_elements: Iterable[str]) -> State | None:
    """The state that open steps stand for: of several the one that comes first on the way."""
    found = [OF_STEP[one] for one in open_elements if one in OF_STEP]
    order = list(OF_STEP.values())
    return min(found, key=order.index) if found else None


def is_back(old: State, new: State) -> bool:
    """Whether a document that comes from one step to another went back on the way."""
    order = list(OF_STEP.values())
    return old in order and new in order and order.index(new) < order.index(old)
