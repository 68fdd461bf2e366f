"""Demands that wait for somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.demands import (
    count_waiting_demands,
    list_waiting_demands,
)
from liupan.capabilities.catalogue.rules.demands import Side
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


class _WaitingDemands(WorkSource):
    """Demands whose turn is the actor's."""

    side: ClassVar[Side]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:demand", one.id),
                verb=self.verb,
                meta=(one.number, one.unit),
                due_on=one.stage_due_on,
            )
            for one in list_waiting_demands(actor, self.side, limit=limit, now=now)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_demands(actor, self.side)


@register
class DemandsToCheck(_WaitingDemands):
    """Demands that the data authority checks, assigns or rules."""

    kind, side, glyph = "catalogue.demand_check", Side.AUTHORITY, "需"
    label = pgettext_lazy("work", "Demands to assign")
    verb = pgettext_lazy("work", "Assign")


@register
class DemandsToClaim(_WaitingDemands):
    """Demands that a unit was asked to claim, or claimed and has to catalogue."""

    kind, side, glyph = "catalogue.demand_claim", Side.DUTY, "领"
    label = pgettext_lazy("work", "Demands to claim or catalogue")
    verb = pgettext_lazy("work", "Handle")


@register
class DemandsToRequest(_WaitingDemands):
    """Demands that an entry answers: access is to be requested."""

    kind, side, glyph = "catalogue.demand_request", Side.NEEDING, "用"
    label = pgettext_lazy("work", "Demands that are answered")
    verb = pgettext_lazy("work", "Request access")
