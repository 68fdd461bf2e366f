"""The ladder of warnings: who hears at which share of a limit, each step exactly once."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from liupan.foundation.calendar.events import ClockExpired, ClockWarned
from liupan.foundation.calendar.models import Clock, ClockMark
from liupan.foundation.calendar.operations.settling import about, next_warning, steps
from liupan.foundation.calendar.policies import TEND_CLOCKS
from liupan.foundation.calendar.queries import calendar_of, dial_of
from liupan.foundation.calendar.rules.badges import EXPIRED, ClockState, warning_moment
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.rulesets.facade import list_rules
from liupan.kernel.authority import Actor, require
from liupan.kernel.statements import asked, update

RESPONSIBLE, CHIEF, LEADER = "responsible", "chief", "leader"
HEARS = {
    "first": (RESPONSIBLE,),
    "second": (RESPONSIBLE, CHIEF),
    "due": (RESPONSIBLE, CHIEF, LEADER),
}
"""Who is told at the steps of `warnings.clock`; at any other step whoever is responsible."""


def ladder_on(rule_set: str, day: date, division: str) -> list[tuple[int, list[str]]]:
    """The steps of a rule set in per cent with who hears, as a clock keeps them by value."""
    rules = list_rules(rule_set, on=day, division=division)
    return sorted(
        (int(rule.value), list(HEARS.get(key, (RESPONSIBLE,))))
        for key, rule in rules.items()
        if rule.unit == "percent" and rule.value is not None and 0 < rule.value <= 100
    )


@operation
def warn_of_clock(*, clock_id: UUID, actor: Actor, now: datetime) -> int:
    """Mark and announce every step the clock has passed; returns how many.

    A clock that somebody else holds right now is left to the next call.
    """
    require(actor, TEND_CLOCKS)
    waiting = Clock.objects.select_for_update(skip_locked=True).filter(
        id=clock_id, state=ClockState.RUNNING, next_warning_at__lte=now
    )
    row = waiting.first()
    passed = mark_passed(row, now, actor) if row else 0
    if row:
        update(row, "next_warning_at")
    if not passed:
        nothing_changed()
    return passed


@asked
def _passed(clock_id: UUID) -> QuerySet[ClockMark, int]:
    return ClockMark.objects.filter(clock_id=clock_id).values_list("percent", flat=True)


def mark_passed(row: Clock, now: datetime, actor: Actor) -> int:
    """Mark what the running, locked clock has passed by `now`, and set when the next step is due.

    The caller saves the row.
    """
    if row.next_warning_at is None or row.next_warning_at > now:
        return 0
    calendar = calendar_of(row.division)
    dial = dial_of(row)
    known = set(_passed(row.id))
    new = {
        step: moment
        for step in steps(row)
        if step not in known and (moment := warning_moment(dial, calendar, step)) <= now
    }
    ClockMark.objects.bulk_create(
        ClockMark(clock=row, percent=step, passed_at=moment, recorded_at=now)
        for step, moment in new.items()
    )
    for step in new:
        record(_fact(row, step), actor=actor, now=now)
    row.next_warning_at = next_warning(row, calendar, known | new.keys())
    return len(new)


def _fact(row: Clock, step: int) -> ClockWarned | ClockExpired:
    told = {
        **about(row),
        "responsible": tuple(row.responsible),
        "title": row.title,
        "url": row.url,
        "due_at": row.due_at,
    }
    if step == EXPIRED:
        return ClockExpired(**told)
    hears = next(roles for percent, roles in row.ladder if percent == step)
    return ClockWarned(**told, percent=step, hears=tuple(hears), due_on=row.due_on)
