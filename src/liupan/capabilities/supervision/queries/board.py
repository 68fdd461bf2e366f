"""The board: totals, trees, timeline, heat."""

from datetime import datetime

from liupan.capabilities.supervision.queries.shapes import BoardFilters, BoardView, PublicTask
from liupan.kernel.authority import Actor


def board(
    actor: Actor,
    *,
    now: datetime,
    filters: BoardFilters = BoardFilters(),  # noqa: B008  frozen
    page: int = 1,
    size: int = 20,
    weeks: int = 12,
) -> BoardView:
    """The board as the actor may see it: `size` trees a page, the soonest due first; heat over all
    that the filters let through, `weeks` weeks from this one on. Constant queries."""
    raise NotImplementedError


def list_public_tasks(*, now: datetime, plan_code: str = "") -> list[PublicTask]:
    """The plan's key tasks in force with how far their items are; only of items that are public.

    Constant queries.
    """
    raise NotImplementedError
