"""The nightly comparison: what a handler or a writer missed is put right."""

from datetime import datetime

from liupan.foundation.jobs.facade import periodic
from liupan.foundation.search.operations import compare_index, rebuild_index
from liupan.foundation.search.policies import REBUILD_INDEX
from liupan.kernel.authority import Actor


@periodic("search.mend", cron="40 2 * * *", permits=(REBUILD_INDEX,))
def mend(*, actor: Actor, now: datetime) -> None:
    """Rebuild the index where it differs from its sources."""
    if not all(found.is_right for found in compare_index()):
        rebuild_index(actor=actor, now=now)
