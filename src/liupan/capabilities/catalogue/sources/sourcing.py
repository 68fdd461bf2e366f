"""Arbitrations that wait for somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.policies import EDIT, RULE
from liupan.capabilities.catalogue.queries.sourcing import (
    count_waiting_arbitrations,
    list_waiting_arbitrations,
)
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


class _WaitingArbitrations(WorkSource):
    """Arbitrations that wait for the actor."""

    permission: ClassVar[Permission]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_arbitrations(actor, self.permission, limit=limit, now=now)
        return [
            WorkItem(
                title=one.item,
                url=place("catalogue:arbitration", one.id),
                verb=self.verb,
                meta=(one.first, one.second),
                due_on=one.clock.due_on if one.clock else None,
                clock_id=one.clock.id if one.clock else None,
            )
            for one in found
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_arbitrations(actor, self.permission, now=now)


@register
class GroundsToState(_WaitingArbitrations):
    """Both units state why they are the source."""

    kind, permission, glyph = "catalogue.source_grounds", EDIT, "源"
    label = pgettext_lazy("work", "Grounds to state")
    verb = pgettext_lazy("work", "State")


@register
class SourcesToRule(_WaitingArbitrations):
    """The data authority rules."""

    kind, permission, glyph = "catalogue.source_ruling", RULE, "裁"
    label = pgettext_lazy("work", "Sources to rule")
    verb = pgettext_lazy("work", "Rule")
