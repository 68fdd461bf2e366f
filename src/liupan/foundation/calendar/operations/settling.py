"""Reckoning a clock's row from its terms and spans."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from liupan.foundation.calendar.models import Clock, ClockSpan, ClockTerm
from liupan.foundation.calendar.queries import calendars, dial_of
from liupan.foundation.calendar.rules.badges import EXPIRED, ClockState, warning_moment
from liupan.foundation.calendar.rules.scales import Calendar, LimitUnit, Scale
from liupan.foundation.calendar.rules.terms import Counting, Term, count_from, reckon


def settle(
    row: Clock,
    terms: Iterable[ClockTerm],
    spans: Iterable[ClockSpan],
    passed: set[int] | None = None,
) -> None:
    """Set everything on the row that follows from its limit, its pauses and the calendar.

    An open pause is left out: the end stands as if the clock were resumed at that moment.
    `passed` are the steps already marked; read when None.
    """
    state, (calendar,) = calendars([row.division])
    unit = LimitUnit(row.limit_unit)
    counting = Counting(row.event_day_counts, row.rolls, row.until_closing)
    begins = count_from(row.started_at, unit, counting)
    row.paused_ticks = _paused(calendar.scale(unit), begins, spans)
    found = reckon(
        calendar,
        row.started_at,
        tuple(Term(LimitUnit(t.unit), t.value, t.until_on) for t in terms),
        counting,
        row.paused_ticks,
    )
    row.counted_from = found.counted_from
    row.due_at = found.due_at
    row.due_on = found.due_on
    row.total_ticks = found.total
    row.is_provisional = bool(found.unpublished)
    row.reckoned_by = state
    if passed is None:
        passed = set(row.marks.values_list("percent", flat=True))
    row.next_warning_at = next_warning(row, calendar, passed)


def next_warning(row: Clock, calendar: Calendar, passed: set[int]) -> datetime | None:
    """When the next step of the ladder is due; None while the clock does not run."""
    if row.state != ClockState.RUNNING:
        return None
    dial = dial_of(row)
    return min(
        (warning_moment(dial, calendar, step) for step in steps(row) if step not in passed),
        default=None,
    )


def steps(row: Clock) -> list[int]:
    """The steps of the clock's ladder, lateness last."""
    return [*sorted(percent for percent, _hears in row.ladder), EXPIRED]


def about(row: Clock) -> dict[str, Any]:
    """What every fact about a clock says."""
    return {
        "thing_id": row.id,
        "concerned": (row.of_id, row.unit_id),
        "of_type": row.of_type,
        "of_id": row.of_id,
        "kind": row.kind,
        "unit_id": row.unit_id,
    }


def _paused(scale: Scale, begins: datetime, spans: Iterable[ClockSpan]) -> int:
    """Ticks of the ended pauses; what was paused before counting began costs nothing."""
    return sum(
        scale.measure(max(span.started_at, begins), max(span.ended_at, begins))
        for span in spans
        if span.is_paused and span.ended_at
    )
