"""What processes add to the work list: steps that wait for somebody, and copies not yet read."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.workflow.queries.work import (
    count_copied,
    count_waiting,
    list_copied,
    list_waiting,
)
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, register


@register
class Steps(WorkSource):
    """Steps of processes that wait for the actor."""

    kind = "workflow.step"
    label = _("Steps of processes")
    glyph = "办"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=one.url,
                verb=one.step,
                meta=(one.process,),
                arrived_at=one.opened_at,
                is_new=not one.is_held,
            )
            for one in list_waiting(actor, now, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, now)


@register
class Copies(WorkSource):
    """Processes shown to the actor for information."""

    kind = "workflow.copy"
    label = pgettext_lazy("process", "Copied to me")
    glyph = "阅"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=one.url,
                verb=pgettext_lazy("act", "Read"),
                arrived_at=one.sent_at,
                is_new=True,
            )
            for one in list_copied(actor, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_copied(actor)
