"""Update tasks and changes that wait for somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.updating import (
    count_drawn_changes,
    count_waiting_tasks,
    list_drawn_changes,
    list_waiting_tasks,
)
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


class _WaitingTasks(WorkSource):
    """Update tasks that wait for the actor."""

    for_unit: ClassVar[bool]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_tasks(actor, for_unit=self.for_unit, limit=limit, now=now)
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:update", one.id),
                verb=self.verb,
                meta=(one.code, one.change),
                due_on=one.due_on if self.for_unit else None,
            )
            for one in found
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_tasks(actor, for_unit=self.for_unit)


@register
class UpdatesToMake(_WaitingTasks):
    """Entries that a change concerns."""

    kind, for_unit, glyph = "catalogue.update", True, "更"
    label = pgettext_lazy("work", "Entries to bring up to date")
    verb = pgettext_lazy("work", "Update")


@register
class StatementsToAnswer(_WaitingTasks):
    """Statements that nothing changes."""

    kind, for_unit, glyph = "catalogue.statement", False, "核"
    label = pgettext_lazy("work", "Statements of no change")
    verb = pgettext_lazy("statement", "Answer")


@register
class ChangesToConfirm(WorkSource):
    """Changes that were recorded or heard, and nobody confirmed."""

    kind, glyph = "catalogue.change", "变"
    label = pgettext_lazy("work", "Changes to confirm")

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:change", one.id),
                verb=pgettext_lazy("work", "Confirm"),
                meta=(one.kind_label, one.about),
            )
            for one in list_drawn_changes(actor, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_drawn_changes(actor)
