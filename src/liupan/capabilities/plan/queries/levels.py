"""Up and down the levels: what the counties make of a target, which county lags."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from liupan.capabilities.plan.models import Target
from liupan.capabilities.plan.queries.board import TargetView, list_targets_of
from liupan.capabilities.plan.queries.editions import EditionView, describe_edition, in_force


@dataclass(frozen=True, slots=True)
class CountyTarget:
    """A county's own target below one of the city's, and how far it is from its own number."""

    edition: EditionView
    target: TargetView

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the county's own number; below nought when it is passed."""
        t = self.target
        return None if t.value is None or t.threshold is None else t.threshold - t.value


def list_below(
    target: TargetView, plan_id: UUID, today: date, *, day: date | None = None
) -> list[CountyTarget]:
    """The targets of plans below that serve this one, whatever edition they were taken from; who
    lags most stands first. Seven queries at most, one when there is none."""
    serving = Target.objects.filter(
        serves__code=target.code, serves__clause__section__edition__plan_id=plan_id
    )
    below = in_force(day).filter(sections__clauses__targets__in=serving).distinct()
    editions = [describe_edition(row, today) for row in below]
    if not editions:
        return []
    by_plan = {e.plan_code: e for e in editions}
    found = [
        CountyTarget(by_plan[t.plan_code], t)
        for t in list_targets_of(editions, today)
        if t.serves_code == target.code
    ]
    return sorted(found, key=_lagging_first)


def _lagging_first(row: CountyTarget) -> tuple[bool, Decimal, str]:
    return row.gap is None, -(row.gap or Decimal(0)), row.target.division_code
