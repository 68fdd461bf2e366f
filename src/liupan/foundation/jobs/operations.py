"""Every write of `jobs` that people, offices and the worker make."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.foundation.jobs import broker
from liupan.foundation.jobs.actors import WORKER
from liupan.foundation.jobs.events import (
    FileTaken,
    JobCancelled,
    JobFinished,
    JobRetried,
    JobStarted,
)
from liupan.foundation.jobs.files import FILES
from liupan.foundation.jobs.models import Job, JobFile
from liupan.foundation.jobs.policies import AUDIT_JOBS, MANAGE_JOBS
from liupan.foundation.jobs.registry import JobType, find_job_type, find_task
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import notify
from liupan.kernel.authority import Actor, may, own, require
from liupan.kernel.errors import Missing, Refusal

NOTICE = "jobs.finished"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of a job on its way out; `size` in bytes, `content` in chunks, to be read once."""

    name: str
    media_type: str
    size: int
    content: Iterator[bytes]


class UnknownJob(LookupError):
    """No room declares a job of this name: a defect of the caller."""


class NotFinished(Refusal):
    """The job is still to be done, so it cannot be handed in again."""


@operation
def start_job(
    name: str,
    arguments: dict[str, Any] | None = None,
    *,
    owner: Actor,
    now: datetime,
    title: str = "",
) -> UUID:
    """Hand in long work, in the caller's transaction; it begins after the commit.

    Args:
        name: a job some room declares.
        arguments: JSON values by name, handed to the job's function.
        owner: who may watch, cancel and take the results, and as whom it runs.
        title: what people read; the job's own title when empty.

    Raises `UnknownJob`, `NotAuthorised`.
    """
    found = type_of(name)
    _may_run(found, owner)
    job = Job.objects.create(
        name=name,
        title=title or str(found.title),
        owner_id=owner.id,
        owner_name=owner.name,
        arguments=arguments or {},
        created_at=now,
    )
    _queue(job)
    fact = JobStarted(thing_id=job.id, concerned=(owner.id,), name=name, owner_id=owner.id)
    record(fact, actor=owner, now=now)
    return job.id


def defer(name: str, *, delay: int = 0, **arguments: Any) -> None:
    """Hand in small unattended work, in the caller's transaction. Raises `UnknownJob`.

    Args:
        delay: seconds to wait before it runs.
    """
    if find_task(name) is None:
        raise UnknownJob(name)
    broker.queue_task(name, arguments, delay=delay)


@operation
def cancel_job(*, job_id: UUID, actor: Actor, now: datetime) -> None:
    """Stop a job: at once while it waits, at its next step when it runs."""
    job = _locked(job_id)
    _own_or_manage(job, actor)
    if not job.is_open or job.cancel_asked_at:
        return nothing_changed()
    job.cancel_asked_at = now
    if job.state == Job.State.QUEUED:
        _end(job, Job.State.CANCELLED, now)
        if job.broker_id:
            broker.withdraw(job.broker_id)
    job.save()
    _record_cancelled(job, actor, now)
    return None


@operation
def retry_job(*, job_id: UUID, actor: Actor, now: datetime) -> None:
    """Hand in a failed or cancelled job again; it goes on from its checkpoint.

    Raises `NotFinished`.
    """
    job = _locked(job_id)
    _own_or_manage(job, actor)
    if job.is_open:
        raise NotFinished(_("This job is not over yet."), next_step=_("Cancel it first."))
    if job.state == Job.State.DONE:
        return nothing_changed()
    job.state = Job.State.QUEUED
    job.run += 1  # fences a run that may still be alive
    job.attempts = 0
    job.cancel_asked_at = job.finished_at = job.keep_until = None
    job.message = ""
    _queue(job)
    fact = JobRetried(thing_id=job.id, concerned=_people(job), name=job.name, owner_id=job.owner_id)
    record(fact, actor=actor, now=now)
    return None


@operation
def finish_job(
    *,
    job_id: UUID,
    run: int,
    state: Job.State,
    message: str,
    outcome: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> None:
    """The worker says how a run ended; a run that was taken over has nothing to say."""
    own(actor, WORKER)
    job = _locked(job_id)
    if job.state != Job.State.RUNNING or job.run != run:
        return nothing_changed()
    _end(job, state, now)
    job.message, job.outcome = message, outcome
    if state == Job.State.DONE and job.total is not None:
        job.done = job.total
    job.save()
    if state == Job.State.CANCELLED:
        return _record_cancelled(job, actor, now)
    fact = JobFinished(
        thing_id=job.id,
        concerned=_people(job),
        name=job.name,
        owner_id=job.owner_id,
        state=state,
        attempts=job.attempts,
    )
    record(fact, actor=actor, now=now)
    _tell(job, now)
    return None


@operation
def give_up_job(*, job_id: UUID, message: str, actor: Actor, now: datetime) -> None:
    """The worker closes a job that was broken off too often."""
    own(actor, WORKER)
    job = _locked(job_id)
    if not job.is_open:
        return nothing_changed()
    _end(job, Job.State.FAILED, now)
    job.message = message
    job.save()
    fact = JobFinished(
        thing_id=job.id,
        concerned=_people(job),
        name=job.name,
        owner_id=job.owner_id,
        state=job.state,
        attempts=job.attempts,
    )
    record(fact, actor=actor, now=now)
    _tell(job, now)
    return None


@operation
def take_file(*, job_id: UUID, role: str, actor: Actor, now: datetime) -> TakenFile:
    """Let the owner or an auditor take a file of a job; the right behind it is asked again.

    Raises `Missing`, `NotAuthorised`, `FileLost`.
    """
    found = JobFile.objects.select_related("job").filter(job_id=job_id, role=role).first()
    if found is None or not may_see(found.job, actor):
        raise Missing(_("There is no such file."))
    if found.job.owner_id == actor.id:
        _may_run(type_of(found.job.name), actor)
    else:
        require(actor, AUDIT_JOBS)
    content = FILES.read(found.id, found.job.owner_id, found.sealed_key)
    fact = FileTaken(thing_id=found.id, concerned=(job_id,), job_id=job_id, role=role)
    record(fact, actor=actor, now=now)
    return TakenFile(found.name, found.media_type, found.size, content)


def requeue(*, job_id: UUID, run: int, counts: bool, also_queued: bool = False) -> bool:
    """Put a run that broke off back into the queue; no fact, the job was and is to be done.

    Args:
        run: the run that broke off; when the job has a later one, nothing happens.
        counts: whether it was one of the job's attempts.
        also_queued: whether a job that waits, but that the broker lost, is queued again.
    """
    with transaction.atomic():
        job = _locked(job_id)
        wanted = Job.OPEN if also_queued else (Job.State.RUNNING,)
        if job.state not in wanted or job.run != run:
            return False
        if job.state == Job.State.RUNNING and not counts:
            job.attempts -= 1
        job.state = Job.State.QUEUED
        job.worker_id = None
        _queue(job)
        return True


def may_see(job: Job, actor: Actor) -> bool:
    """Whether the actor may watch the job: one's own, or all by right."""
    return job.owner_id == actor.id or may(actor, MANAGE_JOBS) or may(actor, AUDIT_JOBS)


def type_of(name: str) -> JobType:
    """The declared job. Raises `UnknownJob`."""
    found = find_job_type(name)
    if found is None:
        raise UnknownJob(name)
    return found


def _may_run(found: JobType, actor: Actor) -> None:
    own(actor, actor.id)
    if found.permission and actor.id != WORKER:
        require(actor, found.permission)


def _locked(job_id: UUID) -> Job:
    job = Job.objects.select_for_update(no_key=True).filter(id=job_id).first()
    if job is None:
        raise Missing(_("There is no such job."))
    return job


def _own_or_manage(job: Job, actor: Actor) -> None:
    if job.owner_id == actor.id:
        return own(actor, job.owner_id)
    if not may_see(job, actor):
        raise Missing(_("There is no such job."))
    return require(actor, MANAGE_JOBS)


def _queue(job: Job) -> None:
    job.broker_id = broker.queue_run(str(job.id))
    job.save()


def _end(job: Job, state: Job.State, now: datetime) -> None:
    found = find_job_type(job.name)
    job.state = state
    job.finished_at = now
    job.keep_until = now + timedelta(days=found.keep_days if found else 14)
    job.worker_id = None


def _people(job: Job) -> tuple[UUID, ...]:
    return (job.owner_id,)


def _record_cancelled(job: Job, actor: Actor, now: datetime) -> None:
    fact = JobCancelled(
        thing_id=job.id,
        concerned=_people(job),
        name=job.name,
        owner_id=job.owner_id,
        is_over=not job.is_open,
    )
    record(fact, actor=actor, now=now)


def _tell(job: Job, now: datetime) -> None:
    if job.owner_id == WORKER:
        return
    title = _("Done: %(title)s") if job.state == Job.State.DONE else _("Failed: %(title)s")
    notify(
        [job.owner_id],
        title=title % {"title": job.title},
        body=job.message,
        url=f"/work/jobs/{job.id}/",
        kind=NOTICE,
        now=now,
    )


def sweep_kept(*, now: datetime, limit: int = 500) -> int:
    """Remove jobs whose time is over, with their files; the journal keeps that they were."""
    due = Job.objects.filter(keep_until__lt=now).order_by("keep_until")[:limit]
    gone = list(JobFile.objects.filter(job__in=list(due)).values_list("id", flat=True))
    with transaction.atomic():
        count, _by_type = Job.objects.filter(id__in=[job.id for job in due]).delete()
        transaction.on_commit(lambda: FILES.remove(*gone))
    return count
