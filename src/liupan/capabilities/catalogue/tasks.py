"""Standing and long work of the catalogue: grants that end, catalogues of others."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.operations.granting import tell_of_ends
from liupan.capabilities.catalogue.operations.harvesting import JOB, read_source, start_run
from liupan.capabilities.catalogue.policies import HARVEST, WATCH
from liupan.capabilities.catalogue.queries.harvests import list_nightly
from liupan.foundation.jobs.facade import Progress, job, periodic
from liupan.kernel.authority import Actor


@periodic("catalogue.watch_grants", cron="40 8 * * *", permits=(WATCH,))
def watch_grants(*, actor: Actor, now: datetime) -> None:
    """Both sides are told before a grant ends."""
    tell_of_ends(actor=actor, now=now)


@job(JOB, title=_("Harvest a catalogue"), permission=HARVEST, attempts=5, permits=(HARVEST,))
def harvest(progress: Progress, *, run_id: str) -> None:
    """Where the run stands is in the run itself, committed with each page."""
    read_source(
        run_id=UUID(run_id), actor=progress.actor, moment=progress.now, report=progress.report
    )


@periodic("catalogue.harvest_nightly", cron="40 1 * * *", permits=(HARVEST,))
def harvest_nightly(*, actor: Actor, now: datetime) -> None:
    """Each source by a job of its own."""
    for source_id in list_nightly():
        start_run(source_id=source_id, actor=actor, now=now)
