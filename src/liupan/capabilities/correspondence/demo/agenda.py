"""Everything in the order of time: a document's life is a generator that says when it goes on."""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from functools import cache
from heapq import heappop, heappush

from liupan.foundation.calendar.facade import add_working_days, is_working_day
from liupan.foundation.messaging.facade import quietly
from liupan.kernel import clock

Life = Generator[datetime, datetime, None]
"""Yields the moment of its next act and is sent that moment when it has come."""

HALF_DAYS = ((time(9), time(12)), (time(14), time(18)))
NEWS = timedelta(days=8)
"""What is older when the city opens is told to nobody."""

_next_day = cache(add_working_days)
_is_working = cache(is_working_day)


class Agenda:
    """Lives that wait for their moment, until the city opens."""

    def __init__(self, opens: datetime) -> None:
        self.opens = opens
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._count = 0

    def start(self, life: Life) -> None:
        """Let a life begin."""
        moment = next(life, None)
        if moment is not None:
            self._wait(moment, life)

    def live(self) -> None:
        """Live all of them."""
        with quietly():
            self._live_until(self.opens - NEWS)
        self._live_until(self.opens)

    def _live_until(self, end: datetime) -> None:
        while self._waiting and self._waiting[0][0] < end:
            now, _count, life = heappop(self._waiting)
            with clock.frozen(now):
                moment = next_of(life, now)
            if moment is not None:
                self._wait(max(moment, now), life)

    def _wait(self, moment: datetime, life: Life) -> None:
        self._count += 1
        heappush(self._waiting, (moment, self._count, life))


def next_of(life: Life, now: datetime) -> datetime | None:
    """The moment of the act after this one; None when it was the last."""
    try:
        return life.send(now)
    except StopIteration:
        return None


def later(moment: datetime, hours: float) -> datetime:
    """So many working hours later: from 9 to 12 and from 14 to 18 on working days."""
    left = timedelta(hours=hours)
    day, at = clock.on(moment), moment
    if not _is_working(day):
        day = _next_day(day, 1)
    while True:
        for begins, ends in HALF_DAYS:
            first = max(at, _at(day, begins))
            last = _at(day, ends)
            if first >= last:
                continue
            if first + left <= last:
                return first + left
            left -= last - first
        day = _next_day(day, 1)


def _at(day: date, hour: time) -> datetime:
    return clock.start_of(day) + timedelta(hours=hour.hour)
