"""When a delivery may go out, and when it is given up."""

from datetime import datetime, time, timedelta

from liupan.kernel.clock import CITY

GIVE_UP_AFTER = 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=2)
DIGEST_AT = time(8, 0)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts (1 and more): doubles, up to two hours."""
    return min(FIRST_PAUSE * float(2 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def is_given_up(attempts: int) -> bool:
    """Whether nobody tries again by itself. Ten attempts take about two hours."""
    return attempts >= GIVE_UP_AFTER


def end_of_quiet(now: datetime, quiet_from: time | None, quiet_to: time | None) -> datetime:
    """When somebody may be disturbed: `now`, or the end of the quiet hours `now` falls into.

    Hours are Asia/Shanghai and may pass midnight; from and to alike mean no quiet hours.
    """
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return now
    local = now.astimezone(CITY)
    moment = local.time().replace(tzinfo=None)
    if quiet_from < quiet_to:
        inside, later = quiet_from <= moment < quiet_to, False
    else:
        inside, later = moment >= quiet_from or moment < quiet_to, moment >= quiet_from
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if later else 0)
    return datetime.combine(day, quiet_to, CITY).astimezone(now.tzinfo)


def next_digest(now: datetime) -> datetime:
    """The next eight o'clock in the morning."""
    local = now.astimezone(CITY)
    today = datetime.combine(local.date(), DIGEST_AT, CITY)
    due = today if today > local else today + timedelta(days=1)
    return due.astimezone(now.tzinfo)
