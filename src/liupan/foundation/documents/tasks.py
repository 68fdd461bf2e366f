"""Standing work of `documents`: files that no row names are swept every night."""

from datetime import datetime

from liupan.foundation.documents.queries import FILES, known
from liupan.foundation.jobs.facade import periodic
from liupan.kernel.authority import Actor


@periodic("documents.sweep", cron="40 3 * * *")
def sweep(*, actor: Actor, now: datetime) -> None:
    """Remove what a transaction that was undone, or a kill, left on the disk a day ago."""
    FILES.sweep(known)
