"""Standing work of `measures`: figures follow the records within minutes."""

from datetime import datetime, timedelta

from liupan.foundation.jobs.facade import periodic
from liupan.foundation.measures.operations import take_snapshots
from liupan.foundation.measures.policies import COMPUTE
from liupan.foundation.measures.queries import last_closed
from liupan.kernel import clock
from liupan.kernel.authority import Actor


@periodic("measures.keep_current", cron="*/5 * * * *", permits=(COMPUTE,))
def keep_current(*, actor: Actor, now: datetime) -> None:
    """Close the days that ended since the last one closed; compute today so far."""
    today = clock.on(now)
    day = last_closed(today) or today - timedelta(days=2)
    while (day := day + timedelta(days=1)) <= today:
        take_snapshots(day=day, actor=actor, now=now)
