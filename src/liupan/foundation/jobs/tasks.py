"""The broker's two doors: a run of a job, and small unattended work; and the nightly sweep."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from liupan.foundation.jobs import broker, listing, running, transferring, upkeep
from liupan.foundation.jobs.registry import job, periodic
from liupan.kernel.authority import Actor


@app.task(
    name=broker.RUN,
    queue=broker.LONG,
    pass_context=True,
    retry=RetryStrategy(max_attempts=5, wait=5),
)
def run(context: JobContext, job_id: str) -> None:
    """A run of a job. Retried only when even its claim or its end could not be written."""
    running.run_job(UUID(job_id), context.job.id or 0)


@app.task(
    name=broker.DO,
    queue=broker.SHORT,
    retry=RetryStrategy(max_attempts=5, exponential_wait=3),
)
def do(name: str, arguments: dict[str, Any]) -> None:
    """Small unattended work."""
    running.run_task(name, arguments)


@periodic("jobs.sweep", cron="15 3 * * *")
def sweep(*, actor: Actor, now: datetime) -> None:
    """Remove what is past its time: jobs, files, orphans, the broker's finished rows."""
    upkeep.sweep(now=now)


job(transferring.CHECK, title=_("Check a table"))(transferring.check_table)
job(transferring.APPLY, title=_("Import a table"))(transferring.import_table)
job(listing.EXPORT, title=_("Export a list"))(listing.export_list)
job(transferring.EXPORT, title=_("Export a table"))(transferring.write_table)
