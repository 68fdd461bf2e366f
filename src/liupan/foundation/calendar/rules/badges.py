"""What a clock says at a moment: how much is used, what is left, how late."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from liupan.foundation.calendar.rules.scales import (
    BY_HOURS,
    HOUR,
    NATURAL,
    Calendar,
    LimitUnit,
)
from liupan.kernel import clock

EXPIRED = 101
"""The step after 100 %: the clock is late. Kept beside the warnings, so that it too comes once."""


class ClockState(StrEnum):
    """What a clock is doing (运行, 暂停, 停止, 撤销)."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class Face(StrEnum):
    """What a clock shows; the value is the badge's class."""

    FRESH = ""
    HALF = "is-50"
    NEAR = "is-80"
    TODAY = "is-100"
    LATE = "is-late"
    PAUSED = "is-paused"
    DONE = "is-done"
    DONE_LATE = "is-done-late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """What the reckoning of a clock needs; moments in UTC, ticks on the scale of `unit`."""

    state: ClockState
    unit: LimitUnit
    counted_from: datetime
    due_at: datetime
    due_on: date
    total: int
    paused: int
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    is_late: bool = False
    late_by: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read at a moment.

    `left` and `late_by` are whole units (working days, days or hours); `used` and `remaining` are
    ticks and add up to `total`, `remaining` being negative when late.
    """

    face: Face
    used: int
    remaining: int
    percent: int
    left: int
    late_by: int
    paused_day: int


def read(dial: Dial, calendar: Calendar, now: datetime) -> Reading:
    """The clock at `now`; a paused one as it stood when it was paused, a stopped one for ever."""
    moment = dial.stopped_at or now
    stands_at = min(dial.paused_at, moment) if dial.paused_at else moment
    scale = calendar.scale(dial.unit)
    used = max(0, scale.measure(dial.counted_from, stands_at) - dial.paused)
    late = dial.is_late or (dial.state is ClockState.RUNNING and now >= dial.due_at)
    percent = 100 if late else min(100, max(0, used * 100 // max(1, dial.total)))
    return Reading(
        face=_face(dial, percent, late, clock.on(stands_at)),
        used=used,
        remaining=dial.total - used,
        percent=percent,
        left=_left(dial, calendar, stands_at),
        late_by=_late_by(dial, calendar, moment) if late else 0,
        paused_day=(clock.on(now) - clock.on(dial.paused_at)).days + 1 if dial.paused_at else 0,
    )


def warning_moment(dial: Dial, calendar: Calendar, percent: int) -> datetime:
    """When so much of the limit is used; for `EXPIRED`, when the clock becomes late."""
    if percent >= EXPIRED:
        return dial.due_at
    scale = calendar.scale(dial.unit)
    needed = -(-dial.total * percent // 100) + dial.paused
    return scale.moment_at(scale.position(dial.counted_from) + needed)


def _late_by(dial: Dial, calendar: Calendar, moment: datetime) -> int:
    # What a stopped clock said stands, whatever becomes of the calendar.
    return dial.late_by if dial.stopped_at else units_late(dial, calendar, moment)


def units_late(dial: Dial, calendar: Calendar, moment: datetime) -> int:
    """Whole units after the limit; 0 while the first one still runs on a day off."""
    if dial.unit in BY_HOURS:
        return max(0, calendar.scale(dial.unit).measure(dial.due_at, moment)) // HOUR
    return max(0, _days(dial, calendar, dial.due_on, clock.on(moment)))


def _left(dial: Dial, calendar: Calendar, moment: datetime) -> int:
    if dial.unit in BY_HOURS:
        return -(-max(0, calendar.scale(dial.unit).measure(moment, dial.due_at)) // HOUR)
    return max(0, _days(dial, calendar, clock.on(moment), dial.due_on))


def _days(dial: Dial, calendar: Calendar, first: date, last: date) -> int:
    if dial.unit in NATURAL:
        return (last - first).days
    return calendar.working_days_between(first, last)


def _face(dial: Dial, percent: int, late: bool, day: date) -> Face:
    if dial.state in (ClockState.STOPPED, ClockState.CANCELLED):
        return Face.DONE_LATE if late else Face.DONE
    if dial.state is ClockState.PAUSED:
        return Face.PAUSED
    if late:
        return Face.LATE
    if dial.unit not in BY_HOURS and day >= dial.due_on:
        return Face.TODAY
    if percent >= 80:
        return Face.NEAR
    return Face.HALF if percent >= 50 else Face.FRESH
