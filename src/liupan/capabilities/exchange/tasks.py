"""Standing and long work of exchange: files of grants, changes that are pushed, the log."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.operations.deliveries import deliver_due
from liupan.capabilities.exchange.operations.files import JOB, sweep_files, write_file
from liupan.capabilities.exchange.operations.keeping_answers import sweep_answers
from liupan.capabilities.exchange.operations.pulling import JOB as PULLING
from liupan.capabilities.exchange.operations.pulling import pull_due
from liupan.capabilities.exchange.operations.reading import give_up_lost, pull
from liupan.capabilities.exchange.operations.retaining import retain
from liupan.capabilities.exchange.operations.uploads import sweep_uploads
from liupan.capabilities.exchange.policies import PULL, RETAIN_LOG, SWEEP_FILES, TAKE_FILES
from liupan.foundation.jobs.facade import Progress, job, periodic
from liupan.foundation.tables.facade import LOAD_TABLES
from liupan.kernel import background
from liupan.kernel.authority import Actor


@job(JOB, title=_("Make a file of shared data"), permission=TAKE_FILES, attempts=5,
     permits=(TAKE_FILES,))  # fmt: skip
def make_file(progress: Progress, *, file_id: str) -> None:
    """Write a large file of what a grant gives."""
    write_file(progress, file_id=UUID(file_id))


@periodic("exchange.sweep_files", cron="25 3 * * *", permits=(SWEEP_FILES,))
def sweep(*, actor: Actor, now: datetime) -> None:
    """Remove files whose time is over."""
    sweep_files(actor=actor, moment=now)
    sweep_uploads(actor=actor, moment=now)
    sweep_answers(actor=actor, moment=now)


@job(PULLING, title=_("Read a provider's database"), attempts=5, permits=(PULL, LOAD_TABLES))
def pull_rows(progress: Progress, *, run_id: str) -> None:
    """Read what a provider's database holds into the service's table."""
    pull(progress, run_id=UUID(run_id))


@periodic("exchange.give_up_lost", cron="*/10 * * * *", permits=(PULL,))
def give_up(*, actor: Actor, now: datetime) -> None:
    """Readings that broke off for good are said to have failed."""
    give_up_lost(actor=actor, moment=now)


background.register("exchange.pull", 20, pull_due)
background.register("exchange.deliver", 2, deliver_due)


@periodic("exchange.retain_log", cron="50 2 * * *", permits=(RETAIN_LOG,))
def retain_log(*, actor: Actor, now: datetime) -> None:
    """Months past their time are archived and removed."""
    retain(actor=actor, moment=now)
