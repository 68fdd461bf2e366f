"""How far an item is (完成度): one published formula, shown with its inputs.

A leaf: 100 when it is closed, 99 while it is reported done and waits to be endorsed or verified,
else the share last reported, never more than 99; a report that is returned counts no more. A
parent: the weighted mean of its parts, rounded down; withdrawn parts do not count; never more than
99 while a mandatory part is not closed or the parent itself is not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from liupan.capabilities.supervision.rules.states import DONE, REPORTED, State

FULL, UNTIL_CLOSED = 100, 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An item as the formula sees it. `id` and `parent` are any keys."""

    id: object
    parent: object | None
    state: State
    percent: int
    weight: int = 1
    is_mandatory: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One part of a roll-up: its weight and how far it is. `holds_back`: mandatory and open."""

    id: object
    code: str
    weight: int
    percent: int
    holds_back: bool


@dataclass(frozen=True, slots=True)
class RollUp:
    """How far an item is, and from what. Without inputs it is the item's own last report."""

    value: int
    inputs: tuple[Input, ...] = ()

    @property
    def weights(self) -> int:
        return sum(i.weight for i in self.inputs)

    @property
    def sum(self) -> int:
        """Σ weight × percent."""
        return sum(i.weight * i.percent for i in self.inputs)

    @property
    def is_held_back(self) -> bool:
        """A mandatory part is still open."""
        return any(i.holds_back for i in self.inputs)


def roll_up(parts: Iterable[Part]) -> dict[object, RollUp]:
    """How far each item is, by id; give whole trees: an item with its parts, down to the leaves."""
    listed = list(parts)
    below: dict[object, list[Part]] = defaultdict(list)
    for part in listed:
        if part.parent is not None:
            below[part.parent].append(part)
    found: dict[object, RollUp] = {}
    for part in listed:
        _reckon(part, below, found)
    return found


def _reckon(part: Part, below: dict[object, list[Part]], found: dict[object, RollUp]) -> RollUp:
    if part.id not in found:
        counted = [p for p in below[part.id] if p.state is not State.WITHDRAWN]
        inputs = tuple(
            Input(p.id, p.code, p.weight, _reckon(p, below, found).value, _holds_back(p))
            for p in counted
        )
        found[part.id] = RollUp(_value(part, inputs), inputs)
    return found[part.id]


def _value(part: Part, inputs: tuple[Input, ...]) -> int:
    if not inputs:
        return _own(part)
    mean = sum(i.weight * i.percent for i in inputs) // sum(i.weight for i in inputs)
    held = part.state not in DONE or any(i.holds_back for i in inputs)
    return min(mean, UNTIL_CLOSED) if held else mean


def _own(part: Part) -> int:
    """What the item itself says."""
    if part.state in DONE:
        return FULL
    return UNTIL_CLOSED if part.state in REPORTED else min(part.percent, UNTIL_CLOSED)


def _holds_back(part: Part) -> bool:
    return part.is_mandatory and part.state not in DONE
