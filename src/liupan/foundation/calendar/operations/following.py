"""Clocks follow the calendar: when days or office hours change, their ends are reckoned anew."""

from datetime import datetime
from uuid import UUID

from liupan.foundation.calendar.events import ClockMoved
from liupan.foundation.calendar.models import LIVE, Clock
from liupan.foundation.calendar.operations.settling import about, settle
from liupan.foundation.calendar.policies import TEND_CLOCKS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, require


@operation
def follow_calendar(*, clock_ids: list[UUID], actor: Actor, now: datetime) -> int:
    """Reckon live clocks anew by today's calendar; returns how many ends moved.

    A clock that somebody else holds right now is left to the next call.
    """
    require(actor, TEND_CLOCKS)
    rows = (
        Clock.objects.select_for_update(skip_locked=True)
        .filter(LIVE, id__in=clock_ids)
        .order_by("id")
    )
    moved = 0
    for row in rows.prefetch_related("terms", "spans", "marks"):
        was = row.due_at
        settle(
            row,
            sorted(row.terms.all(), key=lambda term: term.order),
            sorted(row.spans.all(), key=lambda span: span.started_at),
            passed={mark.percent for mark in row.marks.all()},
        )
        row.version += 1
        row.save()
        if row.due_at != was:
            moved += 1
            fact = ClockMoved(**about(row), was_due_at=was, due_at=row.due_at)
            record(fact, actor=actor, now=now)
    if not moved:
        nothing_changed()
    return moved
