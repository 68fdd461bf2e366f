"""One run of a job, from claim to end. Called by the broker's worker; never by a web process."""

import logging
import threading
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from liupan.foundation.jobs import operations
from liupan.foundation.jobs.actors import owner_actor, worker_actor
from liupan.foundation.jobs.models import Job
from liupan.foundation.jobs.progress import Cancelled, Interrupted, Progress, Superseded
from liupan.foundation.jobs.registry import JobType, find_job_type, find_task
from liupan.kernel import clock
from liupan.kernel.authority import require
from liupan.kernel.errors import LiupanError, Refusal

log = logging.getLogger(__name__)

stopping = threading.Event()
"""Set when this worker process is asked to end; running jobs then break off at their next step."""

me: UUID | None = None
"""Row of this worker process in `Worker`, while it runs."""


def run_job(job_id: UUID, broker_id: int) -> None:
    """Run a job that waits. Does nothing when it is over, or was queued anew meanwhile."""
    with translation.override(settings.LANGUAGE_CODE):
        try:
            job = _claim(job_id, broker_id)
            if job is not None:
                _perform(job)
        finally:
            connections.close_all()


def run_task(name: str, arguments: dict[str, Any]) -> None:
    """Do small unattended work. Raises `UnknownJob`, so that a newer worker may find it."""
    found = find_task(name)
    if found is None:
        raise operations.UnknownJob(name)
    with translation.override(settings.LANGUAGE_CODE):
        try:
            found.function(actor=worker_actor(*found.permits), now=clock.now(), **arguments)
        finally:
            connections.close_all()


def _claim(job_id: UUID, broker_id: int) -> Job | None:
    """Make the next run of the job ours; None when there is nothing to run."""
    claimed = Job.objects.filter(id=job_id, broker_id=broker_id, state__in=Job.OPEN).update(
        state=Job.State.RUNNING,
        run=F("run") + 1,
        attempts=F("attempts") + 1,
        worker_id=me,
        seen_at=clock.real_now(),
    )
    if not claimed:
        return None
    job = Job.objects.get(id=job_id)
    Job.objects.filter(id=job_id, started_at=None).update(started_at=clock.now())
    return job


def _perform(job: Job) -> None:
    found = find_job_type(job.name)
    if found is None or job.attempts > found.attempts:
        why = _("Nobody knows this job any more.") if found is None else _broken_off(job)
        operations.give_up_job(job_id=job.id, message=why, actor=worker_actor(), now=clock.now())
        return
    try:
        progress = _progress(job, found)
    except LiupanError as error:  # the owner's account or right is gone
        _finish(job, Job.State.FAILED, _sentence(error), {})
        return
    try:
        _call(job, found, progress)
    finally:
        progress.close()


def _progress(job: Job, found: JobType) -> Progress:
    actor = owner_actor(job.owner_id, found.permits)
    if found.permission and found.permission not in found.permits:
        require(actor, found.permission)
    return Progress(
        job.id,
        job.run,
        owner_id=job.owner_id,
        actor=actor,
        state=job.checkpoint,
        stopping=stopping,
    )


def _call(job: Job, found: JobType, progress: Progress) -> None:
    try:
        found.function(progress, **job.arguments)
        progress.complete()
    except Superseded:
        log.warning("job %s was taken over by another run", job.id)
    except Interrupted:
        _put_back(job)
    except Cancelled:
        _finish(job, Job.State.CANCELLED, _("Cancelled."), progress.outcome)
    except Refusal as error:
        _finish(job, Job.State.FAILED, _sentence(error), progress.outcome)
    except Exception as error:
        log.exception("job %s (%s) failed in run %s", job.id, job.name, job.run)
        _after_defect(job, found, progress, error)
    else:
        _finish(job, Job.State.DONE, progress.message, progress.outcome)


def _after_defect(job: Job, found: JobType, progress: Progress, error: Exception) -> None:
    if isinstance(error, OSError) or job.attempts >= found.attempts:
        why = _("It broke off: %(what)s.") % {"what": _name_of(error)}
        _finish(job, Job.State.FAILED, why, progress.outcome)
    else:
        _put_back(job, counts=True)


def _put_back(job: Job, *, counts: bool = False) -> None:
    """Queue the job anew, from its checkpoint; the broker's row of this run ends meanwhile."""
    operations.requeue(job_id=job.id, run=job.run, counts=counts)


def _finish(job: Job, state: Job.State, message: str, outcome: dict[str, Any]) -> None:
    now: datetime = clock.now()
    operations.finish_job(
        job_id=job.id,
        run=job.run,
        state=state,
        message=message,
        outcome=outcome,
        actor=worker_actor(),
        now=now,
    )


def _sentence(error: LiupanError) -> str:
    return f"{error.message} {error.next_step}".strip()


def _name_of(error: Exception) -> str:
    if isinstance(error, LiupanError):
        return error.message
    return error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__


def _broken_off(job: Job) -> str:
    return _("It was broken off %(count)s times; nobody runs it again by itself.") % {
        "count": job.attempts - 1
    }
