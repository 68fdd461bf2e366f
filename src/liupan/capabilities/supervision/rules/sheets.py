"""Supervision sheets (督办单): blue, orange, red; the next only after the earlier lapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Colour(StrEnum):
    """蓝单, 橙单, 红单."""

    BLUE = "blue"
    ORANGE = "orange"
    RED = "red"


class SheetState(StrEnum):
    """Open until it is answered, lapses unanswered or unfulfilled, or ends with the item."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    ENDED = "ended"


ORDER = (Colour.BLUE, Colour.ORANGE, Colour.RED)
SERIOUS = frozenset({"urgent", "hard"})
"""Urgencies that let a sheet begin at orange or red."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A sheet of an item's past."""

    colour: Colour
    state: SheetState
    answer_by: date


class Objection(StrEnum):
    """Why a sheet may not be issued."""

    ONE_OPEN = "one_open"
    NOT_LAPSED = "not_lapsed"


def next_colour(history: Sequence[Issued]) -> Colour | None:
    """The colour whose turn it is; None while a sheet is open. `history`: the oldest first.

    After a lapsed one comes the next, after red again red; after an answered one again blue.
    """
    if not history:
        return Colour.BLUE
    last = history[-1]
    if last.state is SheetState.OPEN:
        return None
    if last.state is not SheetState.LAPSED:
        return Colour.BLUE
    return ORDER[min(ORDER.index(last.colour) + 1, len(ORDER) - 1)]


def is_direct(colour: Colour, history: Sequence[Issued]) -> bool:
    """Whether the colour comes before its turn (直接启动)."""
    turn = next_colour(history)
    return turn is not None and ORDER.index(colour) > ORDER.index(turn)


def objection(
    colour: Colour, history: Sequence[Issued], *, urgency: str, direct_reason: str
) -> Objection | None:
    """Why this colour may not be issued now, or None. Direct: urgent or hard matters, or reason."""
    if next_colour(history) is None:
        return Objection.ONE_OPEN
    if is_direct(colour, history) and urgency not in SERIOUS and not direct_reason.strip():
        return Objection.NOT_LAPSED
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRules:
    """What the rule set `supervision.sheets` says: shares in per cent, answers in working days."""

    share: int
    answer_days: dict[Colour, int]
    automatic: frozenset[Colour]


def calls_for_blue(used_percent: int, percent: int, is_late: bool, rules: SheetRules) -> bool:
    """Whether a rule calls for a first sheet: late, or so much time used and nothing reported."""
    return is_late or (used_percent >= rules.share and percent == 0)


def called_next(history: Sequence[Issued]) -> Colour | None:
    """The colour that a rule calls for after a lapsed sheet; none after red."""
    if not history or history[-1].state is not SheetState.LAPSED:
        return None
    return None if history[-1].colour is Colour.RED else next_colour(history)
