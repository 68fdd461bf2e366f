"""When a joint sign (会签) is decided."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum


class Mode(StrEnum):
    """How signers decide together."""

    ALL = "all"
    ANY = "any"
    ORDER = "order"
    RATIO = "ratio"


class Vote(StrEnum):
    """What a signer said."""

    AGREE = "agree"
    REFUSE = "refuse"


class Decision(StrEnum):
    """What comes of the votes; the outcome the process goes on with."""

    PENDING = "pending"
    AGREED = "agree"
    REFUSED = "refuse"


def needed(mode: Mode, signers: int, ratio: Decimal = Decimal(1)) -> int:
    """How many must agree."""
    if mode is Mode.ANY:
        return min(1, signers)
    if mode is Mode.RATIO:
        return int((ratio * signers).to_integral_value(ROUND_CEILING))
    return signers


def decide(mode: Mode, votes: Iterable[Vote | None], ratio: Decimal = Decimal(1)) -> Decision:
    """The decision; None stands for a signer who has not voted yet.

    Who is left when all others are removed decides; of nobody nothing comes but pending.
    """
    said = list(votes)
    wanted = needed(mode, len(said), ratio)
    agreed = said.count(Vote.AGREE)
    open_ones = said.count(None)
    if not said or agreed + open_ones < wanted:
        return Decision.REFUSED if said else Decision.PENDING
    return Decision.AGREED if agreed >= wanted else Decision.PENDING
