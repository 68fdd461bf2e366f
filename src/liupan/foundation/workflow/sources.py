"""What processes add to the work list: steps that wait for somebody, and copies not yet read."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.workflow.queries.work import (
    Waiting,
    count_copied,
    count_waiting,
    list_copied,
    list_waiting,
)
from liupan.foundation.workflow.registry import Particulars, particulars
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, register


@register
class Steps(WorkSource):
    """Steps of processes that wait for the actor."""

    kind = "workflow.step"
    label = _("Steps of processes")
    glyph = "办"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        waiting = list_waiting(actor, now, limit=limit)
        known = particulars({(one.of_type, one.of_id) for one in waiting})
        return [_as_work(one, known.get(one.of_id, Particulars())) for one in waiting]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, now)


def _as_work(one: Waiting, known: Particulars) -> WorkItem:
    return WorkItem(
        title=one.title,
        url=one.url,
        verb=one.step,
        meta=known.meta or (one.process,),
        due_on=known.due_on,
        arrived_at=one.opened_at,
        clock_id=known.clock_id,
        is_new=not one.is_held,
        is_document=known.is_document,
    )


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
