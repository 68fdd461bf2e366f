"""Standing work of open data."""

from datetime import datetime

from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.foundation.jobs.facade import periodic
from liupan.kernel.authority import Actor


@periodic("opendata.watch", cron="20 2 * * *", permits=(WATCH,))
def watch(*, actor: Actor, now: datetime) -> None:
    """Late datasets and scores, by night."""
    watch_datasets(actor=actor, now=now)
