"""The door of `plan`."""

from dataclasses import dataclass
from datetime import date

from liupan.capabilities.plan.queries.board import TargetView, list_targets
from liupan.capabilities.plan.queries.editions import (
    EditionView,
    describe_in_force,
    list_in_force,
)
from liupan.capabilities.plan.queries.tasks import KeyTaskRef, list_key_tasks
from liupan.capabilities.plan.rules import Comparison, Standing, gap
from liupan.foundation.measures.facade import CITY, Scope

__all__ = [
    "Board",
    "Comparison",
    "EditionView",
    "KeyTaskRef",
    "Standing",
    "TargetView",
    "find_board",
    "gap",
    "list_in_force",
    "list_key_tasks",
]


@dataclass(frozen=True, slots=True)
class Board:
    """The plan in force with all its targets, for one scope."""

    edition: EditionView
    targets: tuple[TargetView, ...]

    def count(self, standing: Standing) -> int:
        """How many targets stand so."""
        return sum(t.verdict.standing is standing for t in self.targets)


def find_board(
    today: date, *, scope: Scope = CITY, plan_code: str = "", day: date | None = None
) -> Board | None:
    """The board as of `today`; None when no plan is in force. Five queries.

    Without `scope` a county's plan shows the county's figures. `day`: the edition that was in
    force at the end of that day instead of today's.
    """
    edition = describe_in_force(today, plan_code, day)
    if edition is None:
        return None
    own = Scope.county(edition.division_code) if edition.is_county and scope == CITY else scope
    return Board(edition, tuple(list_targets(edition.id, today, scope=own)))
