"""What processes add to the work list: steps that wait for somebody, and copies not yet read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.workflow.queries.work import (
    Copied,
    Waiting,
    count_copied,
    count_waiting,
    list_copied,
    list_waiting,
)
from liupan.foundation.workflow.registry import Particulars, particulars
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, register, sources

STEP, COPY = "workflow.step", "workflow.copy"


@register
class Steps(WorkSource):
    """Steps of processes that wait for the actor."""

    kind = STEP
    label = _("Steps of processes")
    glyph = "办"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return _steps(list_waiting(actor, now, limit=limit))

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, now)


def _steps(waiting: Sequence[Waiting]) -> list[WorkItem]:
    known = particulars({(one.of_type, one.of_id) for one in waiting})
    return [_as_work(one, known.get(one.of_id, Particulars())) for one in waiting]


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

    kind = COPY
    label = pgettext_lazy("process", "Copied to me")
    glyph = "阅"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [_as_reading(one) for one in list_copied(actor, limit=limit)]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_copied(actor)


def _as_reading(one: Copied) -> WorkItem:
    return WorkItem(
        title=one.title,
        url=one.url,
        verb=pgettext_lazy("act", "Read"),
        arrived_at=one.sent_at,
        is_new=True,
    )


def list_work(
    of_types: Collection[str], actor: Actor, *, now: datetime, limit: int
) -> list[tuple[WorkItem, WorkSource]]:
    """What `count_work` counts: unread copies and steps of processes of such things, at most
    `limit` of each, whatever else waits for the actor. Two queries, and those of particulars."""
    known = sources()
    copies = list_copied(actor, limit=limit, of_types=of_types)
    steps = list_waiting(actor, now, limit=limit, of_types=of_types)
    return [
        *((_as_reading(one), known[COPY]) for one in copies),
        *((one, known[STEP]) for one in _steps(steps)),
    ]
