"""Standing work of `measures`: figures follow the records within minutes."""

from datetime import datetime, timedelta

from liupan.foundation.jobs.facade import periodic
from liupan.foundation.measures.operations import take_snapshots
from liupan.foundation.measures.policies import COMPUTE
from liupan.foundation.measures.queries import is_closed
from liupan.kernel import clock
from liupan.kernel.authority import Actor


@periodic("measures.keep_current", cron="*/5 * * * *", permits=(COMPUTE,))
def keep_current(*, actor: Actor, now: datetime) -> None:
    """Close yesterday when it was last computed before it ended; compute today so far."""
    today = clock.on(now)
    yesterday = today - timedelta(days=1)
    if not is_closed(yesterday):
        take_snapshots(day=yesterday, actor=actor, now=now)
    take_snapshots(day=today, actor=actor, now=now)
