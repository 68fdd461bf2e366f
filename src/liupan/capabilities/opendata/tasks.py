"""Standing work of open data."""

from datetime import datetime

from liupan.capabilities.opendata.operations.counting import fold_uses
from liupan.capabilities.opendata.operations.linking import look_at_links
from liupan.capabilities.opendata.operations.versions import sweep_versions
from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.foundation.jobs.facade import periodic
from liupan.foundation.tables.facade import DEFINE_TABLES
from liupan.kernel.authority import Actor


@periodic("opendata.watch", cron="22 2 * * *", permits=(WATCH, DEFINE_TABLES))
def watch(*, actor: Actor, now: datetime) -> None:
    """Late datasets and scores, rows of versions that are given out no more, by night."""
    watch_datasets(actor=actor, now=now)
    sweep_versions(actor=actor, now=now)


@periodic("opendata.look_at_links", cron="40 3 * * *", permits=(WATCH,))
def look(*, actor: Actor, now: datetime) -> None:
    """Addresses elsewhere, by night."""
    look_at_links(actor=actor, moment=now)


@periodic("opendata.fold_uses", cron="*/5 * * * *", permits=(WATCH,))
def fold(*, actor: Actor, now: datetime) -> None:
    """What was counted is added to its days."""
    fold_uses(actor=actor, now=now)
