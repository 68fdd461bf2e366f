"""Loading, and the removal of what was replaced."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from liupan.foundation.jobs.facade import Progress, job, periodic
from liupan.foundation.tables import loading, sweeping
from liupan.foundation.tables.policies import LOAD_TABLES, SWEEP_TABLES
from liupan.kernel.authority import Actor


@job("tables.load", title=_("Load a table"), permits=(LOAD_TABLES,))
def load(progress: Progress, *, load_id: str) -> None:
    """Load a file into a hosted table."""
    loading.load(progress, load_id=load_id)


@periodic("tables.sweep", cron="*/30 * * * *", permits=(SWEEP_TABLES,))
def sweep(*, actor: Actor, now: datetime) -> None:
    """Remove replaced content that nobody reads, and files of loads that ended."""
    sweeping.sweep(actor=actor, now=now)
