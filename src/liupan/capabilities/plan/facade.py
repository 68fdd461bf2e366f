"""The door of `plan`."""

from dataclasses import dataclass
from datetime import date

from liupan.capabilities.plan.queries import (
    EditionView,
    TargetView,
    describe_edition,
    find_edition,
    list_targets,
)
from liupan.capabilities.plan.rules import Standing
from liupan.foundation.measures.facade import CITY, Scope

__all__ = ["Board", "EditionView", "Standing", "TargetView", "find_board"]


@dataclass(frozen=True, slots=True)
class Board:
    """The plan in force with all its targets, for one scope."""

    edition: EditionView
    targets: tuple[TargetView, ...]

    def count(self, standing: Standing) -> int:
        """How many targets stand so."""
        return sum(t.verdict.standing is standing for t in self.targets)


def find_board(today: date, *, scope: Scope = CITY, plan_code: str = "") -> Board | None:
    """The board as of `today`; None when no plan is in force. Five queries."""
    edition = find_edition(plan_code)
    if edition is None:
        return None
    return Board(
        edition=describe_edition(edition, today),
        targets=tuple(list_targets(edition.id, today, scope=scope)),
    )
