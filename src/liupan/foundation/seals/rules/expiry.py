"""When somebody is told that a certificate expires (到期提醒)."""

from datetime import datetime, timedelta

STEPS = (90, 30, 7, 0)
"""Days before the end."""
LONGEST = timedelta(days=STEPS[0])


def step_reached(valid_to: datetime, now: datetime) -> int | None:
    """The last step that was reached, None before the first: 30 when 22 days are left."""
    left = valid_to - now
    reached = [step for step in STEPS if left <= timedelta(days=step)]
    return min(reached) if reached else None
